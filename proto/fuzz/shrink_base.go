package fuzz

import (
	"slices"

	"netquiz/proto"
)

// reduceBase makes the frame that is changed simpler, by what its tables say:
// less data, options to no-operations, fields to zero. Its lengths and sums are
// made right again each time.
func (s *shrinker) reduceBase() (smaller bool) {
	if s.model != nil || len(s.ops) == 0 {
		return false
	}
	var f proto.Frame
	f.Decode(&s.base, proto.CheckNone)
	for i := len(f.Layers()) - 1; i >= 0; i-- {
		f.Decode(&s.base, proto.CheckNone)
		if i >= len(f.Layers()) {
			continue
		}
		l := f.Layers()[i]
		if l.Proto == proto.ProtoData && int(l.Next()) == s.end {
			smaller = s.shorten(int(l.Off), int(l.Hdr)) || smaller
			continue
		}
		for _, p := range f.Parts(nil, i) {
			smaller = s.clearPart(p) || smaller
		}
	}
	return smaller
}

// shorten leaves 0, 1, 2, half or one less of the n bytes of data at off.
func (s *shrinker) shorten(off, n int) bool {
	for _, less := range [...]int{0, 1, 2, n / 2, n - 1} {
		if less < 0 || less >= n {
			continue
		}
		if s.attemptBase(func(p *proto.Packet) {
			p.Bytes = slices.Delete(p.Bytes, off+less, off+n)
			s.end -= n - less
		}) {
			return true
		}
	}
	return false
}

// clearPart makes an option no operations, and the fields of any other part that
// nothing depends on zero.
func (s *shrinker) clearPart(part proto.Part) (smaller bool) {
	b := s.base.Bytes[part.Off : part.Off+part.Len]
	if nops := slices.Repeat([]byte{1}, len(b)); part.Depth == 1 && !slices.Equal(b, nops) {
		if s.attemptBase(func(p *proto.Packet) { copy(p.Bytes[part.Off:], nops) }) {
			return true
		}
	}
	for i := range part.Table.Fields {
		f := &part.Table.Fields[i]
		if !f.Leaf() || f.Kind == proto.Length || f.Kind == proto.Checksum || f.Kind == proto.EnumValue {
			continue
		}
		from, to := int(part.Off)+int(f.Bit/8), int(part.Off)+int(f.Bit+f.Width+7)/8
		if f.Width == 0 {
			to = int(part.Off + part.Len)
		}
		whole := f.Bit&7 == 0 && f.Width&7 == 0
		if !whole || to > len(s.base.Bytes) || allZero(s.base.Bytes[from:to]) {
			continue
		}
		smaller = s.attemptBase(func(p *proto.Packet) { clear(p.Bytes[from:to]) }) || smaller
	}
	return smaller
}

// attemptBase tries a change of the frame, sealed again.
func (s *shrinker) attemptBase(change func(*proto.Packet)) bool {
	before, end := s.base, s.end
	return s.attempt(func() {
		s.base.Bytes = slices.Clone(before.Bytes)
		change(&s.base)
		s.sealBase()
	}, func() { s.base, s.end = before, end })
}

// sealBase makes the frame right; the codec under test may fail at it.
func (s *shrinker) sealBase() {
	defer func() { _ = recover() }() // what it left is tried as it is
	_ = proto.Seal(&s.base, s.end, proto.KeepNone)
}

// reduceBytes leaves out pieces of the frame, the larger ones first, and clears
// bytes: for cases without a model, that nothing else is known of.
func (s *shrinker) reduceBytes() {
	for size := len(s.base.Bytes) / 2; size > 0; size /= 2 {
		for at := 0; at+size <= len(s.base.Bytes); {
			before, end := s.base, s.end
			if !s.attempt(func() {
				s.base.Bytes = slices.Delete(slices.Clone(before.Bytes), at, at+size)
				s.end = min(s.end, len(s.base.Bytes))
			}, func() { s.base, s.end = before, end }) {
				at += size
			}
		}
	}
	for at := range s.base.Bytes {
		if b := s.base.Bytes[at]; b != 0 {
			s.attempt(func() { s.base.Bytes[at] = 0 }, func() { s.base.Bytes[at] = b })
		}
	}
}
