package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "segment.default-mss", Place: 7, Step: 3, Ref: "RFC 9293 §3.7.1", Setting: unannounced, Needs: IPv4, Make: segmentDefault})
}

// segmentDefault asks how much a segment may carry to an end that announced no
// MSS: seen in facts (1), in the bytes (2), and into how many segments that cuts
// a response (3).
func segmentDefault(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, _, _, ok := s.handshake()
	frames := s.responses()
	if !ok || len(frames) < 2 || s.rows[syn].Ends[0].MSS != 0 {
		return Question{}, false
	}
	q := Question{Kind: kindFor(level), Answer: octets(536)}
	how := ShowFacts
	if level > 1 {
		how = ShowHex
	}
	q.show(s, syn, how, "tcp.flags", "tcp.hdr_len", "tcp.window_size_value", "tcp.options.wscale.shift")
	q.about(0, "tcp.hdr_len")
	total := 0
	for _, i := range frames {
		total += s.rows[i].Len
	}
	if level == 3 {
		q.Answer = Number{uint64(len(frames)), "segments"}
		q.fill("count", "Total", total)
		q.trap(Number{uint64((total + 1459) / 1460), "segments"}, "no-mss-1460")
		q.slip(Number{uint64(total / 536), "segments"}, "rest-dropped")
		return q, len(frames) == (total+535)/536
	}
	q.fill("most")
	q.trap(octets(1460), "no-mss-1460")
	q.trap(octets(1500), "mss-is-mtu")
	q.slip(octets(576), "whole-packet")
	q.slip(octets(512), "round-number")
	q.slip(octets(1220), "other-ip-version")
	q.slip(octets(0), "nothing-allowed")
	q.slip(octets(496), "headers-twice")
	return q, true
}
