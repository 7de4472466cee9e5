package proto

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// IPv4Spec builds an IPv4 header. Protocol 0 means that of what follows;
// Options are padded with zeros to whole 32-bit words.
type IPv4Spec struct {
	Src, Dst       [4]byte
	ID             uint16
	TTL            uint8
	Protocol       uint8
	DSCP, ECN      uint8 // 6 and 2 bits
	DontFragment   bool
	MoreFragments  bool
	FragmentOffset int // bytes, a multiple of 8 up to 65528
	Options        []byte
}

// Proto implements Spec.
func (s *IPv4Spec) Proto() Proto { return ProtoIPv4 }

func (s *IPv4Spec) appendTo(b *building) {
	h := b.extendWithOptions(IPv4MinLen, s.Options, ProtoIPv4)
	switch {
	case h == nil:
		return
	case s.DSCP > 63:
		b.err = &RangeError{ipv4Table.field("ip.dsfield.dscp"), uint64(s.DSCP)}
	case s.FragmentOffset&^0xfff8 != 0:
		b.err = &RangeError{ipv4Table.field("ip.frag_offset"), uint64(s.FragmentOffset)}
	}
	word := uint64(s.FragmentOffset / 8)
	if s.DontFragment {
		word |= 0x4000
	}
	if s.MoreFragments {
		word |= 0x2000
	}
	binary.BigEndian.PutUint64(h, uint64(0x40|len(h)/4)<<56|uint64(s.DSCP<<2|s.ECN&3)<<48|uint64(s.ID)<<16|word)
	binary.BigEndian.PutUint32(h[8:], uint32(s.TTL)<<24|uint32(s.Protocol)<<16)
	src, dest := binary.LittleEndian.Uint32(s.Src[:]), binary.LittleEndian.Uint32(s.Dst[:])
	binary.LittleEndian.PutUint64(h[12:], uint64(dest)<<32|uint64(src))
	if s.Protocol == 0 {
		b.expect(ipProtoNumber, len(b.b)-len(h)+9)
	}
}

func (s *sealing) ipv4() {
	h := IPv4(s.b[s.off:])
	s.next = NoProto
	if len(h) < IPv4MinLen || h.HeaderLen() < IPv4MinLen || h.HeaderLen() > len(h) {
		return
	}
	hdr := h[:h.HeaderLen()]
	total := len(h)
	if s.keep&KeepLengths != 0 {
		total = h.TotalLen()
	} else if total > 0xffff {
		s.err = &RangeError{ipLen, uint64(total)}
		return
	}
	fragment := binary.BigEndian.Uint16(h[6:]) & 0x3fff
	s.partial = fragment != 0
	if fragment&0x1fff == 0 {
		s.next = ipProtos[h[9]]
	}
	s.size, s.src, s.dst = 4, s.off+12, s.off+16
	if len(hdr) > IPv4MinLen {
		if at, ok := finalDestination(hdr); ok {
			s.dst = s.off + at
		}
	}
	s.off += len(hdr)
	if s.keep&KeepChecksums == 0 {
		// Length and checksum are summed apart from what lies there, before
		// they are written.
		sum := headerSum(hdr) + uint64(bits.ReverseBytes16(uint16(total)))
		binary.BigEndian.PutUint16(h[10:], ^Fold(sum))
	}
	binary.BigEndian.PutUint16(h[2:], uint16(total))
}

// headerSum is the sum of a whole IPv4 header but for its total length and
// checksum.
func headerSum(h []byte) uint64 {
	const words = 0xffffffff_0000ffff // without the total length, in little-endian order
	sum, c := bits.Add64(binary.LittleEndian.Uint64(h)&words, binary.LittleEndian.Uint64(h[12:20]), 0)
	sum, c = bits.Add64(sum, uint64(binary.LittleEndian.Uint16(h[8:10])), c)
	sum += c
	if len(h) > IPv4MinLen {
		sum = Sum(sum, h[IPv4MinLen:])
	}
	return sum>>32 + sum&0xffffffff
}

// sumWithout is the checksum that data ought to hold at the even offset at.
func sumWithout(acc uint64, data []byte, at int) uint16 {
	return ^Fold(Sum(Sum(acc, data[:at]), data[at+2:]))
}

// OptionsError is options that do not fit their header.
type OptionsError struct {
	Proto     Proto
	Len, Most int // bytes
}

func (e *OptionsError) Error() string {
	return fmt.Sprintf("%s: %d bytes of options, at most %d fit", e.Proto, e.Len, e.Most)
}

// extendWithOptions makes room for a fixed header, whose bytes hold anything,
// and appends the options, padded to whole 32-bit words, at most 60 bytes in
// all. It is nil if they do not fit.
func (b *building) extendWithOptions(fixed int, options []byte, p Proto) []byte {
	if len(options) == 0 {
		return b.extend(fixed)
	}
	if len(options) > 60-fixed {
		b.err = &OptionsError{p, len(options), 60 - fixed}
		return nil
	}
	h := b.extend(fixed + (len(options)+3)&^3)
	copy(h[fixed:], options)
	copy(h[fixed+len(options):], zeros[:])
	return h
}

// IPv4Options is a list of options being built; each method appends one and
// returns the longer list. Lists of a length that is no multiple of four are
// padded with zeros where they enter a header.
type IPv4Options []byte

// RecordRoute leaves room for n routers to enter their addresses; nine fit.
func (o IPv4Options) RecordRoute(n int) IPv4Options {
	return append(append(o, ipOptRecordRoute, byte(3+4*n), 4), make([]byte, 4*n)...)
}

// SourceRoute asks to be forwarded by way of the routers, strictly or with
// others between them. The first of them is the header's destination, the last
// address given here the packet's.
func (o IPv4Options) SourceRoute(strict bool, way ...[4]byte) IPv4Options {
	kind := byte(ipOptLooseRoute)
	if strict {
		kind = ipOptStrictRoute
	}
	o = append(o, kind, byte(3+4*len(way)), 4)
	for i := range way {
		o = append(o, way[i][:]...)
	}
	return o
}

// Timestamps leaves room for n routers to enter the time.
func (o IPv4Options) Timestamps(n int) IPv4Options {
	return append(append(o, ipOptTimestamp, byte(4+4*n), 5, ipTimesOnly), make([]byte, 4*n)...)
}

// RouterAlert asks routers to look at the packet.
func (o IPv4Options) RouterAlert() IPv4Options { return append(o, ipOptRouterAlert, 4, 0, 0) }

// NOP fills one byte, to align what follows.
func (o IPv4Options) NOP() IPv4Options { return append(o, ipOptNOP) }

// Other appends an option of any type with opaque data; more than 253 bytes are
// cut off, and no header has room for them.
func (o IPv4Options) Other(kind uint8, data []byte) IPv4Options {
	data = data[:min(len(data), 253)]
	return append(append(o, kind, byte(2+len(data))), data...)
}
