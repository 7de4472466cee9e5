package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/proto"
	"netquiz/quiz"
)

// ask asks for an answer, by keys or by a line.
func (p *play) ask(ctx context.Context, q *quiz.Question) (outcome, error) {
	t, prompt := p.e.term, p.e.text.T("quiz.answer."+string(q.Kind))
	if !t.Interactive() {
		return p.askLine(ctx, q)
	}
	var picked []int
	var err error
	switch q.Kind {
	case quiz.Choice:
		var i int
		i, err = t.Select(ctx, prompt, p.texts(q.Options), -1, keys)
		picked = []int{i}
	case quiz.Several:
		picked, err = t.MultiSelect(ctx, prompt, p.texts(q.Options), nil, keys)
	default:
		fmt.Fprint(p.e.out, p.listed(q))
		return p.askTyped(ctx, q, prompt)
	}
	var key term.Pressed
	if errors.As(err, &key) {
		return outcome{key: rune(key)}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	value := q.Pick(picked...)
	return outcome{value: value, said: value.In(p.e.text)}, nil
}

// askLine reads an answer from a line. Where nobody can be asked again, one that
// is no answer counts as a wrong one.
func (p *play) askLine(ctx context.Context, q *quiz.Question) (outcome, error) {
	fmt.Fprint(p.e.err, p.listed(q))
	o, err := p.askTyped(ctx, q, ">")
	var unclear *quiz.UnclearError
	if errors.As(err, &unclear) {
		fmt.Fprintln(p.e.err, err)
		return outcome{said: unclear.Line, key: '?'}, nil
	}
	return o, err
}

// askTyped asks for a line until it is an answer or a key, where somebody sits
// who can be asked again.
func (p *play) askTyped(ctx context.Context, q *quiz.Question, message string) (outcome, error) {
	var o outcome
	_, err := p.e.term.Input(ctx, message, "", func(line string) (err error) {
		o, err = p.understand(ctx, q, line)
		return err
	})
	return o, err
}

// listed are the things to put in order, to choose from or to match, a line each.
func (p *play) listed(q *quiz.Question) string {
	var lines []string
	for i, text := range p.texts(q.Options) {
		label := fmt.Sprintf("  %d) ", i+1)
		if q.Kind == quiz.Match {
			label = fmt.Sprintf("  %c) ", 'a'+i)
		}
		lines = append(lines, term.Hang(label, text, p.width()))
	}
	for i, text := range p.texts(q.Partners) {
		lines = append(lines, term.Hang(fmt.Sprintf("      → %d) ", i+1), text, p.width()))
	}
	if lines == nil {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

func (p *play) texts(values []quiz.Value) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = v.In(p.e.text)
	}
	return texts
}

// unclear is a line that is no answer, and what would be one.
type unclear struct {
	*quiz.UnclearError
	text string
}

func (u *unclear) Error() string { return u.text }
func (u *unclear) Unwrap() error { return u.UnclearError }

// understand is what a line means: a key, or an answer. If it is neither, the
// error says what would be.
func (p *play) understand(ctx context.Context, q *quiz.Question, line string) (outcome, error) {
	if key, ok := term.Command(line, keys); ok {
		return outcome{key: key}, nil
	}
	value, err := p.e.answer(ctx, q, line)
	return outcome{value: value, said: strings.TrimSpace(line)}, err
}

// answer is the answer that a line says; a frame may be given by the command that
// builds it.
func (e *env) answer(ctx context.Context, q *quiz.Question, line string) (quiz.Value, error) {
	if said := strings.TrimSpace(line); q.Kind == quiz.Build && !likeHex(said) {
		made, err := e.madeBy(ctx, said)
		if err != nil {
			return nil, &unclear{&quiz.UnclearError{Kind: q.Kind, Line: said}, err.Error()}
		}
		return made, nil
	}
	value, err := q.Read(line, e.text)
	var no *quiz.UnclearError
	if errors.As(err, &no) {
		return nil, &unclear{no, e.text.T("quiz.want."+string(q.Kind), "Most", no.Most)}
	}
	return value, err
}

// madeBy is the frame that a command line builds.
func (e *env) madeBy(ctx context.Context, line string) (quiz.Made, error) {
	want := errors.New(e.text.T("quiz.want.build"))
	pipe, err := lessons.SplitCommand(strings.TrimPrefix(line, "netquiz "))
	if err != nil || len(pipe) == 0 || pipe[0][0] != "build" && pipe[0][0] != "만들기" {
		return quiz.Made{}, want
	}
	quiet := *e
	quiet.err = io.Discard
	var f proto.Frame
	if err := quiet.firstFrame(ctx, pipe, &f); err != nil {
		return quiz.Made{}, errors.New(e.told(err))
	}
	return quiz.Made{Command: line, Frame: f.Bytes()}, nil
}

// told is an error as report would print it, in one line.
func (e *env) told(err error) string {
	var f *failure
	if !errors.As(err, &f) {
		f = explain(err)
	}
	return e.text.T(f.id, f.args...)
}
