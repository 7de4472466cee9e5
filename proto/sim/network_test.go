package sim

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"netquiz/proto"
)

// at decodes what a scene shows at one tap.
func at(t *testing.T, o Options, tap Tap) []watched {
	o.Tap = tap
	all, _ := watch(t, o)
	return segments(all)
}

func TestHops(t *testing.T) {
	for _, six := range []bool{false, true} {
		o := Options{Seed: 1, Response: 1000, IPv6: six}
		var f proto.Frame
		type hop struct {
			src, dst [6]byte
			hops     uint8
		}
		see := func(tap Tap) hop {
			syn := at(t, o, tap)[0]
			f.Decode(&syn.Packet, proto.CheckAll)
			eth, _ := f.Ethernet()
			if ip, ok := f.IPv6(); ok {
				return hop{eth.Src(), eth.Dst(), ip.HopLimit()}
			}
			ip, _ := f.IPv4()
			return hop{eth.Src(), eth.Dst(), ip.TTL()}
		}
		for tap, want := range map[Tap]hop{
			AtClient: {localMAC(0x10), localMAC(1), 64},
			AtRouter: {localMAC(2), localMAC(3), 63},
			AtServer: {localMAC(3, 4), localMAC(0x80), 62},
		} {
			if got := see(tap); got != want {
				t.Errorf("tap %d: %v, want %v", tap, got, want)
			}
		}
	}
}

// TestHopsLeaveTheRest: what a router must not touch is the same on both sides.
func TestHopsLeaveTheRest(t *testing.T) {
	for _, test := range []struct {
		name    string
		o       Options
		differs []int // besides the hardware addresses
	}{
		{"IPv4", Options{Seed: 1}, []int{22, 24}},         // TTL, header checksum
		{"IPv6", Options{Seed: 1, IPv6: true}, []int{21}}, // hop limit
	} {
		near, far := at(t, test.o, AtClient)[0].Packet.Bytes, at(t, test.o, AtServer)[0].Packet.Bytes
		for i := 12; i < len(near); i++ {
			if (near[i] != far[i]) != slices.Contains(test.differs, i) {
				t.Errorf("%s: byte %d: %#x became %#x", test.name, i, near[i], far[i])
			}
		}
	}
}

// listener is a node that only notes what arrives.
type listener struct{ got []Frame }

func (l *listener) Deliver(_ time.Duration, _ int, f Frame)        { l.got = append(l.got, f) }
func (l *listener) Next() (time.Duration, bool)                    { return 0, false }
func (l *listener) Send(time.Duration) (p int, f Frame, sent bool) { return 0, Frame{}, false }

func TestSwitchLearns(t *testing.T) {
	n, s := NewNetwork(1), NewSwitch(3)
	var ends [3]listener
	for i := range ends {
		n.Join(s, i, &ends[i], 0, Link{})
	}
	send := func(from int, dst, src [6]byte) (got [3]int) {
		for i := range ends {
			ends[i].got = nil
		}
		b := build(64, &proto.EthernetSpec{Dst: dst, Src: src, Type: 0x88b5})
		s.Deliver(n.Now(), from, Frame{Bytes: b})
		for n.Step() {
		}
		for i := range ends {
			got[i] = len(ends[i].got)
		}
		return got
	}
	a, b := localMAC(0xa), localMAC(0xb)
	for _, step := range []struct {
		name     string
		from     int
		dst, src [6]byte
		want     [3]int
	}{
		{"unknown address: to all others", 0, b, a, [3]int{0, 1, 1}},
		{"the answer: to where a was seen", 1, a, b, [3]int{1, 0, 0}},
		{"now b is known too", 0, b, a, [3]int{0, 1, 0}},
		{"broadcast: to all others", 0, broadcast, a, [3]int{0, 1, 1}},
		{"behind its own port: nowhere", 1, b, localMAC(0xc), [3]int{0, 0, 0}},
		{"a has moved", 2, b, a, [3]int{0, 1, 0}},
		{"found there", 1, a, b, [3]int{0, 0, 1}},
	} {
		if got := send(step.from, step.dst, step.src); got != step.want {
			t.Errorf("%s: %v, want %v", step.name, got, step.want)
		}
	}
	s.now += agingTime
	if _, ok := s.Port(a); ok {
		t.Error("remembered for ever")
	}
}

// ask sends a packet from the client's place and gives the ICMP answer.
func ask(t *testing.T, nat bool, to netip.Addr, hops uint8, transport proto.Spec) (m proto.ICMP, quoted []byte) {
	t.Helper()
	n, err := newInternet(&Options{RTT: time.Second, NAT: nat})
	if err != nil {
		t.Fatal(err)
	}
	var answer []byte
	n.net.Tap(n.client, 0, func(_ time.Duration, outbound bool, f Frame) bool {
		if !outbound {
			answer = f.Bytes
		}
		return false
	})
	port, next, _ := n.client.route(to)
	from, _ := n.client.sourceFor(to)
	n.client.specs.eth = proto.EthernetSpec{Src: n.client.Interfaces[port].MAC}
	b := build(headroom, &n.client.specs.eth, n.client.header(from, to, hops, true), transport, proto.Payload("payload"))
	n.client.emit(port, next, Frame{b, &Origin{Host: "client"}})
	for n.net.Step() {
	}
	var f proto.Frame
	f.Decode(&proto.Packet{Bytes: answer, Link: proto.LinkEthernet}, proto.CheckAll)
	m, ok := f.ICMP()
	if !ok || len(f.Problems()) > 0 {
		t.Fatalf("no ICMP: %v", f.Problems())
	}
	return m, f.Payload(f.Find(proto.ProtoICMP))
}

func TestICMP(t *testing.T) {
	server, nowhere := netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("93.184.216.99")
	udp := &proto.UDPSpec{SrcPort: 50000, DstPort: 9}
	tests := []struct {
		name      string
		to        netip.Addr
		hops      uint8
		transport proto.Spec
		typ       proto.ICMPType
		code      uint8
	}{
		{"echo", server, 64, &proto.ICMPSpec{Type: proto.ICMPEcho, Rest: proto.EchoID(1, 2)}, proto.ICMPEchoReply, 0},
		{"no port", server, 64, udp, proto.ICMPUnreachable, 3},
		{"no host", nowhere, 64, udp, proto.ICMPUnreachable, 1},
		{"no network", netip.MustParseAddr("198.19.0.1"), 64, udp, proto.ICMPUnreachable, 0},
		{"too many hops", server, 2, udp, proto.ICMPTimeExceeded, 0},
	}
	for _, test := range tests {
		for _, nat := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/NAT %v", test.name, nat), func(t *testing.T) {
				m, data := ask(t, nat, test.to, test.hops, test.transport)
				if m.Type() != test.typ || m.Code() != test.code {
					t.Fatalf("type %d, code %d", m.Type(), m.Code())
				}
				if !bytes.HasSuffix(data, []byte("payload")) {
					t.Fatalf("%q", data)
				}
			})
		}
	}
}

func TestNeighbours(t *testing.T) {
	for _, six := range []bool{false, true} {
		_, s := watch(t, Options{IPv6: six})
		all := s.client.Neighbours()
		if len(all) != 1 || !all[0].Known || all[0].MAC != localMAC(1) || all[0].Addr.Is6() != six {
			t.Errorf("%+v", all)
		}
	}
}
