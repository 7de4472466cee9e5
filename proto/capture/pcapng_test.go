package capture

import (
	"encoding/binary"
	"testing"
	"time"

	"netquiz/proto"
)

// ng writes blocks by hand, in either byte order.
type ng struct {
	order binary.AppendByteOrder
	bytes []byte
}

func (b *ng) block(kind uint32, body ...[]byte) {
	var all []byte
	for _, piece := range body {
		all = append(all, piece...)
		all = append(all, make([]byte, -len(all)&3)...)
	}
	size := uint32(len(all) + 12)
	b.bytes = b.order.AppendUint32(b.order.AppendUint32(b.bytes, kind), size)
	b.bytes = b.order.AppendUint32(append(b.bytes, all...), size)
}

func (b *ng) words(v ...uint32) (out []byte) {
	for _, w := range v {
		out = b.order.AppendUint32(out, w)
	}
	return out
}

func (b *ng) halves(v ...uint16) (out []byte) {
	for _, w := range v {
		out = b.order.AppendUint16(out, w)
	}
	return out
}

func (b *ng) option(code uint16, value ...byte) []byte {
	value = append(b.halves(code, uint16(len(value))), value...)
	return append(value, make([]byte, -len(value)&3)...)
}

func (b *ng) section() {
	b.block(0x0a0d0d0a, b.words(0x1a2b3c4d), b.halves(1, 0), b.words(0xffffffff, 0xffffffff))
}

// TestEveryBlock: what the captures of testdata do not have: simple and obsolete
// packets, several sections of either byte order, interfaces of their own each.
func TestEveryBlock(t *testing.T) {
	a := &ng{order: binary.LittleEndian}
	a.section()
	a.block(1, a.halves(1, 0), a.words(4), a.option(13, 4)) // Ethernet, 4 bytes of each frame
	a.block(3, a.words(6), []byte{1, 2, 3, 4})              // simple: cut by the interface
	a.block(3, a.words(3), []byte{1, 2, 3})                 // simple: whole
	a.block(0xbad, []byte("custom"))
	a.block(1, a.halves(101, 0), a.words(0), a.option(9, 0x80|10), a.option(14, 100, 0, 0, 0, 0, 0, 0, 0)) // 2^-10 s, 100 s later
	a.block(2, a.halves(1, 7), a.words(0, 3*1024+512, 2, 2), []byte{0x45, 0})                              // obsolete, 7 dropped
	b := &ng{order: binary.BigEndian}
	b.section()
	b.block(1, b.halves(113, 0), b.words(0))
	b.block(6, b.words(0, 0, 1_500_000, 1, 9), []byte{0xaa}, b.option(2, 0, 0, 0, 2<<5), b.option(1, []byte("one")...), b.option(1, []byte("two")...))
	b.block(6, b.words(0, 0, 1_500_000, 0, 0)) // no bytes, no options
	_, got, err := readAll(append(a.bytes, b.bytes...), Auto)
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, []proto.Packet{
		{Bytes: []byte{1, 2, 3, 4}, Length: 6, Link: 1, FCS: 4},
		{Bytes: []byte{1, 2, 3}, Length: 3, Link: 1, FCS: 4},
		{Bytes: []byte{0x45, 0}, Length: 2, Link: 101, FCS: -1, Time: time.Unix(103, 500_000_000)},
		{Bytes: []byte{0xaa}, Length: 9, Link: 113, FCS: 2, Time: time.Unix(1, 500_000_000), Comment: "one,two"},
		{Link: 113, FCS: -1, Time: time.Unix(1, 500_000_000)},
	})
}
