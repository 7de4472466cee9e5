package main

import (
	"context"
	"fmt"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
	"netquiz/proto/view"
)

// document gathers the frames of a document, which is written at the end.
type document struct {
	e     *env
	lanes []view.Lane
	add   func(a view.Arrow, told func() view.Told)
	whole func(dst []byte) []byte
}

// svg draws the traffic as a picture.
func (e *env) svg(ctx context.Context, t *traffic) error {
	lanes := e.lanesOf(t, t.peek(ctx, castFrames))
	d := view.NewSVG(e.text, lanes)
	add := func(a view.Arrow, _ func() view.Told) { d.Add(a) }
	if err := follow(ctx, t, t.only(&document{e, lanes, add, d.Append})); err != nil {
		return err
	}
	return e.tellLeft(d)
}

// html makes a story of the traffic.
func (e *env) html(ctx context.Context, t *traffic) error {
	lanes := e.lanesOf(t, t.peek(ctx, castFrames))
	s := view.NewStory(e.text, lanes)
	add := func(a view.Arrow, told func() view.Told) { s.Add(a, told()) }
	if err := follow(ctx, t, t.only(&document{e, lanes, add, s.Append})); err != nil {
		return err
	}
	return e.tellLeft(s.SVG)
}

// tellLeft says that a document does not hold all frames.
func (e *env) tellLeft(d *view.SVG) error {
	if d.Left == 0 {
		return nil
	}
	_, err := fmt.Fprintln(e.err, term.Wrap(e.text.T("view.diagram.left", "N", d.Left), e.style().Width))
	return err
}

func (d *document) tell(ev *sim.Event, f *proto.Frame, row *flow.Row) error {
	d.add(view.Arrow{Row: row, Frame: f, Lost: ev.Lost}, func() view.Told {
		told := view.Told{
			Meaning: d.e.text.T("flow.why."+row.Step.String(), row.Args()...),
			Sockets: bothSockets(d.e.text, d.lanes, ev, row),
		}
		if ev.Why != sim.NoReason {
			told.Why = d.e.text.T("trace.reason." + ev.Why.String())
		}
		for i := range row.Events {
			told.Events = append(told.Events, d.e.text.T("flow.event_why."+row.Events[i].Kind.String(), row.Events[i].Args()...))
		}
		if ev.Lost {
			told.Events = append(told.Events, d.e.text.T("trace.step.lost_why"))
		}
		return told
	})
	return nil
}

func (d *document) end() error {
	_, err := d.e.out.Write(d.whole(nil))
	return err
}
