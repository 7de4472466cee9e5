package fuzz

import "netquiz/proto"

// tiling makes a frame anew from the fields of its parts, bit after bit, and so
// finds what they leave out, hold twice or read wrong. It is Frame.Rebuild
// without its Put, and without its allocations.
type tiling struct {
	parts []proto.Part
	out   []byte
	acc   uint64
	bits  uint
	trace uint64 // of the shape that was seen: layers, option kinds
}

func (t *tiling) check(v *verdict) {
	f := v.frame
	all := f.Bytes()
	t.out, t.acc, t.bits, t.trace = t.out[:0], 0, 0, 0
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
			if p.Depth > 0 && len(b) > 0 {
				kinds |= 1 << (b[0] & 63)
			}
			t.part(p.Table, b)
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
	if string(t.out) != string(all) {
		t.differs(v)
	}
}

// differs names the field at the first byte that came out otherwise.
func (t *tiling) differs(v *verdict) {
	all := v.frame.Bytes()
	at := 0
	for at < len(all) && at < len(t.out) && all[at] == t.out[at] {
		at++
	}
	failure := Failure{Oracle: Rebuilt, Off: at}
	for s := range v.frame.Spans() {
		if int(s.Bit/8) <= at && at < int(s.Bit+s.Width+7)/8 {
			failure.Field, failure.Proto = s.Field.ID, s.Part.Table.Proto
			break
		}
	}
	v.fail(failure)
}

// part appends the leaves of a table over b, and what they leave over.
func (t *tiling) part(table *proto.Table, b []byte) {
	done := uint(0)
	all := 8 * uint(len(b))
	for i := range table.Fields {
		f := &table.Fields[i]
		if !f.Leaf() {
			continue
		}
		width := uint(f.Width)
		if width == 0 {
			width = all - min(uint(f.Bit), all)
		}
		if uint(f.Bit)+width > all || uint(f.Bit) != done {
			break
		}
		done += width
		if f.Kind <= proto.Reserved && width <= 56 && f.Width != 0 {
			t.push(f.Uint(b), width)
		} else {
			t.copy(b, uint(f.Bit), width)
		}
	}
	t.copy(b, done, all-done)
}

// push appends the lowest width bits of n, 56 at most.
func (t *tiling) push(n uint64, width uint) {
	t.acc = t.acc<<width | n
	for t.bits += width; t.bits >= 8; {
		t.bits -= 8
		t.out = append(t.out, byte(t.acc>>t.bits))
	}
}

// copy appends width bits of b from bit at on.
func (t *tiling) copy(b []byte, at, width uint) {
	if t.bits == 0 && at&7 == 0 {
		t.out = append(t.out, b[at/8:at/8+width/8]...)
		at, width = at+width&^7, width&7
	}
	for ; width > 0; width-- {
		t.push(uint64(b[at/8]>>(7-at&7)&1), 1)
		at++
	}
}
