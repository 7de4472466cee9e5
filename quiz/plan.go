package quiz

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"netquiz/quiz/record"
)

// Plan says what a round is to ask.
type Plan struct {
	Skills []*Skill // to choose from
	Level  int      // 0: by what the learner knows
	Count  int      // of questions
	// Known is the learner's record of skills, and Today the day it is looked at.
	// Without it a plan depends on its seed alone.
	Known []record.Skill
	Today record.Day
	Seed  uint64
	// Scenes to ask about, of a capture. Without any, questions have their own.
	Scenes []*Scene
}

// seeds is how many seeds questions of a round are drawn from: as many as four
// hexadecimal digits name, so that names of questions stay short.
const seeds = 1 << 16

// Questions are the questions of the plan: with a record, skills that are due,
// then weak ones, then new ones in the order of the talk; without one, an even
// choice of all stages. No two are alike as long as the skills can tell them apart.
func (p Plan) Questions() []*Question {
	r := rand.New(rand.NewPCG(p.Seed, 0x51a2))
	d := &draw{r: r, seen: map[string]bool{}, dry: map[*Skill]bool{}, ask: (*Skill).Question}
	if p.Scenes != nil {
		d.ask = func(k *Skill, seed uint64) *Question { return k.From(p.Scenes, seed) }
	}
	order, levels := p.order(r)
	for len(d.questions) < p.Count {
		before := len(d.questions)
		for _, k := range order {
			if len(d.questions) < p.Count {
				d.add(k, cmp.Or(p.Level, levels[k.Name]))
			}
		}
		if len(d.questions) == before {
			break // nothing can be asked at all
		}
	}
	if p.Known == nil {
		all := Skills()
		slices.SortStableFunc(d.questions, func(a, b *Question) int {
			return cmp.Compare(slices.Index(all, a.Skill), slices.Index(all, b.Skill))
		})
	}
	return d.questions
}

// order is which skills come before which, and at what level; level 0 is any.
func (p Plan) order(r *rand.Rand) ([]*Skill, map[string]int) {
	levels := map[string]int{}
	if p.Known == nil {
		order := slices.Clone(p.Skills)
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		return inTurn(order), levels
	}
	states := map[string]record.Skill{}
	var known []record.Skill
	for _, s := range p.Known {
		if slices.ContainsFunc(p.Skills, func(k *Skill) bool { return k.Name == s.Name }) {
			states[s.Name] = s
			known = append(known, s)
			levels[s.Name] = levelFor(s)
		}
	}
	var names []string
	for _, s := range record.Due(known, p.Today) {
		names = append(names, s.Name)
	}
	var weak, fresh, rest []string
	for _, k := range p.Skills {
		switch s, ok := states[k.Name]; {
		case !ok:
			fresh = append(fresh, k.Name)
			levels[k.Name] = 1
		case slices.Contains(names, k.Name):
		case isWeak(s):
			weak = append(weak, k.Name)
		default:
			rest = append(rest, k.Name)
		}
	}
	byRetention := func(a, b string) int {
		return cmp.Compare(states[a].Retention(p.Today), states[b].Retention(p.Today))
	}
	slices.SortStableFunc(weak, byRetention)
	slices.SortStableFunc(rest, byRetention)
	var order []*Skill
	for _, name := range slices.Concat(names, weak, fresh, rest) {
		order = append(order, Find(name))
	}
	return order, levels
}

// inTurn lets stages take turns, so that a round is of all of them.
func inTurn(skills []*Skill) []*Skill {
	place, count := map[*Skill]int{}, map[string]int{}
	for _, k := range skills {
		place[k] = count[k.Stage()]
		count[k.Stage()]++
	}
	slices.SortStableFunc(skills, func(a, b *Skill) int { return cmp.Compare(place[a], place[b]) })
	return skills
}

// isWeak tells a skill that goes wrong more often than one time in four.
func isWeak(s record.Skill) bool { return 4*s.Right < 3*s.Attempts }

// levelFor is the level that fits how firmly a skill is known: it rises with
// every interval or two.
func levelFor(s record.Skill) int {
	switch {
	case s.Stability < 3 || isWeak(s):
		return 1
	case s.Stability < 14:
		return 2
	}
	return 3
}

// draw collects questions that are not alike.
type draw struct {
	r         *rand.Rand
	ask       func(*Skill, uint64) *Question
	questions []*Question
	seen      map[string]bool
	dry       map[*Skill]bool // they have nothing to ask about
}

// add adds a question of a skill: one that asks something else than those
// before, else one with another answer, else another one.
func (d *draw) add(k *Skill, level int) {
	const attempts = 12
	if d.dry[k] {
		return
	}
	found := false
	for _, like := range []func(*Question) string{sameAsked, sameAnswer, (*Question).ID} {
		for range attempts {
			seed := d.r.Uint64N(seeds)
			if level > 0 {
				seed = SeedFor(seed, level)
			}
			q := d.ask(k, seed)
			found = found || q != nil
			if q == nil || d.seen[like(q)] {
				continue
			}
			d.seen[sameAsked(q)], d.seen[sameAnswer(q)], d.seen[q.ID()] = true, true, true
			d.questions = append(d.questions, q)
			return
		}
		if d.dry[k] = !found; !found {
			return
		}
	}
}

func sameAsked(q *Question) string  { return q.Skill.Name + "\x00" + q.Ask.ID }
func sameAnswer(q *Question) string { return sameAsked(q) + "\x00" + q.Answer.Key() }

// sortByCount sorts skills by how often they were counted, most first.
func sortByCount(skills []*Skill, count map[*Skill]int) {
	slices.SortStableFunc(skills, func(a, b *Skill) int { return cmp.Compare(count[b], count[a]) })
}
