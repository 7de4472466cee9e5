package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.rst", Place: 10, Step: 10, Ref: "RFC 9293 §3.5.3", Setting: closing, Needs: Ethernet | IPv4, Make: closeRST})
}

// closeRST asks what follows on a RST in a connection (1), which of some segments
// throws it away (2), and in which state the receiver then is (3).
func closeRST(s *Scene, r *rand.Rand, level int) (Question, bool) {
	data := s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data })
	if data < 0 {
		return Question{}, false
	}
	row := s.Row(data)
	rst := s.reset(data)
	var q Question
	switch level {
	case 1:
		q = Question{Kind: Choice, Answer: label("drops-at-once")}
		q.fill("then", "FromClient", row.FromClient)
		q.trap(label("answers-with-fin"), "rst-is-fin")
		q.trap(label("acks-and-waits"), "timewait-leftover")
		q.slip(label("sends-rest-first"), "nothing-is-kept")
	case 2:
		fin := s.Find(0, flow.FIN)
		if fin < 0 {
			return Question{}, false
		}
		frames := []int{data, fin, s.Find(0, flow.HandshakeACK)}
		at := r.IntN(len(frames) + 1)
		q = Question{Kind: Choice, Answer: frameNumber(at + 1)}
		for n := range len(frames) + 1 {
			switch {
			case n == at:
				q.exhibit(rst, row.FromClient, ShowHex)
				q.about(n, "tcp.flags")
			case n < at:
				q.show(s, frames[n], ShowHex)
			default:
				q.show(s, frames[n-1], ShowHex)
			}
			if n != at {
				q.slip(frameNumber(n+1), "no-rst")
			}
		}
		q.fill("which", "Byte", q.at(0, "tcp.flags.reset"))
		return q, true
	case 3:
		q = Question{Kind: Choice, Answer: Literal("CLOSED")}
		q.fill("state", "FromClient", row.FromClient)
		for _, wrong := range []string{"TIME_WAIT", "CLOSE_WAIT", "LAST_ACK", "FIN_WAIT_2"} {
			q.trap(Literal(wrong), "rst-is-fin")
		}
	}
	q.exhibit(rst, row.FromClient, howHard(level), "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
	q.about(0, "tcp.flags")
	return q, true
}

// reset is what the sender of frame i would send to throw the connection away
// instead: a RST in the same place, without data.
func (s *Scene) reset(i int) proto.Packet {
	p := s.Packet(i)
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	eth, _ := f.Ethernet()
	ip, _ := f.IPv4()
	tcp, ok := f.TCP()
	if !ok || ip == nil || eth == nil {
		return p
	}
	made := proto.Packet{Link: proto.LinkEthernet, Time: p.Time, Number: p.Number}
	if err := proto.Build(&made,
		&proto.EthernetSpec{Dst: eth.Dst(), Src: eth.Src()},
		&proto.IPv4Spec{Src: ip.Src(), Dst: ip.Dst(), ID: ip.ID(), TTL: ip.TTL(), DontFragment: true},
		&proto.TCPSpec{SrcPort: tcp.SrcPort(), DstPort: tcp.DstPort(), Seq: tcp.Seq(), Ack: tcp.Ack(), Flags: proto.RST | proto.ACK},
	); err != nil {
		return p
	}
	return made
}
