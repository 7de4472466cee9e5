package fuzz

import "netquiz/proto"

// shapes are the kinds of frames that a worker has told: what their layers,
// options, problems and lengths are like.
type shapes struct {
	known  map[uint64]struct{}
	lately [1 << 13]uint64 // the last of them, for a quick answer
}

// shapesMost is how many shapes a campaign counts.
const shapesMost = 1 << 20

// shapeOf is the shape of a frame; trace tells of its layers and options.
func shapeOf(f *proto.Frame, trace uint64) uint64 {
	h := trace
	for k := range f.Problems() {
		p := &f.Problems()[k]
		h ^= uint64(p.Code)<<56 ^ uint64(p.Layer)<<48
		if p.Field != nil {
			h ^= uint64(p.Field.Bit) << 32
		}
		h = mix(h)
	}
	for n := len(f.Bytes()); n > 0; n >>= 2 {
		h += golden
	}
	return h
}

// note puts the shape of the frame of case i into the block, if it is new; trace
// tells of its layers and options.
func (s *shapes) note(b *block, f *proto.Frame, trace, i uint64) {
	h := shapeOf(f, trace)
	late := &s.lately[h%uint64(len(s.lately))]
	if *late == h {
		return
	}
	*late = h
	if _, known := s.known[h]; known || len(s.known) == shapesMost {
		return // a worker that has told so many has filled the campaign's
	}
	if s.known == nil {
		s.known = map[uint64]struct{}{}
	}
	s.known[h] = struct{}{}
	if b.shapes == nil {
		b.shapes = map[uint64]uint64{}
	}
	b.shapes[h] = i
}
