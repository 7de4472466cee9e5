package quiz

import (
	"testing"

	"netquiz/quiz/record"
)

// A round that regards nobody's record is of all stages alike, and asks nothing
// twice.
func TestPlanIsEven(t *testing.T) {
	for seed := range uint64(40) {
		asked, ids := map[string]int{}, map[string]bool{}
		for _, q := range (Plan{Skills: Of("summary"), Count: 20, Seed: seed}).Questions() {
			asked[q.Skill.Stage()]++
			if ids[q.ID()] || ids[sameAnswer(q)] {
				t.Errorf("seed %d: %s is asked twice", seed, q.ID())
			}
			ids[q.ID()], ids[sameAnswer(q)] = true, true
		}
		for _, stage := range Stages {
			if n := asked[stage]; n < 2 || n > 3 {
				t.Errorf("seed %d: %d of 20 questions are of %s", seed, n, stage)
			}
		}
	}
}

// What is due comes first, then what is weak, then what is new in the order of the
// talk; the level rises with the stability.
func TestPlanByRecord(t *testing.T) {
	const today = 20_000
	state := func(stability float64, due record.Day) record.State {
		return record.State{Stability: stability, Last: today - 5, Due: due, Reps: 2}
	}
	known := []record.Skill{
		{Name: "close.who", Stage: "close", Attempts: 5, Right: 5, State: state(40, today+30)},   // firm
		{Name: "window.who", Stage: "window", Attempts: 5, Right: 2, State: state(4, today+2)},   // weak
		{Name: "segment.next", Stage: "segment", Attempts: 4, Right: 4, State: state(6, today)},  // due
		{Name: "packet.ttl", Stage: "packet", Attempts: 4, Right: 4, State: state(20, today-10)}, // long due
	}
	fresh := Of()[0].Name
	q := Plan{Skills: Of(), Count: len(Of()), Known: known, Today: today, Seed: 1}.Questions()
	due := map[string]bool{q[0].Skill.Name: true, q[1].Skill.Name: true}
	if !due["segment.next"] || !due["packet.ttl"] || q[2].Skill.Name != "window.who" || q[3].Skill.Name != fresh || q[len(q)-1].Skill.Name != "close.who" {
		t.Errorf("asked are %s, %s, %s, %s … %s", q[0].ID(), q[1].ID(), q[2].ID(), q[3].ID(), q[len(q)-1].ID())
	}
	levels := map[string]int{}
	for _, q := range q {
		levels[q.Skill.Name] = q.Level
	}
	for name, want := range map[string]int{"segment.next": 2, "packet.ttl": 3, "window.who": 1, "close.who": 3, fresh: 1} {
		if levels[name] != want {
			t.Errorf("%s is asked at level %d, want %d", name, levels[name], want)
		}
	}
}
