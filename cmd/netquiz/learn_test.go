package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/locales"
	"netquiz/proto/filter"
	"netquiz/quiz"
)

// reader is a learner's environment without a terminal.
func reader(t *testing.T, lang locales.Lang) *env {
	t.Helper()
	var in, out bytes.Buffer
	e := &env{in: &in, out: &out, err: &bytes.Buffer{}, text: locales.New(lang), dir: t.TempDir()}
	e.term = term.New(&in, &out, e.err, term.Never, e.text)
	return e
}

// eachLesson runs a test over every lesson in both languages.
func eachLesson(t *testing.T, test func(t *testing.T, e *env, l *lessons.Lesson)) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, stage := range stageNames() {
			t.Run(string(lang)+"/"+stage, func(t *testing.T) {
				l, err := lessons.Load(lang, stage)
				if err != nil {
					t.Fatal(err)
				}
				test(t, reader(t, lang), l)
			})
		}
	}
}

// Every live block of every lesson runs and prints something.
func TestLiveBlocksRun(t *testing.T) {
	eachLesson(t, func(t *testing.T, e *env, l *lessons.Lesson) {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				run, ok := b.(lessons.Run)
				if !ok {
					continue
				}
				for _, c := range run.Commands {
					var out bytes.Buffer
					if err := e.pipe(context.Background(), c.Pipe, strings.NewReader(""), &out); err != nil {
						e.report(err)
						t.Errorf("%v: %s: %v\n%s", c.Pos, c.Line, err, e.err)
					} else if out.Len() == 0 {
						t.Errorf("%v: %s prints nothing", c.Pos, c.Line)
					}
				}
			}
		}
	})
}

// Every task takes its own answers, and gives each typical wrong one its reply.
func TestTasks(t *testing.T) {
	eachLesson(t, func(t *testing.T, e *env, l *lessons.Lesson) {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				if task, ok := b.(lessons.Try); ok {
					checkTask(t, e, task)
				}
			}
		}
	})
}

func checkTask(t *testing.T, e *env, task lessons.Try) {
	for _, c := range task.Conditions {
		if _, err := filter.Compile(c.If); err != nil {
			t.Errorf("%v: %v", c.Pos, err)
		}
	}
	for _, answer := range task.Answers {
		if reply, err := e.mark(context.Background(), task, answer); err != nil || reply != "" {
			t.Errorf("%v: answer %q: %q, %v", task.Pos, answer, reply, err)
		}
	}
	for _, w := range task.Wrong {
		if reply, err := e.mark(context.Background(), task, w.Answer); err != nil || reply != w.Reply {
			t.Errorf("%v: wrong answer %q: %q, %v; want %q", w.Pos, w.Answer, reply, err, w.Reply)
		}
	}
}

// What lessons name exists: skills, and misconceptions that have a message.
func TestLessonsNameWhatThereIs(t *testing.T) {
	eachLesson(t, func(t *testing.T, e *env, l *lessons.Lesson) {
		miss := func(pos lessons.Pos, id string) {
			if id != "" && !e.text.Has("quiz.miss."+id) {
				t.Errorf("%v: there is no misconception %s", pos, id)
			}
		}
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				switch b := b.(type) {
				case lessons.Guess:
					for _, c := range b.Choices {
						miss(b.Pos, c.Miss)
					}
				case lessons.Try:
					for _, w := range b.Wrong {
						miss(w.Pos, w.Miss)
					}
				case lessons.Check:
					for _, name := range b.Skills {
						if quiz.Find(name) == nil {
							t.Errorf("%v: there is no skill %s", b.Pos, name)
						}
					}
				}
			}
		}
	})
}
