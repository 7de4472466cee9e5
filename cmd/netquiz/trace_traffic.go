package main

import (
	"bytes"
	"context"
	"io"
	"iter"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// traffic is the frames that are to be told: of a capture, or of a simulated
// request.
type traffic struct {
	label   string // which of two it is
	scene   *sim.Scene
	options sim.Options
	file    *sources     // instead of a scene
	phases  []flow.Phase // whose frames are to be shown; nil: of all
	ahead   []sim.Event
	ended   error // what reading ended in, if it has
}

// captured is the traffic of a file.
func (e *env) captured(name string) *traffic {
	return &traffic{label: name, file: &sources{e: e, names: []string{name}, kind: capture.Auto, fcs: proto.FCSUnknown}}
}

// next reads the next frame; of a capture, a frame is all that is known of an
// event. Bytes stay as they are until the next call. At the end it returns
// io.EOF.
func (t *traffic) next(ev *sim.Event) error {
	if len(t.ahead) > 0 {
		*ev = t.ahead[0]
		t.ahead = t.ahead[1:]
		return nil
	}
	if t.ended == nil {
		t.ended = t.read(ev)
	}
	return t.ended
}

func (t *traffic) read(ev *sim.Event) error {
	if t.scene != nil {
		var ok bool
		if *ev, ok = t.scene.Next(); !ok {
			return io.EOF
		}
		return nil
	}
	err := t.file.next(&ev.Packet)
	if err == io.EOF && t.file.count == 0 {
		return usage("decode.no_frames")
	}
	return err
}

// peek reads at most n frames ahead, which next still returns.
func (t *traffic) peek(ctx context.Context, n int) []sim.Event {
	for len(t.ahead) < n && t.ended == nil && ctx.Err() == nil {
		var ev sim.Event
		if t.ended = t.read(&ev); t.ended == nil {
			ev.Packet.Bytes = bytes.Clone(ev.Packet.Bytes)
			t.ahead = append(t.ahead, ev)
		}
	}
	return t.ahead
}

// events yields the frames in their order. What is yielded stays as it is until
// the next turn.
func (t *traffic) events(ctx context.Context) iter.Seq2[*sim.Event, error] {
	return func(yield func(*sim.Event, error) bool) {
		var ev sim.Event
		for {
			err := t.next(&ev)
			if err != nil || ctx.Err() != nil {
				if err = atEnd(err, ctx); err != nil {
					yield(nil, err)
				}
				return
			}
			if !yield(&ev, nil) {
				return
			}
		}
	}
}
