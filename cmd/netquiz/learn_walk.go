package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/quiz"
	"netquiz/quiz/record"
)

// walk is a learner going through the course by keys.
type walk struct {
	e      *env
	record *record.Record
}

// move is where to go from a block or a step.
type move int

const (
	next move = iota
	back
	leave
)

// menu shows the stages and what is done of them, until the learner leaves.
func (w *walk) menu(ctx context.Context) error {
	for {
		done, err := w.e.progress(w.record)
		if err != nil {
			return err
		}
		var lines []string
		var stages []string
		first := -1
		for _, stage := range stageNames() {
			l, err := lessons.Load(w.e.text.Lang(), stage)
			if err != nil {
				return err
			}
			if first < 0 && done.of(l) < len(l.Steps) {
				first = len(lines)
			}
			stages = append(stages, stage)
			lines = append(lines, w.e.stageLine(l, done))
		}
		i, err := w.e.term.Select(ctx, w.e.text.T("lesson.menu"), lines, max(first, 0), "q")
		var key term.Pressed
		if errors.As(err, &key) || errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.lesson(ctx, stages[i], 0); err != nil {
			return err
		}
	}
}

// lesson goes through a stage from a step on; 0: the first that is not done.
func (w *walk) lesson(ctx context.Context, stage string, step int) error {
	l, err := lessons.Load(w.e.text.Lang(), stage)
	if err != nil {
		return err
	}
	done, err := w.e.progress(w.record)
	if err != nil {
		return err
	}
	at := step - 1
	if step == 0 {
		at = 0
		for at < len(l.Steps)-1 && done.step(stage, at+1) {
			at++
		}
		if done.of(l) == len(l.Steps) {
			at = 0
		}
	}
	s := &show{w.e, w.e.out}
	s.title(l)
	for at < len(l.Steps) {
		m, err := w.step(ctx, s, l, l.Steps[at])
		if err != nil {
			return err
		}
		switch m {
		case leave:
			return nil
		case back:
			at = max(at-1, 0)
		case next:
			mark := record.Step{Stage: stage, Name: strconv.Itoa(l.Steps[at].Number)}
			if err := w.record.Mark(mark, time.Now()); err != nil {
				return recordFailure(err)
			}
			at++
		}
	}
	fmt.Fprintln(w.e.out, "\n"+s.paint(color.Bold, color.FgGreen)(w.e.text.T("lesson.done", "Title", l.Title)))
	return nil
}

// step shows a step, block by block, and asks what it asks.
func (w *walk) step(ctx context.Context, s *show, l *lessons.Lesson, p lessons.Step) (move, error) {
	s.head(l, p)
	for _, b := range p.Blocks {
		var m move
		var err error
		switch b := b.(type) {
		case lessons.Guess:
			m, err = w.guess(ctx, s, b)
		case lessons.Try:
			m, err = w.try(ctx, s, b)
		case lessons.Check:
			err = w.check(ctx, s, b)
		default:
			err = s.block(ctx, l, b)
		}
		if err != nil || m != next {
			return m, err
		}
	}
	fmt.Fprintln(s.out)
	return w.turn(ctx, "lesson.keys.step", "\rbq")
}

// turn asks for a key and tells where it leads.
func (w *walk) turn(ctx context.Context, id, keys string) (move, error) {
	key, err := w.e.term.Key(ctx, w.e.text.T(id), keys)
	switch {
	case errors.Is(err, io.EOF):
		return leave, nil
	case err != nil:
		return leave, err
	}
	return moveOf(key), nil
}

func moveOf(key rune) move {
	switch key {
	case 'b':
		return back
	case 'q':
		return leave
	}
	return next
}

// guess asks before it tells.
func (w *walk) guess(ctx context.Context, s *show, g lessons.Guess) (move, error) {
	fmt.Fprintln(s.out)
	var choices []string
	for _, c := range g.Choices {
		choices = append(choices, c.Text)
	}
	i, err := w.e.term.Select(ctx, g.Prompt, choices, -1, "?bq")
	var key term.Pressed
	switch {
	case errors.As(err, &key) && key != '?':
		return moveOf(rune(key)), nil
	case errors.As(err, &key):
		i = -1
	case errors.Is(err, io.EOF):
		return leave, nil
	case err != nil:
		return leave, err
	}
	verdict, ink := "lesson.guess.wrong", color.FgRed
	if i == g.Key {
		verdict, ink = "lesson.guess.right", color.FgGreen
	} else if i < 0 {
		verdict, ink = "lesson.guess.unknown", color.FgYellow
	}
	head := s.paint(color.Bold, ink)(w.e.text.T(verdict)) + " "
	fmt.Fprintln(s.out, term.Hang(head, g.Reveal, s.width()))
	return next, nil
}

// check asks questions about what the lesson taught.
func (w *walk) check(ctx context.Context, s *show, c lessons.Check) error {
	plan := quiz.Plan{Count: c.Count, Seed: rand.Uint64()}
	for _, name := range c.Skills {
		if k := quiz.Find(name); k != nil {
			plan.Skills = append(plan.Skills, k)
		}
	}
	fmt.Fprintln(s.out, "\n"+term.Wrap(w.e.text.T("lesson.check", "N", c.Count), s.width()))
	p := &play{e: w.e, record: w.record, id: record.NewID(time.Now())}
	return p.run(ctx, plan.Questions())
}
