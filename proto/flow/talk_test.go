package flow

import (
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
