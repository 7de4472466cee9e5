package capture

import (
	"bytes"
	"io"

	"netquiz/proto"
)

// hexReader reads lines of hex digits, a frame each. Bytes may be parted by
// spaces, tabs and : - , ; and each piece may begin with 0x or \x. A line that
// ends in a comma or a backslash goes on in the next; # begins a comment; text
// that spells the bytes may follow. In blocks, a line as long as the first goes
// on in the next, too.
type hexReader struct {
	in    *window
	block int // bytes of a line that goes on in the next; 0: none does, -1: as many as the first has
	lines int
	buf   []byte
}

func (s *hexReader) next(p *proto.Packet) error {
	s.buf = s.buf[:0]
	for {
		off := s.in.off
		line, err := s.in.line()
		if err != nil {
			if err == io.EOF && len(s.buf) > 0 {
				break
			}
			return err
		}
		s.lines++
		before := len(s.buf)
		buf, goesOn, err := appendHex(s.buf, line)
		if err != nil {
			e := err.(*Error)
			e.Line, e.Offset = s.lines, e.Offset+off
			return e
		}
		if s.buf = buf; len(buf) > MaxFrame {
			return &Error{Reason: FrameTooLong, Line: s.lines, Offset: off, Wanted: MaxFrame, Had: int64(len(buf))}
		}
		added := len(buf) - before
		if s.block < 0 && added > 0 {
			s.block = added
		}
		if before+added > 0 && !goesOn && (added == 0 || added != s.block) {
			break
		}
	}
	p.Bytes = s.buf
	p.Link = linkOf(p.Bytes)
	return nil
}

// appendHex appends the bytes of a line, and tells whether it goes on in the
// next. The Offset of its *Error is within the line.
func appendHex(dst, line []byte) (out []byte, goesOn bool, err error) {
	if i := comment(line); i >= 0 {
		line = line[:i]
	}
	line = bytes.Trim(line, " \t\r\"';")
	begin := len(dst)
	for at := 0; at < len(line); {
		c := line[at]
		if c == ' ' && at+1 < len(line) && line[at+1] == ' ' && len(dst) > begin && spells(bytes.TrimSpace(line[at:]), dst[begin:]) {
			return dst, false, nil
		}
		if separator(c) {
			goesOn = c == ','
			at++
			continue
		}
		if c == '\\' && at == len(line)-1 {
			return dst, true, nil
		}
		goesOn = false
		start := at
		prefixed := (c == '0' || c == '\\') && at+1 < len(line) && line[at+1]|0x20 == 'x'
		if prefixed {
			at += 2
		}
		digits := at
		for at < len(line) && unhex[line[at]] != notHex {
			at++
		}
		n := at - digits
		switch {
		case n == 0:
			end := min(at+8, len(line))
			return dst, false, &Error{Reason: NotHex, Offset: int64(at), Token: string(line[at:end])}
		case n == 1 && prefixed:
			dst = append(dst, unhex[line[digits]])
		case n&1 != 0:
			return dst, false, &Error{Reason: OddDigits, Offset: int64(start), Token: string(line[start:min(at, start+40)]), Wanted: int64(n + 1), Had: int64(n)}
		default:
			for i := digits; i < at; i += 2 {
				dst = append(dst, unhex[line[i]]<<4|unhex[line[i+1]])
			}
		}
	}
	return dst, goesOn, nil
}

func separator(c byte) bool {
	switch c {
	case ' ', '\t', ':', '-', ',', ';', '"', '\'':
		return true
	}
	return false
}

// comment is where a comment begins in the line, # or // at its start or behind
// a space; -1 if none does.
func comment(line []byte) int {
	for i, c := range line {
		if (c == '#' || c == '/' && i+1 < len(line) && line[i+1] == '/') && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return i
		}
	}
	return -1
}

const notHex = 0xff

// unhex is the value of each hex digit.
var unhex = func() (t [256]byte) {
	for i := range t {
		t[i] = notHex
	}
	for i := range byte(10) {
		t['0'+i] = i
	}
	for i := range byte(6) {
		t['a'+i], t['A'+i] = 10+i, 10+i
	}
	return
}()
