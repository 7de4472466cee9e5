package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/quiz/record"
)

// walk is a learner going through the course by keys.
type walk struct {
	e      *env
	show   *show
	record *record.Record // nil: nothing is saved
	done   progress
	lesson *lessons.Lesson // the one that is open
	step   lessons.Step    // where the learner is in it
	rows   int             // printed since the learner last pressed a key
	told   bool            // which keys there are
	why    []string        // what explains what was answered last, in Markdown
}

// move is where to go from a block or a step.
type move int

const (
	next move = iota
	back
	leave
)

func moveOf(key rune) move {
	switch key {
	case 'b':
		return back
	case 'q':
		return leave
	}
	return next
}

// walker opens the record. One of a newer program stays as it is and ends the
// command; without any other the learner goes on unsaved.
func (e *env) walker() (*walk, error) {
	w := &walk{e: e, show: &show{e, e.out}, done: progress{}}
	r, err := e.openRecord()
	if isNewer(err) {
		return nil, err
	}
	if err != nil {
		w.unsaved(err)
		return w, nil
	}
	w.record = r
	if done, err := e.progress(r); err != nil {
		w.unsaved(err)
	} else {
		w.done = done
	}
	return w, nil
}

func (w *walk) close() {
	if w.record != nil {
		w.record.Close()
	}
}

// unsaved says why nothing is saved from now on.
func (w *walk) unsaved(err error) {
	w.close()
	w.record = nil
	w.e.report(recordFailure(err))
	w.e.remark(w.e.text.T("lesson.unsaved"))
}

// passed notes that the learner has been through the step.
func (w *walk) passed() {
	s, now := record.Step{Stage: w.lesson.Stage, Name: strconv.Itoa(w.step.Number)}, time.Now()
	w.done[s] = now
	if w.record == nil {
		return
	}
	if err := w.record.Mark(s, now); err != nil {
		w.unsaved(err)
	}
}

// menu shows the stages and what is done of them, until the learner leaves.
func (w *walk) menu(ctx context.Context) error {
	for {
		var lines []string
		var course []*lessons.Lesson
		for _, stage := range stageNames() {
			l, err := lessons.Load(w.e.text.Lang(), stage)
			if err != nil {
				return err
			}
			course = append(course, l)
			lines = append(lines, w.done.mark(l)+" "+w.done.line(l))
		}
		i, err := w.e.term.Select(ctx, w.e.text.T("lesson.menu"), lines, w.done.stage(course), "q")
		var key term.Pressed
		if errors.As(err, &key) || errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := w.through(ctx, course[i].Stage, 0); err != nil {
			return err
		}
	}
}

// through goes through a stage from a step on; 0: where the learner left it.
// It tells whether the learner came to its end.
func (w *walk) through(ctx context.Context, stage string, step int) (ended bool, err error) {
	if w.lesson, err = lessons.Load(w.e.text.Lang(), stage); err != nil {
		return false, err
	}
	at := step - 1
	if step == 0 {
		at = w.done.next(w.lesson)
	}
	w.show.title(w.lesson)
	for at < len(w.lesson.Steps) {
		w.step = w.lesson.Steps[at]
		m, err := w.walkStep(ctx)
		if err != nil {
			return false, err
		}
		switch m {
		case leave:
			return false, nil
		case back:
			at = max(at-1, 0)
		case next:
			w.passed()
			at++
		}
	}
	fmt.Fprintln(w.show.out)
	w.show.line(w.show.paint(color.Bold, color.FgGreen)(w.e.text.T("lesson.done", "Title", w.lesson.Title)))
	return true, nil
}

// alone goes through one stage and says which comes after it.
func (w *walk) alone(ctx context.Context, stage string, step int) error {
	ended, err := w.through(ctx, stage, step)
	names := stageNames()
	if after := slices.Index(names, stage) + 1; ended && after < len(names) {
		w.show.line(w.e.text.T("lesson.after", "Stage", names[after]))
	}
	return err
}

// turn asks for one of keys; enter names what Enter does. Looking something up
// and asking why lead nowhere.
func (w *walk) turn(ctx context.Context, enter, keys string) (rune, error) {
	if len(w.why) == 0 {
		keys = strings.ReplaceAll(keys, "w", "")
	}
	for {
		if _, lines := w.e.term.Size(); w.rows+2 <= lines {
			fmt.Fprintln(w.show.out)
		}
		key, err := w.e.term.Key(ctx, w.keyLine(enter, keys), keys)
		w.rows = 0
		switch {
		case errors.Is(err, io.EOF):
			return 'q', nil
		case err != nil:
			return 'q', err
		case key == 'w':
			w.tellWhy()
		case key == 'r':
			if err := w.lookUp(ctx); err != nil {
				return 'q', err
			}
		default:
			return key, nil
		}
	}
}

// keyLine says what each key does, w only where there is a reason.
func (w *walk) keyLine(enter, keys string) string {
	var items []string
	for _, key := range keys {
		id := "lesson.key." + string(key)
		switch {
		case key == 'w' && len(w.why) == 0:
			continue
		case key == term.Enter:
			id = enter
		}
		items = append(items, w.e.text.T(id))
	}
	return w.e.keyLine(strings.Join(items, betweenKeys))
}

// betweenKeys stands between what one key does and what the next one does.
const betweenKeys = " · "

// promptMargin is how many columns prompts leave free, at least.
const promptMargin = 4

// keyLine breaks what keys do to the screen: between keys.
func (e *env) keyLine(text string) string {
	columns, _ := e.term.Size()
	return inItems(text, betweenKeys, columns-promptMargin)
}
