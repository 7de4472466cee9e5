package main

import (
	"context"
	"io"
	"net/netip"
	"time"

	"netquiz/locales"
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
	if err := follow(ctx, t, t.only(d)); err != nil {
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

// bothSockets are the two ends of what a frame belongs to: as they are, or, of a
// capture, as an observer knows them.
func bothSockets(l *locales.Localizer, lanes []view.Lane, ev *sim.Event, row *flow.Row) (both []view.Socket) {
	name := func(a netip.AddrPort, role string) string {
		for _, lane := range lanes {
			for _, host := range lane {
				if host.Addr == a.Addr() {
					return host.Name
				}
			}
		}
		return l.T("trace.host." + role)
	}
	if c := row.Conversation; ev.Host == "" && c != nil {
		return []view.Socket{view.FlowSocket(name(c.Client, "client"), c, flow.ClientEnd), view.FlowSocket(name(c.Server, "server"), c, flow.ServerEnd)}
	}
	for i, s := range ev.Ends {
		if s.Proto == proto.NoProto {
			continue
		}
		v := view.SimSocket(name(s.Local, sides[i]), s)
		if sim.Side(i) != ev.Maker {
			v.Note = l.T("trace.step.before")
		}
		both = append(both, v)
	}
	return both
}
