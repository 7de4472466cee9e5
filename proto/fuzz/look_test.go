package fuzz

import (
	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/filter"
	"netquiz/proto/flow"
	"netquiz/proto/view"
)

var looked, _ = filter.Compile("ip.ttl < 64 || tcp.flags.syn == 1 || udp.port in {53, 5353}")

// look draws the frame in every way that there is.
func look(f *proto.Frame) {
	style := view.Style{Width: 80, L: locales.New(locales.English)}
	b := view.Tree{Style: style, Explain: true}.Append(nil, f)
	b = view.Layout{Style: style}.Append(b, f)
	b = view.Hexdump{Style: style}.Append(b, f)
	view.NewSummary(style).Append(b, f)
	looked.Match(f)
	flow.New().Add(f)
}
