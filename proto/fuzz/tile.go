package fuzz

import (
	"encoding/binary"

	"netquiz/proto"
)

// tiling makes a frame anew from the fields of its parts, bit after bit, and so
// finds what they leave out, hold twice or read wrong. It is Frame.Rebuild
// without the copy.
type tiling struct {
	parts []proto.Part
	trace uint64 // of the shape that was seen: layers, option kinds
}

func (t *tiling) check(v *verdict) {
	f := v.frame
	all := f.Bytes()
	t.trace = 0
	next := uint32(0)
	for i := range f.Layers() {
		l := &f.Layers()[i]
		if l.Off != next || l.Next() > l.End || int(l.End) > len(all) {
			v.fail(Failure{Oracle: Tiled, Proto: l.Proto, Off: int(next), Got: uint64(l.Off), Want: uint64(next)})
			return
		}
		t.trace = mix(t.trace ^ uint64(l.Proto)<<8 ^ uint64(l.Status))
		t.parts = f.Parts(t.parts[:0], i)
		kinds := uint64(0)
		for _, p := range t.parts {
			if p.Off != next || int(p.Off+p.Len) > len(all) {
				v.fail(Failure{Oracle: Tiled, Proto: l.Proto, Off: int(next), Got: uint64(p.Off), Want: uint64(next), Where: p.Table.ID})
				return
			}
			b := all[p.Off : p.Off+p.Len]
			if id := p.Table.ID; p.Depth > 0 && len(b) > 0 {
				kinds |= 1 << ((int(id[len(id)-1])*7 + len(id)) & 63)
			}
			if !t.part(p.Table, b) {
				t.differs(v, p, b)
				return
			}
			next += p.Len
		}
		t.trace ^= kinds
		if next != l.Next() {
			v.fail(Failure{Oracle: Tiled, Proto: l.Proto, Off: int(next), Got: uint64(next), Want: uint64(l.Next())})
			return
		}
	}
	if int(next) != len(all) {
		v.fail(Failure{Oracle: Tiled, Off: int(next), Got: uint64(next), Want: uint64(len(all))})
		return
	}
}

// differs names the first field of the part that is not the bits it lies in.
func (t *tiling) differs(v *verdict, p proto.Part, b []byte) {
	failure := Failure{Oracle: Rebuilt, Proto: p.Table.Proto, Off: int(p.Off), Where: p.Table.ID}
	for i := range p.Table.Fields {
		f := &p.Table.Fields[i]
		if f.Leaf() && f.Numeric() && int(f.Bit+f.Width) <= 8*len(b) && f.Uint(b) != slowBits(b, int(f.Bit), int(f.Width)) {
			failure.Field, failure.Off = f.ID, int(p.Off)+int(f.Bit/8)
			break
		}
	}
	v.fail(failure)
}

// slowBits is the number in width bits of b, bit by bit.
func slowBits(b []byte, bit, width int) (v uint64) {
	for ; width > 0; width-- {
		v = v<<1 | uint64(b[bit/8]>>(7-bit&7)&1)
		bit++
	}
	return v
}

// part reads the leaves of a table over b one by one, and holds them, put
// together again at the next whole byte, against the bytes they lie in. What
// they leave over is a field of its own.
func (t *tiling) part(table *proto.Table, b []byte) bool {
	at, bits, acc := 0, uint(0), uint64(0)
	for i := range table.Fields {
		f := &table.Fields[i]
		if f.Kind >= proto.Group {
			continue
		}
		width := uint(f.Width)
		if int(f.Bit) != 8*at+int(bits) {
			return false
		}
		if width == 0 || 8*at+int(bits+width) > 8*len(b) {
			break
		}
		if f.Kind == proto.Bytes || f.Kind > proto.Flag && f.Kind < proto.EnumValue || width > 56 || !f.Numeric() {
			if bits != 0 || width&7 != 0 {
				return false
			}
			at += int(width / 8)
			continue
		}
		acc, bits = acc<<width|f.Uint(b), bits+width
		if bits&7 == 0 {
			if n := int(bits / 8); acc != load(b, at, n) {
				return false
			} else {
				at += n
			}
			bits, acc = 0, 0
		}
	}
	return bits == 0 || acc == load(b, at, int(bits+7)/8)>>(8-bits&7)
}

// load is the number in the n bytes of b from at on.
func load(b []byte, at, n int) uint64 {
	switch {
	case n == 1: // as most are
		return uint64(b[at])
	case n == 2:
		return uint64(b[at])<<8 | uint64(b[at+1])
	case at+8 <= len(b):
		return binary.BigEndian.Uint64(b[at:]) >> (64 - 8*n)
	}
	v := uint64(0)
	for _, c := range b[at : at+n] {
		v = v<<8 | uint64(c)
	}
	return v
}
