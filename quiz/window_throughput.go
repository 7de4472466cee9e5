package quiz

import (
	"math/rand/v2"
	"time"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.throughput", Place: 8, Step: 2, Ref: "RFC 7323 §1.1", Setting: download, Make: windowThroughput})
}

// windowThroughput asks how much can be sent in a second at most with a window
// and a round-trip time (1, 2), and which window fills a link (3).
func windowThroughput(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.FromClient && row.Step == flow.DataACK && row.Window > 2000 })
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	rtt := among(r, 20, 40, 50, 100, 200)
	window, mss := row.Window, row.receiver().MSS
	rate := window * 1000 / rtt
	if mss == 0 || window*1000%rtt != 0 {
		return Question{}, false
	}
	q := Question{Kind: Quantity, Answer: Number{uint64(rate), "per-second"}}
	variant := "rate"
	if level == 1 {
		q.Kind = Choice
	}
	q.show(s, i, ShowFacts, "tcp.ack_raw", "tcp.window_size_value")
	q.about(0, "tcp.window_size_value")
	perSecond := func(n int) Number { return Number{uint64(n), "per-second"} }
	if level < 3 {
		q.trap(perSecond(mss*1000/rtt), "one-at-a-time")
		q.slip(perSecond(window), "window-a-second")
		q.slip(perSecond(window*rtt), "times-rtt")
		q.slip(perSecond(2*rate), "half-rtt")
		q.slip(perSecond(window*1000), "every-millisecond")
	} else {
		variant = "fill"
		link := among(r, 1_000_000, 2_000_000, 5_000_000, 12_500_000)
		need := link / 1000 * rtt
		q.Answer = octets(need)
		q.fill(variant, "Scale", max(row.sender().Scale, 0), "Link", link, "RTT", time.Duration(rtt)*time.Millisecond, "MS", rtt)
		q.slip(octets(link*1000/rtt), "divided-by-rtt")
		q.slip(octets(need*8), "bits-for-bytes")
		q.slip(octets(need/8), "bits-for-bytes")
		q.trap(octets(65535), "window-max-64k")
		q.Frames, q.About = nil, nil
		q.show(s, i, ShowFacts, "tcp.window_size_value")
		q.about(0, "tcp.window_size_value")
		return q, true
	}
	q.fill(variant, "Window", window, "RTT", time.Duration(rtt)*time.Millisecond, "MS", rtt, "Scale", max(row.sender().Scale, 0))
	return q, true
}
