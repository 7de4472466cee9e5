package term

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"testing/iotest"

	"github.com/AlecAivazis/survey/v2/terminal"
)

// press returns the keys that bytes from a terminal mean, and what ended them.
func press(t *testing.T, from io.Reader) ([]rune, error) {
	s := &source{from: from}
	var keys []rune
	for {
		key, err := s.key(t.Context())
		if err != nil {
			return keys, err
		}
		keys = append(keys, key)
	}
}

func TestKeys(t *testing.T) {
	const (
		up, down, left, right = terminal.KeyArrowUp, terminal.KeyArrowDown, terminal.KeyArrowLeft, terminal.KeyArrowRight
		home, end, del        = terminal.SpecialKeyHome, terminal.SpecialKeyEnd, terminal.SpecialKeyDelete
		enter, backspace, esc = terminal.KeyEnter, terminal.KeyBackspace, terminal.KeyEscape
	)
	for name, test := range map[string]struct {
		in   string
		want []rune
		err  error
	}{
		"letters":                    {in: "aZ가ㅎ?", want: []rune("aZ가ㅎ?")},
		"enter, both ways":           {in: "\r\n", want: []rune{enter, enter}},
		"backspace, both ways":       {in: "\x7f\x08", want: []rune{backspace, backspace}},
		"arrows":                     {in: "\x1b[A\x1b[B\x1b[C\x1b[D", want: []rune{up, down, right, left}},
		"arrows of the keypad":       {in: "\x1bOA\x1bOB\x1bOC\x1bOD", want: []rune{up, down, right, left}},
		"arrows with Ctrl and Shift": {in: "\x1b[1;5A\x1b[1;2B", want: []rune{up, down}},
		"home and end, xterm":        {in: "\x1b[H\x1b[F\x1bOH\x1bOF", want: []rune{home, end, home, end}},
		"home and end, others":       {in: "\x1b[1~\x1b[4~\x1b[7~\x1b[8~", want: []rune{home, end, home, end}},
		"as in a shell":              {in: "\x01\x05\x15\x17", want: []rune{home, end, terminal.KeyDeleteLine, terminal.KeyDeleteWord}},
		"delete, with Ctrl too":      {in: "\x1b[3~\x1b[3;5~", want: []rune{del, del}},
		"shift-tab goes up":          {in: "\t\x1b[Z", want: []rune{terminal.KeyTab, up}},
		"enter of the number pad":    {in: "\x1bOM", want: []rune{enter}},
		"escape last":                {in: "a\x1b", want: []rune{'a', esc}},
		"function keys":              {in: "\x1bOP\x1b[15~\x1b[24~\x1b[[Ax", want: []rune("x")},
		"page up and down":           {in: "\x1b[5~\x1b[6~x", want: []rune("x")},
		"Alt with letters":           {in: "\x1bx\x1b가y", want: []rune("y")},
		"a cursor report":            {in: "\x1b[24;80Rx", want: []rune("x")},
		"a colour report, BEL":       {in: "\x1b]11;rgb:0000/0000/0000\ax", want: []rune("x")},
		"a colour report, ST":        {in: "\x1b]11;rgb:0000/0000/0000\x1b\\x", want: []rune("x")},
		"a device report":            {in: "\x1b[?62;c\x1bP1$r0m\x1b\\x", want: []rune("x")},
		"a sequence without an end":  {in: "\x1b[1\nx", want: []rune("x")},
		"a sequence without measure": {in: "\x1b[111111111111111111111111111111111~x", want: []rune("~x")},
		"not UTF-8":                  {in: "a\xffb\xc3c\xe2\x82d", want: []rune("abcd")},
		"NUL and other controls":     {in: "\x00\x07\x0b\x0c\x1a\x1cx", want: []rune("x")},
		"Ctrl-C":                     {in: "a\x03b", want: []rune("a"), err: ErrInterrupted},
		"Ctrl-D is the same":         {in: "a\x04b", want: []rune("a"), err: ErrInterrupted},
		"Ctrl-C behind escape":       {in: "\x1b\x03", err: ErrInterrupted},
		"Ctrl-C in a sequence":       {in: "\x1b[1;\x03", err: ErrInterrupted},
	} {
		t.Run(name, func(t *testing.T) {
			if test.err == nil {
				test.err = io.EOF
			}
			for way, from := range map[string]io.Reader{
				"at once":      bytes.NewReader([]byte(test.in)),
				"byte by byte": iotest.OneByteReader(bytes.NewReader([]byte(test.in))),
			} {
				keys, err := press(t, from)
				if !slices.Equal(keys, test.want) || err != test.err {
					t.Errorf("%s: got %q, %v; want %q, %v", way, keys, err, test.want, test.err)
				}
			}
		})
	}
}

func FuzzKeys(f *testing.F) {
	f.Add([]byte("\x1b[1;5A\x1b[[A\x1bOP\x1b"))      // sequences of every kind, the last one open
	f.Add([]byte("\x1b]0;\x1b\x1b\\\x1bP\x1b[\x03")) // strings that hold escapes
	f.Add([]byte("\xea\xb0\x1b\x80\xf0\x9f"))        // characters cut short
	f.Fuzz(func(t *testing.T, in []byte) {
		keys, err := press(t, bytes.NewReader(in))
		if !errors.Is(err, io.EOF) && err != ErrInterrupted {
			t.Fatal(err)
		}
		if len(keys) > len(in) {
			t.Fatalf("%d keys from %d bytes", len(keys), len(in))
		}
	})
}
