package main

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/quiz"
	"netquiz/quiz/record"
)

// defaultCount is how many questions a round has if nobody says.
const defaultCount = 10

// wish is which questions a command line asks for.
type wish struct {
	skills []*quiz.Skill
	level  int // 0: any
	count  int
	seed   uint64
	seeded bool // the seed was given: the questions are the same for everyone
	one    *quiz.Question
	scenes []*quiz.Scene // of a capture, to ask about
	review bool
}

func (e *env) readWish(c *cli.Context) (*wish, error) {
	w := &wish{level: int(c.Uint64("level")), count: int(c.Uint64("count")), review: c.Bool("review"), seed: rand.Uint64()}
	var err error
	if w.skills, err = topics(c.String("topic")); err != nil {
		return nil, err
	}
	if c.IsSet("topic") && strings.Trim(c.String("topic"), ", ") == "" {
		return nil, notOneOf("--topic", c.String("topic"), quiz.Stages)
	}
	if c.IsSet("seed") {
		w.seeded = true
		text := strings.TrimPrefix(strings.ToLower(c.String("seed")), "0x")
		if w.seed, err = strconv.ParseUint(text, 16, 64); err != nil {
			return nil, usage("cli.quiz.no_seed", "Value", cmp.Or(c.String("seed"), `""`))
		}
	}
	if name := c.String("from"); name != "" {
		if w.scenes, err = e.conversations(name); err != nil {
			return nil, err
		}
	}
	switch {
	case c.IsSet("id"):
		w.one, err = question(c.String("id"), w.scenes)
	default:
		err = lacking(w.skills, w.scenes)
	}
	return w, err
}

// topics are the skills of a list of stages or skills.
func topics(list string) ([]*quiz.Skill, error) {
	var skills []*quiz.Skill
	for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch k := quiz.Find(word); {
		case k != nil:
			skills = append(skills, k)
		case slices.Contains(quiz.Stages, word):
			skills = append(skills, quiz.Of(word)...)
		default:
			return nil, notOneOf("--topic", word, quiz.Stages)
		}
	}
	if skills == nil {
		return quiz.Of(), nil
	}
	return slices.DeleteFunc(quiz.Of(), func(k *quiz.Skill) bool { return !slices.Contains(skills, k) }), nil
}

// question is the question with this name, about one of scenes if there are any.
func question(id string, scenes []*quiz.Scene) (*quiz.Question, error) {
	k, seed, ok := quiz.ParseID(id)
	switch {
	case ok && scenes == nil:
		return k.Question(seed), nil
	case ok:
		if q := k.From(scenes, seed); q != nil {
			return q, nil
		}
		if err := lacking([]*quiz.Skill{k}, scenes); err != nil {
			return nil, err
		}
		return nil, usage("quiz.from.not_this", "ID", id)
	}
	if k != nil {
		return nil, usage("cli.quiz.no_id", "Value", id)
	}
	name, _, _ := strings.Cut(id, "#")
	var names []string
	for _, k := range quiz.Of() {
		names = append(names, k.Name)
	}
	f := usage("cli.quiz.no_skill", "Skill", name)
	if near := nearest(name, names); near != "" {
		return nil, f.hinted("cli.usage.nearest", "Nearest", near)
	}
	return nil, f.hinted("cli.usage.see_help", "Help", "netquiz help quiz")
}

// alone are the questions of a wish without regard to any learner.
func (w *wish) alone() []*quiz.Question {
	if w.one != nil {
		return []*quiz.Question{w.one}
	}
	return quiz.Plan{Skills: w.skills, Level: w.level, Count: w.count, Seed: w.seed, Scenes: w.scenes}.Questions()
}

// choose are the questions of a wish for the learner whose record p keeps.
func (p *play) choose(w *wish) ([]*quiz.Question, error) {
	if err := p.open(); err != nil {
		return nil, err
	}
	if w.seeded || w.one != nil {
		return w.alone(), nil
	}
	if p.record == nil {
		return w.alone(), nil
	}
	if w.review {
		return p.missed(w)
	}
	known, err := p.record.Skills()
	if err != nil {
		p.unsaved(err)
		return w.alone(), nil
	}
	if known == nil {
		known = []record.Skill{}
	}
	plan := quiz.Plan{Skills: w.skills, Level: w.level, Count: w.count, Seed: w.seed, Known: known, Today: record.DayOf(time.Now()), Scenes: w.scenes}
	return plan.Questions(), nil
}

// missed are the questions that went wrong when they were asked last.
func (p *play) missed(w *wish) ([]*quiz.Question, error) {
	answers, err := p.record.Missed(w.count, func(a record.Answer) bool {
		return (w.level == 0 || a.Level == w.level) && slices.ContainsFunc(w.skills, func(k *quiz.Skill) bool { return k.Name == a.Skill })
	})
	if err != nil {
		return nil, recordFailure(err)
	}
	var questions []*quiz.Question
	for _, a := range answers {
		q, err := p.again(a)
		if err != nil {
			return nil, recordFailure(err)
		}
		if q != nil {
			questions = append(questions, q)
		}
	}
	return questions, nil
}
