package flow

import (
	"runtime"
	"testing"

	"netquiz/proto"
)

// More conversations than are remembered push out those idle for longest.
func TestIdlestIsForgotten(t *testing.T) {
	tr := New()
	tr.limit = 3
	var forgotten []int
	tr.Forgotten = func(c *Conversation) { forgotten = append(forgotten, c.ID) }
	for _, port := range []uint16{1001, 1002, 1003, 1001, 1004, 1005} {
		s := newScript()
		s.ports[0] = port
		p := s.packet(t, "> A 1 1 10")
		var f proto.Frame
		f.Decode(&p, proto.CheckNone)
		tr.Add(&f)
	}
	if len(forgotten) != 2 || forgotten[0] != 2 || forgotten[1] != 3 {
		t.Errorf("forgot %v, want those idle for longest: 2, 3", forgotten)
	}
	var left []int
	for _, c := range tr.Conversations() {
		left = append(left, c.ID)
	}
	if len(left) != 3 || left[0] != 1 || left[1] != 4 || left[2] != 5 || len(tr.table) != 3 {
		t.Errorf("remembers %v, %d in the table", left, len(tr.table))
	}
}

// Frames that bear no number are counted.
func TestFramesWithoutNumbers(t *testing.T) {
	tr := New()
	var f proto.Frame
	for i, line := range []string{"> S 0 0 0", "< SA 0 1 0"} {
		s := newScript()
		p := s.packet(t, line)
		p.Number = 0
		f.Decode(&p, proto.CheckNone)
		if r := tr.Add(&f); r.Number != i+1 || r.Answers != i {
			t.Errorf("frame %d, answers %d; want %d, %d", r.Number, r.Answers, i+1, i)
		}
	}
}

// Ports used again leave both conversations to be told of, and one to be found.
func TestReusedPortsAreTwoConversations(t *testing.T) {
	tr := New()
	newScript().play(t, tr, `
> S 0 0 0        | handshake syn SYN_SENT SYN_RECEIVED
> S 70000 0 0    | handshake syn SYN_SENT SYN_RECEIVED port-reused`)
	if n := len(tr.Conversations()); n != 2 || len(tr.table) != 1 {
		t.Errorf("%d conversations, %d in the table", n, len(tr.table))
	}
}

// A flood of SYNs, and then of data, takes no more memory than the limit allows.
func TestFloodIsBounded(t *testing.T) {
	const perConversation = 6 << 10 // bytes
	tr := New()
	tr.limit = 1 << 10
	packet := newScript().packet(t, "> A 1 1 100")
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	var f proto.Frame
	for i := range 20 * tr.limit {
		packet.Number = i + 1
		packet.Bytes[26+3], packet.Bytes[34], packet.Bytes[35] = byte(i>>16), byte(i>>8), byte(i)
		f.Decode(&packet, proto.CheckNone)
		tr.Add(&f)
	}
	if grown := heap() - before; grown > uint64(tr.limit*perConversation) {
		t.Errorf("%d conversations take %d bytes, %d each", tr.limit, grown, grown/uint64(tr.limit))
	}
	runtime.KeepAlive(tr)
}
