package proto

import "iter"

// Span is one leaf field of one part, or bits that none explains (Undecoded).
type Span struct {
	Field *Field
	Part  Part
	Bit   uint32 // first bit, from the start of the frame
	Width uint32 // bits
}

// Spans are the frame's bits in order, each exactly once.
func (f *Frame) Spans() iter.Seq[Span] {
	return func(yield func(Span) bool) {
		var parts []Part
		for i := range f.Layers() {
			parts = f.Parts(parts[:0], i)
			for _, p := range parts {
				if !spansOf(p, yield) {
					return
				}
			}
		}
	}
}

func spansOf(p Part, yield func(Span) bool) bool {
	start, done := 8*p.Off, uint32(0)
	for i := range p.Table.Fields {
		field := &p.Table.Fields[i]
		if !field.Leaf() {
			continue
		}
		width, ok := field.width(p.Len)
		if !ok {
			break
		}
		if width != 0 && !yield(Span{field, p, start + done, width}) {
			return false
		}
		done += width
	}
	if rest := 8*p.Len - done; rest != 0 {
		return yield(Span{Undecoded, p, start + done, rest})
	}
	return true
}

// Rebuild appends to dst the frame's bytes made anew from its spans, field by
// field. It is the identity for any input; that it is so is what proves that
// the tables leave out nothing.
func (f *Frame) Rebuild(dst []byte) []byte {
	base := len(dst)
	dst = append(dst, make([]byte, len(f.data))...)
	out := dst[base:]
	for s := range f.Spans() {
		from := s.Part.Off
		if s.Field.Numeric() && s.Width <= 64 {
			v := s.Field.Uint(f.data[from : from+s.Part.Len])
			if s.Field.Put(out[from:from+s.Part.Len], v) != nil {
				return dst
			}
			continue
		}
		copyBits(out, f.data, s.Bit, s.Width)
	}
	return dst
}

// copyBits copies width bits from bit on, between buffers of one layout.
func copyBits(dst, src []byte, bit, width uint32) {
	for end := bit + width; bit < end; {
		if bit&7 == 0 && end-bit >= 8 {
			n := (end - bit) / 8
			copy(dst[bit/8:bit/8+n], src[bit/8:bit/8+n])
			bit += 8 * n
			continue
		}
		mask := byte(0x80) >> (bit & 7)
		dst[bit/8] = dst[bit/8]&^mask | src[bit/8]&mask
		bit++
	}
}
