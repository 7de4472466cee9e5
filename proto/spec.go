package proto

import "encoding/binary"

// Spec is one header, or some data, to be built. The Specs of this package
// are all there are; a pointer to one may be used again and again.
type Spec interface {
	// Proto is what the header before announces it as.
	Proto() Proto
	// appendTo appends the header, and tells where the number of the protocol
	// that comes next is still to be entered.
	appendTo(dst []byte) ([]byte, slot, error)
}

// slot is the place of a "next protocol" field that has yet to be filled.
type slot struct {
	off  int
	kind slotKind
}

type slotKind uint8

const (
	slotNone slotKind = iota
	slotEtherType
	slotIPProto
)

// numbers by which a protocol is announced; filled beside etherTypes and ipProtos.
var (
	etherTypeOf [numProtos]uint16
	ipProtoOf   [numProtos]uint8
)

func registerEtherType(t uint16, p Proto) { etherTypes[t], etherTypeOf[p] = p, t }
func registerIPProto(n uint8, p Proto)    { ipProtos[n], ipProtoOf[p] = p, n }

func (s slot) fill(b []byte, p Proto) {
	switch s.kind {
	case slotEtherType:
		binary.BigEndian.PutUint16(b[s.off:], etherTypeOf[p])
	case slotIPProto:
		b[s.off] = ipProtoOf[p]
	}
}

// Append appends the layers to dst, outermost first, each announced in the one
// before it. Lengths and sums are as the Specs say, mostly zero: Seal fills
// them in. A field that does not fit its bits is a *RangeError, options that
// do not fit their header an *OptionsError; dst is then returned as it was.
func Append(dst []byte, layers ...Spec) ([]byte, error) {
	out := dst
	var open slot
	var err error
	for _, l := range layers {
		open.fill(out, l.Proto())
		if out, open, err = l.appendTo(out); err != nil {
			return dst, err
		}
	}
	return out, nil
}

// Payload is data to be carried as it is.
type Payload []byte

// Proto implements Spec.
func (Payload) Proto() Proto { return ProtoData }

func (p Payload) appendTo(dst []byte) ([]byte, slot, error) {
	return append(dst, p...), slot{}, nil
}
