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
	"netquiz/proto"
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
	return e.through(e.out, func(out *env) error {
		s := &show{out, out.out}
		s.title(l)
		for _, p := range l.Steps {
			if step != 0 && p.Number != step {
				continue
			}
			s.head(l, p)
			for _, b := range p.Blocks {
				fmt.Fprintln(s.out)
				if err := s.block(ctx, l, b); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (s *show) paint(attributes ...color.Attribute) func(string) string {
	return s.e.term.Paint(s.e.out, attributes...)
}

func (s *show) width() int { return min(s.e.style().Width, 80) }

func (s *show) title(l *lessons.Lesson) {
	fmt.Fprintf(s.out, "%s\n", s.paint(color.Bold, color.FgCyan)(term.Wrap(l.Title, s.width())))
}

func (s *show) head(l *lessons.Lesson, p lessons.Step) {
	label := fmt.Sprintf("%s %d/%d  ", l.Stage, p.Number, len(l.Steps))
	fmt.Fprintf(s.out, "\n%s\n", term.Hang(s.paint(color.Faint)(label), s.paint(color.Bold)(p.Title), s.width()))
}

func (s *show) block(ctx context.Context, l *lessons.Lesson, b lessons.Block) error {
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
		s.line(s.e.text.T("lesson.check", "N", b.Count))
		fmt.Fprintf(s.out, "  %s\n", checkCommand(l, b))
	}
	return nil
}

// checkCommand asks what a check asks, outside the lesson.
func checkCommand(l *lessons.Lesson, c lessons.Check) string {
	return fmt.Sprintf("netquiz quiz --topic %s --count %d", l.Stage, c.Count)
}

// prose draws Markdown without the empty lines around it.
func (s *show) prose(markdown string) {
	style := s.e.style()
	style.Width = s.width()
	text := view.Markdown{Style: style}.Append(nil, []byte(markdown))
	fmt.Fprintln(s.out, string(bytes.Trim(text, "\n")))
}

// said draws a sentence of Markdown after a label.
func (s *show) said(ink color.Attribute, label, markdown string) {
	style := s.e.style()
	style.Width = s.width()
	text := string(bytes.Trim(view.Markdown{Style: style}.Append(nil, []byte(label+" "+markdown)), "\n"))
	if rest, ok := strings.CutPrefix(text, label); ok {
		text = s.paint(color.Bold, ink)(label) + rest
	}
	fmt.Fprintln(s.out, text)
}

// line draws plain text.
func (s *show) line(text string) { fmt.Fprintln(s.out, term.Wrap(text, s.width())) }

func (s *show) question(prompt string) {
	fmt.Fprintln(s.out, term.Hang(s.paint(color.Bold, color.FgYellow)("? "), prompt, s.width()))
}

// run runs live commands and shows each with what it prints.
func (s *show) run(ctx context.Context, commands []lessons.Command) error {
	for _, c := range commands {
		fmt.Fprintln(s.out, term.Hang(s.paint(color.FgGreen)("$ "), spokenCommand(c), s.width()))
		text, err := s.e.printed(ctx, c)
		if err != nil {
			return err
		}
		for line := range strings.SplitSeq(text, "\n") {
			fmt.Fprintln(s.out, broken(line, s.width()))
		}
	}
	return nil
}

// spokenCommand is a live command as one types it into a shell.
func spokenCommand(c lessons.Command) string {
	return "netquiz " + strings.ReplaceAll(strings.TrimSpace(c.Line), " | ", " | netquiz ")
}

// printed is what a live command prints, TABs set out as a terminal does.
func (e *env) printed(ctx context.Context, c lessons.Command) (string, error) {
	var text bytes.Buffer
	if err := e.pipe(ctx, c.Pipe, strings.NewReader(""), &text); err != nil {
		return "", err
	}
	return setOut(strings.TrimRight(text.String(), "\n")), nil
}

// try shows a task as one reads it: with its hints, and an answer.
func (s *show) try(ctx context.Context, t lessons.Try) error {
	if err := s.task(ctx, t); err != nil {
		return err
	}
	for i, h := range t.Hints {
		s.said(color.FgYellow, s.e.text.T("lesson.hint", "N", i+1), h)
	}
	s.line(s.e.text.T("lesson.answer") + " " + strings.Join(t.Answers, ", "))
	return nil
}

// task shows what is to be done, and with what.
func (s *show) task(ctx context.Context, t lessons.Try) error {
	s.said(color.FgMagenta, s.e.text.T("lesson.try"), t.Task)
	for i, item := range t.Items {
		fmt.Fprintln(s.out, term.Hang(fmt.Sprintf("  %d) ", i+1), item, s.width()))
	}
	if t.Given.Line == "" {
		return nil
	}
	var given proto.Frame
	if err := s.e.firstFrame(ctx, t.Given.Pipe, &given); err != nil {
		return err
	}
	style := s.e.style()
	style.Width = s.width()
	text := view.Hexdump{Style: style}.Append(nil, &given)
	fmt.Fprintf(s.out, "\n%s\n", bytes.TrimRight(text, "\n"))
	return nil
}
