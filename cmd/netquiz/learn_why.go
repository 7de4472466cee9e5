package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
)

// because keeps what explains the last answer.
func (w *walk) because(why ...string) { w.why = why }

// misconception is what learners believe, and what is right.
func (w *walk) misconception(miss string) []string {
	return []string{
		w.e.text.T("quiz.misconception", "Miss", w.e.text.T("quiz.miss."+miss)),
		w.e.text.T("quiz.fact." + miss),
	}
}

// missesOf are the misconceptions behind the choices of a guess, each once.
func missesOf(g lessons.Guess) (all []string) {
	for _, c := range g.Choices {
		if c.Miss != "" && !slices.Contains(all, c.Miss) {
			all = append(all, c.Miss)
		}
	}
	return all
}

// tellWhy explains the last answer, or says something else if there is none.
func (w *walk) tellWhy(otherwise ...string) {
	why := w.why
	if len(why) == 0 {
		why = otherwise
	}
	fmt.Fprintln(w.show.out)
	for _, line := range why {
		w.show.prose(line)
	}
}

// lookUp lets the learner ask the dictionary for what the step names, or for
// anything else.
func (w *walk) lookUp(ctx context.Context) error {
	d, err := w.e.dictionary(ctx)
	if err != nil {
		return err
	}
	named := d.namedIn(w.lesson, w.step)
	var lines []string
	for _, x := range named {
		lines = append(lines, x.name+" · "+x.id)
	}
	lines = append(lines, w.e.text.T("lesson.ref.other"))
	i, err := w.e.term.Select(ctx, w.e.text.T("lesson.ref"), lines, -1, "bq")
	if errors.As(err, new(term.Pressed)) || errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	asked := ""
	if i < len(named) {
		asked = named[i].id
	} else if asked, err = w.e.term.Input(ctx, w.e.text.T("lesson.ref.ask"), "", nil); err != nil || asked == "" {
		return err
	}
	fmt.Fprintln(w.show.out)
	if err := w.e.run(ctx, []string{"ref", asked}, nil, w.show.out); err != nil {
		w.e.report(err)
	}
	return nil
}

// namedIn are the terms and fields that a step names, fields by their short
// forms too.
func (d *dictionary) namedIn(l *lessons.Lesson, s lessons.Step) (all []*entry) {
	at := lessonStep{fmt.Sprintf("%s#%d", l.Stage, s.Number), s.Title}
	for _, x := range d.namedBy(at, s.Title+"\n"+textOf(s)) {
		if x.kind != aStage {
			all = append(all, x)
		}
	}
	for _, word := range fieldsOf(s) {
		if found := d.find(word); len(found) > 0 && found[0].exact() && !slices.Contains(all, found[0].entry) {
			all = append(all, found[0].entry)
		}
	}
	return all
}

// fieldsOf are the fields that a step's live blocks print.
func fieldsOf(s lessons.Step) (all []string) {
	for _, b := range s.Blocks {
		run, _ := b.(lessons.Run)
		for _, c := range run.Commands {
			for _, args := range c.Pipe {
				if i := slices.IndexFunc(args, func(a string) bool { return a == "--fields" || a == "--field" }); i >= 0 && i+1 < len(args) {
					all = append(all, strings.Split(args[i+1], ",")...)
				}
			}
		}
	}
	return all
}
