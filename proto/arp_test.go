package proto

import "testing"

func init() {
	who := &ARPSpec{Op: ARPRequest, SenderMAC: [6]byte{2, 0, 0, 0, 0, 1}, SenderIP: [4]byte{192, 168, 0, 10}, TargetIP: [4]byte{192, 168, 0, 1}}
	moreSeeds = append(moreSeeds,
		seed{"ARP request, padded to 60", 4, []Spec{&EthernetSpec{Dst: [6]byte{255, 255, 255, 255, 255, 255}}, who}},
		seed{"ARP reply behind a VLAN tag", FCSUnknown, []Spec{testEth, &VLANSpec{ID: 7}, &ARPSpec{Op: ARPReply}}},
		seed{"ARP with addresses of one byte", 0, []Spec{&EthernetSpec{Type: EtherTypeARP}, Payload("\x00\x07\x08\x00\x01\x01\x00\x01abcd")}},
		seed{"ARP without any addresses", 0, []Spec{&EthernetSpec{Type: EtherTypeARP}, Payload("\x00\x01\x08\x00\x00\x00\x00\x01")}},
	)
}

func TestARP(t *testing.T) {
	s := &ARPSpec{Op: ARPReply, SenderMAC: [6]byte{1, 2, 3, 4, 5, 6}, TargetMAC: [6]byte{7, 8, 9, 10, 11, 12},
		SenderIP: [4]byte{13, 14, 15, 16}, TargetIP: [4]byte{17, 18, 19, 20}}
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, testEth, s); err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	h, ok := f.ARP()
	if !ok || h.Op() != s.Op || h.SenderMAC() != s.SenderMAC || h.SenderIP() != s.SenderIP ||
		h.TargetMAC() != s.TargetMAC || h.TargetIP() != s.TargetIP {
		t.Errorf("%x of %+v", []byte(h), s)
	}
	if pad := f.Layers()[2]; pad.Proto != ProtoPadding || pad.Hdr != MinFrame-EthernetLen-ARPLen {
		t.Errorf("behind the message: %+v", pad)
	}
}
