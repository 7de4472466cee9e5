package proto

import "testing"

// quotedSYN is what routers quote of a packet: its header and eight bytes more.
func quotedSYN() Payload {
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: SYN}); err != nil {
		panic(err)
	}
	return p.Bytes[EthernetLen : EthernetLen+IPv4MinLen+8]
}

func init() {
	moreSeeds = append(moreSeeds,
		seed{"echo", 4, []Spec{testEth, testIP, &ICMPSpec{Type: ICMPEcho, Rest: EchoID(0x1234, 1)}, Payload("abcdefgh")}},
		seed{"fragmentation needed, quoting a cut packet", FCSUnknown, []Spec{testEth, testIP,
			&ICMPSpec{Type: ICMPUnreachable, Code: ICMPFragmentationNeeded, Rest: NextHopMTU(1300)}, quotedSYN()}},
		seed{"time exceeded", 4, []Spec{testEth, testIP, &ICMPSpec{Type: ICMPTimeExceeded}, quotedSYN()}},
		seed{"redirect that quotes itself", 0, []Spec{testEth, testIP, &ICMPSpec{Type: ICMPRedirect, Rest: [4]byte{10, 0, 0, 1}},
			quotedSYN()[:IPv4MinLen]}},
		seed{"parameter problem without a quote", 4, []Spec{testEth, testIP, &ICMPSpec{Type: ICMPParameterProblem, Rest: [4]byte{20}}}},
		seed{"timestamp", 4, []Spec{testEth, testIP, &ICMPSpec{Type: ICMPTimestamp}, Payload("\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x03")}},
		seed{"address mask", 4, []Spec{testEth, testIP, &ICMPSpec{Type: ICMPMaskReply}, Payload("\xff\xff\xff\x00")}},
		seed{"a type that nobody knows", 4, []Spec{testEth, testIP, &ICMPSpec{Type: 99}, Payload("?")}},
	)
}

func TestICMPQuotes(t *testing.T) {
	p := &Packet{Link: LinkEthernet}
	err := Build(p, testEth, testIP, &ICMPSpec{Type: ICMPUnreachable, Code: ICMPFragmentationNeeded, Rest: NextHopMTU(1300)}, quotedSYN())
	if err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	for _, pr := range f.Problems() {
		t.Errorf("%s at %d", pr.Code, pr.Off)
	}
	if h, ok := f.ICMP(); !ok || h.MTU() != 1300 {
		t.Errorf("MTU of %x", []byte(h))
	}
	want := []struct {
		p      Proto
		quoted bool
		status Status
	}{
		{ProtoEthernet, false, StatusNone}, {ProtoIPv4, false, StatusGood}, {ProtoICMP, false, StatusGood},
		{ProtoIPv4, true, StatusGood}, {ProtoTCP, true, StatusNone},
	}
	for i, w := range want {
		if l := f.Layers()[i]; l.Proto != w.p || l.Quoted != w.quoted || l.Status != w.status {
			t.Errorf("layer %d: %+v, want %+v", i, l, w)
		}
	}
	if _, ok := f.TCP(); ok {
		t.Error("a quoted segment is the frame's own")
	}
}

// An echo reply of zeros alone sums to zero, whose checksum is 0xffff (RFC 1071).
func TestChecksumOfZeros(t *testing.T) {
	p := Packet{Link: LinkEthernet}
	if err := Build(&p, &EthernetSpec{}, &IPv4Spec{}, &ICMPSpec{}); err != nil {
		t.Fatal(err)
	}
	var f Frame
	if f.Decode(&p, CheckAll); len(f.Problems()) > 0 {
		t.Error(f.Problems())
	}
}
