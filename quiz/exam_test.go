package quiz

import (
	"testing"

	"netquiz/locales"
)

func TestMark(t *testing.T) {
	l := locales.New(locales.Korean)
	questions := Plan{Skills: Skills(), Count: 8, Seed: 5}.Questions()
	given := make([]Value, len(questions))
	for i, q := range questions {
		switch {
		case i%4 == 3: // not answered
		case i%4 == 2 && len(q.Traps) > 0 && q.Kind != Several:
			given[i] = q.Traps[0].Value
		default:
			given[i] = q.Answer
		}
	}
	p := Mark(questions, given, 70, l)
	right := 0
	for i, item := range p.Items {
		want := given[i] != nil && given[i].Key() == questions[i].Answer.Key()
		if item.Right != want || (item.Given == nil) != (given[i] == nil) {
			t.Errorf("question %d: right %v, given %v", i+1, item.Right, item.Given)
		}
		if want {
			right++
		}
	}
	asked := 0
	for _, s := range p.Stages {
		asked += s.Asked
	}
	if p.Right != right || p.Asked != 8 || asked != 8 || p.Score != (200*right+8)/16 || p.Passed != (p.Score >= 70) {
		t.Errorf("%d of %d right, score %d, passed %v", p.Right, p.Asked, p.Score, p.Passed)
	}
	if empty := Mark(nil, nil, 0, l); empty.Score != 0 || !empty.Passed {
		t.Errorf("an empty exam has score %d", empty.Score)
	}
}
