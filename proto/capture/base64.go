package capture

import (
	"bytes"
	"encoding/base64"
	"io"

	"netquiz/proto"
)

// base64Reader reads lines of base64, a frame each, of either alphabet, with
// or without padding. Where wide is not 0, lines of that length go on in the next.
type base64Reader struct {
	in    *window
	wide  int
	lines int
	text  []byte
	buf   []byte
}

func (s *base64Reader) next(p *proto.Packet) error {
	s.text = s.text[:0]
	for {
		off := s.in.off
		line, err := s.in.line()
		if err != nil {
			if err == io.EOF && len(s.text) > 0 {
				return s.decode(p, off)
			}
			return err
		}
		s.lines++
		line = bytes.TrimSpace(line)
		if s.text = append(s.text, line...); len(s.text) > 2*MaxFrame {
			return &Error{Reason: FrameTooLong, Line: s.lines, Offset: off, Wanted: MaxFrame, Had: int64(len(s.text) / 4 * 3)}
		}
		if len(s.text) > 0 && (s.wide == 0 || len(line) != s.wide || line[len(line)-1] == '=') {
			return s.decode(p, off)
		}
	}
}

func (s *base64Reader) decode(p *proto.Packet, off int64) error {
	var err error
	if s.buf, err = appendBase64Bytes(s.buf[:0], s.text); err != nil {
		return &Error{Reason: BadBase64, Line: s.lines, Offset: off, Token: string(s.text[:min(len(s.text), 40)]), Err: err}
	}
	if len(s.buf) > MaxFrame {
		return &Error{Reason: FrameTooLong, Line: s.lines, Offset: off, Wanted: MaxFrame, Had: int64(len(s.buf))}
	}
	p.Bytes, p.Link = s.buf, linkOf(s.buf)
	return nil
}

func appendBase64Bytes(dst, text []byte) ([]byte, error) {
	text = bytes.TrimRight(text, "=")
	encoding := base64.RawStdEncoding
	if bytes.ContainsAny(text, "-_") {
		encoding = base64.RawURLEncoding
	}
	return encoding.Strict().AppendDecode(dst, text)
}
