package main

import (
	"netquiz/proto"
	"netquiz/proto/filter"
	"netquiz/proto/flow"
	"netquiz/proto/view"
)

// fuzzLook draws and asks a frame in every way that there is, for what it does to
// them: none may panic.
func (e *env) fuzzLook() func(*proto.Frame) {
	var conditions []*filter.Filter
	for _, expr := range []string{"ip.ttl < 64 || tcp.flags.syn == 1", "eth.src contains 02:00", "udp.port in {53, 5353} && frame.len > 60"} {
		if c, err := filter.Compile(expr); err == nil {
			conditions = append(conditions, c)
		}
	}
	style := view.Style{Width: 80, L: e.text}
	return func(f *proto.Frame) {
		b := view.Tree{Style: style, Explain: true}.Append(nil, f)
		b = view.Layout{Style: style}.Append(b, f)
		b = view.Hexdump{Style: style}.Append(b, f)
		view.NewSummary(style).Append(b, f)
		for _, c := range conditions {
			c.Match(f)
		}
		flow.New().Add(f)
	}
}
