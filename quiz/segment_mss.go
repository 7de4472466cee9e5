package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "segment.mss", Place: 2, Step: 3, Ref: "RFC 9293 §3.7.1", Setting: bothIPs, Make: segmentMSS})
}

// segmentMSS asks for the MSS that fits an MTU over IPv4 (1) or either IP (2), and
// how much data fits a segment with options (3).
func segmentMSS(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn := s.Find(0, flow.SYN)
	if syn < 0 || s.rows[syn].Ends[0].MSS == 0 {
		return Question{}, false
	}
	var f proto.Frame
	s.Decode(syn, &f)
	six := f.Find(proto.ProtoIPv6) >= 0
	if level == 1 && six {
		return Question{}, false
	}
	mtu := among(r, 1500, 1500, 1492, 1420, 1400, 1280)
	header, version := 40, 4
	if six {
		header, version = 60, 6
	}
	q := Question{Kind: kindFor(level), Answer: octets(mtu - header)}
	q.exhibit(s.altered(syn, "tcp.options.mss_val", uint64(mtu-header)), true, ShowFacts, "ip.version", "ipv6.version", "tcp.flags")
	q.about(0, "tcp.options.mss_val")
	variant, options := "announced", 0
	if level == 3 {
		variant, options = "data", 12
		q.Answer = octets(mtu - header - options)
		q.slip(octets(mtu-header), "options-forgotten")
	} else {
		q.trap(octets(mtu-header-12), "mss-counts-options")
	}
	q.fill(variant, "MTU", mtu, "Version", version, "IP", header-20, "Options", options, "MSS", mtu-header)
	q.trap(octets(mtu), "mss-is-mtu")
	q.slip(octets(mtu-20), "one-header-alone")
	q.trap(octets(mtu-header-14), "mtu-has-eth")
	if six {
		q.slip(octets(mtu-40), "other-ip-version")
	} else {
		q.slip(octets(mtu-60), "other-ip-version")
	}
	q.slip(octets(mtu+header), "headers-added")
	return q, true
}
