package capture

import (
	"bytes"
	"io"
	"strings"

	"netquiz/proto"
)

// literalReader reads frames as programs write them: lists of numbers in braces
// or brackets, and strings with escapes, in C, Go, Python and languages like
// them, and trafgen's. Each innermost list is a frame, and each string, with
// those that follow it directly. Lengths in brackets behind a name, and strings
// without escapes, are no frames, unless a function takes hex or base64 of them.
type literalReader struct {
	in      *window
	lines   int    // line breaks before the window's place
	name    string // the word or the index that ends at nameEnd
	nameEnd int64
	called  string // the function whose parenthesis came last
	within  int    // lists around, of frames
	list    list
	buf     []byte
}

func (s *literalReader) next(p *proto.Packet) error {
	for {
		c, ok := s.char()
		if !ok {
			if s.in.err != io.EOF {
				return s.in.ended(1, 0)
			}
			return io.EOF
		}
		var frame []byte
		var err error
		switch {
		case nameByte(c):
			if s.name = s.word(); s.within > 0 && c >= '0' && c <= '9' {
				return s.fail(NotByte, s.name)
			}
			s.nameEnd = s.in.off
			continue
		case c == '{' || c == '[':
			frame, err = s.readList(c)
		case c == '"' || c == '\'':
			frame, err = s.readStrings()
		default:
			s.skipOther(c)
			continue
		}
		if err != nil {
			return err
		}
		if len(frame) > 0 {
			p.Bytes, p.Link = frame, linkOf(frame)
			return nil
		}
	}
}

// char is the next byte that is neither space nor comment, which it skips.
func (s *literalReader) char() (byte, bool) {
	for {
		b := s.in.peek(2)
		if len(b) == 0 {
			return 0, false
		}
		switch {
		case b[0] == '\n':
			s.lines++
			s.in.skip(1)
		case b[0] == ' ' || b[0] == '\t' || b[0] == '\r':
			s.in.skip(1)
		case b[0] == '#' || len(b) == 2 && b[0] == '/' && b[1] == '/':
			s.skipTo("\n")
		case len(b) == 2 && b[0] == '/' && b[1] == '*':
			s.in.skip(2)
			s.skipTo("*/")
			s.in.skip(len(s.in.peek(2)))
		default:
			return b[0], true
		}
	}
}

// skipTo skips what stands before the mark.
func (s *literalReader) skipTo(mark string) {
	for {
		b := s.in.peek(len(mark))
		if len(b) < len(mark) {
			s.in.skip(len(b))
			return
		}
		if string(b) == mark {
			return
		}
		if b[0] == '\n' {
			s.lines++
		}
		s.in.skip(1)
	}
}

func nameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// word skips a name, a number or both in one, with points within.
func (s *literalReader) word() string {
	n := 0
	for {
		b := s.in.peek(n + 1)
		if len(b) <= n || !nameByte(b[n]) && b[n] != '.' || n == 64 {
			w := string(b[:n])
			s.in.skip(n)
			return w
		}
		n++
	}
}

// skipOther passes over one sign that begins no frame.
func (s *literalReader) skipOther(c byte) {
	s.in.skip(1)
	switch {
	case c == '(':
		s.called = s.name
	case (c == '}' || c == ']') && s.within > 0:
		s.within--
	}
	s.name = ""
}

func (s *literalReader) fail(r Reason, token string) *Error {
	return &Error{Reason: r, Line: s.lines + 1, Offset: s.in.off, Token: token}
}

// readList reads a list of numbers. Of a list of lists or of strings it reads
// only the beginning, and of a length or an index nothing: nil.
func (s *literalReader) readList(open byte) ([]byte, error) {
	index := open == '[' && s.name != "" && s.nameEnd == s.in.off
	s.name = ""
	at := s.fail(Unclosed, string(open))
	s.in.skip(1)
	s.list.reset()
	for {
		c, ok := s.char()
		if !ok {
			return nil, at
		}
		if len(s.list.numbers) > MaxFrame {
			return nil, &Error{Reason: FrameTooLong, Line: at.Line, Offset: at.Offset, Wanted: MaxFrame, Had: int64(len(s.list.numbers))}
		}
		switch nested := c == '{' || c == '[' || s.stringNext(); {
		case nested && s.list.count == 0:
			s.within++
			return nil, nil
		case c == '"':
			b, err := s.readString()
			if err != nil {
				return nil, err
			}
			s.list.add(b)
		case nested:
			return nil, s.fail(NotByte, string(c))
		case c == '}' || c == ']':
			return s.closeList(index)
		case c == ',' || c == ';':
			s.in.skip(1)
		default:
			if err := s.readItem(c); err != nil {
				return nil, err
			}
			index = index || open == '[' && s.list.typed()
		}
	}
}

// stringNext tells whether a string comes next, and not a character of C.
func (s *literalReader) stringNext() bool {
	b := s.in.peek(6)
	if len(b) > 2 && b[0]|0x20 == 'b' {
		b = b[1:]
	} else if len(b) > 2 && b[0] == '\'' {
		end := bytes.IndexByte(b[2:], '\'') + 2
		return end < 2 || end > 2 && b[1] != '\\'
	}
	return len(b) > 0 && (b[0] == '"' || b[0] == '\'')
}

func (s *literalReader) closeList(index bool) ([]byte, error) {
	s.in.skip(1)
	after := s.in.peek(1)
	if index || len(after) == 1 && (nameByte(after[0]) || after[0] == '[') { // char frame[4], [4]byte{
		s.name, s.nameEnd = "]", s.in.off
		return nil, nil
	}
	return s.list.bytes()
}

// readStrings reads a string, with those that follow it directly, if it is a
// frame; nil if it is other text.
func (s *literalReader) readStrings() ([]byte, error) {
	prefix := ""
	if s.nameEnd == s.in.off {
		prefix = strings.ToLower(s.name)
	}
	s.name = ""
	at := s.fail(NotHex, "")
	s.buf = s.buf[:0]
	escaped := prefix == "b" || prefix == "rb"
	for more := true; more; more = s.anotherString() {
		from := s.in.off
		b, err := s.readString()
		if err != nil {
			if e := err.(*Error); len(s.buf) == 0 && !escaped && !strings.Contains(e.Token, `\x`) {
				s.in.skip(1) // an apostrophe
				return nil, nil
			}
			return nil, err
		}
		escaped = escaped || int64(len(b)) < s.in.off-from-2
		if s.buf = append(s.buf, b...); len(s.buf) > 2*MaxFrame {
			return nil, &Error{Reason: FrameTooLong, Line: at.Line, Offset: at.Offset, Wanted: MaxFrame, Had: int64(len(s.buf))}
		}
	}
	switch called := strings.ToLower(s.called); {
	case strings.Contains(called, "64"):
		b, err := appendBase64Bytes(nil, s.buf)
		if err != nil {
			return nil, &Error{Reason: BadBase64, Line: at.Line, Offset: at.Offset, Err: err}
		}
		return b, nil
	case strings.Contains(called, "hex") || !escaped && len(s.buf) >= 28 && allHex(s.buf):
		b, _, err := appendHex(nil, s.buf)
		if e, ok := err.(*Error); ok {
			e.Line, e.Offset = at.Line, at.Offset+1+e.Offset
			return nil, e
		}
		return b, nil
	case !escaped:
		return nil, nil
	}
	return s.buf, nil
}

// anotherString skips to a string that goes on the one before: behind spaces,
// a backslash, a plus or the b of Python, but no blank line.
func (s *literalReader) anotherString() bool {
	for n, breaks := 0, 0; ; n++ {
		b := s.in.peek(n + 2)
		if len(b) <= n || n > maxLine {
			return false
		}
		switch c := b[n]; {
		case c == '\n':
			if breaks++; breaks > 1 {
				return false
			}
		case c == ' ' || c == '\t' || c == '\r' || c == '\\' || c == '+':
		case c == '"' || c == '\'', c|0x20 == 'b' && len(b) > n+1 && (b[n+1] == '"' || b[n+1] == '\''):
			if c|0x20 == 'b' {
				n++
			}
			s.lines += bytes.Count(b[:n], []byte{'\n'})
			s.in.skip(n)
			return true
		default:
			return false
		}
	}
}
