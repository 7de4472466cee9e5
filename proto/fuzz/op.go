package fuzz

import "netquiz/proto"

// OpKind is a way to change a frame.
type OpKind uint8

// The ways. A place is counted from the start of a layer, so that it stays the
// same place when the frame before it becomes smaller.
const (
	OpSet    OpKind = iota + 1 // put Value into Field of part Part
	OpByte                     // make the byte at At Value
	OpFlip                     // flip bit Value of the byte at At
	OpInsert                   // put N bytes, Value's over and over, at At
	OpDelete                   // take N bytes out at At
	OpDouble                   // repeat the N bytes at At
	OpSwap                     // let the N bytes at At and those behind them, as many as Value, change places
	OpCut                      // end the frame at At
	OpAppend                   // put N bytes of Value behind the frame
	OpSnap                     // end the captured bytes at At; the frame on the wire was longer
	OpSplice                   // go on at At with the bytes of seed N from its layer Value on
	numOps
)

var opNames = [numOps]string{
	OpSet: "set", OpByte: "byte", OpFlip: "flip", OpInsert: "insert", OpDelete: "delete", OpDouble: "double",
	OpSwap: "swap", OpCut: "cut", OpAppend: "append", OpSnap: "snap", OpSplice: "splice",
}

// String is the way's name: "set".
func (k OpKind) String() string {
	if k < numOps {
		return opNames[k]
	}
	return ""
}

// Op is one change of a frame.
type Op struct {
	Kind  OpKind
	Layer int // which layer of the frame as it was
	Part  int // which part of the layer, to set a field
	Field *proto.Field
	At, N int
	Value uint64
	Was   uint64 // what the field held that was set
}

// base is a frame that operations change: where its layers lay before.
type base struct {
	frame proto.Frame
	parts []proto.Part
}

// layer is layer i of the frame as it was, or its last.
func (s *base) layer(i int) *proto.Layer {
	all := s.frame.Layers()
	return &all[min(i, len(all)-1)]
}

// partAt is part j of layer i, or its last.
func (s *base) partAt(i, j int) proto.Part {
	s.parts = s.frame.Parts(s.parts[:0], min(i, len(s.frame.Layers())-1))
	return s.parts[min(j, len(s.parts)-1)]
}

// apply changes c's packet, which before the first operation was as s is. Nothing moves in the first protect bytes.
func (o *Op) apply(c *Case, s *base, seeds []Seed, protect int) {
	p := &c.Packet
	at := o.At
	if len(s.frame.Layers()) > 0 {
		at += int(s.layer(o.Layer).Off)
	}
	at = max(min(at, len(p.Bytes)), min(protect, len(p.Bytes)))
	switch o.Kind {
	case OpSet:
		o.set(p, s)
	case OpByte:
		if at < len(p.Bytes) {
			p.Bytes[at] = byte(o.Value)
		}
	case OpFlip:
		if at < len(p.Bytes) {
			p.Bytes[at] ^= 1 << (o.Value & 7)
		}
	case OpInsert:
		c.open(at, o.N)
		o.pattern(p.Bytes[at:min(at+o.N, len(p.Bytes))])
	case OpDelete:
		c.close(at, o.N)
	case OpDouble:
		n := min(o.N, len(p.Bytes)-at)
		c.open(at, n)
		copy(p.Bytes[at:at+n], p.Bytes[at+n:at+2*n])
	case OpSwap:
		rotate(p.Bytes[at:min(at+o.N+int(o.Value), len(p.Bytes))], o.N)
	case OpCut:
		c.close(at, len(p.Bytes)-at)
	case OpAppend:
		from := len(p.Bytes)
		p.Bytes = append(p.Bytes, noise[:o.N]...)
		o.pattern(p.Bytes[from:])
	case OpSnap:
		p.Length = len(p.Bytes)
		p.Bytes = p.Bytes[:at]
		c.Content = min(c.Content, at)
	case OpSplice:
		o.splice(c, at, seeds)
	}
}

func (o *Op) set(p *proto.Packet, s *base) {
	if len(s.frame.Layers()) == 0 {
		return
	}
	part := s.partAt(o.Layer, o.Part)
	from, to := int(part.Off), int(part.Off+part.Len)
	if to > len(p.Bytes) {
		return
	}
	v := o.Value
	if o.Field.Width < 64 {
		v &= 1<<o.Field.Width - 1
	}
	o.Was = o.Field.Uint(p.Bytes[from:to])
	o.Field.Put(p.Bytes[from:to], v) // a part too short for it stays as it is
}

// pattern fills b with the bytes of Value over and over.
func (o *Op) pattern(b []byte) {
	for i := range b {
		b[i] = byte(o.Value >> (8 * (i & 7)))
	}
}

func (o *Op) splice(c *Case, at int, seeds []Seed) {
	if len(seeds) == 0 {
		return
	}
	other := &seeds[o.N%len(seeds)]
	from := other.starts[int(o.Value)%len(other.starts)]
	c.Packet.Bytes = append(c.Packet.Bytes[:at], other.Packet.Bytes[from:]...)
	c.Content = max(at, at+other.Content-from)
}

// open makes room for n bytes at at, holding anything.
func (c *Case) open(at, n int) {
	b := &c.Packet.Bytes
	*b = append(*b, noise[:n]...)
	copy((*b)[at+n:], (*b)[at:])
	if at <= c.Content {
		c.Content += n
	}
}

// close takes out n bytes at at.
func (c *Case) close(at, n int) {
	b := &c.Packet.Bytes
	n = min(n, len(*b)-at)
	copy((*b)[at:], (*b)[at+n:])
	*b = (*b)[:len(*b)-n]
	if at < c.Content {
		c.Content = max(at, c.Content-n)
	}
}

// rotate lets the first n bytes of b and the others change places.
func rotate(b []byte, n int) {
	n = min(n, len(b))
	reverse(b[:n])
	reverse(b[n:])
	reverse(b)
}

func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}
