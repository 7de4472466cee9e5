package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
	"netquiz/proto/view"
	"netquiz/quiz"
)

// triesKeys act on an empty answer line of a task.
const triesKeys = "h?wrbq"

// try lets the learner solve a task: a command line that builds a frame, or the
// frame in hex, or a value; until it is right, or the learner goes on.
func (w *walk) try(ctx context.Context, t lessons.Try) (move, error) {
	s := w.show
	fmt.Fprintln(s.out)
	if err := s.task(ctx, t); err != nil {
		return leave, err
	}
	keys := w.e.text.T("lesson.try.keys") + "\n" + w.keyLine("lesson.key.empty", triesKeys+"\r")
	fmt.Fprintln(s.out, s.paint(color.Faint)(term.Wrap(keys, s.width())))
	hints := 0
	for {
		answer, err := w.e.term.Input(ctx, w.e.text.T("lesson.ask."+string(t.Expect)), "", nil)
		if errors.Is(err, io.EOF) {
			return leave, nil
		}
		if err != nil {
			return leave, err
		}
		w.rows = 0
		key, isKey := term.Command(answer, triesKeys)
		switch {
		case strings.TrimSpace(answer) == "":
			return next, nil
		case isKey && (key == 'b' || key == 'q'):
			return moveOf(key), nil
		case isKey && key == '?':
			s.said(color.FgYellow, w.e.text.T("lesson.answer"), strings.Join(t.Answers, ", "))
			w.because(t.Hints[1])
		case isKey && key == 'h':
			hints = min(hints+1, len(t.Hints))
			s.said(color.FgYellow, w.e.text.T("lesson.hint", "N", hints), t.Hints[hints-1])
		case isKey && key == 'w':
			w.tellWhy(t.Hints[0])
		case isKey && key == 'r':
			if err := w.lookUp(ctx); err != nil {
				return leave, err
			}
		default:
			solved, err := w.marked(ctx, t, answer)
			if solved || err != nil {
				return next, err
			}
		}
	}
}

// marked tells what an answer is worth. One that cannot be read is neither
// right nor the end of it.
func (w *walk) marked(ctx context.Context, t lessons.Try, answer string) (solved bool, err error) {
	s := w.show
	m, err := w.e.mark(ctx, t, answer)
	switch {
	case err != nil && ctx.Err() != nil:
		return false, err
	case err != nil:
		w.e.report(err)
		return false, nil
	case m.reply == "":
		fmt.Fprintln(s.out, s.paint(color.Bold, color.FgGreen)(w.e.text.T("lesson.try.right")))
		w.because(t.Hints[1])
		return true, nil
	}
	s.said(color.FgRed, w.e.text.T("lesson.try.wrong"), m.reply)
	if m.made != nil {
		s.line(s.paint(color.Faint)(w.e.text.T("lesson.try.yours", "Frame", w.gist(m.made))))
	}
	w.because(t.Hints[0])
	if m.miss != "" {
		w.because(w.misconception(m.miss)...)
	}
	return false, nil
}

// gist is a frame in a line, without its number and time.
func (w *walk) gist(f *proto.Frame) string {
	style := view.Style{L: w.e.text}
	words := strings.Fields(string(view.NewSummary(style).Append(nil, f)))
	return strings.Join(words[min(2, len(words)):], " ")
}

// mark is what an answer to a task is worth.
type mark struct {
	reply string       // "" if it is right, else what to tell
	miss  string       // the misconception behind it, if one is known
	made  *proto.Frame // the answer, where it is a frame
}

// mark marks an answer to a task.
func (e *env) mark(ctx context.Context, t lessons.Try, answer string) (mark, error) {
	if t.Expect != lessons.Frame {
		return e.markValue(t, answer)
	}
	var given proto.Frame
	if t.Given.Line != "" {
		if err := e.firstFrame(ctx, t.Given.Pipe, &given); err != nil {
			return mark{}, err
		}
	}
	pipe, err := lessons.SplitCommand(strings.TrimPrefix(strings.TrimSpace(answer), "netquiz "))
	if likeHex(answer) {
		pipe = [][]string{{"build", answer, "--keep"}}
	} else if err != nil {
		return mark{}, usage("lesson.try.no_command", "Text", answer)
	}
	m := mark{made: new(proto.Frame)}
	if err := e.firstFrame(ctx, pipe, m.made); err != nil {
		return mark{}, err
	}
	for _, c := range t.Conditions {
		f, err := filter.Compile(c.If)
		if err != nil {
			return mark{}, badFilter(c.If, err)
		}
		if !f.MatchGiven(m.made, &given) {
			m.reply = c.Else
			for _, w := range t.Wrong {
				if w.Reply == c.Else && w.Miss != "" {
					m.miss = w.Miss
				}
			}
			return m, nil
		}
	}
	return m, nil
}

// markValue marks a number, bytes or an order. It fails if the answer is none.
func (e *env) markValue(t lessons.Try, answer string) (mark, error) {
	same := func(a string) bool { return sameAnswer(t.Expect, a, answer) }
	if slices.ContainsFunc(t.Answers, same) {
		return mark{}, nil
	}
	for _, w := range t.Wrong {
		if same(w.Answer) {
			return mark{reply: w.Reply, miss: w.Miss}, nil
		}
	}
	_, number := quiz.ReadNumber(answer)
	octets := quiz.ReadBytes(answer) // some numbers may be given as they stand in a dump
	if octets == nil && (t.Expect == lessons.Bytes || t.Expect == lessons.Number && !number) {
		return mark{}, usage("quiz.want." + string(t.Expect))
	}
	return mark{reply: e.text.T("lesson.try.other")}, nil
}

// sameAnswer tells whether two answers say the same, however they are written.
func sameAnswer(expect lessons.Expect, a, b string) bool {
	switch expect {
	case lessons.Number:
		n, ok := quiz.ReadNumber(a)
		if m, also := quiz.ReadNumber(b); ok && also {
			return n == m
		}
	case lessons.Bytes:
		if octets := quiz.ReadBytes(a); octets != nil {
			return bytes.Equal(octets, quiz.ReadBytes(b))
		}
	}
	return plainAnswer(a) == plainAnswer(b)
}

// plainAnswer is an answer without what does not matter: spaces, commas, case.
func plainAnswer(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ,\t:→>", r) {
			return -1
		}
		return r
	}, text))
}

// firstFrame decodes the first frame that commands print.
func (e *env) firstFrame(ctx context.Context, pipe [][]string, f *proto.Frame) error {
	var out bytes.Buffer
	if err := e.pipe(ctx, pipe, strings.NewReader(""), &out); err != nil {
		return err
	}
	r, err := capture.NewReader(&out, capture.Auto)
	if err != nil {
		return unreadable("stdin", err)
	}
	p := new(proto.Packet)
	if err := r.Next(p); err != nil {
		return unreadable("stdin", err)
	}
	p.Bytes = bytes.Clone(p.Bytes)
	f.Decode(p, proto.CheckAll)
	return nil
}
