package quiz

import (
	"netquiz/proto"
	"netquiz/proto/filter"
)

// Verdict is what an answer is worth.
type Verdict struct {
	Given Value // nil: "I don't know"
	Right bool
	Trap  *Trap // the known way in which it is wrong, nil if there is none
}

// Mark marks an answer; nil is "I don't know".
func (q *Question) Mark(given Value) Verdict {
	v := Verdict{Given: given}
	if given == nil {
		return v
	}
	if made, ok := given.(Made); ok && q.Kind == Build {
		v.Trap = q.unmet(made)
		v.Right = v.Trap == nil
		return v
	}
	key := given.Key()
	v.Right = key == q.Answer.Key()
	if v.Right {
		return v
	}
	for i := range q.Traps {
		if q.Traps[i].Value.Key() == key {
			v.Trap = &q.Traps[i]
			return v
		}
	}
	if q.Kind == Several {
		v.Trap = q.wronglyChosen(given.(List))
	}
	return v
}

// wronglyChosen is the trap of the first option that ought not to be chosen; if
// there is none, some were left out.
func (q *Question) wronglyChosen(given List) *Trap {
	for i := range q.Traps {
		if indexOf(given, q.Traps[i].Value) >= 0 {
			return &q.Traps[i]
		}
	}
	return &Trap{Value: given, Slip: text("quiz.slip.some-left-out")}
}

// unmet is why a built frame is not what was asked for, nil if it is.
func (q *Question) unmet(made Made) *Trap {
	var f, given proto.Frame
	f.Decode(&proto.Packet{Bytes: made.Frame, Link: proto.LinkEthernet, FCS: proto.FCSUnknown}, proto.CheckAll)
	if len(q.Frames) > 0 {
		given.Decode(&q.Frames[0].Packet, proto.CheckAll)
	}
	for i := range q.Terms {
		if x, err := filter.Compile(q.Terms[i].If); err != nil || !x.MatchGiven(&f, &given) {
			return &q.Terms[i].Trap
		}
	}
	return nil
}
