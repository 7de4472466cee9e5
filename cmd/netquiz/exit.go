package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/ansi"
	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
)

// What netquiz exits with. Scripts depend on them.
const (
	exitDone        = 0
	exitWrong       = 1 // what was asked for was found wrong
	exitUsage       = 2 // usage, or input that cannot be read
	exitTarget      = 3 // the fuzzing target cannot be used
	exitInterrupted = 130
)

// failure is an error with its exit code and what is said of it. Without an id
// nothing is said, because the results already do.
type failure struct {
	code     int
	id       string
	args     []any // alternating names and values, as for locales.Localizer.T
	hint     string
	hintArgs []any
	place    *place // in what was typed; nil: nowhere
	keep     bool   // what was put out before is good, and stays
	cause    error
}

// place is where something typed is wrong: behind before.
type place struct{ text, before string }

// shown is the text, or so many columns of it around the place, and how far in
// it the place is.
func (p *place) shown(columns int) (line string, at int) {
	before, after := term.Safe(p.before), term.Safe(strings.TrimPrefix(p.text, p.before))
	if room := columns * 2 / 3; term.Width(before+after) > columns && term.Width(before) > room {
		before = ansi.TruncateLeft(before, term.Width(before)-room+1, "…")
	}
	at = term.Width(before)
	return before + ansi.Truncate(after, max(1, columns-at), "…"), at
}

func (f *failure) Error() string { return fmt.Sprint(f.id, " ", f.args) }
func (f *failure) Unwrap() error { return f.cause }

// hinted adds what to do next.
func (f *failure) hinted(id string, args ...any) *failure {
	f.hint, f.hintArgs = id, args
	return f
}

// report says on standard error what failed and what to do next, and returns the
// exit code. A reader that went away (EPIPE) has what it wanted.
func (e *env) report(err error) int {
	var f *failure
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return exitDone
	case errors.Is(err, term.ErrInterrupted), errors.Is(err, context.Canceled):
		return exitInterrupted
	case !errors.As(err, &f):
		f = explain(err)
	}
	e.say("cli.error.label", color.FgRed, f.id, f.args)
	if f.place != nil {
		columns, _ := e.term.Size()
		line, at := f.place.shown(columns - indent)
		fmt.Fprintf(e.err, "  %s\n  %*s\n", line, at+1, "^")
	}
	e.say("cli.hint.label", color.FgCyan, f.hint, f.hintArgs)
	return f.code
}

// remark says something on standard error: in a line, or broken to the screen where
// somebody sees it.
func (e *env) remark(line string) {
	if e.term.Watched() {
		columns, _ := e.term.Size()
		line = term.Wrap(line, columns)
	}
	fmt.Fprintln(e.err, line)
}

func (e *env) say(label string, attribute color.Attribute, id string, args []any) {
	if id == "" {
		return
	}
	e.remark(e.term.Paint(e.err, attribute, color.Bold)(e.text.T(label)) + " " + e.sentence(id, args))
}

// mostRepeated is how many columns of what was typed or read an error repeats.
const mostRepeated = 400

// typed are the names of arguments that repeat what was typed: nothing at all is
// shown in quotes.
var typed = []string{"Value", "Stage", "Skill", "URL", "Term", "Path"}

// sentence is a message with its arguments made safe for a terminal. One that is
// a failure itself becomes its own sentence.
func (e *env) sentence(id string, args []any) string {
	safe := make([]any, len(args))
	for i, arg := range args {
		switch a := arg.(type) {
		case string:
			arg = ansi.Truncate(term.Safe(a), mostRepeated, "…")
			if strings.TrimSpace(a) == "" && slices.Contains(typed, args[i-1].(string)) {
				arg = strconv.Quote(a)
			}
		case *failure:
			arg = e.sentence(a.id, a.args)
		}
		safe[i] = arg
	}
	return e.text.T(id, safe...)
}

// explain puts an error that no command has explained into words.
func explain(err error) *failure {
	var path *fs.PathError
	var unclear *term.Unclear
	switch {
	case errors.As(err, &path):
		return &failure{code: exitUsage, id: reason(path), args: []any{"Path", path.Path, "Detail", path.Err.Error()}, cause: err}
	case errors.As(err, &unclear):
		return usage("cli.error.unclear", "Line", unclear.Line)
	case errors.Is(err, io.EOF):
		return usage("cli.error.input_ended")
	}
	return usage("cli.error.unexpected", "Detail", err.Error())
}

// reason names the message for what the system says of a file.
func reason(err *fs.PathError) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "cli.error.no_such_file"
	case errors.Is(err, fs.ErrPermission):
		return "cli.error.no_permission"
	case errors.Is(err, syscall.EISDIR):
		return "cli.error.is_folder"
	case errors.Is(err, syscall.ENOSPC):
		return "cli.error.no_space"
	}
	return "cli.error.file"
}
