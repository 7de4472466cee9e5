package proto

import "testing"

func init() {
	tcp := &TCPSpec{SrcPort: 51000, DstPort: 80, Flags: SYN}
	tag := func(id uint16) *VLANSpec { return &VLANSpec{ID: id} }
	moreSeeds = append(moreSeeds,
		seed{"802.1Q tag with a priority", 4, []Spec{testEth, &VLANSpec{Priority: 5, DropEligible: true, ID: 100}, testIP, tcp}},
		seed{"802.1ad service tag around a customer's", 4, []Spec{&EthernetSpec{Type: 0x88a8}, tag(200), tag(100), testIP, tcp}},
		seed{"802.3 length behind a tag", 0, []Spec{testEth, &VLANSpec{ID: 1, Type: 6}, Payload("\x42\x42\x03abc")}},
		seed{"the deepest tags that are told apart", 4, []Spec{testEth, tag(1), tag(2), tag(3), tag(4), testIP, tcp}},
	)
}

func TestVLANDepth(t *testing.T) {
	layers := []Spec{testEth}
	for id := range uint16(MaxVLANs + 1) {
		layers = append(layers, &VLANSpec{ID: id})
	}
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, append(layers, Payload("deep"))...); err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	if len(f.Problems()) != 1 || f.Problems()[0].Code != TooDeep || f.Problems()[0].Want != MaxVLANs {
		t.Errorf("problems: %+v", f.Problems())
	}
	if last := f.Layers()[MaxVLANs+1]; last.Proto != ProtoData || last.Off != EthernetLen+MaxVLANs*VLANLen {
		t.Errorf("the fifth tag is %+v", last)
	}
}

func TestVLANRange(t *testing.T) {
	for _, s := range []*VLANSpec{{Priority: 8}, {ID: 4096}} {
		if _, err := Append(nil, testEth, s); err == nil {
			t.Errorf("%+v was taken", s)
		}
	}
}

// The outermost tag is the first, whichever kind comes first.
func TestOutermostTag(t *testing.T) {
	for _, service := range []bool{false, true} {
		outer, inner := &VLANSpec{ID: 1}, &VLANSpec{ID: 2}
		eth := *testEth
		if service {
			eth.Type = EtherTypeServiceVLAN
		} else {
			outer.Type = EtherTypeServiceVLAN
		}
		p := &Packet{Link: LinkEthernet, FCS: 0}
		if err := Build(p, &eth, outer, inner, testIP, Payload("x")); err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(p, CheckAll)
		if h, ok := f.VLAN(); !ok || h.ID() != 1 {
			t.Errorf("service first %v: %x, %v", service, h, ok)
		}
	}
}
