package quiz

import (
	"math/rand/v2"
	"slices"
)

// most and least are how many options a Choice has.
const most, least = 4, 3

// finish makes a whole question of what a generator made: texts, and options in
// a fair order. It is false if too few wrong options are left, because they were
// equal to the answer or to each other.
func (q *Question) finish(k *Skill, seed uint64, level int, r *rand.Rand) bool {
	q.Skill, q.Seed, q.Level = k, seed, level
	if q.Ref == "" {
		q.Ref = k.Ref
	}
	if q.Step == 0 {
		q.Step = k.Step
	}
	q.dropTraps()
	q.unmistakable()
	q.texts()
	switch q.Kind {
	case Choice:
		return q.choose(r)
	case Several:
		return q.several(r)
	case Order:
		q.Options = shuffledAway(q.Answer.(List), r)
	case Match:
		q.Partners = shuffledAway(q.Answer.(List), r)
	}
	return true
}

// dropTraps keeps the first trap for each wrong value.
func (q *Question) dropTraps() {
	seen := map[string]bool{q.Answer.Key(): true}
	q.Traps = slices.DeleteFunc(q.Traps, func(t Trap) bool {
		key := t.Value.Key()
		was := seen[key]
		seen[key] = true
		return was
	})
}

// unmistakable sees to it that the number of an option is never taken for what
// another one says: a choice among numbers has none that could be of an option,
// but for frames, which are numbered alike.
func (q *Question) unmistakable() {
	if n, ok := size(q.Answer); ok && q.Kind == Choice && !isFrame(q.Answer) {
		if n >= 1 && n <= most {
			q.Kind = Quantity
			return
		}
		q.Traps = slices.DeleteFunc(q.Traps, func(t Trap) bool {
			n, ok := size(t.Value)
			return ok && n >= 1 && n <= most
		})
	}
}

func isFrame(v Value) bool {
	n, ok := v.(Number)
	return ok && n.Unit == "frame"
}

func (q *Question) texts() {
	base := "quiz." + q.Skill.Name
	suffix := ""
	if q.variant != "" {
		suffix = "-" + q.variant
	}
	args := append(q.args, "Answer", q.Answer)
	q.Ask = Text{base + ".ask" + suffix, args}
	q.Hint = [2]Text{{base + ".concept", args}, {base + ".work" + suffix, args}}
	q.Why = Text{base + ".why" + suffix, args}
}

// choose makes the options of a Choice: the answer among up to three traps.
// Numbers are sorted, everything else is shuffled; either way each place is as
// likely for the answer as the traps allow.
func (q *Question) choose(r *rand.Rand) bool {
	traps := slices.Clone(q.Traps)
	r.Shuffle(len(traps), func(i, j int) { traps[i], traps[j] = traps[j], traps[i] })
	if _, ok := size(q.Answer); ok {
		traps = ranked(q.Answer, traps, r)
	}
	traps = traps[:min(len(traps), most-1)]
	q.Traps = traps
	q.Options = []Value{q.Answer}
	for _, t := range traps {
		q.Options = append(q.Options, t.Value)
	}
	if _, ok := size(q.Answer); ok {
		slices.SortFunc(q.Options, bySize)
	} else {
		r.Shuffle(len(q.Options), func(i, j int) { q.Options[i], q.Options[j] = q.Options[j], q.Options[i] })
	}
	return len(q.Options) >= least
}

// ranked puts those traps first that give the answer a place chosen by lot.
func ranked(answer Value, traps []Trap, r *rand.Rand) []Trap {
	var below, above []Trap
	for _, t := range traps {
		if bySize(t.Value, answer) < 0 {
			below = append(below, t)
		} else {
			above = append(above, t)
		}
	}
	before, after := share(r, len(below), len(above))
	return slices.Concat(below[:before], above[:after])
}

// share is how many of what stands below and above an answer to take, so that
// its place among them is chosen by lot.
func share(r *rand.Rand, below, above int) (before, after int) {
	n := min(below+above, most-1)
	low, high := max(0, n-above), min(n, below)
	var places []int
	for place := low; place <= high; place++ {
		places = append(places, place)
	}
	// Where one end is out of reach, the other gets its share.
	if low == 0 && high < n {
		places = append(places, 0)
	} else if low > 0 && high == n {
		places = append(places, n)
	}
	before = among(r, places...)
	return before, n - before
}

// size is the number that a value is sorted by, if it is one.
func size(v Value) (uint64, bool) {
	switch v := v.(type) {
	case Number:
		return v.N, true
	case Hex:
		return v.N, true
	}
	return 0, false
}

func bySize(a, b Value) int {
	x, _ := size(a)
	y, _ := size(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// several makes the options of a Several: all that are right, and traps, at most
// six together.
func (q *Question) several(r *rand.Rand) bool {
	right := q.Answer.(List)
	q.Options = slices.Clone(right)
	for _, t := range q.Traps {
		q.Options = append(q.Options, t.Value)
	}
	r.Shuffle(len(q.Options), func(i, j int) { q.Options[i], q.Options[j] = q.Options[j], q.Options[i] })
	q.Answer = inOrder(q.Options, right)
	return len(q.Traps) > 0
}

// inOrder are those of options that are among chosen, in the order of options.
func inOrder(options []Value, chosen List) List {
	var list List
	for _, o := range options {
		if indexOf(chosen, o) >= 0 {
			list = append(list, o)
		}
	}
	return list
}

// shuffledAway shuffles values, never into the order they are in.
func shuffledAway(values List, r *rand.Rand) []Value {
	shuffled := slices.Clone(values)
	for shuffled.Key() == values.Key() {
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	}
	return shuffled
}
