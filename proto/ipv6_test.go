package proto

import (
	"encoding/binary"
	"testing"
)

var (
	testSrc6 = [16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}
	testDst6 = [16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 2}
	testVia6 = [16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 3}
	testIP6  = &IPv6Spec{Src: testSrc6, Dst: testDst6, HopLimit: 64, FlowLabel: 0xabcde, DSCP: 46, ECN: 1}
)

func init() {
	tcp := &TCPSpec{SrcPort: 51000, DstPort: 80, Flags: SYN}
	udp := &UDPSpec{SrcPort: 40000, DstPort: 9}
	moreSeeds = append(moreSeeds,
		seed{"TCP over IPv6", 4, []Spec{testEth, testIP6, tcp}},
		seed{"UDP over IPv6 behind a tag", FCSUnknown, []Spec{testEth, &VLANSpec{ID: 9}, testIP6, udp, Payload("odd")}},
		seed{"hop-by-hop router alert, destination options", 4, []Spec{testEth, testIP6,
			&HopByHopSpec{Options: IPv6Options(nil).RouterAlert(0)}, &DestOptsSpec{Options: IPv6Options(nil).Other(0x3e, []byte("experiment"))}, tcp}},
		seed{"options that fill their header, and Pad1", 0, []Spec{testEth, testIP6,
			&HopByHopSpec{Options: []byte{0, 0, 0, 0, 0, 0}}, &DestOptsSpec{Options: []byte{4, 1, 9, 0, 0}}, udp}},
		seed{"source route on its way: its last address is summed", 4, []Spec{testEth, testIP6,
			&RoutingSpec{Type: 0, SegmentsLeft: 1, Addresses: [][16]byte{testVia6}}, tcp}},
		seed{"home address: summed as the source", 4, []Spec{testEth, testIP6,
			&DestOptsSpec{Options: IPv6Options(nil).Other(ipv6HomeAddress, testVia6[:])}, tcp}},
		seed{"segment routing at its end", 4, []Spec{testEth, testIP6,
			&RoutingSpec{Type: 4, Addresses: [][16]byte{testDst6, testVia6}}, udp, Payload("x")}},
		seed{"mobile routing", 0, []Spec{testEth, testIP6, &RoutingSpec{Type: 2, SegmentsLeft: 1, Addresses: [][16]byte{testVia6}}, tcp}},
		seed{"routing of a type that nobody knows", 0, []Spec{testEth, testIP6, &RoutingSpec{Type: 99, Data: []byte("data")}, tcp}},
		seed{"fragment that is the whole packet", 4, []Spec{testEth, testIP6, &FragmentSpec{ID: 7}, udp, Payload("whole")}},
		seed{"first fragment over IPv6", 4, []Spec{testEth, testIP6, &FragmentSpec{ID: 7, More: true}, tcp, Payload("begin")}},
		seed{"later fragment over IPv6", 4, []Spec{testEth, testIP6, &FragmentSpec{NextHeader: IPProtoUDP, Offset: 8, ID: 7}, Payload("rest")}},
		seed{"authentication header", 4, []Spec{testEth, testIP6, &AHSpec{SPI: 1, Seq: 2, ICV: make([]byte, 16)}, tcp}},
		seed{"no next header", 4, []Spec{testEth, &IPv6Spec{NextHeader: ipProtoNone}, Payload("ignored")}},
		seed{"ESP: named, and kept as bytes", 4, []Spec{testEth, &IPv6Spec{NextHeader: ipProtoESP}, Payload("secret")}},
		seed{"IPv4 in IPv6", 4, []Spec{testEth, testIP6, testIP, tcp}},
		seed{"IPv6 in IPv4", 4, []Spec{testEth, testIP, testIP6, tcp}},
	)
}

// The example of a packet with every part that RFC 8200 §3 draws, by hand.
func TestIPv6Header(t *testing.T) {
	h := IPv6{
		0x6b, 0x9a, 0xbc, 0xde, 0x05, 0xdc, 0x06, 0x40,
		8: 0x20, 23: 1, 24: 0x20, 39: 2,
	}
	if h.DSCP() != 46 || h.ECN() != 1 || h.FlowLabel() != 0xabcde || h.PayloadLen() != 1500 ||
		h.NextHeader() != IPProtoTCP || h.HopLimit() != 64 || h.Src() != [16]byte{0: 0x20, 15: 1} || h.Dst() != [16]byte{0: 0x20, 15: 2} {
		t.Errorf("dscp %d ecn %d flow %#x length %d next %d hops %d from %x to %x",
			h.DSCP(), h.ECN(), h.FlowLabel(), h.PayloadLen(), h.NextHeader(), h.HopLimit(), h.Src(), h.Dst())
	}
	b, err := Append(nil, &IPv6Spec{Src: h.Src(), Dst: h.Dst(), NextHeader: 6, HopLimit: 64, DSCP: 46, ECN: 1, FlowLabel: 0xabcde})
	binary.BigEndian.PutUint16(b[4:], 1500)
	if err != nil || string(b) != string(h) {
		t.Errorf("built %x (%v), want %x", b, err, []byte(h))
	}
}

func TestIPv6Ranges(t *testing.T) {
	for _, s := range []Spec{
		&IPv6Spec{DSCP: 64}, &IPv6Spec{ECN: 4}, &IPv6Spec{FlowLabel: 1 << 20}, &FragmentSpec{Offset: 4},
		&HopByHopSpec{Options: make([]byte, 2047)}, &AHSpec{ICV: make([]byte, 3)}, &RoutingSpec{Data: make([]byte, 8)},
	} {
		if b, err := Append(nil, s); err == nil || len(b) != 0 {
			t.Errorf("%+v was taken", s)
		}
	}
}

// Lengths that an IPv6 header leaves unsaid.
func TestIPv6ZeroLength(t *testing.T) {
	jumbo := func(n uint32) *HopByHopSpec { return &HopByHopSpec{Options: IPv6Options(nil).Jumbo(n)} }
	for _, c := range []struct {
		name    string
		layers  []Spec
		proto   Proto // of the last layer but data, padding and trailer
		problem Code  // 0: none
	}{
		{"left to the network card", []Spec{testIP6, &TCPSpec{Flags: ACK}, Payload("data")}, ProtoTCP, Offloaded},
		{"nothing is to follow", []Spec{&IPv6Spec{NextHeader: ipProtoNone}}, ProtoIPv6, 0},
		{"a jumbogram's option tells it", []Spec{testIP6, jumbo(36), &TCPSpec{Flags: ACK}, Payload("12345678")}, ProtoTCP, 0},
		{"a jumbogram's option lies", []Spec{testIP6, jumbo(70000), &TCPSpec{Flags: ACK}}, ProtoTCP, BadLength},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Packet{Link: LinkEthernet}
			if err := Build(p, append([]Spec{testEth}, c.layers...)...); err != nil {
				t.Fatal(err)
			}
			p.Bytes[EthernetLen+4], p.Bytes[EthernetLen+5] = 0, 0
			var f Frame
			f.Decode(p, CheckAll)
			last := NoProto
			for _, l := range f.Layers() {
				if l.Proto < ProtoData {
					last = l.Proto
				}
			}
			if last != c.proto {
				t.Errorf("layers end with %s, want %s", last, c.proto)
			}
			if c.problem == 0 && len(f.Problems()) != 0 || c.problem != 0 && (len(f.Problems()) != 1 || f.Problems()[0].Code != c.problem) {
				t.Errorf("problems: %+v", f.Problems())
			}
		})
	}
}

// Packets that Ethernet would not carry in one frame were handed to the network
// card so; the loopback of Linux has no such limit.
func TestOffloaded(t *testing.T) {
	for _, c := range []struct {
		name string
		eth  *EthernetSpec
		ip   Spec
		data int
		want int
	}{
		{"IPv4 of 1500 bytes", testEth, testIP, 1460, 0},
		{"IPv4 of 1501 bytes", testEth, testIP, 1461, 1},
		{"IPv6 of 1500 bytes", testEth, testIP6, 1440, 0},
		{"IPv6 of 1501 bytes", testEth, testIP6, 1441, 1},
		{"loopback", &EthernetSpec{}, testIP, 30000, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Packet{Link: LinkEthernet}
			if err := Build(p, c.eth, c.ip, &TCPSpec{Flags: ACK}, Payload(make([]byte, c.data))); err != nil {
				t.Fatal(err)
			}
			var f Frame
			f.Decode(p, CheckAll)
			if len(f.Problems()) != c.want || c.want == 1 && (f.Problems()[0].Code != Offloaded || f.Problems()[0].Code.Broken()) {
				t.Errorf("problems: %+v", f.Problems())
			}
		})
	}
}

func TestUDPZeroSumIPv6(t *testing.T) {
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, testEth, testIP6, &UDPSpec{}, Payload("data")); err != nil {
		t.Fatal(err)
	}
	sum := p.Bytes[EthernetLen+IPv6Len+6:]
	sum[0], sum[1] = 0, 0
	var f Frame
	f.Decode(p, CheckAll)
	if s := f.Layers()[2].Status; s != StatusIllegal || len(f.Problems()) != 1 || f.Problems()[0].Code != NoChecksum {
		t.Errorf("status %d, problems %+v", s, f.Problems())
	}
}

// What the builders of extension headers are told, the views read back.
func TestExtensionViews(t *testing.T) {
	p := &Packet{Link: LinkEthernet, FCS: 0}
	err := Build(p, testEth, &IPv6Spec{HopLimit: 9}, &HopByHopSpec{Options: IPv6Options{}.RouterAlert(0)},
		&RoutingSpec{Type: routingSource, SegmentsLeft: 0, Addresses: [][16]byte{{15: 1}}},
		&FragmentSpec{Offset: 0, More: true, ID: 77}, &DestOptsSpec{}, &UDPSpec{SrcPort: 1, DstPort: 2, Len: 100})
	if err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	hop, ok1 := f.HopByHop()
	route, ok2 := f.Routing()
	fragment, ok3 := f.Fragment()
	dest, ok4 := f.DestOpts()
	if !ok1 || !ok2 || !ok3 || !ok4 {
		t.Fatal(ok1, ok2, ok3, ok4, f.Layers())
	}
	if hop.NextHeader() != ipProtoRouting || hop.HeaderLen() != 8 || len(hop.Options()) != 6 || route.NextHeader() != ipProtoFragment ||
		route.HeaderLen() != 24 || route.Type() != routingSource || route.SegmentsLeft() != 0 || fragment.NextHeader() != ipProtoDestOpts ||
		fragment.Offset() != 0 || !fragment.More() || fragment.ID() != 77 || dest.NextHeader() != IPProtoUDP || dest.HeaderLen() != 8 {
		t.Fatalf("%x %x %x %x", hop, route, fragment, dest)
	}
}
