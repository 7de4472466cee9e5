package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// sources reads the packets of several inputs, one after the other: files, "-"
// for standard input, or bytes in hex. Packets are numbered through.
type sources struct {
	e      *env
	names  []string
	kind   capture.Kind
	fcs    int8 // for packets whose source announces nothing
	name   string
	reader *capture.Reader
	closer io.Closer
	count  int
	opened func(name string, r *capture.Reader) // told of each input, if set
}

// next reads one packet; its bytes stay as they are until the next call. The
// error of an input that cannot be read comes when its packets have.
func (s *sources) next(p *proto.Packet) error {
	for {
		if s.reader == nil {
			if len(s.names) == 0 {
				return io.EOF
			}
			if err := s.open(); err != nil {
				return err
			}
		}
		err := s.reader.Next(p)
		if err == nil {
			s.count++
			p.Number = s.count
			if p.FCS == proto.FCSUnknown {
				p.FCS = s.fcs
			}
			return nil
		}
		s.close()
		if err != io.EOF {
			return unreadable(s.name, err)
		}
	}
}

// open opens the next input: what is no file but reads as hex is its own bytes.
func (s *sources) open() error {
	s.name, s.names = s.names[0], s.names[1:]
	var input io.Reader
	if s.name == "-" {
		input = s.e.in
	} else if file, err := os.Open(s.name); err == nil {
		input, s.closer = file, file
	} else if errors.Is(err, fs.ErrNotExist) && likeHex(s.name) || likeHex(s.name) && len(s.name) > 255 {
		input = strings.NewReader(s.name)
	} else {
		return err
	}
	reader, err := capture.NewReader(input, s.kind)
	if err != nil {
		s.close()
		return unreadable(s.name, err)
	}
	s.reader = reader
	if s.opened != nil {
		s.opened(s.name, reader)
	}
	return nil
}

func (s *sources) close() {
	if s.closer != nil {
		s.closer.Close()
	}
	s.reader, s.closer = nil, nil
}

// likeHex tells bytes typed in hex from the name of a file.
func likeHex(word string) bool {
	digits := strings.TrimPrefix(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" :,-\n\t", r) {
			return -1
		}
		return r
	}, word), "0x")
	return len(digits) >= 2 && strings.Trim(digits, "0123456789abcdefABCDEFx\\") == ""
}
