package capture

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
)

// list is the items of a list, read in both ways they can be meant: as numbers
// of a language, and as pairs of hex digits.
type list struct {
	numbers []byte
	pairs   []byte
	count   int
	plain   bool   // every item is two hex digits and nothing else
	padded  bool   // one of them begins with 0, or has a letter
	bad     *Error // the first item that is no number of a language
}

func (l *list) reset() { *l = list{numbers: l.numbers[:0], pairs: l.pairs[:0], plain: true} }

func (l *list) add(b []byte) {
	l.numbers = append(l.numbers, b...)
	l.plain = false
	l.count++
}

// typed tells whether the list begins with a name: Rust's [u8; 60] is a type.
func (l *list) typed() bool {
	return l.count == 1 && l.bad != nil && !l.plain && (l.bad.Token[0] < '0' || l.bad.Token[0] > '9')
}

// bytes are the list's. Pairs of digits, one of which is no decimal number, are
// hex: nobody writes decimal numbers with a zero in front.
func (l *list) bytes() ([]byte, error) {
	if l.plain && l.padded {
		return l.pairs, nil
	}
	if l.bad != nil {
		return nil, l.bad
	}
	return l.numbers, nil
}

// readItem reads a number, a character, a cast or one of trafgen's functions.
func (s *literalReader) readItem(c byte) error {
	switch {
	case c == '\'':
		b, err := s.readString()
		if err == nil && len(b) != 1 {
			return s.fail(NotByte, string(b))
		}
		s.list.add(b)
		return err
	case c == '(': // (byte) 0xff
		s.skipTo(")")
		s.in.skip(len(s.in.peek(1)))
		return nil
	case c != '-' && !nameByte(c):
		return s.fail(NotHex, string(c))
	}
	at := s.fail(NotByte, "")
	if c == '-' {
		s.in.skip(1)
	}
	word := s.word()
	if next := s.in.peek(1); len(next) == 1 && next[0] == '(' {
		s.in.skip(1)
		return s.call(at, word)
	}
	at.Token = word
	s.list.item(word, c == '-', at)
	return nil
}

// item adds a number of 0 to 255, or -128 to -1, with the suffixes that
// languages give to it.
func (l *list) item(word string, negative bool, at *Error) {
	l.count++
	n, err := strconv.ParseUint(bare(word), 0, 64)
	if negative {
		n = -n
	}
	if err != nil || n > 255 && int64(n) < -128 || n > 255 && !negative {
		if at.Wanted, at.Had = 255, int64(n); l.bad == nil {
			l.bad = at
		}
	}
	l.numbers = append(l.numbers, byte(n))
	if !l.plain || len(word) != 2 || unhex[word[0]] == notHex || unhex[word[1]] == notHex || negative {
		l.plain = false
		return
	}
	l.padded = l.padded || word[0] == '0' || unhex[word[0]] > 9 || unhex[word[1]] > 9
	l.pairs = append(l.pairs, unhex[word[0]]<<4|unhex[word[1]])
}

// isByte tells whether an item is a number of one byte, or two hex digits.
func isByte(item []byte) bool {
	n, err := strconv.ParseUint(bare(string(item)), 0, 64)
	return err == nil && n <= 255 || len(item) == 2 && allHex(item)
}

// bare is a number without what marks its type: 0xffu, 255u8, 0xFF.toByte.
func bare(word string) string {
	word, _, _ = strings.Cut(word, ".")
	word = strings.TrimSuffix(word, "u8")
	return strings.TrimRight(word, "uUlL")
}

// call reads one of the functions of trafgen whose value does not depend on
// anything: fill(byte, times) and const8 to const64, in network byte order.
func (s *literalReader) call(at *Error, name string) error {
	args, ok := s.arguments()
	width := strings.TrimPrefix(strings.TrimPrefix(name, "const"), "c")
	if bits, err := strconv.Atoi(width); err == nil && ok && len(args) == 1 && bits >= 8 && bits <= 64 && bits&7 == 0 {
		if bits < 64 && args[0]>>bits != 0 {
			at.Token, at.Wanted, at.Had = name, 1<<bits-1, int64(args[0])
			return at
		}
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], args[0])
		s.list.add(b[8-bits/8:])
		return nil
	}
	if name == "fill" && ok && len(args) == 2 && args[0] <= 255 && args[1] <= MaxFrame {
		s.list.add(bytes.Repeat([]byte{byte(args[0])}, int(args[1])))
		return nil
	}
	if strings.HasPrefix(name, "toByte") { // Kotlin's, which bare has cut off
		return nil
	}
	at.Reason, at.Token = NotComputed, name
	return at
}

// arguments reads numbers up to the closing parenthesis.
func (s *literalReader) arguments() (args []uint64, ok bool) {
	ok = true
	for {
		c, there := s.char()
		switch {
		case !there:
			return args, false
		case c == ')':
			s.in.skip(1)
			return args, ok
		case nameByte(c):
			n, err := strconv.ParseUint(bare(s.word()), 0, 64)
			args, ok = append(args, n), ok && err == nil && len(args) < 2
		default:
			ok = ok && c == ','
			s.in.skip(1)
		}
	}
}

// readString reads a string from its quote on. Its bytes last until the next.
func (s *literalReader) readString() ([]byte, error) {
	at := s.fail(Unclosed, string(s.in.peek(1)))
	quote := s.in.peek(1)[0]
	n := 1
	for {
		b := s.in.peek(n + 1)
		switch {
		case len(b) <= n || b[n] == '\n' || n > maxLine:
			at.Token = string(bytes.TrimSpace(b[:min(len(b), 40)]))
			return nil, at
		case b[n] == '\\':
			n++
		case b[n] == quote:
			text := unescape(b[1:n])
			s.in.skip(n + 1)
			return text, nil
		}
		n++
	}
}

// unescape puts bytes for the escapes of C, Go and Python.
func unescape(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\\' || i+1 == len(text) {
			out = append(out, c)
			continue
		}
		i++
		switch c = text[i]; {
		case c|0x20 == 'x' && i+2 < len(text) && unhex[text[i+1]] != notHex && unhex[text[i+2]] != notHex:
			out = append(out, unhex[text[i+1]]<<4|unhex[text[i+2]])
			i += 2
		case c >= '0' && c <= '7':
			v, k := 0, 0
			for ; k < 3 && i+k < len(text) && text[i+k] >= '0' && text[i+k] <= '7'; k++ {
				v = v*8 + int(text[i+k]-'0')
			}
			out = append(out, byte(v))
			i += k - 1
		case strings.IndexByte("abfnrtv", c) >= 0:
			out = append(out, "\a\b\f\n\r\t\v"[strings.IndexByte("abfnrtv", c)])
		case c == '\\' || c == '"' || c == '\'':
			out = append(out, c)
		default: // Python keeps it
			out = append(out, '\\', c)
		}
	}
	return out
}
