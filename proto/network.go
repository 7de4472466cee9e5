package proto

import (
	"encoding/binary"
	"math/bits"
)

// network is what a transport needs to know of the IP header around it.
type network struct {
	src, dst uint32 // where the addresses lie that count in the pseudo-header
	size     uint32 // bytes of one address
	header   uint32 // where the header's own destination lies
	whole    bool   // all bytes that the header declares are there, and it is no fragment
}

// set takes over addresses of size bytes, side by side at off.
func (a *network) set(off, size uint32, whole bool) {
	a.src, a.dst, a.header, a.size, a.whole = off, off+size, off+size, size, whole
}

// pseudo is the sum of the pseudo-header around a transport of n bytes.
func (f *Frame) pseudo(protocol uint8, n uint32) uint64 {
	a := &f.addrs
	if a.dst == a.src+a.size {
		return pseudoHeader(f.data[a.src:a.src+2*a.size], protocol, int(n))
	}
	return Sum(pseudoHeader(f.data[a.src:a.src+a.size], protocol, int(n)), f.data[a.dst:a.dst+a.size])
}

// transportSum verifies the checksum at byte at of segment, which is summed
// with the pseudo-header.
func (f *Frame) transportSum(protocol uint8, segment []byte, at int, field *Field, off uint32) Status {
	a := &f.addrs
	if f.check&CheckTransport == 0 || !a.whole {
		return StatusUnverified
	}
	n := uint32(len(segment))
	if a.size == 4 && a.dst == a.header { // most of all
		acc, c := bits.Add64(le64(f.data[a.src:]), uint64(protocol)<<8+uint64(bits.ReverseBytes32(n)), 0)
		if fold(Sum(acc+c, segment)) == 0xffff {
			return StatusGood
		}
	} else if final := a.dst; a.size == 4 {
		// Under a source route the last address counts in the pseudo-header (RFC
		// 9293 §3.1), but Linux sums with the header's: either makes a sum good.
		a.dst = a.header
		sum := f.pseudo(protocol, n)
		a.dst = final
		if Fold(Sum(sum, segment)) == 0xffff {
			return StatusGood
		}
	}
	return f.verify(f.pseudo(protocol, n), segment, at, field, off)
}

// verify checks the sum at byte at of segment, to which acc is added.
func (f *Frame) verify(acc uint64, segment []byte, at int, field *Field, off uint32) Status {
	if f.check&CheckTransport == 0 || !f.addrs.whole {
		return StatusUnverified
	}
	if Fold(Sum(acc, segment)) == 0xffff {
		return StatusGood
	}
	got := binary.BigEndian.Uint16(segment[at:])
	want := sumWithout(acc, segment, at)
	if acc != 0 && got == Fold(acc) {
		f.problem(PartialChecksum, field, off+uint32(at), uint64(got), uint64(want), nil)
		return StatusUnverified
	}
	f.problem(BadChecksum, field, off+uint32(at), uint64(got), uint64(want), nil)
	return StatusBad
}

// linkMTU is the most that Ethernet carries in one frame, in bytes, and the
// network cards that cut larger packets are handed.
const linkMTU = 1500

// offloaded notes a packet that Ethernet would not carry in one frame. The
// loopback of Linux looks like Ethernet between addresses of zeros, and has no
// such limit.
func (f *Frame) offloaded(field *Field, off, length, most uint32) {
	if length > most && f.onEthernet() && !f.quoted && [12]byte(f.data) != [12]byte{} {
		f.problem(Offloaded, field, off, uint64(length), uint64(most), nil)
	}
}

// declare takes over the length that the field at off declares for all that
// ends at stop, and answers where that ends among the bytes there are, and
// whether it is all there. A length past the end is wrong, and what there is
// counts instead: of a frame as long as it was sent, that is all there ever was.
func (f *Frame) declare(field *Field, off, length, stop, end uint32) (content uint32, whole bool) {
	switch {
	case stop > f.wire && f.quoted:
		return end, false
	case stop > f.wire:
		f.problem(BadLength, field, off, uint64(length), uint64(length-(stop-f.wire)), nil)
	case stop > end:
		f.wire = stop
		f.problem(Truncated, field, off, uint64(length-(stop-end)), uint64(length), nil)
	default:
		f.wire, end = stop, stop
	}
	return end, end == f.wire
}

// fragmented tells whether the layer lies in a fragment of a packet.
func (f *Frame) fragmented(layer int) bool {
	for i := layer - 1; i >= 0; i-- {
		switch h := f.Header(i); f.layers[i].Proto {
		case ProtoIPv4:
			return len(h) >= 8 && binary.BigEndian.Uint16(h[6:])&0x3fff != 0
		case ProtoFragment:
			return binary.BigEndian.Uint16(h[2:])&0xfff9 != 0
		case ProtoIPv6:
			return false
		}
	}
	return false
}

// ipProto goes on behind an IP header, or an extension header, with what number
// announces.
func (f *Frame) ipProto(number uint8, off, end uint32) (Proto, uint32, uint32) {
	if p := ipProtos[number]; p != NoProto {
		return p, off, end
	}
	return ProtoData, off, end
}
