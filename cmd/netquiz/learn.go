package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/quiz/record"
)

func learnCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:         "learn",
		Aliases:      []string{"학습"},
		ArgsUsage:    "[STAGE[#STEP]]",
		Description:  "netquiz learn\nnetquiz learn handshake#2\nnetquiz learn --list",
		BashComplete: suggest(stageNames()...),
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "list"},
			&cli.BoolFlag{Name: "print"},
			&cli.BoolFlag{Name: "reset"},
			&cli.StringFlag{Name: "html", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
		Action: e.learn,
	}
}

// stageNames are the stages of the course that are written, in its order.
func stageNames() []string {
	var names []string
	for _, s := range lessons.Stages() {
		if s.Written {
			names = append(names, s.ID)
		}
	}
	return names
}

func (e *env) learn(c *cli.Context) error {
	stage, step, err := stageAndStep(c.Args().First())
	if err != nil {
		return err
	}
	switch {
	case c.Bool("reset"):
		return e.resetLessons(stage)
	case c.IsSet("html"):
		return e.writeCourse(c)
	case c.Bool("list"):
		return e.listLessons()
	case c.Bool("print"), stage != "" && !e.term.Interactive():
		return e.printLessons(c.Context, stage, step)
	case !e.term.Screen():
		return e.listLessons()
	}
	w, err := e.walker()
	if err != nil {
		return err
	}
	defer w.close()
	if stage == "" {
		return w.menu(c.Context)
	}
	return w.alone(c.Context, stage, step)
}

// printLessons prints a stage, or a step of it, or all stages for "".
func (e *env) printLessons(ctx context.Context, stage string, step int) error {
	if stage != "" {
		return e.printLesson(ctx, stage, step)
	}
	for _, stage := range stageNames() {
		if err := e.printLesson(ctx, stage, 0); err != nil {
			return err
		}
	}
	return nil
}

// stageAndStep reads STAGE or STAGE#STEP; step 0 is where the learner left it.
func stageAndStep(word string) (stage string, step int, err error) {
	if word == "" {
		return "", 0, nil
	}
	stage, number, numbered := strings.Cut(word, "#")
	lesson, err := lessons.Load("ko", stage)
	var unknown *lessons.StageError
	if errors.As(err, &unknown) {
		f := usage("lesson.no_stage", "Stage", stage)
		if near := nearest(stage, stageNames()); near != "" {
			return "", 0, f.hinted("cli.usage.nearest", "Nearest", near)
		}
		return "", 0, f.hinted("lesson.hint.stages", "Stages", joined(stageNames()))
	}
	if err != nil {
		return "", 0, err
	}
	if numbered {
		if step, err = strconv.Atoi(number); err != nil || step < 1 || step > len(lesson.Steps) {
			return "", 0, usage("lesson.no_step", "Stage", stage, "Step", number, "Most", len(lesson.Steps))
		}
	}
	return stage, step, nil
}

func (e *env) resetLessons(stage string) error {
	r, err := e.openRecord()
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.Reset(stage, time.Now()); err != nil {
		return recordFailure(err)
	}
	id := "lesson.reset"
	if stage == "" {
		id = "lesson.reset_all"
	}
	e.remark(e.text.T(id, "Stage", stage))
	return nil
}

// progress is which steps of the course are done, and when.
type progress map[record.Step]time.Time

func (e *env) progress(r *record.Record) (progress, error) {
	done, err := r.Done()
	if err != nil {
		return nil, recordFailure(err)
	}
	p := progress{}
	for _, d := range done {
		p[d.Step] = d.Time
	}
	return p, nil
}

// step is when a step was done, zero if it was not.
func (p progress) step(stage string, number int) time.Time {
	return p[record.Step{Stage: stage, Name: strconv.Itoa(number)}]
}

// of counts the steps of a lesson that are done.
func (p progress) of(l *lessons.Lesson) int {
	n := 0
	for _, s := range l.Steps {
		if !p.step(l.Stage, s.Number).IsZero() {
			n++
		}
	}
	return n
}

// next is the index of the step to go on with in a lesson: the one after that
// done last, else the first that is not done, else the first.
func (p progress) next(l *lessons.Lesson) int {
	first, last := -1, -1
	for i, s := range l.Steps {
		switch at := p.step(l.Stage, s.Number); {
		case at.IsZero() && first < 0:
			first = i
		case !at.IsZero() && (last < 0 || !at.Before(p.step(l.Stage, l.Steps[last].Number))):
			last = i
		}
	}
	if after := last + 1; after < len(l.Steps) && p.step(l.Stage, after+1).IsZero() {
		return after
	}
	return max(first, 0)
}

// stage is the index of the stage to go on with: the one gone through last or,
// where that is done, the next that is not.
func (p progress) stage(course []*lessons.Lesson) int {
	last := record.Step{}
	for s, at := range p {
		if last.Stage == "" || at.After(p[last]) {
			last = s
		}
	}
	from := max(0, slices.IndexFunc(course, func(l *lessons.Lesson) bool { return l.Stage == last.Stage }))
	for i := range course {
		if at := (from + i) % len(course); p.of(course[at]) < len(course[at].Steps) {
			return at
		}
	}
	return 0
}

// listLessons prints the stages with what is done; on a pipe a line each, TAB
// between stage, steps done, steps, and title.
func (e *env) listLessons() error {
	r, err := e.openRecord()
	if err != nil {
		return err
	}
	defer r.Close()
	done, err := e.progress(r)
	if err != nil {
		return err
	}
	for i, s := range lessons.Stages() {
		if !s.Written {
			continue
		}
		l, err := lessons.Load(e.text.Lang(), s.ID)
		if err != nil {
			return err
		}
		if !e.term.Screen() {
			fmt.Fprintf(e.out, "%s\t%d\t%d\t%s\n", l.Stage, done.of(l), len(l.Steps), l.Title)
			continue
		}
		label := fmt.Sprintf("%d. %s ", i+1, done.mark(l))
		fmt.Fprintln(e.out, term.Hang(label, done.line(l), e.style().Width))
	}
	return nil
}

// mark is a sign for how much of a stage is done: nothing, some, all.
func (p progress) mark(l *lessons.Lesson) string {
	switch p.of(l) {
	case 0:
		return " "
	case len(l.Steps):
		return "✓"
	}
	return "…"
}

// line is a stage with how many of its steps are done.
func (p progress) line(l *lessons.Lesson) string {
	return fmt.Sprintf("%s (%s %d/%d)", l.Title, l.Stage, p.of(l), len(l.Steps))
}
