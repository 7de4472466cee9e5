package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
	"netquiz/proto/view"
)

// walkThrough shows the traffic a frame at a time: what it is, why it was sent,
// how both ends stand, its bytes. On a terminal it waits for a key behind each.
func (e *env) walkThrough(ctx context.Context, t *traffic) error {
	lanes := e.lanesOf(t, t.peek(ctx, castFrames))
	w := &stepper{e: e, style: e.style(), lanes: lanes, sequence: view.NewSequence(e.style(), lanes), tracker: flow.New()}
	if lanes != nil {
		if _, err := e.out.Write(w.sequence.Begin(nil)); err != nil {
			return err
		}
	}
	var ended error
	waiting := false // a step to be shown, until it is known whether it is the last
	for ev, err := range t.events(ctx) {
		if err != nil {
			ended = err
			break
		}
		if !w.take(ev, t.phases) {
			continue
		}
		if waiting {
			if leave, err := w.turn(ctx, len(w.steps)-2, false); leave || err != nil {
				return err
			}
		}
		waiting = true
	}
	if waiting {
		if _, err := w.turn(ctx, len(w.steps)-1, true); err != nil {
			return err
		}
	}
	return ended
}

// stepper walks through frames.
type stepper struct {
	e        *env
	style    view.Style
	lanes    []view.Lane
	sequence *view.Sequence
	tracker  *flow.Tracker
	steps    []step // the latest, as they were shown
}

// step is a frame that was shown.
type step struct {
	packet proto.Packet
	text   []byte
}

// mostSteps is how many steps back one can go.
const mostSteps = 1000

// mostLines is how many lines of bytes are shown unasked.
const mostLines = 6

// take makes a step of a frame, unless its phase is not to be shown.
func (w *stepper) take(ev *sim.Event, phases []flow.Phase) bool {
	packet := ev.Packet
	packet.Bytes = bytes.Clone(packet.Bytes)
	var frame proto.Frame
	frame.Decode(&packet, proto.CheckAll)
	row := w.tracker.Add(&frame)
	if !shows(phases, row.Phase) {
		return false
	}
	if len(w.steps) == mostSteps {
		w.steps = slices.Delete(w.steps, 0, 1)
	}
	w.steps = append(w.steps, step{packet, w.tell(ev, &frame, row)})
	return true
}

// tell is the text of a step.
func (w *stepper) tell(ev *sim.Event, f *proto.Frame, row *flow.Row) []byte {
	l := w.e.text
	dst := w.sequence.Append([]byte{'\n'}, view.Arrow{Row: row, Frame: f, Lost: ev.Lost})
	say := func(label, text string) {
		if text == "" {
			return
		}
		head := "  " + w.e.term.Paint(w.e.out, color.Bold)(l.T(label)) + " "
		dst = append(append(dst, term.Hang(head, text, w.style.Width)...), '\n')
	}
	dst = append(dst, '\n')
	if ev.Why != sim.NoReason {
		say("trace.step.reason", l.T("trace.reason."+ev.Why.String()))
	}
	say("trace.step.meaning", l.T("flow.why."+row.Step.String(), row.Args()...))
	for i := range row.Events {
		e := &row.Events[i]
		say("flow.event."+e.Kind.String(), l.T("flow.event_why."+e.Kind.String(), e.Args()...))
	}
	if ev.Lost {
		say("trace.step.lost", l.T("trace.step.lost_why"))
	}
	for _, s := range bothSockets(l, w.lanes, ev, row) {
		dst = view.Sockets{Style: w.style}.Append(dst, s)
	}
	dst = append(dst, '\n')
	return w.someBytes(dst, f)
}

// someBytes draws the first bytes of a frame.
func (w *stepper) someBytes(dst []byte, f *proto.Frame) []byte {
	dump := view.Hexdump{Style: w.style}.Append(nil, f)
	all := bytes.SplitAfter(dump, []byte{'\n'})
	if len(all) <= mostLines+1 {
		return append(dst, dump...)
	}
	for _, line := range all[:mostLines] {
		dst = append(dst, line...)
	}
	offset, _, _ := strings.Cut(ansi.Strip(string(all[mostLines])), " ")
	shown, _ := strconv.ParseInt(offset, 16, 64)
	rest := w.e.text.T("trace.step.more", "N", int64(len(f.Bytes()))-shown)
	return append(append(dst, term.Hang("  ", rest, w.style.Width)...), '\n')
}

// turn shows a step, the latest to be seen, and waits for the key that leads on;
// leave tells that it is to be the last.
func (w *stepper) turn(ctx context.Context, latest int, last bool) (leave bool, err error) {
	at := latest
	if err := w.show(w.steps[at].text); err != nil || !w.e.term.Interactive() {
		return false, err
	}
	for {
		keys := "trace.step.keys"
		if last && at == latest {
			keys = "trace.step.keys_last"
		}
		key, err := w.e.term.Key(ctx, w.e.keyLine(w.e.text.T(keys)), string(term.Enter)+"bntxq")
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		var shown []byte
		switch key {
		case 'q':
			return true, nil
		case 't':
			shown = view.Tree{Style: w.style, Explain: true}.Append([]byte{'\n'}, w.frame(at))
		case 'x':
			shown = view.Hexdump{Style: w.style}.Append([]byte{'\n'}, w.frame(at))
		case 'b':
			at = max(at-1, 0)
			shown = w.steps[at].text
		default:
			if at++; at > latest {
				return false, nil
			}
			shown = w.steps[at].text
		}
		if err := w.show(shown); err != nil {
			return true, err
		}
	}
}

func (w *stepper) frame(at int) *proto.Frame {
	f := new(proto.Frame)
	f.Decode(&w.steps[at].packet, proto.CheckAll)
	return f
}

func (w *stepper) show(text []byte) error {
	_, err := w.e.out.Write(text)
	return err
}
