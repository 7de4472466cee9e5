package fuzz

import (
	"hash/crc32"

	"netquiz/proto"
)

// plainSum adds b word by word, an odd byte last and high (RFC 1071 §1), without
// folding.
func plainSum(acc uint64, b []byte) uint64 {
	for len(b) >= 8 {
		acc += uint64(b[0])<<8 | uint64(b[1])
		acc += uint64(b[2])<<8 | uint64(b[3])
		acc += uint64(b[4])<<8 | uint64(b[5])
		acc += uint64(b[6])<<8 | uint64(b[7])
		b = b[8:]
	}
	for len(b) > 1 {
		acc += uint64(b[0])<<8 | uint64(b[1])
		b = b[2:]
	}
	if len(b) == 1 {
		acc += uint64(b[0]) << 8
	}
	return acc
}

// folded adds the carries in until there are none (RFC 1071 §2).
func folded(acc uint64) uint16 {
	for acc > 0xffff {
		acc = acc>>16 + acc&0xffff
	}
	return uint16(acc)
}

// rightSum is what belongs at byte at of b: the complement of the sum of all
// other bytes.
func rightSum(acc uint64, b []byte, at int) uint16 {
	return ^folded(plainSum(plainSum(acc, b[:at]), b[at+2:]))
}

// pseudo is the sum of the pseudo-header around a transport of n bytes (RFC 9293
// §3.1, RFC 8200 §8.1).
func (w *reading) pseudo(protocol, n int) uint64 {
	a := &w.address
	acc := uint64(protocol) + uint64(n>>16) + uint64(n&0xffff)
	return plainSum(plainSum(acc, w.b[a.src:a.src+a.size]), w.b[a.dst:a.dst+a.size])
}

// transportSum is the verdict on the sum at byte at of a segment. Under an IPv4
// source route it is right with the last address (RFC 9293 §3.1), and with the
// header's, as Linux sums.
func (w *reading) transportSum(protocol int, segment []byte, at int, field string, off int) proto.Status {
	if a := &w.address; a.whole && a.size == 4 && a.dst != a.header {
		last := a.dst
		a.dst = a.header
		acc := w.pseudo(protocol, len(segment))
		a.dst = last
		if folded(plainSum(acc, segment)) == 0xffff {
			return proto.StatusGood
		}
	}
	return w.sum(w.pseudo(protocol, len(segment)), segment, at, field, off)
}

// sum is the verdict on a sum to which acc is added.
func (w *reading) sum(acc uint64, segment []byte, at int, field string, off int) proto.Status {
	if !w.address.whole {
		return proto.StatusUnverified
	}
	got, want := word(segment, at), rightSum(acc, segment, at)
	switch {
	case folded(plainSum(acc, segment)) == 0xffff: // RFC 1071 §1: all bits set
		return proto.StatusGood
	case acc != 0 && uint16(got) == folded(acc):
		w.wrong(proto.PartialChecksum, field, off+at, uint64(want))
		return proto.StatusUnverified
	}
	w.wrong(proto.BadChecksum, field, off+at, uint64(want))
	return proto.StatusBad
}

// sameSum tells whether two sums are the same number: ones' complement has two
// zeros.
func sameSum(a, b uint16) bool { return a == b || a == 0 && b == 0xffff || a == 0xffff && b == 0 }

// plainFCS is the frame check sequence of b as the number that its bytes make.
func plainFCS(b []byte) uint32 { return turned(crc32.ChecksumIEEE(b)) }

// slowFCS is the same, bit by bit (IEEE 802.3 §3.2.9).
func slowFCS(b []byte) uint32 {
	c := ^uint32(0)
	for _, x := range b {
		c ^= uint32(x)
		for range 8 {
			c = c>>1 ^ 0xedb88320&-(c&1)
		}
	}
	return turned(^c)
}

// turned is v with its bytes in the other order: the CRC goes out least
// significant byte first.
func turned(v uint32) uint32 { return v<<24 | v>>8&0xff<<16 | v>>16&0xff<<8 | v>>24 }

func last4(b []byte) uint32 {
	b = b[len(b)-4:]
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// word is the 16-bit number at byte at.
func word(b []byte, at int) int { return int(b[at])<<8 | int(b[at+1]) }
