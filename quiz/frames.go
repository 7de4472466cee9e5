package quiz

import (
	"math/rand/v2"
	"slices"
)

// some are n of a row of values, in their order.
func some[T any](r *rand.Rand, values []T, n int) []T {
	var chosen []T
	for i, v := range values {
		if r.IntN(len(values)-i) < n-len(chosen) {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// A line-up is a question which of some frames of a scene, shown as facts in
// their order, is the one.
type lineUp struct {
	skill, variant string
	key            int   // the frame that is asked for
	with           []int // others that have to be shown, nearby
	facts          []string
	about          string // the field that proves it
}

// ask asks with frames drawn from those for which want holds, at most four in
// all. Why one of them is wrong is the message quiz.slip.not-<skill>-<variant>.
func (u lineUp) ask(s *Scene, r *rand.Rand, want func(i int, r *Row) bool) (Question, bool) {
	free := func(i int, row *Row) bool { return i != u.key && !slices.Contains(u.with, i) && want(i, row) }
	earlier := s.every(func(i int, row *Row) bool { return i < u.key && free(i, row) })
	later := s.every(func(i int, row *Row) bool { return i > u.key && free(i, row) })
	before, after := share(r, len(earlier), len(later))
	for before+after+len(u.with) > most-1 {
		if before > after {
			before--
		} else {
			after--
		}
	}
	shown := slices.Concat(some(r, earlier, before), u.with, []int{u.key}, some(r, later, after))
	slices.Sort(shown)
	if len(shown) < least {
		return Question{}, false
	}
	q := Question{Kind: Choice}
	for n, i := range shown {
		q.show(s, i, ShowFacts, u.facts...)
		if i == u.key {
			q.Answer = frameNumber(n + 1)
			q.about(n, u.about)
			continue
		}
		q.slip(frameNumber(n+1), "not-"+u.skill+"-"+u.variant)
	}
	q.fill(u.variant)
	return q, true
}
