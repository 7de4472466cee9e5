package main

import (
	"errors"
	"fmt"
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
	about  func()                               // called before each read that may wait, if set
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
			return s.unreadable(err)
		}
	}
}

// unreadable says why the input at hand cannot be read (on), or that it is not
// what it is said to be.
func (s *sources) unreadable(err error) error {
	var form *capture.FormatError
	if s.kind == capture.Auto || !errors.As(err, &form) || form.Name != "" {
		return unreadable(s.name, err)
	}
	return usage("capture.not_this_form", "Name", displayed(s.name), "Form", s.e.text.T("capture.form."+s.kind.String()), "Magic", fmt.Sprintf("% x", form.Magic))
}

// open opens the next input: what is no file but reads as hex is its own bytes.
func (s *sources) open() error {
	var input io.Reader
	s.name, s.names = s.names[0], s.names[1:]
	if s.name == "-" {
		input = s.e.in
	} else if file, err := os.Open(s.name); err == nil {
		input, s.closer = file, file
	} else if likeHex(s.name) && (errors.Is(err, fs.ErrNotExist) || len(s.name) > maxFileName) {
		input = strings.NewReader(s.hexWords())
	} else {
		return err
	}
	reader, err := capture.NewReader(attentive{input, s}, s.kind)
	if err != nil {
		s.close()
		return s.unreadable(err)
	}
	s.reader = reader
	if s.opened != nil {
		s.opened(s.name, reader)
	}
	return nil
}

// maxFileName is how long the name of a file may be, in bytes.
const maxFileName = 255

// hexWords is the bytes typed in hex that begin with the name at hand. Words
// too short for a frame are pieces of one: a dump pasted without quotes.
func (s *sources) hexWords() string {
	words := s.name
	if len(s.name) >= 2*proto.EthernetLen {
		return words
	}
	for len(s.names) > 0 && likeHex(s.names[0]) && len(s.names[0]) < 2*proto.EthernetLen {
		words += " " + s.names[0]
		s.names = s.names[1:]
	}
	return words
}

func (s *sources) close() {
	if s.closer != nil {
		s.closer.Close()
	}
	s.reader, s.closer = nil, nil
}

// attentive is an input that says when it is about to be read.
type attentive struct {
	io.Reader
	s *sources
}

func (a attentive) Read(b []byte) (int, error) {
	if a.s.about != nil {
		a.s.about()
	}
	return a.Reader.Read(b)
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
