package quiz

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"netquiz/locales"
)

// In a round, whatever is answered, skipped, hinted at and taken back, what was
// missed comes back, at most so often, and what was taken back is as it was.
func TestRoundLaws(t *testing.T) {
	all := Plan{Skills: Skills(), Count: 8, Seed: 11}.Questions()
	rapid.Check(t, func(t *rapid.T) {
		questions := all[:rapid.IntRange(1, len(all)).Draw(t, "questions")]
		r := NewRound(questions)
		asked, skipped := map[*Question]int{}, map[*Question]bool{}
		for r.Next() != nil {
			q := r.Next()
			switch rapid.SampledFrom([]string{"right", "wrong", "unknown", "hint", "skip", "undo"}).Draw(t, "what") {
			case "right":
				hinted := r.hints > 0
				if g := r.Answer(q.Answer); !g.Right || g.Missed() != hinted {
					t.Fatalf("%s: right %v, missed %v, hinted %v", q.ID(), g.Right, g.Missed(), hinted)
				}
				asked[q]++
			case "wrong":
				var v Value
				if len(q.Traps) > 0 && q.Kind != Several {
					v = q.Traps[0].Value
				}
				if g := r.Answer(v); g.Right || !g.Missed() || (v != nil) != (g.Trap != nil) {
					t.Fatalf("%s: right %v, trap %v", q.ID(), g.Right, g.Trap)
				}
				asked[q]++
			case "unknown":
				r.Answer(nil)
				asked[q]++
			case "hint":
				if _, depth := r.Hint(); depth < 1 || depth > 3 {
					t.Fatalf("a hint of depth %d", depth)
				}
			case "skip":
				r.Skip()
				skipped[q] = true
			case "undo":
				before, left := slices.Clone(r.given), r.Left()
				g, ok := r.Undo()
				if ok != (len(before) > 0) {
					t.Fatalf("undo of %d answers: %v", len(before), ok)
				}
				if !ok {
					continue
				}
				if r.Next() != g.Question || r.Repeated() != g.Repeated || r.Left() > left+1 {
					t.Fatalf("%s is not asked again after undo", g.Question.ID())
				}
				asked[g.Question]--
			}
			for q, n := range asked {
				if n > 1+repeats {
					t.Fatalf("%s came %d times", q.ID(), n)
				}
			}
		}
		for _, q := range questions {
			if asked[q] == 0 && !skipped[q] {
				t.Fatalf("%s was never asked", q.ID())
			}
		}
		tally := r.Tally()
		first := 0
		for _, g := range r.Given() {
			if !g.Repeated {
				first++
			}
		}
		if tally.Asked != first || tally.Right > tally.Asked {
			t.Fatalf("%d of %d right, %d asked first", tally.Right, tally.Asked, first)
		}
	})
}

// Taking answers back takes nothing else away, though a question that came back
// was skipped meanwhile.
func TestUndoBehindSkip(t *testing.T) {
	questions := Plan{Skills: Skills(), Count: 2, Seed: 11}.Questions()
	r := NewRound(questions)
	r.Answer(nil)
	r.Answer(nil)
	r.Skip() // the first, which had come back
	r.Undo()
	r.Undo()
	if r.Next() != questions[0] || r.Left() != 2 {
		t.Errorf("%d questions are left", r.Left())
	}
}

// A wrong answer tells which misconception is behind it; what is left out of
// several is told as well.
func TestTrapsAreTold(t *testing.T) {
	l := locales.New(locales.Korean)
	q := Find("handshake.ack-number").Question(0)
	for i := range q.Traps {
		if v := q.Mark(q.Traps[i].Value); v.Right || v.Trap != &q.Traps[i] || v.Trap.Why(l) == "" {
			t.Errorf("%v: right %v, trap %v", q.Traps[i].Value, v.Right, v.Trap)
		}
	}
	q = Find("close.half").Question(1)
	if right := q.Answer.(List); q.Kind != Several || q.Mark(right[:1]).Trap == nil || q.Mark(right[:1]).Right || !q.Mark(right).Right {
		t.Error("a part of the answer is not told from all of it")
	}
}
