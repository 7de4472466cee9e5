package capture

import (
	"io"

	"netquiz/proto"
)

// rawReader takes the whole input as one frame.
type rawReader struct {
	in   *window
	done bool
}

func (s *rawReader) next(p *proto.Packet) error {
	if s.done {
		return io.EOF
	}
	s.done = true
	b := s.in.peek(MaxFrame + 1)
	if s.in.err != nil && s.in.err != io.EOF {
		return s.in.ended(len(b)+1, len(b))
	}
	if len(b) > MaxFrame {
		return &Error{Reason: FrameTooLong, Wanted: MaxFrame, Had: int64(len(b))}
	}
	p.Bytes, p.Link = b, linkOf(b)
	return nil
}
