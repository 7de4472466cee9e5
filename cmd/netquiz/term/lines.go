package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"netquiz/locales"
)

// maxLine is the most bytes a line of answers may have; more of it is dropped.
const maxLine = 64 << 10

// Unclear is the error for a line that is no answer to what was asked, where
// nobody sits who could be asked again.
type Unclear struct {
	Line string // as read, without its end
}

func (u *Unclear) Error() string { return fmt.Sprintf("%q is no answer", u.Line) }

// line reads a line without its end. A last line needs none; after it comes
// io.EOF.
func (t *Terminal) line(ctx context.Context) (string, error) {
	var line []byte
	for read := false; ; read = true {
		b, err := t.in.next(ctx)
		switch {
		case err != nil && read && errors.Is(err, io.EOF), err == nil && b == '\n':
			return norm.NFC.String(strings.TrimSuffix(string(line), "\r")), nil
		case err != nil:
			return "", err
		case len(line) < maxLine:
			line = append(line, b)
		}
	}
}

// answer asks for lines until read takes one. keys end it as [Command] says.
// Where lines come from a file or a pipe the first one decides, so that an
// answer that is none does not shift those that follow.
func (t *Terminal) answer(ctx context.Context, question, keys, want string, read func(line string) bool) error {
	fmt.Fprint(t.err, t.wrap(question, 0), " ")
	for {
		line, err := t.line(ctx)
		if err != nil {
			return err
		}
		if key, ok := Command(line, keys); ok {
			return Pressed(key)
		}
		if read(line) {
			return nil
		}
		if !isTerminal(t.in.from) {
			return &Unclear{line}
		}
		fmt.Fprint(t.err, t.wrap(want, 0), "\n> ")
	}
}

func (t *Terminal) selectLine(ctx context.Context, message string, options []string, def int, keys string) (int, error) {
	chosen := -1
	err := t.answer(ctx, t.question(message, options), keys, t.words.T("term.select.want", "Max", len(options)), func(line string) bool {
		chosen = named(line, options)
		if strings.TrimSpace(line) == "" {
			chosen = def
		}
		return chosen >= 0
	})
	if err != nil {
		return -1, err
	}
	return chosen, nil
}

func (t *Terminal) multiLine(ctx context.Context, message string, options []string, def []int, keys string) ([]int, error) {
	var chosen []int
	err := t.answer(ctx, t.question(message, options), keys, t.words.T("term.multi.want", "Max", len(options)), func(line string) bool {
		numbers := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		if len(numbers) == 0 {
			chosen = def
			return true
		}
		ticked := make([]bool, len(options))
		for _, number := range numbers {
			n, err := strconv.Atoi(number)
			if err != nil || n < 1 || n > len(options) {
				return false
			}
			ticked[n-1] = true
		}
		chosen = nil
		for i, on := range ticked {
			if on {
				chosen = append(chosen, i)
			}
		}
		return true
	})
	return chosen, err
}

// question is the message with its numbered options, as lines.
func (t *Terminal) question(message string, options []string) string {
	return message + "\n" + strings.Join(t.options(options, 0), "\n") + "\n>"
}

// named returns the option a line means: its number, its text, or a part of the
// text that no other option has; −1 for none.
func named(line string, options []string) int {
	line = strings.TrimSpace(line)
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(options) {
		return n - 1
	}
	found := -1
	for i, option := range options {
		switch {
		case !locales.MatchKorean(line, option):
		case locales.MatchKorean(option, line):
			return i
		case found >= 0:
			found = len(options) // two hold it: neither is meant, but one may still be it
		default:
			found = i
		}
	}
	if found == len(options) {
		return -1
	}
	return found
}
