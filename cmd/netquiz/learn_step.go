package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/quiz"
	"netquiz/quiz/record"
)

// walkStep shows a step, block by block, and asks what it asks.
func (w *walk) walkStep(ctx context.Context) (move, error) {
	const headRows = 2
	w.why, w.rows = nil, headRows
	w.show.head(w.lesson, w.step)
	asked := false // the last block ended with a key
	for _, b := range w.step.Blocks {
		var m move
		var err error
		asked = false
		switch b := b.(type) {
		case lessons.Guess:
			m, err = w.guess(ctx, b)
		case lessons.Try:
			m, asked, err = w.offer(ctx, b)
		case lessons.Check:
			err = w.check(ctx, b)
		case lessons.Prose:
			m, err = w.prose(ctx, b)
		default:
			m, err = w.put(ctx, b)
		}
		if err != nil || m != next {
			return m, err
		}
	}
	if asked {
		return next, nil
	}
	key, err := w.turn(ctx, "lesson.key.next", "\rwrbq")
	return moveOf(key), err
}

// put shows a block that asks nothing. If it would push off the screen what the
// learner has not read yet, it waits for a key before.
func (w *walk) put(ctx context.Context, b lessons.Block) (move, error) {
	var text bytes.Buffer
	fmt.Fprintln(&text)
	if err := (&show{w.e, &text}).block(ctx, w.lesson, b); err != nil {
		return leave, err
	}
	const keyLine = 1
	rows := bytes.Count(text.Bytes(), []byte("\n"))
	_, lines := w.e.term.Size()
	if w.e.term.Interactive() && w.rows > 0 && w.rows+rows > lines-keyLine {
		if key, err := w.turn(ctx, "lesson.key.more", "\rwrbq"); err != nil || moveOf(key) != next {
			return moveOf(key), err
		}
	}
	w.rows += rows
	_, err := w.show.out.Write(text.Bytes())
	return next, err
}

// guessKeys act before anything has been picked.
const guessKeys = "?rbq"

// guess asks before it tells.
func (w *walk) guess(ctx context.Context, g lessons.Guess) (move, error) {
	var choices []string
	for _, c := range g.Choices {
		choices = append(choices, c.Text)
	}
	if !w.told {
		w.told = true
		w.show.line(w.show.paint(color.Faint)(w.keyLine("lesson.key.pick", "\r"+guessKeys)))
	}
	for {
		fmt.Fprintln(w.show.out)
		i, err := w.e.term.Select(ctx, g.Prompt, choices, -1, guessKeys)
		w.rows = 0
		var key term.Pressed
		switch {
		case errors.As(err, &key) && key == 'r':
			if err := w.lookUp(ctx); err != nil {
				return leave, err
			}
			continue
		case errors.As(err, &key) && key != '?':
			return moveOf(rune(key)), nil
		case errors.As(err, &key):
			i = -1
		case errors.Is(err, io.EOF):
			return leave, nil
		case err != nil:
			return leave, err
		}
		w.answered(g, i)
		return next, nil
	}
}

// answered says what a guess is worth; −1 is none.
func (w *walk) answered(g lessons.Guess, i int) {
	verdict, ink := "lesson.guess.wrong", color.FgRed
	if i == g.Key {
		verdict, ink = "lesson.guess.right", color.FgGreen
	} else if i < 0 {
		verdict, ink = "lesson.guess.unknown", color.FgYellow
	}
	text := w.e.text.T(verdict)
	if i < 0 {
		text += " " + w.e.text.T("lesson.guess.key", "N", g.Key+1)
	}
	before := &bytes.Buffer{}
	(&show{w.e, before}).said(ink, text, g.Reveal)
	w.rows = bytes.Count(before.Bytes(), []byte("\n"))
	w.show.out.Write(before.Bytes())
	if i >= 0 && g.Choices[i].Miss != "" {
		w.because(w.misconception(g.Choices[i].Miss)...)
		return
	}
	for _, miss := range missesOf(g) {
		w.why = append(w.why, w.misconception(miss)...)
	}
}

// offer lets the learner try a task or leave it. It tells whether it was left.
func (w *walk) offer(ctx context.Context, t lessons.Try) (m move, left bool, err error) {
	key, err := w.turn(ctx, "lesson.key.skip", "t\rwrbq")
	if err != nil || key != 't' {
		return moveOf(key), true, err
	}
	m, err = w.try(ctx, t)
	return m, false, err
}

// check asks questions about what the lesson taught.
func (w *walk) check(ctx context.Context, c lessons.Check) error {
	plan := quiz.Plan{Count: c.Count, Seed: rand.Uint64()}
	for _, name := range c.Skills {
		if k := quiz.Find(name); k != nil {
			plan.Skills = append(plan.Skills, k)
		}
	}
	fmt.Fprintln(w.show.out)
	w.show.line(w.e.text.T("lesson.check", "N", c.Count))
	p := &play{e: w.e, record: w.record, id: record.NewID(time.Now())}
	err := p.run(ctx, plan.Questions())
	w.rows = 0
	return err
}

// box begins a line of a checklist.
const box = "- [ ] "

// prose shows text. Of a checklist the learner marks what holds.
func (w *walk) prose(ctx context.Context, b lessons.Prose) (move, error) {
	before, list, found := strings.Cut(b.Markdown, "\n"+box)
	if !found {
		return w.put(ctx, b)
	}
	if m, err := w.put(ctx, lessons.Prose{Pos: b.Pos, Markdown: before}); m != next || err != nil {
		return m, err
	}
	if key, err := w.turn(ctx, "lesson.key.said", "\rrbq"); err != nil || moveOf(key) != next {
		return moveOf(key), err
	}
	return w.checklist(ctx, strings.Split(list, "\n"+box))
}

// checklist lets the learner mark what holds, and names the rest.
func (w *walk) checklist(ctx context.Context, items []string) (move, error) {
	for i, item := range items {
		items[i] = strings.Join(strings.Fields(item), " ")
	}
	marked, err := w.e.term.MultiSelect(ctx, w.e.text.T("lesson.checklist"), items, nil, "bq")
	var key term.Pressed
	switch {
	case errors.As(err, &key):
		return moveOf(rune(key)), nil
	case errors.Is(err, io.EOF):
		return leave, nil
	case err != nil:
		return leave, err
	}
	w.show.line(w.e.text.T("lesson.checklist.score", "N", len(marked), "Of", len(items)))
	for i, item := range items {
		if !slices.Contains(marked, i) {
			fmt.Fprintln(w.show.out, term.Hang("  - ", item, w.show.width()))
		}
	}
	return next, nil
}
