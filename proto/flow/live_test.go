package flow

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
	"netquiz/proto/sim"

	"pgregory.net/rapid"
)

// tshark is what the tshark of this machine says of the TCP segments in packets.
func tshark(t *testing.T, packets []proto.Packet) oracle {
	t.Helper()
	path, err := exec.LookPath("tshark")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tshark is not installed")
		}
		t.Skip("tshark is not installed")
	}
	le := binary.LittleEndian
	out := le.AppendUint32(nil, 0xa1b23c4d) // pcap with nanoseconds
	out = append(out, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0)
	for _, p := range packets {
		out = le.AppendUint32(out, uint32(p.Time.Unix()))
		out = le.AppendUint32(out, uint32(p.Time.Nanosecond()))
		out = le.AppendUint32(out, uint32(len(p.Bytes)))
		out = le.AppendUint32(out, uint32(len(p.Bytes)))
		out = append(out, p.Bytes...)
	}
	file := filepath.Join(t.TempDir(), "scenes.pcap")
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	args := strings.Fields("-n -T fields -E header=y -E occurrence=f -Y tcp -o tcp.desegment_tcp_streams:FALSE -e frame.number -r")
	args = append(args, file)
	for _, id := range columns {
		args = append(args, "-e", id)
	}
	text, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return parseOracle(string(text))
}

// told is what is remarkable about a frame, and what makes it so.
type told struct {
	events string
	step   Step
	late   bool // an ACK has come late just before, or this one does
}

// argued are the ways to differ from tshark that are right.
var argued = []struct {
	ours, theirs, why string
	only              func(told) bool
}{
	{"*", "*", "the network doubled it", func(x told) bool { return strings.Contains(x.events, "duplicate-packet") }},
	{"", "keep-alive", "an ACK that was sent before the byte or the FIN of its number and came after it", nil},
	{"retransmission", "out-of-order", "the bytes were seen before", nil},
	{"out-of-order", "retransmission", "the bytes were never seen, although they end at the highest number seen", nil},
	{"", "*", "the SYN+ACK of a simultaneous open", func(x told) bool { return x.step == SYNACK }},
	{"*", "*", "an ACK that came late is no news, of a window or to compare with (RFC 9293 §3.10.7.4, RFC 5681 §2)", func(x told) bool { return x.late }},
}

func isArgued(x told, theirs string) bool {
	for _, a := range argued {
		if (x.events == a.ours || a.ours == "*") && (theirs == a.theirs || a.theirs == "*") && (a.only == nil || a.only(x)) {
			return true
		}
	}
	return false
}

// What simulated hosts say under loss, reordering and duplication means to this
// package what it means to tshark, but for what is argued above.
func TestSimulatedCapturesAgreeWithTshark(t *testing.T) {
	const scenes = 60
	var packets []proto.Packet
	var ours []told
	draw := rapid.Custom(drawScene)
	for seed := range scenes {
		o := draw.Example(seed)
		o.Port = 1000 + seed // a connection of its own to tshark too
		scene, err := sim.New(o)
		if err != nil {
			t.Fatal(err)
		}
		tr := New()
		var f proto.Frame
		var highest [2]uint32
		late := 0 // frames for which a late ACK matters
		for e := range scene.Events() {
			p := e.Packet
			p.Number = len(packets) + 1
			p.Time = p.Time.Add(time.Duration(seed) * time.Hour)
			f.Decode(&p, proto.CheckAll)
			r := tr.Add(&f)
			if end := r.end(); before(r.Ack, highest[end]) {
				late = 12
			} else {
				highest[end] = r.Ack
			}
			packets, ours = append(packets, p), append(ours, told{flowEvents(r), r.Step, late > 0})
			late--
		}
	}
	o := tshark(t, packets)
	differ := 0
	for _, row := range o.rows {
		i := o.number(row, "frame.number") - 1
		theirs := tsharkEvents(&o, row)
		if ours[i].events == theirs {
			continue
		}
		if differ++; !isArgued(ours[i], theirs) {
			t.Errorf("frame %d, %v: %q, tshark %q", i+1, ours[i].step, ours[i].events, theirs)
		}
	}
	if len(o.rows) < 1000 || differ*20 > len(o.rows) {
		t.Errorf("%d of %d frames differ", differ, len(o.rows))
	}
}
