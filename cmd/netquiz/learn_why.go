package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

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
	at := lessonStep{fmt.Sprintf("%s#%d", w.lesson.Stage, w.step.Number), w.step.Title}
	var terms, lines []string
	for _, x := range d.namedBy(at, w.step.Title+"\n"+textOf(w.step)) {
		if x.kind != aStage {
			terms = append(terms, x.id)
			lines = append(lines, fmt.Sprintf("%s · %s", x.name, x.id))
		}
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
	if i < len(terms) {
		asked = terms[i]
	} else if asked, err = w.e.term.Input(ctx, w.e.text.T("lesson.ref.ask"), "", nil); err != nil || asked == "" {
		return err
	}
	fmt.Fprintln(w.show.out)
	if err := w.e.run(ctx, []string{"ref", asked}, nil, w.show.out); err != nil {
		w.e.report(err)
	}
	return nil
}
