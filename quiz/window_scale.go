package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.scale", Place: 2, Step: 5, Ref: "RFC 7323 §2.2", Setting: download, Make: windowScale})
}

// windowScale asks how many bytes a scaled window comes to: chosen from facts
// (1), typed from facts (2), and read from the bytes (3).
func windowScale(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, _, ok := s.handshake()
	i := s.oneOf(r, func(i int, row *Row) bool {
		return row.TCP && i > synack && row.Flags&proto.SYN == 0 && row.sender().Scale > 0 && row.receiver().Scale >= 0 && row.Window > 0 && row.Step != flow.RST
	})
	if !ok || i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	scale, other := row.sender().Scale, row.receiver().Scale
	raw := row.Window >> scale
	first := syn
	if !row.FromClient {
		first = synack
	}
	q := Question{Kind: Quantity, Answer: octets(row.Window)}
	how := ShowFacts
	switch level {
	case 1:
		q.Kind = Choice
	case 3:
		how = ShowHex
	}
	q.show(s, first, how, "tcp.flags", "tcp.options.wscale.shift", "tcp.window_size_value")
	q.show(s, i, how, "tcp.flags", "tcp.window_size_value")
	q.about(0, "tcp.options.wscale.shift")
	q.about(1, "tcp.window_size_value")
	q.fill("", "FromClient", row.FromClient, "Raw", raw, "Scale", scale, "Factor", 1<<scale, "At", q.at(0, "tcp.options.wscale.shift"))
	q.slip(octets(raw), "unscaled")
	q.slip(octets(raw*scale), "shift-multiplied")
	q.slip(octets(raw<<other), "other-scale")
	q.slip(octets(row.Window<<scale), "scaled-twice")
	q.trap(octets(65535), "window-max-64k")
	return q, true
}
