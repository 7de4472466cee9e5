package term

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/AlecAivazis/survey/v2/terminal"
)

// escapeWait is how long an escape byte waits for the rest of its sequence
// before it is the Esc key. Terminals send a sequence at once; a slow line may
// split it.
const escapeWait = 50 * time.Millisecond

const escape = '\x1b'

// key waits for the next key. A printable key is its rune; the others are the
// control runes survey knows (terminal.KeyArrowUp …), whatever sequence the
// terminal sends for them. Enter is '\r'. Ctrl-C and Ctrl-D are
// [ErrInterrupted]. What no prompt understands is passed over whole: function
// keys, Alt with a letter, reports of the terminal, bytes that are not UTF-8.
func (s *source) key(ctx context.Context) (rune, error) {
	for {
		b, err := s.next(ctx)
		if err != nil {
			return 0, err
		}
		switch b {
		case terminal.KeyInterrupt, terminal.KeyEndTransmission:
			return 0, ErrInterrupted
		case '\n', '\r':
			return terminal.KeyEnter, nil
		case terminal.KeyDelete, terminal.KeyBackspace:
			return terminal.KeyBackspace, nil
		case 0x01: // Ctrl-A, as in a shell
			return terminal.SpecialKeyHome, nil
		case 0x05: // Ctrl-E
			return terminal.SpecialKeyEnd, nil
		case 0x15: // Ctrl-U
			return terminal.KeyDeleteLine, nil
		case terminal.KeyTab, terminal.KeyDeleteWord, terminal.KeyDeleteLine,
			terminal.KeyArrowUp, terminal.KeyArrowDown, terminal.KeyArrowLeft, terminal.KeyArrowRight:
			return rune(b), nil
		case escape:
			k, err := s.sequence(ctx)
			if k != terminal.IgnoreKey || err != nil {
				return k, err
			}
		default:
			if r := s.rune(ctx, b); unicode.IsPrint(r) && r != utf8.RuneError {
				return r, nil
			}
		}
	}
}

// rune completes the character that starts with b, or returns utf8.RuneError
// and leaves what does not belong to it.
func (s *source) rune(ctx context.Context, b byte) rune {
	if b < utf8.RuneSelf {
		return rune(b)
	}
	char := []byte{b}
	for !utf8.FullRune(char) {
		if s.fill(ctx) != nil || utf8.RuneStart(s.rest[0]) {
			return utf8.RuneError
		}
		b, _ = s.next(ctx)
		char = append(char, b)
	}
	r, _ := utf8.DecodeRune(char)
	return r
}

// sequence reads what follows an escape byte (ECMA-48 §5.4, and xterm's function
// keys) and returns its key, or terminal.IgnoreKey.
func (s *source) sequence(ctx context.Context) (rune, error) {
	if !s.arrives(escapeWait) {
		return terminal.KeyEscape, nil
	}
	introducer, err := s.next(ctx)
	if err != nil {
		return 0, err
	}
	switch introducer {
	case 'O': // SS3: one more byte
		final, err := s.next(ctx)
		return function(0, final), err
	case '[':
		return s.control(ctx)
	case ']', 'P', '_', '^', 'X': // a string up to BEL or ESC \: the answer to somebody's question
		for last := byte(0); ; {
			b, err := s.next(ctx)
			if err != nil || b == '\a' || last == escape && b == '\\' {
				return terminal.IgnoreKey, err
			}
			last = b
		}
	case terminal.KeyInterrupt, terminal.KeyEndTransmission:
		return 0, ErrInterrupted
	}
	s.rune(ctx, introducer) // Alt with a letter, which may be a Korean one
	return terminal.IgnoreKey, nil
}

// control reads a control sequence after its "ESC [".
func (s *source) control(ctx context.Context) (rune, error) {
	var parameters []byte
	for {
		b, err := s.next(ctx)
		switch {
		case err != nil:
			return 0, err
		case b == terminal.KeyInterrupt, b == terminal.KeyEndTransmission:
			return 0, ErrInterrupted
		case b == '[' && parameters == nil: // the Linux console's F1 to F5: one more byte
			_, err := s.next(ctx)
			return terminal.IgnoreKey, err
		case b >= 0x40 && b <= 0x7e:
			first, _, _ := strings.Cut(string(parameters), ";")
			number, _ := strconv.Atoi(first)
			return function(number, b), nil
		case b < ' ' || len(parameters) == 32: // no sequence after all
			return terminal.IgnoreKey, nil
		}
		parameters = append(parameters, b)
	}
}

// function is the key of a control sequence with this final byte and, before a
// final ~, this number.
func function(number int, final byte) rune {
	switch final {
	case 'A':
		return terminal.KeyArrowUp
	case 'B':
		return terminal.KeyArrowDown
	case 'C':
		return terminal.KeyArrowRight
	case 'D':
		return terminal.KeyArrowLeft
	case 'H':
		return terminal.SpecialKeyHome
	case 'F':
		return terminal.SpecialKeyEnd
	case 'Z': // Shift-Tab
		return terminal.KeyArrowUp
	case 'M': // Enter of the number pad
		return terminal.KeyEnter
	case '~':
		switch number {
		case 1, 7:
			return terminal.SpecialKeyHome
		case 4, 8:
			return terminal.SpecialKeyEnd
		case 3:
			return terminal.SpecialKeyDelete
		}
	}
	return terminal.IgnoreKey
}
