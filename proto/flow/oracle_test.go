package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"netquiz/proto"
)

// The *.tsv of testdata are what tshark 4.0.17 says of the TCP segments of the
// capture beside them, which are cut after 128 bytes of each frame where they
// were larger: tshark -n -r F -Y tcp -T fields -E separator=/t -E occurrence=f
// -E header=y -o ip.defragment:FALSE -o ipv6.defragment:FALSE
// -o tcp.desegment_tcp_streams:FALSE -o tcp.bif_seq_based:TRUE -e …

// columns are tshark's names of the events.
var columns = map[EventKind]string{
	Retransmission: "tcp.analysis.retransmission", FastRetransmission: "tcp.analysis.fast_retransmission",
	SpuriousRetransmission: "tcp.analysis.spurious_retransmission", DuplicateACK: "tcp.analysis.duplicate_ack",
	OutOfOrder: "tcp.analysis.out_of_order", LostSegment: "tcp.analysis.lost_segment",
	AckedUnseen: "tcp.analysis.ack_lost_segment", ZeroWindow: "tcp.analysis.zero_window",
	ZeroWindowProbe: "tcp.analysis.zero_window_probe", ZeroWindowProbeACK: "tcp.analysis.zero_window_probe_ack",
	WindowUpdate: "tcp.analysis.window_update", WindowFull: "tcp.analysis.window_full",
	KeepAliveProbe: "tcp.analysis.keep_alive", KeepAliveACK: "tcp.analysis.keep_alive_ack",
	PortReused: "tcp.analysis.reused_ports",
}

// tsharkEvents are the events that tshark sees in a frame, by our names. It
// calls each kind of retransmission a retransmission besides.
func tsharkEvents(o *oracle, row []string) string {
	var all []string
	for k, id := range columns {
		special := o.text(row, columns[FastRetransmission]) != "" || o.text(row, columns[SpuriousRetransmission]) != ""
		if o.text(row, id) != "" && !(k == Retransmission && special) {
			all = append(all, k.String())
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func flowEvents(r *Row) string {
	var all []string
	for _, e := range r.Events {
		all = append(all, e.Kind.String())
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// difference is what this package says otherwise than tshark of some frames,
// and why it is right.
type difference struct {
	frames       []int
	what         string // "events", or the column
	ours, theirs string
	why          string
}

const (
	linuxProbes  = "Linux probes a window of zero with a number below the next; a keep-alive is sent on an idle connection, not into a closed window (RFC 9293 §3.8.6.1)"
	probeAnswer  = "it answers such a probe"
	doubledSYN   = "the same packet came before: its IP identification is the same"
	doubledACK   = "the network doubled the ACK: its IP identification is that of the frame before"
	twoPlaces    = "the capture listens on both sides of a router: the packet is the one before, a hop later"
	seenBefore   = "the capture is on the sender's side, where these bytes were seen before"
	sackedBelow  = "the SACK block tells of a duplicate (RFC 2883): it lies below the acknowledgment number and takes nothing off"
	acksNothing  = "it acknowledges nothing that was not acknowledged before"
	noAcks       = "without an ACK from the other side tshark counts from zero"
	synCounted   = "bytes in flight are data: tshark takes the SYN off in a SYN's own frame alone"
	resetIsAlone = "an RST sends nothing again, whatever other flags are set"
	optionBroken = "tshark gives the segment up at an option it cannot read; the header is whole"
)

var differences = map[string][]difference{
	"b10-mixed-server": {
		{[]int{51, 74}, "events", "duplicate-ack duplicate-packet", "duplicate-ack", doubledACK},
		{[]int{76, 139, 140, 153}, "events", "retransmission", "out-of-order", seenBefore},
		{[]int{96}, "tcp.analysis.bytes_in_flight", "11584", "10136", sackedBelow},
		{[]int{97}, "tcp.analysis.bytes_in_flight", "13032", "11584", sackedBelow},
		{[]int{98}, "tcp.analysis.bytes_in_flight", "14480", "13032", sackedBelow},
		{[]int{99}, "tcp.analysis.bytes_in_flight", "15928", "14480", sackedBelow},
		{[]int{179}, "tcp.analysis.acks_frame", "0", "178", acksNothing},
	},
	"c01-zero-window-client": {
		{[]int{10, 12, 13, 15}, "events", "zero-window-probe", "keep-alive", linuxProbes},
		{[]int{11, 14, 16}, "events", "zero-window zero-window-probe-ack", "zero-window", probeAnswer},
	},
	"c03-upload-zero-window": {
		{[]int{14, 16, 17}, "events", "zero-window-probe", "keep-alive", linuxProbes},
		{[]int{15, 18}, "events", "zero-window zero-window-probe-ack", "zero-window", probeAnswer},
	},
	"c05-zero-window-noscale": {
		{[]int{10, 12, 13}, "events", "zero-window-probe", "keep-alive", linuxProbes},
		{[]int{11, 14}, "events", "zero-window zero-window-probe-ack", "zero-window", probeAnswer},
		{[]int{38}, "tcp.analysis.acks_frame", "0", "37", acksNothing},
		{[]int{46}, "tcp.analysis.acks_frame", "0", "45", acksNothing},
		{[]int{54}, "tcp.analysis.acks_frame", "0", "53", acksNothing},
	},
	"f30-craft-pad": {
		{[]int{4}, "tcp.analysis.bytes_in_flight", "2", "3", noAcks},
	},
	"f33-craft-malformed": {
		{[]int{8}, "events", "duplicate-packet", "retransmission", doubledSYN},
		{[]int{11}, "tcp.analysis.bytes_in_flight", "4", "5", synCounted},
		{[]int{13}, "tcp.analysis.bytes_in_flight", "3", "4", synCounted},
		{[]int{12}, "events", "", "retransmission", resetIsAlone},
		{[]int{25}, "events", "retransmission", "", optionBroken},
	},
	"g01-sll2-any": {
		{[]int{
			8, 10, 14, 18, 20, 22, 24, 26, 38, 40, 42, 44, 46, 58, 60, 62, 64, 74, 76, 88, 92, 96, 100,
			104, 106,
		}, "events", "duplicate-packet", "retransmission", twoPlaces},
		{[]int{
			12, 16, 28, 30, 32, 34, 36, 48, 50, 52, 54, 56, 66, 68, 70, 72, 78, 94, 98, 102, 108,
		}, "events", "duplicate-packet", "duplicate-ack", twoPlaces},
	},
}

// notSegments are frames in which tshark finds some TCP that is no segment to
// this package, and the step that they take instead: a header of a length that
// cannot be, a fragment, or what an ICMP error quotes.
var notSegments = map[string]map[int]Step{
	"f30-craft-pad":       {16: NoStep},
	"f33-craft-malformed": {6: NoStep, 9: NoStep, 10: NoStep, 50: Fragment, 82: TooBig},
}

var captures = strings.Fields(`a01-http4-client a04-http10-server-closes a05-keepalive-two-gets a07-get-request-over-mss
a09-pipelined-chunked b01-loss-client b05-syn-lost-client b07-nosack-client b10-mixed-server c01-zero-window-client
c03-upload-zero-window c05-zero-window-noscale d01-rst-closed-port d02-half-close d07-simultaneous-close e01-mtu576 e05-pmtud f01-vlan100 f03-qinq f11-ipv6-ext
f15-ecn f18-no-timestamps f27-tcp-checksum-ffff f30-craft-pad f33-craft-malformed g01-sll2-any`)

func TestAgreesWithTshark(t *testing.T) {
	for _, name := range captures {
		t.Run(name, func(t *testing.T) {
			o := readOracle(t, name+".tsv")
			rows, used := o.rows, 0
			tr := New()
			var f proto.Frame
			for _, p := range readPcap(t, name+".pcap") {
				f.Decode(&p, proto.CheckAll)
				r := tr.Add(&f)
				if len(rows) == 0 || o.number(rows[0], "frame.number") != p.Number {
					if r.Conversation != nil && r.Conversation.Proto == proto.ProtoTCP {
						t.Errorf("frame %d: tshark sees no TCP", p.Number)
					}
					continue
				}
				row := rows[0]
				rows = rows[1:]
				if step, ok := notSegments[name][p.Number]; ok {
					if r.Step != step || len(r.Events) != 0 {
						t.Errorf("frame %d: step %v, events %v, want %v", p.Number, r.Step, r.Events, step)
					}
					continue
				}
				if r.Conversation == nil {
					t.Errorf("frame %d: no TCP", p.Number)
					continue
				}
				check := func(what string, got any, want string) {
					for _, d := range differences[name] {
						if d.what == what && slices.Contains(d.frames, p.Number) {
							if d.theirs != want {
								t.Errorf("frame %d: tshark says %s %q, not %q", p.Number, what, want, d.theirs)
							}
							want = d.ours
							used++
						}
					}
					if fmt.Sprint(got) != want {
						t.Errorf("frame %d: %s %v, want %q", p.Number, what, got, want)
					}
				}
				told := func(column string, got any) {
					if want := o.text(row, column); want != "" {
						check(column, got, want)
					}
				}
				told("tcp.seq", r.Seq)
				told("tcp.ack", r.Ack)
				told("tcp.len", r.Len)
				if o.text(row, "tcp.window_size_scalefactor") == "-1" && o.text(row, "tcp.window_size") != "0" {
					check("tcp.window_size", r.Window, "-1")
				} else {
					told("tcp.window_size", r.Window)
				}
				told("tcp.analysis.bytes_in_flight", r.InFlight)
				told("tcp.analysis.acks_frame", r.Answers)
				check("events", flowEvents(r), tsharkEvents(&o, row))
				for _, e := range r.Events {
					if e.Kind == DuplicateACK {
						told("tcp.analysis.duplicate_ack_num", e.Count)
						told("tcp.analysis.duplicate_ack_frame", e.Frame)
					}
				}
			}
			for _, d := range differences[name] {
				used -= len(d.frames)
			}
			if used != 0 {
				t.Errorf("%d of the differences listed were not met", -used)
			}
		})
	}
}
