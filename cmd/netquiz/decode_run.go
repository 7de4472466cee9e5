package main

import (
	"context"
	"io"
	"time"

	"netquiz/proto"
	"netquiz/proto/capture"
)

func (d *decoding) run(ctx context.Context) error {
	lines := &pipeline{next: d.frames.end(d.sources.next), most: d.most}
	d.sources.about, d.sources.opened = lines.about, d.tellForm
	d.tellWaiting()
	if d.form == "" {
		d.settleForm(lines)
	}
	var err error
	if kind, ok := savedKind(d.form); ok {
		err = d.save(ctx, lines, kind)
	} else {
		err = d.show(ctx, lines)
	}
	if err != nil {
		return err
	}
	d.tellGuessed(lines.guessed)
	switch {
	case lines.read == 0:
		return usage("decode.no_frames")
	case uint64(lines.read) < d.frames.first:
		return usage("decode.no_such_frame", "Frame", d.frames.first, "Have", lines.read)
	case d.verify && lines.broken > 0:
		return &failure{code: exitWrong, keep: true}
	}
	return nil
}

// end makes an input end behind the last frame of the span.
func (s span) end(next func(*proto.Packet) error) func(*proto.Packet) error {
	done := false
	return func(p *proto.Packet) error {
		if done {
			return io.EOF
		}
		err := next(p)
		done = err == nil && s.last > 0 && uint64(p.Number) >= s.last
		return err
	}
}

// settleForm chooses the form that nobody asked for: a tree for one frame on a
// terminal, a line a frame otherwise.
func (d *decoding) settleForm(lines *pipeline) {
	d.form = "summary"
	if d.e.term.Screen() && len(peek(lines, 2).packets) == 1 {
		d.form = "tree"
	}
}

// start is the time of the first packet, which times in a summary count from.
func (p *pipeline) start() time.Time {
	if ahead := peek(p, 1); len(ahead.packets) > 0 {
		return ahead.packets[0].Time
	}
	return time.Time{}
}

// show draws the chosen packets.
func (d *decoding) show(ctx context.Context, lines *pipeline) error {
	form := d.drawn(lines)
	lines.worker = func() worker {
		return &chooser{filter: d.filter, frames: d.frames, draw: form.drawer()}
	}
	lines.put = func(b *batch) error {
		return d.write(b.text[:b.chosen[len(b.chosen)-1].end])
	}
	if len(form.head) == 0 {
		return lines.run(ctx)
	}
	if a := peek(lines, 1); a.err != nil && len(a.packets) == 0 {
		return lines.run(ctx) // there will be nothing to stand around
	}
	if err := d.write(form.head); err != nil {
		return err
	}
	err := lines.run(ctx)
	if failed := d.write(form.tail); err == nil {
		err = failed
	}
	return err
}

// write writes text and lets it go on at once.
func (d *decoding) write(text []byte) error {
	if _, err := d.e.out.Write(text); err != nil {
		return err
	}
	return d.e.flush()
}

// savedKind is the form of captures and the like that frames are saved in as they
// are; false if the form shows what they mean.
func savedKind(form string) (capture.Kind, bool) {
	switch form {
	case "pcap", "pcapng", "hex", "raw":
		return capture.ParseKind(form)
	}
	return capture.Auto, false
}

// save writes the chosen packets as a capture or as text.
func (d *decoding) save(ctx context.Context, lines *pipeline, kind capture.Kind) error {
	w, err := capture.NewWriter(d.e.out, kind)
	if err != nil {
		return err
	}
	lines.worker = func() worker { return &chooser{filter: d.filter, frames: d.frames} }
	lines.put = func(b *batch) error {
		for _, v := range b.chosen {
			if err := w.Write(&b.packets[v.packet]); err != nil {
				return unwritable(err)
			}
		}
		return d.e.flush()
	}
	err = lines.run(ctx)
	if closed := w.Close(); err == nil {
		err = closed
	}
	return err
}
