package capture

import (
	"bytes"
	"io"

	"netquiz/proto"
)

// dumpReader reads dumps with offsets, of all the styles of dumpStyle. A frame
// begins at offset 0 and ends before the next, at a line that is none of a dump,
// or with the input. Each line is held until the next tells by its offset how
// many bytes it has. Lines of other text are passed over, but not what looks like
// a line of a dump and does not go on where the one before ended.
type dumpReader struct {
	in      *window
	kind    Kind
	lines   int
	derived bool // within a dump of what no wire carried: reassembled data
	bare    bool // the last frame had no link header

	frame  []byte
	style  dumpStyle
	form   wordForm
	base   int   // of offsets; 0: not known yet
	column int   // where the words of a full line end; 0: no line was full yet
	star   bool  // the held line repeats
	held   words // the line whose end is not known yet
	offset int64 // where it begins in the input
	line   int
	before int // bytes in the line before its words
}

func (s *dumpReader) next(p *proto.Packet) error {
	if err := s.begin(); err != nil {
		return err
	}
	for {
		at := s.in.off
		line, err := s.in.line()
		if err == io.EOF {
			return s.finish(p, -1)
		}
		if err != nil {
			return err
		}
		s.lines++
		d, ok := splitDump(line)
		switch {
		case ok && d.star:
			s.star = true
		case !ok || d.style != s.style || d.zero():
			s.lines--
			s.in.unread(int(s.in.off - at))
			return s.finish(p, -1)
		case len(d.rest) == 0:
			n, err := s.distance(&d, at)
			if err != nil {
				return err
			}
			return s.finish(p, n)
		default:
			n, err := s.distance(&d, at)
			if err != nil {
				return err
			}
			if err := s.place(n); err != nil {
				return err
			}
			if err := s.hold(&d, at); err != nil {
				return err
			}
		}
	}
}

// begin finds the first line of a frame and holds it.
func (s *dumpReader) begin() error {
	s.frame, s.base, s.column, s.star = s.frame[:0], 0, 0, false
	for {
		at := s.in.off
		line, err := s.in.line()
		if err != nil {
			return err
		}
		s.lines++
		d, ok := splitDump(line)
		switch {
		case s.derived:
			s.derived = len(bytes.TrimSpace(line)) > 0 && !heading(line, "Frame")
		case ok && d.first():
			s.style = d.style
			s.form = d.form()
			return s.hold(&d, at)
		case ok && d.stray():
			return &Error{Reason: BadOffset, Line: s.lines, Offset: at, Token: string(d.offset), Had: d.value(16)}
		default:
			s.derived = heading(line, "") && !heading(line, "Frame")
		}
	}
}

// heading tells whether the line says whose bytes follow, as Wireshark does
// where a frame has more than one dump: "Frame (60 bytes):".
func heading(line []byte, of string) bool {
	return bytes.HasPrefix(line, []byte(of)) && bytes.HasSuffix(bytes.TrimSpace(line), []byte(" bytes):"))
}

func (s *dumpReader) hold(d *dumpLine, at int64) error {
	s.offset, s.line, s.before, s.star = at, s.lines, d.at, false
	s.held.read(s.form, d.rest)
	if len(s.frame) == 0 && s.style == styleColon && s.form == inOrder && s.held.spelled() < 0 {
		s.held.read(reversed, d.rest) // xxd -e
		if s.held.spelled() >= 0 {
			s.form = reversed
			return nil
		}
		s.held.read(s.form, d.rest)
	}
	if len(s.held.bytes) == 0 {
		return s.notHex()
	}
	return nil
}

// notHex is the error of the first thing in the held line that is no word.
func (s *dumpReader) notHex() error {
	start, end := wordAt(s.held.text, s.held.stop)
	return &Error{Reason: NotHex, Line: s.line, Offset: s.offset + int64(s.before+start), Token: string(s.held.text[start:end])}
}

// distance is how many bytes lie between the held line's offset and d's.
func (s *dumpReader) distance(d *dumpLine, at int64) (int, error) {
	here := int64(len(s.frame))
	if s.base == 0 {
		s.base = s.guessBase(d)
	}
	n := d.value(s.base) - here
	size := int64(len(s.held.bytes))
	if n > 0 && here+n <= MaxFrame && (s.star || n <= size) {
		return int(n), nil
	}
	if k := s.held.spelled(); k >= 0 {
		size = int64(s.held.sizes[k])
	} else if s.held.stop < len(s.held.text) {
		return 0, s.notHex()
	}
	return 0, &Error{Reason: BadOffset, Line: s.lines, Offset: at, Token: string(d.offset), Wanted: here + size, Had: here + n}
}

// guessBase finds the base of offsets from the first that is not zero: hexdump
// counts in hex, od in octal, unless asked.
func (s *dumpReader) guessBase(d *dumpLine) int {
	if s.style != styleWords {
		return 16
	}
	bases := [...]int{16, 8, 10}
	if s.form == octal8 || s.form == octal16 {
		bases = [...]int{8, 16, 10}
	}
	size := int64(len(s.held.bytes))
	for _, base := range bases {
		n := d.value(base)
		if n == size || s.star && n > size && n%size == 0 || len(d.rest) == 0 && n > 0 && n < size && n > size-8 {
			return base
		}
	}
	return bases[0]
}

// place appends the held line, which is known to reach n bytes far.
func (s *dumpReader) place(n int) error {
	size := n
	if s.star {
		if s.column > 0 {
			size, _ = s.held.resolve(s.column)
		} else if k := s.held.spelled(); k >= 0 {
			size = s.held.sizes[k]
		} else {
			size = len(s.held.bytes)
		}
		if size == 0 || n%size != 0 {
			return &Error{Reason: BadOffset, Line: s.lines, Offset: s.offset, Token: "*", Wanted: int64(size), Had: int64(n)}
		}
	}
	column, ok := s.held.exactly(size, s.form)
	if !ok {
		return &Error{Reason: BadOffset, Line: s.lines, Offset: s.offset, Wanted: int64(len(s.frame) + len(s.held.bytes)), Had: int64(len(s.frame) + n)}
	}
	s.column = max(s.column, column)
	for range n / size {
		s.frame = append(s.frame, s.held.bytes[:size]...)
	}
	return nil
}

// finish ends the frame with the held line, of n bytes if that is known.
func (s *dumpReader) finish(p *proto.Packet, n int) error {
	if n < 0 {
		if s.star {
			return &Error{Reason: Unclosed, Line: s.lines, Offset: s.offset, Token: "*"}
		}
		var ok bool
		if n, ok = s.held.resolve(s.column); !ok {
			return s.notHex()
		}
		s.frame = append(s.frame, s.held.bytes[:n]...)
	} else if err := s.place(n); err != nil {
		return err
	}
	if len(s.frame) > MaxFrame {
		return &Error{Reason: FrameTooLong, Line: s.lines, Offset: s.offset, Wanted: MaxFrame, Had: int64(len(s.frame))}
	}
	p.Bytes = s.frame
	if p.Link = linkOf(s.frame); s.kind == Tcpdump {
		p.Link = tcpdumpLink(s.frame, s.bare)
		s.bare = p.Link != proto.LinkEthernet
	}
	return nil
}
