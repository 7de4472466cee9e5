package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/proto/view"
)

// show draws the blocks of a lesson as text.
type show struct {
	e   *env
	out io.Writer
}

// printLesson prints a lesson, or one step of it, whole: questions with their
// answers, tasks with their hints and one solution.
func (e *env) printLesson(ctx context.Context, stage string, step int) error {
	l, err := lessons.Load(e.text.Lang(), stage)
	if err != nil {
		return err
	}
	s := &show{e, e.out}
	s.title(l)
	for _, p := range l.Steps {
		if step != 0 && p.Number != step {
			continue
		}
		s.head(l, p)
		for _, b := range p.Blocks {
			if err := s.block(ctx, l, b); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *show) paint(attributes ...color.Attribute) func(string) string {
	return s.e.term.Paint(s.e.out, attributes...)
}

func (s *show) width() int { return min(s.e.style().Width, 80) }

func (s *show) title(l *lessons.Lesson) {
	fmt.Fprintf(s.out, "%s\n", s.paint(color.Bold, color.FgCyan)(l.Title))
}

func (s *show) head(l *lessons.Lesson, p lessons.Step) {
	label := fmt.Sprintf("%s %d/%d  ", l.Stage, p.Number, len(l.Steps))
	fmt.Fprintf(s.out, "\n%s%s\n", s.paint(color.Faint)(label), s.paint(color.Bold)(p.Title))
}

func (s *show) block(ctx context.Context, l *lessons.Lesson, b lessons.Block) error {
	fmt.Fprintln(s.out)
	switch b := b.(type) {
	case lessons.Prose:
		s.prose(b.Markdown)
	case lessons.Run:
		return s.run(ctx, b.Commands)
	case lessons.Guess:
		s.question(b.Prompt)
		for i, c := range b.Choices {
			fmt.Fprintln(s.out, term.Hang(fmt.Sprintf("  %d) ", i+1), c.Text, s.width()))
		}
		fmt.Fprintln(s.out, term.Hang("  → ", fmt.Sprintf("%d) %s", b.Key+1, b.Reveal), s.width()))
	case lessons.Try:
		return s.try(ctx, b)
	case lessons.Check:
		fmt.Fprintln(s.out, term.Wrap(s.e.text.T("lesson.check", "N", b.Count), s.width()))
		fmt.Fprintf(s.out, "  netquiz quiz --topic %s --count %d\n", l.Stage, b.Count)
	}
	return nil
}

// prose draws Markdown without the empty lines around it.
func (s *show) prose(markdown string) {
	style := s.e.style()
	style.Width = s.width()
	text := view.Markdown{Style: style}.Append(nil, []byte(markdown))
	fmt.Fprintln(s.out, string(bytes.Trim(text, "\n")))
}

func (s *show) question(prompt string) {
	fmt.Fprintln(s.out, term.Hang(s.paint(color.Bold, color.FgYellow)("? "), prompt, s.width()))
}

// run runs live commands and shows each with what it prints.
func (s *show) run(ctx context.Context, commands []lessons.Command) error {
	for _, c := range commands {
		line := strings.TrimSpace(c.Line)
		fmt.Fprintln(s.out, term.Hang(s.paint(color.FgGreen)("$ "), "netquiz "+strings.ReplaceAll(line, " | ", " | netquiz "), s.width()))
		var text bytes.Buffer
		if err := s.e.pipe(ctx, c.Pipe, strings.NewReader(""), &text); err != nil {
			return err
		}
		fmt.Fprintln(s.out, strings.TrimRight(text.String(), "\n"))
	}
	return nil
}

// try shows a task as one reads it: with its hints, and an answer.
func (s *show) try(ctx context.Context, t lessons.Try) error {
	if err := s.task(ctx, t); err != nil {
		return err
	}
	for i, h := range t.Hints {
		fmt.Fprintln(s.out, term.Hang(fmt.Sprintf("  %s ", s.e.text.T("lesson.hint", "N", i+1)), h, s.width()))
	}
	fmt.Fprintln(s.out, term.Hang(fmt.Sprintf("  %s ", s.e.text.T("lesson.answer")), strings.Join(t.Answers, ", "), s.width()))
	return nil
}

// task shows what is to be done, and with what.
func (s *show) task(ctx context.Context, t lessons.Try) error {
	label := s.paint(color.Bold, color.FgMagenta)(s.e.text.T("lesson.try") + " ")
	fmt.Fprintln(s.out, term.Hang(label, t.Task, s.width()))
	for i, item := range t.Items {
		fmt.Fprintln(s.out, term.Hang(fmt.Sprintf("  %d) ", i+1), item, s.width()))
	}
	if t.Given.Line != "" {
		return s.run(ctx, []lessons.Command{t.Given})
	}
	return nil
}
