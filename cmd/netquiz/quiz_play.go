package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"netquiz/cmd/netquiz/term"
	"netquiz/quiz"
	"netquiz/quiz/record"
)

// play is a round on a terminal, or of lines.
type play struct {
	e      *env
	record *record.Record // nil: nothing is saved
	id     record.ID
	round  *quiz.Round
	saved  []record.ID // of the answers given; zero where one was not saved
	asked  int
	said   bool                      // that nothing is saved
	from   string                    // the capture that is asked about, "" for none
	kept   map[*quiz.Scene]record.ID // conversations of it that are in the record
	scenes map[record.ID]*quiz.Scene // those read from the record
}

// open opens the record. One of a newer program stays as it is and ends the
// command; without any other the round goes on unsaved.
func (p *play) open() error {
	r, err := p.e.openRecord()
	var newer *record.NewerError
	switch {
	case errors.As(err, &newer), err != nil && isNewer(err):
		return err
	case err != nil:
		p.unsaved(err)
		return nil
	}
	p.record, p.id = r, record.NewID(time.Now())
	return nil
}

func isNewer(err error) bool {
	var f *failure
	return errors.As(err, &f) && f.id == "record.newer"
}

func (p *play) close() {
	if p.record != nil {
		p.record.Close()
	}
}

// unsaved says, once, why answers are not saved.
func (p *play) unsaved(err error) {
	if p.said {
		return
	}
	p.said = true
	p.e.report(recordFailure(err))
	p.e.remark(p.e.text.T("quiz.unsaved"))
}

// outcome is what a line or a key at a prompt means.
type outcome struct {
	value quiz.Value // the answer, nil for "I don't know"
	said  string     // as it was given
	key   rune       // a key instead of an answer
}

// keys act on an empty answer line: next, skip, hint, undo, why, quit, "I don't know".
const keys = "nshuwq?"

// run asks the questions until all are answered or the learner leaves.
func (p *play) run(ctx context.Context, questions []*quiz.Question) error {
	if len(questions) == 0 {
		p.e.remark(p.e.text.T("quiz.nothing"))
		return nil
	}
	p.round = quiz.NewRound(questions)
	p.intro(len(questions))
	var ended error
	for q := p.round.Next(); q != nil && ended == nil; q = p.round.Next() {
		ended = p.turn(ctx, q)
	}
	p.summary()
	if errors.Is(ended, errLeft) || errors.Is(ended, io.EOF) {
		return nil
	}
	return ended
}

var errLeft = errors.New("the learner left")

// turn asks a question until it is answered, skipped, or something else is to be
// asked instead.
func (p *play) turn(ctx context.Context, q *quiz.Question) error {
	p.show(q)
	start := time.Now()
	for {
		o, err := p.ask(ctx, q)
		if err != nil {
			return err
		}
		switch o.key {
		case 0, '?':
			return p.answer(ctx, q, o, time.Since(start))
		case 'n', 's':
			p.round.Skip()
			return nil
		case 'u':
			if p.undo() {
				return nil
			}
		case 'h':
			p.hint()
		case 'w':
			p.why()
		case 'q':
			return errLeft
		}
	}
}

// answer marks what was given, keeps it, and says what it is worth.
func (p *play) answer(ctx context.Context, q *quiz.Question, o outcome, took time.Duration) error {
	g := p.round.Answer(o.value)
	p.save(g, o.said, took)
	p.feedback(g, false)
	if !g.Missed() || !p.e.term.Interactive() {
		return nil
	}
	for {
		key, err := p.e.term.Key(ctx, p.e.keyLine(p.e.text.T("quiz.keys.after")), string(term.Enter)+"nwuq")
		if err != nil {
			return err
		}
		switch key {
		case 'w':
			p.why()
		case 'u':
			p.undo()
			return nil
		case 'q':
			return errLeft
		default:
			return nil
		}
	}
}

// save keeps an answer before anything else is asked.
func (p *play) save(g quiz.Given, said string, took time.Duration) {
	var id record.ID
	if p.record != nil {
		a := g.Record(p.id, said, time.Now(), took)
		var err error
		if a.Scene, err = p.keep(g.Question); err == nil {
			id, err = p.record.Add(a)
		}
		if err != nil {
			p.unsaved(err)
		}
	}
	p.round.Save(id != record.ID{})
	p.saved = append(p.saved, id)
}

// undo takes the last answer back. It is false if there is none.
func (p *play) undo() bool {
	if _, ok := p.round.Undo(); !ok {
		fmt.Fprintln(p.prompts(), term.Wrap(p.e.text.T("quiz.undo.none"), p.width()))
		return false
	}
	last := len(p.saved) - 1
	if id := p.saved[last]; id != (record.ID{}) {
		if err := p.record.Undo(id); err != nil {
			p.e.report(recordFailure(err))
		}
	}
	p.saved = p.saved[:last]
	p.asked--
	fmt.Fprintln(p.prompts(), term.Wrap(p.e.text.T("quiz.undo.done"), p.width()))
	return true
}
