package main

import (
	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
	"netquiz/proto/view"
)

// drawer appends what is to be shown of a frame.
type drawer interface {
	Append(dst []byte, f *proto.Frame) []byte
}

// chooser is the worker that decodes packets and draws those that the command
// asks for.
type chooser struct {
	frame  proto.Frame
	filter *filter.Filter // nil: all
	frames span
	draw   drawer // nil: nothing
}

func (c *chooser) appendTo(dst []byte, p *proto.Packet) (text []byte, v verdict, chosen bool) {
	if !c.frames.holds(p.Number) {
		return dst, v, false
	}
	c.frame.Decode(p, proto.CheckAll)
	if c.filter != nil && !c.filter.Match(&c.frame) {
		return dst, v, false
	}
	for i := range c.frame.Problems() {
		v.broken = v.broken || c.frame.Problems()[i].Code.Broken()
	}
	v.guessed = c.frame.FCSGuessed()
	if c.draw != nil {
		dst = c.draw.Append(dst, &c.frame)
	}
	return dst, v, true
}

// form is a way of drawing frames: what stands before the first and behind the
// last, and a drawer for each goroutine.
type form struct {
	head, tail []byte
	drawer     func() drawer
}

// drawn is the form that the command asks for.
func (d *decoding) drawn(lines *pipeline) form {
	style := d.e.style()
	switch d.form {
	case "json":
		return form{drawer: func() drawer { return jsonLines{} }}
	case "fields":
		return form{drawer: func() drawer { return view.NewFields(d.fields) }}
	case "hexdump":
		return form{drawer: func() drawer { return spaced{view.Hexdump{Style: style, Mark: d.mark}} }}
	case "layout":
		return form{drawer: func() drawer { return spaced{view.Layout{Style: style, Mark: d.mark}} }}
	case "html":
		page := view.Page{L: d.e.text, Explain: d.explain, Mark: d.mark}
		return form{page.Begin(nil), page.End(nil), func() drawer { return page }}
	case "tree":
		tree := view.Tree{Style: style, Explain: d.explain, Mark: d.mark}
		if len(d.mark) == 0 {
			return form{drawer: func() drawer { return spaced{tree} }}
		}
		return form{drawer: func() drawer { return spaced{spaced{tree}, view.Hexdump{Style: style, Mark: d.mark}} }}
	}
	start := lines.start()
	return form{drawer: func() drawer {
		summary := view.NewSummary(d.e.lineStyle())
		summary.Start = start
		return summary
	}}
}

// spaced draws a frame in several ways, with an empty line behind them.
type spaced []drawer

func (s spaced) Append(dst []byte, f *proto.Frame) []byte {
	for _, draw := range s {
		dst = draw.Append(dst, f)
	}
	return append(dst, '\n')
}

type jsonLines struct{}

func (jsonLines) Append(dst []byte, f *proto.Frame) []byte { return capture.AppendJSON(dst, f) }
