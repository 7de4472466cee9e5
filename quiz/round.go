package quiz

import (
	"slices"
	"time"

	"netquiz/quiz/record"
)

// repeats is how often a question that went wrong comes back in a round.
const repeats = 2

// Round is a learner answering questions. It says what comes next and what
// counts; it knows no terminal, no clock and no record.
type Round struct {
	queue []turn
	given []Given
	hints int // given for the question that is asked now
}

type turn struct {
	q     *Question
	times int // it has come back
}

// Given is one answer given in a round.
type Given struct {
	Verdict
	Question *Question
	Hints    int  // seen before
	Repeated bool // the question came back
	Unsaved  bool // the record does not have it

	turn turn
}

// NewRound is a round of some questions.
func NewRound(questions []*Question) *Round {
	r := &Round{}
	for _, q := range questions {
		r.queue = append(r.queue, turn{q: q})
	}
	return r
}

// Next is the question to ask now, nil when the round is over.
func (r *Round) Next() *Question {
	if len(r.queue) == 0 {
		return nil
	}
	return r.queue[0].q
}

// Repeated tells whether the question asked now went wrong before.
func (r *Round) Repeated() bool { return len(r.queue) > 0 && r.queue[0].times > 0 }

// Left is how many questions are still to come, the one asked now included.
func (r *Round) Left() int { return len(r.queue) }

// Given are the answers so far.
func (r *Round) Given() []Given { return r.given }

// Hint is the next hint for the question asked now, and its depth from 1 to 3:
// the idea, how to work it out, the answer.
func (r *Round) Hint() (Text, int) {
	q := r.Next()
	r.hints = min(r.hints+1, len(q.Hint)+1)
	if r.hints > len(q.Hint) {
		return q.Why, r.hints
	}
	return q.Hint[r.hints-1], r.hints
}

// Answer answers the question asked now; nil is "I don't know". A question that
// was not answered right, or only with a hint, comes back at the end.
func (r *Round) Answer(given Value) Given {
	t := r.queue[0]
	g := Given{Verdict: t.q.Mark(given), Question: t.q, Hints: r.hints, Repeated: t.times > 0, turn: t}
	r.queue, r.hints = r.queue[1:], 0
	if g.Missed() && t.times < repeats {
		r.queue = append(r.queue, turn{t.q, t.times + 1})
	}
	r.given = append(r.given, g)
	return g
}

// Missed tells whether the question is still to be learned.
func (g Given) Missed() bool { return !g.Right || g.Hints > 0 }

// Skip leaves the question asked now out.
func (r *Round) Skip() { r.queue, r.hints = r.queue[1:], 0 }

// Undo takes the last answer back and asks its question again. It is false if
// there is none.
func (r *Round) Undo() (Given, bool) {
	if len(r.given) == 0 {
		return Given{}, false
	}
	g := r.given[len(r.given)-1]
	r.given = r.given[:len(r.given)-1]
	if i := slices.Index(r.queue, turn{g.turn.q, g.turn.times + 1}); i >= 0 { // unless it was skipped since
		r.queue = slices.Delete(r.queue, i, i+1)
	}
	r.queue = append([]turn{g.turn}, r.queue...)
	r.hints = g.Hints
	return g, true
}

// Save marks the last answer as kept in the record, or not.
func (r *Round) Save(saved bool) { r.given[len(r.given)-1].Unsaved = !saved }

// Record is the answer as the record keeps it: said is what was typed, at the
// moment at, after so long.
func (g Given) Record(round record.ID, said string, at time.Time, took time.Duration) record.Answer {
	q := g.Question
	a := record.Answer{
		Time: at, Round: round, Stage: q.Skill.Stage(), Skill: q.Skill.Name, Seed: q.Seed, Level: q.Level,
		Kind: string(q.Kind), Grade: record.Again, Hinted: g.Hints > 0, Text: said, Took: took,
	}
	if g.Right {
		a.Grade = record.Good
	}
	if g.Trap != nil {
		a.Miss = g.Trap.Miss
	}
	return a
}

// Tally sums up a round.
type Tally struct {
	Asked, Right int      // questions, and those right at first without a hint
	Weak         []*Skill // skills that were missed, the one missed most first
	Unsaved      int
}

// Tally sums up the answers so far.
func (r *Round) Tally() Tally {
	var t Tally
	missed := map[*Skill]int{}
	for _, g := range r.given {
		if g.Unsaved {
			t.Unsaved++
		}
		if g.Repeated {
			continue
		}
		t.Asked++
		if !g.Missed() {
			t.Right++
			continue
		}
		if missed[g.Question.Skill]++; missed[g.Question.Skill] == 1 {
			t.Weak = append(t.Weak, g.Question.Skill)
		}
	}
	sortByCount(t.Weak, missed)
	return t
}
