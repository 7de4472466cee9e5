package main

import (
	"time"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
	"netquiz/proto/view"
)

// drawer appends what is to be shown of a frame.
type drawer interface {
	Append(dst []byte, f *proto.Frame) []byte
}

// chooser decodes packets and draws those that the command asks for.
type chooser struct {
	frame  proto.Frame
	filter *filter.Filter // nil: all
	frames span
	draw   drawer
	gap    bool // an empty line behind each frame
}

// span is a range of frame numbers; last 0: to the end.
type span struct{ first, last uint64 }

func (s span) holds(number int) bool {
	n := uint64(number)
	return n >= s.first && (s.last == 0 || n <= s.last)
}

func (c *chooser) appendTo(dst []byte, p *proto.Packet) (text []byte, chosen, broken bool) {
	if !c.chooses(p) {
		return dst, false, false
	}
	for i := range c.frame.Problems() {
		broken = broken || c.frame.Problems()[i].Code.Broken()
	}
	dst = c.draw.Append(dst, &c.frame)
	if c.gap {
		dst = append(dst, '\n')
	}
	return dst, true, broken
}

// chooses decodes p if its number is asked for, and tells whether it is chosen.
func (c *chooser) chooses(p *proto.Packet) bool {
	if !c.frames.holds(p.Number) {
		return false
	}
	c.frame.Decode(p, proto.CheckAll)
	return c.filter == nil || c.filter.Match(&c.frame)
}

type jsonLines struct{}

func (jsonLines) Append(dst []byte, f *proto.Frame) []byte {
	return capture.AppendJSON(dst, f)
}

// summaryFrom is a summary whose times count from start.
func summaryFrom(s view.Style, start time.Time) *view.Summary {
	y := view.NewSummary(s)
	y.Start = start
	return y
}
