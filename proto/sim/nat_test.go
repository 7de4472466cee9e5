package sim

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"netquiz/proto"

	"pgregory.net/rapid"
)

// TestNAT: outside its network the client has another address and other ports,
// and both ends understand each other nevertheless.
func TestNAT(t *testing.T) {
	inside, outside := homePlace.v4.Addr(), gatewayPlace.v4.Addr()
	seen := map[Tap]netip.AddrPort{}
	for _, tap := range []Tap{AtClient, AtRouter, AtServer} {
		o := Options{Seed: 1, Response: 5000, Tap: tap, NAT: true}
		all, s := watch(t, o)
		for _, w := range segments(all) {
			own, other := w.Ends[Client], w.Ends[Server]
			if own.State != Closed && (own.Local.Addr() != inside || own.Proto != proto.ProtoTCP) {
				t.Fatalf("tap %d, frame %d: the client's socket is %+v", tap, w.Packet.Number, own)
			}
			if other.Local.Addr() != s.server.Interfaces[0].Addrs[0].Addr() {
				t.Fatalf("tap %d, frame %d: the server's socket is %+v", tap, w.Packet.Number, other)
			}
		}
		syn := segments(all)[0]
		seen[tap] = endAt(syn.Packet.Bytes, proto.EthernetLen+12, proto.EthernetLen+proto.IPv4MinLen)
		table := s.router.Translations()
		if last := table[len(table)-1]; last.Proto != proto.ProtoTCP || tap == AtServer && (last.Inside != seen[AtClient] || last.Outside != seen[tap]) {
			t.Errorf("tap %d: %+v, seen %v", tap, table, seen)
		}
	}
	if seen[AtClient].Addr() != inside || seen[AtRouter].Addr() != outside || seen[AtRouter] != seen[AtServer] {
		t.Errorf("%v", seen)
	}
	if seen[AtClient].Port() == seen[AtRouter].Port() {
		t.Error("the port is the same")
	}
}

// home is a router between a network and the world, whose neighbours are known.
func home() *Host {
	h := NewHost(HostConfig{
		Name:       "router",
		Interfaces: []Interface{homePlace.gate(localMAC(1)), gatewayPlace.own()},
		Routes:     gatewayPlace.out(), Forward: true, Masquerade: 1,
	})
	gate := gatewayPlace.gate(localMAC(3))
	h.know(1, &gate)
	for i := range byte(8) {
		own := Interface{MAC: localMAC(0x10 + i), Addrs: []netip.Prefix{netip.PrefixFrom(insider(i), 24)}}
		h.know(0, &own)
	}
	return h
}

func insider(i byte) netip.Addr { return netip.AddrFrom4([4]byte{192, 168, 0, 10 + i}) }

// through gives a packet to a port of the router and takes what it passes on:
// nil, if it drops it.
func through(t interface{ Fatalf(string, ...any) }, h *Host, port int, layers ...proto.Spec) []byte {
	mac := h.Interfaces[port].MAC
	in := build(100, append([]proto.Spec{&proto.EthernetSpec{Dst: mac, Src: localMAC(0x77)}}, layers...)...)
	h.Deliver(h.now, port, Frame{Bytes: in})
	_, f, ok := h.Send(h.now)
	if !ok {
		return nil
	}
	var frame proto.Frame
	frame.Decode(&proto.Packet{Bytes: f.Bytes, Link: proto.LinkEthernet}, proto.CheckAll)
	for _, p := range frame.Problems() {
		if p.Code.Broken() {
			t.Fatalf("%v in %x", p, f.Bytes)
		}
	}
	return f.Bytes
}

func packet(from, to netip.Addr) *proto.IPv4Spec {
	return &proto.IPv4Spec{Src: from.As4(), Dst: to.As4(), TTL: 64}
}

// TestNATKnowsTheWayBack: whatever hosts send, its answer comes back to the end
// that asked, and so does an error that quotes it. No two ends look alike.
func TestNATKnowsTheWayBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := home()
		type key struct {
			kind int
			end  netip.AddrPort
		}
		stands := map[key]key{} // the outer end to the inner
		for range rapid.IntRange(1, 20).Draw(t, "packets") {
			kind := rapid.IntRange(0, 2).Draw(t, "kind")
			own := netip.AddrPortFrom(insider(rapid.Byte().Draw(t, "host")%8), rapid.Uint16Range(1, 4).Draw(t, "port"))
			far := netip.AddrPortFrom(netip.AddrFrom4([4]byte{198, 51, 100, rapid.Byte().Draw(t, "far")}), 80)
			data := proto.Payload(rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "data"))
			speak := func(from, to uint16, reply bool) proto.Spec {
				switch kind {
				case 0:
					return &proto.TCPSpec{SrcPort: from, DstPort: to, Flags: proto.ACK}
				case 1:
					return &proto.UDPSpec{SrcPort: from, DstPort: to}
				}
				if reply {
					return &proto.ICMPSpec{Type: proto.ICMPEchoReply, Rest: proto.EchoID(to, 7)}
				}
				return &proto.ICMPSpec{Type: proto.ICMPEcho, Rest: proto.EchoID(from, 7)}
			}
			ports := [...][2]int{{34, 36}, {34, 36}, {38, 38}}[kind]
			out := through(t, h, 0, packet(own.Addr(), far.Addr()), speak(own.Port(), far.Port(), false), data)
			seen := endAt(out, 26, ports[0])
			if seen.Addr() != gatewayPlace.v4.Addr() {
				t.Fatalf("%v goes out as %v", own, seen)
			}
			if was, ok := stands[key{kind, seen}]; ok && was.end != own {
				t.Fatalf("%v stands for %v and %v", seen, was.end, own)
			}
			stands[key{kind, seen}] = key{kind, own}
			in := through(t, h, 1, packet(far.Addr(), seen.Addr()), speak(far.Port(), seen.Port(), true), data)
			if got := endAt(in, 30, ports[1]); got != own {
				t.Fatalf("the answer to %v goes to %v", own, got)
			}
			about := through(t, h, 1, packet(netip.MustParseAddr("203.0.113.9"), seen.Addr()),
				&noHost.v4, proto.Payload(out[proto.EthernetLen:]))
			if got := endAt(about, 42+12, 42+20+ports[0]-34); got != own || netip.AddrFrom4([4]byte(about[30:])) != own.Addr() {
				t.Fatalf("the error about %v goes to %v", own, got)
			}
			// And an error about the answer says what it was outside.
			about = through(t, h, 0, packet(own.Addr(), far.Addr()), &noPort.v4, proto.Payload(in[proto.EthernetLen:]))
			if got := endAt(about, 42+16, 42+20+ports[1]-34); got != seen || netip.AddrFrom4([4]byte(about[26:])) != seen.Addr() {
				t.Fatalf("the error about the answer to %v quotes %v", seen, got)
			}
		}
	})
}

func TestNATDropsWhatNobodyAskedFor(t *testing.T) {
	h := home()
	far, own := netip.MustParseAddr("198.51.100.9"), gatewayPlace.v4.Addr()
	quote := build(60, packet(own, far), &proto.TCPSpec{SrcPort: 9999, DstPort: 80})
	for name, transport := range map[string]proto.Spec{
		"TCP":   &proto.TCPSpec{SrcPort: 80, DstPort: 50000, Flags: proto.SYN},
		"UDP":   &proto.UDPSpec{SrcPort: 53, DstPort: 50000},
		"error": &noHost.v4,
	} {
		if out := through(t, h, 1, packet(far, own), transport, proto.Payload(quote)); out != nil {
			t.Errorf("%s: %x", name, out)
		}
	}
	later := packet(insider(0), far)
	later.FragmentOffset = 8
	if out := through(t, h, 0, later, proto.Payload("of this nothing is known")); out != nil {
		t.Errorf("fragment: %x", out)
	}
	if out := through(t, h, 1, packet(far, own), &proto.ICMPSpec{Type: proto.ICMPEcho, Rest: proto.EchoID(1, 1)}); out == nil {
		t.Error("the router itself is not reached")
	}
}

// TestNATForgets: RFC 4787 §4.3, RFC 5382 §5.
func TestNATForgets(t *testing.T) {
	far := netip.MustParseAddr("198.51.100.9")
	for _, test := range []struct {
		name               string
		transport          func(from, to uint16) proto.Spec
		remembers, forgets time.Duration
	}{
		{"UDP", func(from, to uint16) proto.Spec { return &proto.UDPSpec{SrcPort: from, DstPort: to} }, 2 * time.Minute, 6 * time.Minute},
		{"TCP", func(from, to uint16) proto.Spec { return &proto.TCPSpec{SrcPort: from, DstPort: to} }, 2 * time.Hour, 3 * time.Hour},
	} {
		h := home()
		out := through(t, h, 0, packet(insider(0), far), test.transport(5000, 80))
		answer := func() []byte {
			seen := endAt(out, 26, 34)
			return through(t, h, 1, packet(far, seen.Addr()), test.transport(80, seen.Port()))
		}
		if h.now += test.remembers; answer() == nil {
			t.Errorf("%s: forgotten after %v", test.name, test.remembers)
		}
		if h.now += test.forgets; answer() != nil || len(h.Translations()) != 0 {
			t.Errorf("%s: still known after %v", test.name, test.forgets)
		}
	}
}

// TestNATLeavesWrongSumsWrong: a sum that was wrong must not seem right.
func TestNATLeavesWrongSumsWrong(t *testing.T) {
	h := home()
	in := build(100, &proto.EthernetSpec{Dst: h.Interfaces[0].MAC, Src: localMAC(0x77)},
		packet(insider(0), netip.MustParseAddr("198.51.100.9")), &proto.TCPSpec{SrcPort: 5000, DstPort: 80})
	in[50] ^= 0x10
	h.Deliver(0, 0, Frame{Bytes: in})
	_, f, ok := h.Send(0)
	var frame proto.Frame
	frame.Decode(&proto.Packet{Bytes: f.Bytes, Link: proto.LinkEthernet}, proto.CheckAll)
	if p := frame.Problems(); !ok || len(p) != 1 || p[0].Got-p[0].Want != 0x1000 && p[0].Want-p[0].Got != 0x1000 {
		t.Errorf("%v", p)
	}
}

// TestUDPWithoutSum: none is made where there was none (RFC 3022 §4.1).
func TestUDPWithoutSum(t *testing.T) {
	h := home()
	in := build(100, &proto.EthernetSpec{Dst: h.Interfaces[0].MAC, Src: localMAC(0x77)},
		packet(insider(0), netip.MustParseAddr("198.51.100.9")), &proto.UDPSpec{SrcPort: 5000, DstPort: 80})
	in[40], in[41] = 0, 0
	h.Deliver(0, 0, Frame{Bytes: in})
	if _, f, ok := h.Send(0); !ok || binary.BigEndian.Uint16(f.Bytes[40:]) != 0 {
		t.Errorf("%x", f.Bytes)
	}
}
