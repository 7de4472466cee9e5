package proto

import "testing"

func quotedSYN6() Payload {
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, testEth, testIP6, &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: SYN}, Payload("begin")); err != nil {
		panic(err)
	}
	return p.Bytes[EthernetLen : EthernetLen+IPv6Len+TCPMinLen]
}

func init() {
	mac := [6]byte{2, 0, 0, 0, 0, 1}
	target := Payload(testVia6[:])
	icmp := func(t ICMPv6Type, rest [4]byte, more ...Spec) []Spec {
		return append([]Spec{testEth, testIP6, &ICMPv6Spec{Type: t, Rest: rest}}, more...)
	}
	moreSeeds = append(moreSeeds,
		seed{"ICMPv6 echo", 4, icmp(ICMPv6Echo, EchoID(1, 2), Payload("abc"))},
		seed{"port unreachable, quoting a cut packet", 4, icmp(ICMPv6Unreachable, [4]byte{}, quotedSYN6())},
		seed{"packet too big", FCSUnknown, icmp(ICMPv6PacketTooBig, PacketTooBigMTU(1280), quotedSYN6()[:IPv6Len])},
		seed{"parameter problem that points at nothing", 0, icmp(ICMPv6ParameterProblem, PacketTooBigMTU(6))},
		seed{"router solicitation", 4, icmp(NDPRouterSolicitation, [4]byte{}, Payload(NDPOptions(nil).SourceLinkAddr(mac)))},
		seed{"router advertisement: prefix, MTU, DNS servers, a nonce, and one unknown", 4, icmp(NDPRouterAdvertisement, [4]byte{64, 0xc8, 7, 8},
			Payload(make([]byte, 8)), Payload(NDPOptions(nil).Prefix(testSrc6, 64, true, true, 3600, 1800).MTU(1400)),
			Payload("\x19\x03\x00\x00\x00\x00\x0e\x10"), target, Payload("\x0e\x01nonce!\xfe\x01opaque"))},
		seed{"neighbor solicitation", FCSUnknown, icmp(NDPNeighborSolicitation, [4]byte{}, target, Payload(NDPOptions(nil).SourceLinkAddr(mac)))},
		seed{"neighbor advertisement", 4, icmp(NDPNeighborAdvertisement, [4]byte{0xe0}, target, Payload(NDPOptions(nil).TargetLinkAddr(mac)))},
		seed{"redirect quoting the packet in its last option", 4, icmp(NDPRedirect, [4]byte{}, target, target,
			Payload(NDPOptions(nil).TargetLinkAddr(mac)), Payload("\x04\x09\x00\x00\x00\x00\x00\x00"), quotedSYN6(), Payload("\x00\x00\x00\x00"))},
		seed{"MLD report", 4, icmp(MLDReport, [4]byte{}, target)},
		seed{"MLD query of version 2 with a source", 0, icmp(MLDQuery, [4]byte{}, target, Payload("\x02\x0a\x00\x01"), target)},
		seed{"MLD report of version 2: sources, auxiliary data", 0, icmp(MLDv2Report, [4]byte{3: 2},
			Payload("\x04\x01\x00\x01"), target, target, Payload("aux."), Payload("\x03\x00\x00\x00"), target)},
		seed{"an ICMPv6 type that nobody knows", 4, icmp(200, [4]byte{}, Payload("?"))},
	)
}

func TestNDP(t *testing.T) {
	p := &Packet{Link: LinkEthernet}
	err := Build(p, testEth, testIP6, &ICMPv6Spec{Type: NDPNeighborAdvertisement, Rest: [4]byte{0x60}},
		Payload(testVia6[:]), Payload(NDPOptions(nil).TargetLinkAddr([6]byte{1, 2, 3, 4, 5, 6})))
	if err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	if h, ok := f.ICMPv6(); !ok || h.Target() != testVia6 || h.Type() != NDPNeighborAdvertisement {
		t.Errorf("%x", []byte(h))
	}
	for id, want := range map[string]string{
		"icmpv6.nd.na.flag.s": "1", "icmpv6.nd.na.flag.r": "0", "icmpv6.nd.na.target_address": "2001:db8::3",
		"icmpv6.opt.linkaddr": "01:02:03:04:05:06", "icmpv6.checksum.status": "1",
	} {
		s, err := Select(id)
		if err != nil {
			t.Fatal(err)
		}
		if v := s.Values(nil, &f); len(v) != 1 || v[0].String() != want {
			t.Errorf("%s: %v, want %s", id, v, want)
		}
	}
	// An option of length 0 would go on for ever.
	p.Bytes[EthernetLen+IPv6Len+25] = 0
	f.Decode(p, CheckNone)
	if n := len(f.Problems()); n != 1 || f.Problems()[0].Code != BadOption {
		t.Errorf("problems: %+v", f.Problems())
	}
}

func TestICMPv6Quotes(t *testing.T) {
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, testEth, testIP6, &ICMPv6Spec{Type: ICMPv6PacketTooBig, Rest: PacketTooBigMTU(1280)}, quotedSYN6()); err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	if h, ok := f.ICMPv6(); !ok || h.MTU() != 1280 {
		t.Errorf("MTU of %x", []byte(h))
	}
	// The quoted segment is cut, so that its sum cannot be told.
	if l := f.Layers()[4]; l.Proto != ProtoTCP || !l.Quoted || l.Status != StatusUnverified || len(f.Problems()) != 0 {
		t.Errorf("quoted: %+v, problems %+v", l, f.Problems())
	}
}
