package sim

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"netquiz/proto"
)

// talker speaks to a web server segment by segment, as RFC 9293 does in its text.
type talker struct {
	t   *testing.T
	h   *Host
	now time.Duration
	seq uint32 // of the talker's next segment
	ack uint32 // next number that it expects
	wnd uint16 // what it takes from there on
}

var (
	talkerAddr, talkerMAC = netip.MustParseAddr("192.0.2.1"), localMAC(1)
	talkedAddr            = netip.MustParsePrefix("192.0.2.10/24")
)

func newTalker(t *testing.T, size int, end End) *talker {
	h := NewHost(HostConfig{
		Name: "server", Interfaces: []Interface{{MAC: localMAC(10), Addrs: []netip.Prefix{talkedAddr}}}, End: end,
	})
	h.know(0, &Interface{MAC: talkerMAC, Addrs: []netip.Prefix{netip.PrefixFrom(talkerAddr, 24)}})
	s := &webServer{size: size}
	s.socket = h.listen(s, netip.AddrPortFrom(talkedAddr.Addr(), 80))
	return &talker{t: t, h: h, seq: 1000, wnd: 60000}
}

// frame is a segment from the talker.
func (k *talker) frame(flags proto.TCPFlags, data string) []byte {
	s := &proto.TCPSpec{SrcPort: 5000, DstPort: 80, Seq: k.seq, Ack: k.ack, Flags: flags, Window: k.wnd}
	return build(100, &proto.EthernetSpec{Dst: localMAC(10), Src: talkerMAC},
		&proto.IPv4Spec{Src: talkerAddr.As4(), Dst: talkedAddr.Addr().As4(), TTL: 64}, s, proto.Payload(data))
}

// say sends a segment and gives what the server sends by the time that passes.
func (k *talker) say(flags proto.TCPFlags, data string, passes time.Duration) []watched {
	k.h.Deliver(k.now, 0, Frame{Bytes: k.frame(flags, data)})
	return k.wait(passes)
}

func (k *talker) wait(passes time.Duration) (all []watched) {
	k.t.Helper()
	k.now += passes
	for {
		_, f, ok := k.h.Send(k.now)
		if !ok {
			return all
		}
		w := watched{Event: Event{Packet: proto.Packet{Bytes: f.Bytes, Link: proto.LinkEthernet}, Why: f.Origin.Why}}
		var frame proto.Frame
		frame.Decode(&w.Packet, proto.CheckAll)
		if len(frame.Problems()) > 0 {
			k.t.Fatal(frame.Problems())
		}
		if w.tcp, ok = frame.TCP(); ok {
			w.data = frame.Payload(frame.Find(proto.ProtoTCP))
		}
		all = append(all, w)
	}
}

// shake is the handshake.
func (k *talker) shake() {
	k.t.Helper()
	got := k.say(proto.SYN, "", 0)
	if len(got) != 1 || got[0].tcp.Flags() != proto.SYN|proto.ACK || got[0].tcp.Ack() != k.seq+1 {
		k.t.Fatalf("no SYN+ACK: %+v", got)
	}
	k.seq, k.ack = k.seq+1, got[0].tcp.Seq()+1
	if got := k.say(proto.ACK, "", 0); len(got) != 0 {
		k.t.Fatalf("ACK answered: %+v", got)
	}
}

func (k *talker) state() State {
	for _, s := range k.h.Sockets() {
		if s.Remote.Port() == 5000 {
			return s.State
		}
	}
	return Closed
}

const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

func TestBadSumIsNoSegment(t *testing.T) {
	k := newTalker(t, 10, End{})
	b := k.frame(proto.SYN, "")
	b[50] ^= 1
	k.h.Deliver(0, 0, Frame{Bytes: b})
	if got := k.wait(time.Second); len(got) != 0 || k.state() != Closed {
		t.Fatalf("%+v", got)
	}
}

func TestOtherMACIsNotForUs(t *testing.T) {
	k := newTalker(t, 10, End{})
	b := k.frame(proto.SYN, "")
	copy(b, []byte{2, 9, 9, 9, 9, 9})
	k.h.Deliver(0, 0, Frame{Bytes: b})
	if got := k.wait(time.Second); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
}

// TestResets goes through RFC 9293 §3.10.7.4, second check: a RST counts only at
// the number that is expected.
func TestResets(t *testing.T) {
	for _, test := range []struct {
		name   string
		off    uint32
		answer int
		state  State
	}{
		{"expected", 0, 0, Closed},
		{"in the window", 5, 1, Established},
		{"before it", 0xfffffff0, 0, Established},
		{"beyond it", 100_000, 0, Established},
	} {
		k := newTalker(t, 10, End{})
		k.shake()
		k.seq += test.off
		got := k.say(proto.RST, "", 0)
		if len(got) != test.answer || k.state() != test.state || test.answer == 1 && got[0].Why != AckChallenge {
			t.Errorf("%s: %+v, %v", test.name, got, k.state())
		}
	}
}

func TestSYNInConnection(t *testing.T) {
	k := newTalker(t, 10, End{})
	k.shake()
	if got := k.say(proto.SYN, "", 0); len(got) != 1 || got[0].Why != AckChallenge || k.state() != Established {
		t.Fatalf("%+v", got)
	}
}

func TestResetForNobody(t *testing.T) {
	k := newTalker(t, 10, End{})
	k.ack = 77
	got := k.say(proto.ACK, "", 0)
	if len(got) != 1 || got[0].tcp.Flags() != proto.RST || got[0].tcp.Seq() != 77 {
		t.Fatalf("%+v", got)
	}
	if got := k.say(proto.RST, "", 0); len(got) != 0 {
		t.Fatalf("a RST is answered: %+v", got)
	}
}

// TestTimeWaitOutlivesReset: the server closes first, and waits whatever comes.
func TestTimeWaitOutlivesReset(t *testing.T) {
	k := newTalker(t, 10, End{})
	k.shake()
	got := k.say(proto.ACK|proto.PSH, get[:len(get)-2]+closeHeader+"\r\n", time.Second)
	last := got[len(got)-1].tcp
	if last.Flags()&proto.FIN == 0 {
		t.Fatalf("%+v", got)
	}
	k.seq += uint32(len(get) + len(closeHeader))
	k.ack = last.Seq() + uint32(len(got[len(got)-1].data)) + 1
	if got := k.say(proto.ACK|proto.FIN, "", 0); k.state() != TimeWait || len(got) != 1 {
		t.Fatalf("%v %+v", k.state(), got)
	}
	k.seq++
	if k.say(proto.RST, "", 0); k.state() != TimeWait {
		t.Fatal(k.state())
	}
	k.seq-- // the FIN again: its ACK was lost
	k.wait(2*msl - time.Second)
	if got := k.say(proto.ACK|proto.FIN, "", 0); len(got) != 1 || got[0].tcp.Ack() != k.seq+1 {
		t.Fatalf("%+v", got)
	}
	if k.wait(2*msl - time.Second); k.state() != TimeWait {
		t.Fatal("the wait did not begin anew")
	}
	if k.wait(2 * time.Second); k.state() != Closed {
		t.Fatal(k.state())
	}
}

// TestDataForNobody: what comes after the server's process has closed is
// answered with RST (RFC 1122 §4.2.2.13).
func TestDataForNobody(t *testing.T) {
	k := newTalker(t, 10, End{})
	k.shake()
	request := get[:len(get)-2] + closeHeader + "\r\n"
	k.say(proto.ACK|proto.PSH, request, time.Second)
	k.seq += uint32(len(request))
	got := k.say(proto.ACK|proto.PSH, "more", 0)
	if len(got) != 1 || got[0].tcp.Flags()&proto.RST == 0 || k.state() != Closed {
		t.Fatalf("%+v %v", got, k.state())
	}
}

// TestLostSYNLeavesOneSegment: RFC 5681 §3.1.
func TestLostSYNLeavesOneSegment(t *testing.T) {
	for _, lost := range []bool{false, true} {
		k := newTalker(t, 100_000, End{})
		got := k.say(proto.SYN, "", 0)
		if lost {
			k.wait(3 * time.Second)
		}
		k.seq, k.ack = k.seq+1, got[0].tcp.Seq()+1
		k.say(proto.ACK, "", 0)
		want := 10
		if lost {
			want = 1
		}
		if got := k.say(proto.ACK|proto.PSH, get, time.Millisecond); len(got) != want {
			t.Errorf("SYN+ACK lost %v: %d segments", lost, len(got))
		}
	}
}

// TestWindowOfARepetition: a segment sent again has a low number, which
// RFC 9293 §3.10.7.4 takes for old; but what it acknowledges first was written
// last, and its window counts from there.
func TestWindowOfARepetition(t *testing.T) {
	k := newTalker(t, 100_000, End{})
	k.shake()
	k.wnd = 3000
	first := k.say(proto.ACK|proto.PSH, get, time.Millisecond)
	k.seq += uint32(len(get))
	again := k.seq
	k.seq += 10
	k.say(proto.ACK, "ahead", 0) // ten bytes before it are lost
	k.seq = again
	k.ack += uint32(len(first[0].data))
	k.wnd = 3000 - uint16(len(first[0].data)) // nothing is read
	edge := k.ack + uint32(k.wnd)
	for _, w := range k.say(proto.ACK, "0123456789", time.Millisecond) {
		if end := w.tcp.Seq() + uint32(len(w.data)); after(end, edge) {
			t.Errorf("%d bytes beyond the window", end-edge)
		}
	}
}

// TestTooBigMustQuoteWhatIsOnItsWay: RFC 5927 §4.1.
func TestTooBigMustQuoteWhatIsOnItsWay(t *testing.T) {
	for _, forged := range []bool{false, true} {
		k := newTalker(t, 100_000, End{})
		k.shake()
		got := k.say(proto.ACK|proto.PSH, get, time.Millisecond)
		quote := bytes.Clone(got[1].Packet.Bytes[proto.EthernetLen:][:28])
		if forged {
			quote[24] ^= 0x40 // a sequence number far away
		}
		about := tooBig(400).v4
		k.h.Deliver(k.now, 0, Frame{Bytes: build(100, &proto.EthernetSpec{Dst: localMAC(10), Src: talkerMAC},
			&proto.IPv4Spec{Src: talkerAddr.As4(), Dst: talkedAddr.Addr().As4(), TTL: 64}, &about, proto.Payload(quote))})
		again := k.wait(time.Millisecond)
		if forged != (len(again) == 0) {
			t.Errorf("forged %v: %d segments", forged, len(again))
		}
		for _, w := range again {
			if w.Why != RetransmitSmaller || len(w.data) > 360 {
				t.Errorf("%v with %d bytes", w.Why, len(w.data))
			}
		}
	}
}
