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
)

// try lets the learner solve a task: a command line that builds a frame, or the
// frame in hex, or a value; until it is right, or the learner goes on.
func (w *walk) try(ctx context.Context, s *show, t lessons.Try) (move, error) {
	fmt.Fprintln(s.out)
	if err := s.task(ctx, t); err != nil {
		return leave, err
	}
	hints := 0
	for {
		answer, err := w.e.term.Input(ctx, w.e.text.T("lesson.try.ask"), "", nil)
		if errors.Is(err, io.EOF) {
			return leave, nil
		}
		if err != nil {
			return leave, err
		}
		key, isKey := term.Command(answer, "h?bqw")
		switch {
		case strings.TrimSpace(answer) == "":
			return next, nil
		case isKey && (key == 'b' || key == 'q'):
			return moveOf(key), nil
		case isKey && key == '?':
			fmt.Fprintln(s.out, term.Hang(s.paint(color.FgYellow)(w.e.text.T("lesson.answer")+" "), strings.Join(t.Answers, ", "), s.width()))
		case isKey:
			hints = min(hints+1, len(t.Hints))
			label := w.e.text.T("lesson.hint", "N", hints) + " "
			fmt.Fprintln(s.out, term.Hang(s.paint(color.FgYellow)(label), t.Hints[hints-1], s.width()))
		default:
			reply, err := w.e.mark(ctx, t, answer)
			if err != nil && ctx.Err() != nil {
				return leave, err
			}
			if err != nil {
				w.e.report(err)
				continue
			}
			if reply == "" {
				fmt.Fprintln(s.out, s.paint(color.Bold, color.FgGreen)(w.e.text.T("lesson.try.right")))
				return next, nil
			}
			fmt.Fprintln(s.out, term.Hang(s.paint(color.Bold, color.FgRed)(w.e.text.T("lesson.try.wrong")+" "), reply, s.width()))
		}
	}
}

// mark marks an answer to a task: "" if it is right, else what to tell.
func (e *env) mark(ctx context.Context, t lessons.Try, answer string) (reply string, err error) {
	if t.Expect != lessons.Frame {
		if slices.ContainsFunc(t.Answers, func(a string) bool { return plainAnswer(a) == plainAnswer(answer) }) {
			return "", nil
		}
		for _, w := range t.Wrong {
			if plainAnswer(w.Answer) == plainAnswer(answer) {
				return w.Reply, nil
			}
		}
		return e.text.T("lesson.try.other"), nil
	}
	var given, made proto.Frame
	if t.Given.Line != "" {
		if err := e.firstFrame(ctx, t.Given.Pipe, &given); err != nil {
			return "", err
		}
	}
	pipe, err := lessons.SplitCommand(strings.TrimPrefix(strings.TrimSpace(answer), "netquiz "))
	if likeHex(answer) {
		pipe = [][]string{{"build", answer, "--keep"}}
	} else if err != nil {
		return "", usage("lesson.try.no_command", "Text", answer)
	}
	if err := e.firstFrame(ctx, pipe, &made); err != nil {
		return "", err
	}
	for _, c := range t.Conditions {
		f, err := filter.Compile(c.If)
		if err != nil {
			return "", badFilter(c.If, err)
		}
		if !f.MatchGiven(&made, &given) {
			return c.Else, nil
		}
	}
	return "", nil
}

// plainAnswer is an answer without what does not matter: spaces, commas, case.
func plainAnswer(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ,\t:", r) {
			return -1
		}
		return r
	}, text))
}

// firstFrame decodes the first frame that commands print.
func (e *env) firstFrame(ctx context.Context, pipe [][]string, f *proto.Frame) error {
	out, err := e.piped(ctx, pipe, strings.NewReader(""))
	if err != nil {
		return err
	}
	r, err := capture.NewReader(out, capture.Auto)
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
