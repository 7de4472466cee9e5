package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/locales"
	"netquiz/proto"
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

// What a lesson shows fits a screen: every step, its guess answered and its
// live blocks run, in 80 by 24 cells with the line of keys below, every task
// with its frame, and nothing is wider than the screen, a narrow one either.
func TestStepsFitTheScreen(t *testing.T) {
	for _, columns := range []int{80, 41} {
		eachLesson(t, func(t *testing.T, e *env, l *lessons.Lesson) {
			e.term = term.New(e.in, screen(t, columns), e.err, term.Never, e.text)
			for _, s := range l.Steps {
				step, tasks := shown(t, e, l, s)
				for _, text := range append(tasks, step) {
					rows := strings.Split(strings.TrimSpace(text), "\n")
					for _, row := range rows {
						if w := term.Width(row); w > columns {
							t.Errorf("%v: %d columns: %s", s.Pos, w, row)
						}
					}
					const keys = 1 // the line of keys
					if columns == 80 && len(rows) > 24-keys {
						t.Errorf("%v: %d rows\n%s", s.Pos, len(rows), text)
					}
				}
			}
		})
	}
}

// screen is a terminal of some width that nobody looks at.
func screen(t *testing.T, columns int) *os.File {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close(); master.Close() })
	if err := pty.Setsize(tty, &pty.Winsize{Cols: uint16(columns), Rows: 24}); err != nil {
		t.Fatal(err)
	}
	return tty
}

// shown is what a step looks like once its guess is answered, and each of its
// tasks.
func shown(t *testing.T, e *env, l *lessons.Lesson, p lessons.Step) (step string, tasks []string) {
	var out bytes.Buffer
	s := &show{e, &out}
	s.head(l, p)
	for _, b := range p.Blocks {
		switch b := b.(type) {
		case lessons.Guess:
			s.said(color.FgGreen, e.text.T("lesson.guess.wrong"), b.Reveal)
		case lessons.Try:
			var task bytes.Buffer
			if err := (&show{e, &task}).task(context.Background(), b); err != nil {
				t.Errorf("%v: %v", b.Pos, err)
			}
			tasks = append(tasks, task.String())
		case lessons.Check:
		default:
			out.WriteByte('\n')
			if err := s.block(context.Background(), l, b); err != nil {
				e.report(err)
				t.Errorf("%v: %v\n%s", b.At(), err, e.err)
			}
		}
	}
	return out.String(), tasks
}

// Every live block prints something.
func TestLiveBlocksPrint(t *testing.T) {
	eachLesson(t, func(t *testing.T, e *env, l *lessons.Lesson) {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				run, ok := b.(lessons.Run)
				for i := 0; ok && i < len(run.Commands); i++ {
					c := run.Commands[i]
					if text, err := e.printed(context.Background(), c); err != nil || text == "" {
						t.Errorf("%v: %s prints %q, %v", c.Pos, c.Line, text, err)
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
		if m, err := e.mark(context.Background(), task, answer); err != nil || m.reply != "" {
			t.Errorf("%v: answer %q: %q, %v", task.Pos, answer, m.reply, err)
		}
	}
	for _, w := range task.Wrong {
		m, err := e.mark(context.Background(), task, w.Answer)
		if err != nil || m.reply != w.Reply || w.Miss != "" && m.miss != w.Miss {
			t.Errorf("%v: wrong answer %q: %+v, %v; want %q, %q", w.Pos, w.Answer, m, err, w.Reply, w.Miss)
		}
		if (m.made != nil) != (task.Expect == lessons.Frame) {
			t.Errorf("%v: %s was marked with the frame %v", w.Pos, task.Expect, m.made)
		}
	}
}

// An answer is the same however it is written, and what is none is refused.
func TestAnswersAreForgiven(t *testing.T) {
	number := lessons.Try{Expect: lessons.Number, Answers: []string{"1360", "0x550"}, Wrong: []lessons.Wrong{{Answer: "1400", Reply: "MTU"}}}
	dumped := lessons.Try{Expect: lessons.Number, Answers: []string{"ffff", "0xffff", "65535"}}
	octets := lessons.Try{Expect: lessons.Bytes, Answers: []string{"1b 58"}}
	order := lessons.Try{Expect: lessons.Order, Answers: []string{"2 1 3"}}
	for _, test := range []struct {
		task        lessons.Try
		right, none []string
	}{
		{number, []string{"1360", "1,360", "1,360바이트", "1360 bytes", "0x550", "0X0550", "１３６０"}, []string{"천삼백", "-1", "MSS"}},
		{dumped, []string{"FFFF", "ff ff", "0xFFFF", "65,535"}, []string{"zz"}},
		{octets, []string{"1b58", "1B 58", "0x1b 0x58", `\x1b\x58`, "1b:58", "1b-58"}, []string{"1b5", "이십칠"}},
		{order, []string{"2 1 3", "213", "2,1,3", "2 → 1 → 3"}, nil},
	} {
		e := reader(t, locales.Korean)
		for _, answer := range test.right {
			if m, err := e.mark(t.Context(), test.task, answer); err != nil || m.reply != "" {
				t.Errorf("%s: %q: %q, %v", test.task.Expect, answer, m.reply, err)
			}
		}
		for _, answer := range test.none {
			if m, err := e.mark(t.Context(), test.task, answer); err == nil {
				t.Errorf("%s: %q is marked: %q", test.task.Expect, answer, m.reply)
			}
		}
		if m, err := e.mark(t.Context(), test.task, "12 34"); err != nil || m.reply == "" {
			t.Errorf("%s: another value: %q, %v", test.task.Expect, m.reply, err)
		}
	}
	if m, _ := reader(t, locales.Korean).mark(t.Context(), number, "1,400 B"); m.reply != "MTU" {
		t.Errorf("a known wrong answer with a unit gets %q", m.reply)
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

// Without a record the lesson goes on, and says that nothing is saved.
func TestLearningWithoutARecord(t *testing.T) {
	var out, failed bytes.Buffer
	e := &env{in: strings.NewReader("2\n\nq\n"), out: &out, err: &failed, text: locales.New(locales.English), dir: filepath.Join(t.TempDir(), "file")}
	if err := os.WriteFile(e.dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e.term = term.New(e.in, e.out, e.err, term.Never, e.text)
	w, err := e.walker()
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	if ended, err := w.through(t.Context(), "close", 1); ended || err != nil {
		t.Errorf("ended: %t, %v", ended, err)
	}
	if w.done.next(w.lesson) != 1 || !strings.Contains(out.String(), "close 2/11") {
		t.Errorf("goes on with step %d\n%s", w.done.next(w.lesson)+1, out.String())
	}
	if !strings.Contains(failed.String(), e.text.T("lesson.unsaved")) {
		t.Errorf("says %q", failed.String())
	}
}

// Every field that a live block prints can be looked up from its step.
func TestFieldsCanBeLookedUp(t *testing.T) {
	d := dictionaryOf(t, locales.Korean)
	for _, stage := range stageNames() {
		l, err := lessons.Load(locales.Korean, stage)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range l.Steps {
			named := d.namedIn(l, s)
			for _, field := range fieldsOf(s) {
				selector, err := proto.Select(field)
				if err != nil || !slices.ContainsFunc(named, func(x *entry) bool { return x.id == selector.Fields[0].ID }) {
					t.Errorf("%v: %s is not among the words to look up, %v", s.Pos, field, err)
				}
			}
		}
	}
}
