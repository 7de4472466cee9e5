package flow

import (
	"fmt"
	"strings"
	"testing"

	"netquiz/proto"
)

// The *.talk.tsv are what tshark 4.0.17 (-2, packets put together) says of who
// answers whom.
func TestTalkAgreesWithTshark(t *testing.T) {
	for _, name := range strings.Fields(`a01-http4-client e03-fragments4 e05-pmtud f05-ping f07-dns-types f11-ipv6-ext f23-dhcp-arp-dad`) {
		t.Run(name, func(t *testing.T) {
			o := readOracle(t, name+".talk.tsv")
			tr := New()
			var f, whole proto.Frame
			streams := map[string]int{}
			for i, p := range readPcap(t, name+".pcap") {
				row := o.rows[i]
				f.Decode(&p, proto.CheckAll)
				r := tr.Add(&f)
				want := o.number(row, "dns.response_to") + o.number(row, "icmp.resp_to") + o.number(row, "icmpv6.resp_to")
				switch r.Step {
				case Answer, EchoReply:
					if r.Answers != want {
						t.Errorf("frame %d: answers frame %d, tshark %d", p.Number, r.Answers, want)
					}
				case Unreachable, TooBig, TimeExceeded: // it answers what it quotes
				default:
					if want != 0 {
						t.Errorf("frame %d: step %v, tshark: an answer to %d", p.Number, r.Step, want)
					}
				}
				if got, want := r.Name, o.text(row, "dns.qry.name"); got != want {
					t.Errorf("frame %d: name %q, tshark %q", p.Number, got, want)
				}
				if stream := o.text(row, "udp.stream"); stream != "" {
					if r.Conversation == nil {
						t.Errorf("frame %d: no conversation, tshark: UDP stream %s", p.Number, stream)
					} else if id := streams[stream]; id != 0 && id != r.Conversation.ID {
						t.Errorf("frame %d: conversation %d, the stream's is %d", p.Number, r.Conversation.ID, id)
					} else {
						streams[stream] = r.Conversation.ID
					}
				}
				length := o.number(row, "ip.reassembled.length") + o.number(row, "ipv6.reassembled.length")
				if (r.Whole != nil) != (length != 0) {
					t.Errorf("frame %d: whole %v, tshark puts %d bytes together", p.Number, r.Whole != nil, length)
				}
				if r.Whole == nil {
					continue
				}
				e := r.Events[0]
				count := o.number(row, "ip.fragment.count") + o.number(row, "ipv6.fragment.count")
				if e.Kind != Reassembled || int(e.Want) != length || e.Count != count {
					t.Errorf("frame %d: %d bytes of %d fragments, tshark %d of %d", p.Number, e.Want, e.Count, length, count)
				}
				whole.Decode(r.Whole, proto.CheckAll)
				for _, problem := range whole.Problems() {
					if problem.Code.Broken() {
						t.Errorf("frame %d: the whole packet is broken: %v", p.Number, problem.Code)
					}
				}
			}
			for stream, id := range streams {
				for other, same := range streams {
					if stream != other && id == same {
						t.Errorf("streams %s and %s are one conversation", stream, other)
					}
				}
			}
		})
	}
}

// What the frames of captures say to each other without TCP: a line holds frames
// that take one step, the phase, the step, and the frame that each answers.
func TestSteps(t *testing.T) {
	for name, want := range map[string]string{
		"a01-http4-client": `1 arp arp-request 0
2 arp arp-reply 1
3 name query 0
4 name answer 3
5 handshake syn 0
6 handshake syn-ack 5
7 handshake handshake-ack 6`,
		"f23-dhcp-arp-dad": `1 request datagram 0
11 arp arp-request 0
12 arp arp-reply 11
15 arp arp-probe 0
16 arp arp-announce 0
22 arp solicitation 0
23 arp advertisement 22
24 arp solicitation 0`,
		"f05-ping": `1 other echo-request 0
2 other echo-reply 1
11 other echo-request 0
12 other echo-reply 11
17 other echo-request 0
18 other time-exceeded 17
21 other echo-request 0
22 other time-exceeded 21`,
		"e05-pmtud": `1 other echo-request 0
2 other too-big 1
3 other fragment 0
4 other echo-request 0
12 other too-big 11`,
		"e03-fragments4": `42 request unreachable 0
52 request unreachable 0`,
	} {
		t.Run(name, func(t *testing.T) {
			said := map[string]bool{}
			tr := New()
			var f proto.Frame
			for _, p := range readPcap(t, name+".pcap") {
				f.Decode(&p, proto.CheckAll)
				r := tr.Add(&f)
				said[fmt.Sprintf("%d %v %v %d", r.Number, r.Phase, r.Step, r.Answers)] = true
				if reports := r.Step == TooBig || r.Step == TimeExceeded || r.Step == Unreachable; reports != r.Reported {
					t.Errorf("frame %d: %v, reported %v", r.Number, r.Step, r.Reported)
				}
			}
			for line := range strings.SplitSeq(want, "\n") {
				if !said[line] {
					t.Errorf("nothing says %q", line)
				}
			}
		})
	}
}

// A connection knows the name its server was found by, and the answer that gave
// its address.
func TestConnectionsKnowTheirHost(t *testing.T) {
	tr := New()
	var f proto.Frame
	for _, p := range readPcap(t, "a01-http4-client.pcap") {
		f.Decode(&p, proto.CheckAll)
		tr.Add(&f)
	}
	for _, c := range tr.Conversations() {
		want := Host{}
		if c.Proto == proto.ProtoTCP {
			want = Host{"www.example.test", 4}
		}
		if c.Host != want {
			t.Errorf("conversation %d with %v: host %v, want %v", c.ID, c.Server, c.Host, want)
		}
	}
}
