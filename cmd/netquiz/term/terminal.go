// Package term is the one place that knows the terminal: whether there is one,
// how wide it is, whether to use colour, what keys are pressed, how a question is
// asked, and how an interrupt ends all that. Where there is no terminal the same
// questions are answered by lines.
package term

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"

	"golang.org/x/term"

	"netquiz/locales"
)

// ErrInterrupted is what a prompt, a read or a context ends with when the user
// pressed Ctrl-C or Ctrl-D or the process got SIGINT or SIGTERM.
var ErrInterrupted = errors.New("interrupted")

// What is assumed of a screen nothing is known about, in cells.
const (
	defaultColumns = 80
	defaultLines   = 24
)

// Terminal is the three standard files of a process, or stand-ins for them, and
// what is known of the screen behind them. One goroutine may use it at a time.
type Terminal struct {
	in       *source
	out, err io.Writer
	words    *locales.Localizer
	choice   Colour
	host     *Terminal // whose screen the output ends up on; nil: this one's own
}

// New returns the terminal behind in, out and err, which need not be files, and
// lets prompts speak through words. It reads nothing yet.
func New(in io.Reader, out, err io.Writer, choice Colour, words *locales.Localizer) *Terminal {
	return &Terminal{in: &source{from: in}, out: out, err: err, choice: choice, words: words}
}

// Within returns a terminal for a command that runs inside this one: it reads
// in and writes out, is as wide and as colourful as t, and asks nothing by key.
func (t *Terminal) Within(in io.Reader, out io.Writer) *Terminal {
	return &Terminal{in: &source{from: in}, out: out, err: t.err, words: t.words, host: t}
}

// Reader reads standard input until ctx ends; then it fails with the cause of
// that. It shares its place in the input with the prompts.
func (t *Terminal) Reader(ctx context.Context) io.Reader {
	return reader{ctx, t.in}
}

// Interactive reports whether prompts are asked by key: standard input and
// output are terminals and the terminal is not a dumb one.
func (t *Terminal) Interactive() bool {
	return isTerminal(t.in.from) && isTerminal(t.out) && !dumb()
}

// Screen reports whether what is written ends up on a screen.
func (t *Terminal) Screen() bool {
	if t.host != nil {
		return t.host.Screen()
	}
	return isTerminal(t.out)
}

// Watched reports whether somebody sees what is written to standard error: it is
// a terminal, and the command is not run by another one.
func (t *Terminal) Watched() bool { return t.host == nil && isTerminal(t.err) }

// Size returns the columns and lines of the screen. Without a screen COLUMNS and
// LINES decide, and without these it is 80 by 24.
func (t *Terminal) Size() (columns, lines int) {
	if t.host != nil {
		return t.host.Size()
	}
	for _, end := range []any{t.out, t.err, t.in.from} {
		if f, ok := end.(*os.File); ok {
			if columns, lines, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 && lines > 0 {
				return columns, lines
			}
		}
	}
	return fromEnv("COLUMNS", defaultColumns), fromEnv("LINES", defaultLines)
}

func fromEnv(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

func isTerminal(end any) bool {
	f, ok := end.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func dumb() bool { return os.Getenv("TERM") == "dumb" }
