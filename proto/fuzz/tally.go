package fuzz

import (
	"slices"

	"netquiz/proto"
)

// Mark is how well a target reads one protocol.
type Mark struct {
	Proto                   proto.Proto
	Right, Wrong            uint64 // values of its fields
	Handled, Mishandled     uint64 // frames in which it is malformed
	Survived, Crashed, Hung uint64 // frames with it
}

// Points are 0 to 100: half for right values, three tenths for malformed frames
// taken well, two tenths for not ending or hanging over any frame.
func (m *Mark) Points() int {
	points := 50*share(m.Right, m.Wrong) + 30*share(m.Handled, m.Mishandled)
	if m.Crashed+m.Hung == 0 {
		points += 20
	}
	return int(points)
}

func share(right, wrong uint64) float64 {
	if right+wrong == 0 {
		return 1
	}
	return float64(right) / float64(right+wrong)
}

// tally counts what a target gets right. A nil tally counts nothing.
type tally [1 << 8]Mark

func (t *tally) field(p proto.Proto, right bool) {
	switch {
	case t == nil:
	case right:
		t[p].Right++
	default:
		t[p].Wrong++
	}
}

// frame counts what became of a frame: failure, or nothing.
func (t *tally) frame(f *proto.Frame, failure *Failure) {
	if t == nil || len(f.Layers()) == 0 {
		return
	}
	if problems := f.Problems(); len(problems) > 0 {
		m := &t[f.Layers()[problems[0].Layer].Proto]
		if failure == nil {
			m.Handled++
		} else {
			m.Mishandled++
		}
	}
	for _, l := range f.Layers() {
		m := &t[l.Proto]
		switch {
		case failure == nil || failure.Oracle != Died && failure.Oracle != Hung && failure.Oracle != Hoarded:
			m.Survived++
		case failure.Oracle == Hung:
			m.Hung++
		default:
			m.Crashed++
		}
	}
}

func (t *tally) join(other *tally) {
	for p := range other {
		m, o := &t[p], &other[p]
		m.Right, m.Wrong = m.Right+o.Right, m.Wrong+o.Wrong
		m.Handled, m.Mishandled = m.Handled+o.Handled, m.Mishandled+o.Mishandled
		m.Survived, m.Crashed, m.Hung = m.Survived+o.Survived, m.Crashed+o.Crashed, m.Hung+o.Hung
	}
}

// marks are those of the protocols that the target says anything of, or that it
// was tried with, those that carry others first.
func (t *tally) marks() []Mark {
	var all []Mark
	for p := range t {
		if m := t[p]; m.Right+m.Wrong > 0 {
			m.Proto = proto.Proto(p)
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b Mark) int { return int(a.Proto) - int(b.Proto) })
	return all
}
