package main

import (
	"context"
	"io"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
	"netquiz/proto/view"
)

// diagram draws what hosts say to each other, and at the end how it came out.
type diagram struct {
	out      io.Writer
	sequence *view.Sequence
	text     []byte
	count    int
	first    time.Time
	last     time.Time
}

// diagram draws the traffic as it comes.
func (e *env) diagram(ctx context.Context, t *traffic) error {
	lanes := e.lanesOf(t, t.peek(ctx, castFrames))
	d := &diagram{out: e.out, sequence: view.NewSequence(e.style(), lanes)}
	if lanes != nil {
		d.text = d.sequence.Begin(nil)
	}
	if err := follow(ctx, t, d); err != nil {
		return err
	}
	return e.outcome(t, d.count, d.last.Sub(d.first))
}

func (d *diagram) tell(ev *sim.Event, f *proto.Frame, row *flow.Row) error {
	d.text = d.sequence.Append(d.text, view.Arrow{Row: row, Frame: f, Lost: ev.Lost})
	if d.count++; d.count == 1 {
		d.first = row.Time
	}
	d.last = row.Time
	return d.end()
}

func (d *diagram) end() error {
	_, err := d.out.Write(d.text)
	d.text = d.text[:0]
	return err
}
