package term

import (
	"context"
	"io"
	"time"
)

// source reads from on a goroutine of its own, so that whoever waits for input
// can be called away: by a signal, or by the end of an exam. What arrives later
// is kept for the next read, so nothing that was typed ahead is lost.
type source struct {
	from    io.Reader
	chunks  chan chunk // carries at most the one chunk asked for
	pending bool       // a read is under way; its chunk has not been taken
	buffer  []byte
	rest    []byte // read and not yet consumed, part of buffer
	err     error  // what the read that filled rest ended with
}

type chunk struct {
	bytes []byte
	err   error
}

const chunkSize = 64 << 10

// fill waits until rest holds a byte. It fails with what reading failed with,
// or with the cause for which ctx ended.
func (s *source) fill(ctx context.Context) error {
	for len(s.rest) == 0 {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if s.err != nil {
			return s.err
		}
		s.ask()
		select {
		case c := <-s.chunks:
			s.take(c)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// arrives reports whether rest holds a byte within d.
func (s *source) arrives(d time.Duration) bool {
	if len(s.rest) == 0 && s.err == nil {
		s.ask()
		select {
		case c := <-s.chunks:
			s.take(c)
		case <-time.After(d):
		}
	}
	return len(s.rest) > 0
}

func (s *source) ask() {
	if s.pending {
		return
	}
	if s.chunks == nil {
		s.chunks = make(chan chunk, 1)
		s.buffer = make([]byte, chunkSize)
	}
	s.pending = true
	go func() {
		n, err := s.from.Read(s.buffer)
		s.chunks <- chunk{s.buffer[:n], err}
	}()
}

func (s *source) take(c chunk) {
	s.pending = false
	s.rest, s.err = c.bytes, c.err
}

// next consumes a byte.
func (s *source) next(ctx context.Context) (byte, error) {
	if err := s.fill(ctx); err != nil {
		return 0, err
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return b, nil
}

// reader is a source under a context, as an io.Reader.
type reader struct {
	ctx  context.Context
	from *source
}

func (r reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := r.from.fill(r.ctx); err != nil {
		return 0, err
	}
	n := copy(p, r.from.rest)
	r.from.rest = r.from.rest[n:]
	return n, nil
}
