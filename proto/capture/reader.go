package capture

import (
	"errors"
	"io"
	"iter"

	"netquiz/proto"
)

// Reader yields the packets of one input.
type Reader struct {
	kind   Kind
	zipped bool
	source source
	count  int
	err    error
}

// source is the packets of one form. Each packet is zero before, but for an
// FCS that nobody announced; an *Error need not tell the frame's number.
type source interface {
	next(p *proto.Packet) error
}

// NewReader reads as much of r as tells its form, unless kind does. What is
// gzipped is unpacked. It fails with *FormatError, *Error or ErrEmpty.
func NewReader(r io.Reader, kind Kind) (*Reader, error) {
	d, err := detect(newWindow(r), kind)
	if err != nil {
		return nil, numbered(err, 1)
	}
	source, err := d.open()
	if err != nil {
		return nil, numbered(err, 1)
	}
	return &Reader{kind: d.kind, zipped: d.zipped, source: source}, nil
}

// Kind is the form of the input.
func (r *Reader) Kind() Kind { return r.kind }

// Zipped tells whether the input was gzipped.
func (r *Reader) Zipped() bool { return r.zipped }

// Next reads one packet into p, which keeps nothing of what it was. Its Bytes
// stay as they are until the next call. At the end of the input it returns
// io.EOF; what cannot be read is an *Error, and nothing follows it.
func (r *Reader) Next(p *proto.Packet) error {
	if r.err != nil {
		return r.err
	}
	*p = proto.Packet{FCS: proto.FCSUnknown}
	if r.err = r.source.next(p); r.err != nil {
		r.err = numbered(r.err, r.count+1)
		return r.err
	}
	r.count++
	p.Number = r.count
	return nil
}

// Packets yields what Next reads: every packet, then the error if there is one.
// A loop that decodes into a Frame should copy the packet to a variable outside
// of itself, or each turn allocates one.
func (r *Reader) Packets() iter.Seq2[proto.Packet, error] {
	return func(yield func(proto.Packet, error) bool) {
		var p proto.Packet
		for {
			err := r.Next(&p)
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(proto.Packet{}, err)
				return
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Content is how many bytes of the packet last read are headers and what they
// carry; padding and FCS follow. It is known only of JSON; -1 else.
func (r *Reader) Content() int {
	if s, ok := r.source.(*jsonReader); ok {
		return s.content
	}
	return -1
}

// Given are the bytes of the packet last read before the fields beside them
// were put in. They are known only of JSON; nil else.
func (r *Reader) Given() []byte {
	if s, ok := r.source.(*jsonReader); ok {
		return s.hex
	}
	return nil
}

func numbered(err error, frame int) error {
	var e *Error
	if errors.As(err, &e) && e.Frame == 0 {
		e.Frame = frame
	}
	return err
}
