package peers

import (
	"bytes"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"pgregory.net/rapid"

	"netquiz/proto"
)

// What both codecs read of a frame is the same, for right frames and for ones
// with bytes changed in their headers.
func TestGopacketAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(rows).Draw(t, "frame")
		p := &proto.Packet{Link: proto.LinkEthernet, FCS: 0}
		if err := proto.Build(p, r.layers...); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			p.Bytes[rapid.IntRange(0, min(len(p.Bytes), 74)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		var f proto.Frame
		f.Decode(p, proto.CheckAll)
		g := gopacket.NewPacket(bytes.Clone(p.Bytes), layers.LayerTypeEthernet, gopacket.NoCopy)
		compareEthernet(t, &f, g)
		compareIPv4(t, &f, g)
		compareTCP(t, &f, g)
	})
}

func compareEthernet(t *rapid.T, f *proto.Frame, g gopacket.Packet) {
	theirs, ok := g.Layer(layers.LayerTypeEthernet).(*layers.Ethernet)
	if !ok {
		return
	}
	ours, _ := f.Ethernet()
	dst, src := ours.Dst(), ours.Src()
	same(t, "eth.dst", string(dst[:]), string(theirs.DstMAC))
	same(t, "eth.src", string(src[:]), string(theirs.SrcMAC))
	if ours.Type() >= 1536 { // below, theirs keeps the length elsewhere
		same(t, "eth.type", ours.Type(), uint16(theirs.EthernetType))
	}
}

func compareIPv4(t *rapid.T, f *proto.Frame, g gopacket.Packet) {
	theirs, ok := g.Layer(layers.LayerTypeIPv4).(*layers.IPv4)
	ours, have := f.IPv4()
	if !ok || theirs.Version != 4 {
		return // it gives up on lengths that ours reports as problems
	}
	if !have {
		t.Fatal("gopacket decodes an IPv4 header, we do not")
	}
	src, dst := ours.Src(), ours.Dst()
	same(t, "ip.hdr_len", ours.HeaderLen(), int(theirs.IHL)*4)
	same(t, "ip.dsfield", ours.DSCP()<<2|ours.ECN(), theirs.TOS)
	if ours.TotalLen() != 0 { // theirs replaces 0 by the length there is
		same(t, "ip.len", ours.TotalLen(), int(theirs.Length))
	}
	same(t, "ip.id", ours.ID(), theirs.Id)
	same(t, "ip.flags.df", ours.DontFragment(), theirs.Flags&layers.IPv4DontFragment != 0)
	same(t, "ip.flags.mf", ours.MoreFragments(), theirs.Flags&layers.IPv4MoreFragments != 0)
	same(t, "ip.frag_offset", ours.FragmentOffset(), int(theirs.FragOffset)*8)
	same(t, "ip.ttl", ours.TTL(), theirs.TTL)
	same(t, "ip.proto", ours.Protocol(), uint8(theirs.Protocol))
	same(t, "ip.checksum", ours.Checksum(), theirs.Checksum)
	same(t, "ip.src", string(src[:]), string(theirs.SrcIP.To4()))
	same(t, "ip.dst", string(dst[:]), string(theirs.DstIP.To4()))
}

func compareTCP(t *rapid.T, f *proto.Frame, g gopacket.Packet) {
	theirs, ok := g.Layer(layers.LayerTypeTCP).(*layers.TCP)
	ours, have := f.TCP()
	if !ok || !have {
		return
	}
	flags := ours.Flags()
	same(t, "tcp.srcport", ours.SrcPort(), uint16(theirs.SrcPort))
	same(t, "tcp.dstport", ours.DstPort(), uint16(theirs.DstPort))
	same(t, "tcp.seq_raw", ours.Seq(), theirs.Seq)
	same(t, "tcp.ack_raw", ours.Ack(), theirs.Ack)
	same(t, "tcp.hdr_len", ours.HeaderLen(), int(theirs.DataOffset)*4)
	same(t, "tcp.window_size_value", ours.Window(), theirs.Window)
	same(t, "tcp.checksum", ours.Checksum(), theirs.Checksum)
	same(t, "tcp.urgent_pointer", ours.Urgent(), theirs.Urgent)
	for _, bit := range []struct {
		id     string
		ours   proto.TCPFlags
		theirs bool
	}{
		{"fin", proto.FIN, theirs.FIN}, {"syn", proto.SYN, theirs.SYN}, {"reset", proto.RST, theirs.RST},
		{"push", proto.PSH, theirs.PSH}, {"ack", proto.ACK, theirs.ACK}, {"urg", proto.URG, theirs.URG},
		{"ece", proto.ECE, theirs.ECE}, {"cwr", proto.CWR, theirs.CWR}, {"ae", proto.AE, theirs.NS},
	} {
		same(t, "tcp.flags."+bit.id, flags&bit.ours != 0, bit.theirs)
	}
	same(t, "tcp payload", string(f.Payload(f.Find(proto.ProtoTCP))), string(theirs.Payload))
}

func same[T comparable](t *rapid.T, what string, ours, theirs T) {
	t.Helper()
	if ours != theirs {
		t.Fatalf("%s: ours %v, gopacket's %v", what, ours, theirs)
	}
}
