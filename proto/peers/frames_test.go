package peers

import (
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

// row is one kind of frame that the benchmarks measure.
type row struct {
	name   string
	layers []proto.Spec
}

var (
	eth  = &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ip   = &proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
	ip6  = &proto.IPv6Spec{Src: [16]byte{0x20, 1, 0xd, 0xb8, 15: 1}, Dst: [16]byte{0x20, 1, 0xd, 0xb8, 15: 2}, HopLimit: 64}
	vlan = &proto.VLANSpec{ID: 100}
	ack  = &proto.TCPSpec{SrcPort: 51000, DstPort: 9000, Seq: 1001, Ack: 5001, Flags: proto.ACK, Window: 502}
	syn  = &proto.TCPSpec{SrcPort: 51000, DstPort: 9000, Seq: 1000, Flags: proto.SYN, Window: 64240,
		Options: proto.TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)}
	stamped = &proto.TCPSpec{SrcPort: 51000, DstPort: 9000, Seq: 1001, Ack: 5001, Flags: proto.ACK, Window: 502,
		Options: proto.TCPOptions(nil).NOP().NOP().Timestamps(100, 99)}
	udp = &proto.UDPSpec{SrcPort: 51000, DstPort: proto.DNSPort}
)

// rows are the frames of the benchmarks; those of plain TCP are named by their
// length with FCS.
var rows = []row{
	{"64", []proto.Spec{eth, ip, ack}},
	{"78-syn", []proto.Spec{eth, ip, syn}},
	{"512", []proto.Spec{eth, ip, ack, proto.Payload(filled(512 - 58))}},
	{"1518", []proto.Spec{eth, ip, ack, proto.Payload(filled(1518 - 58))}},
	{"dns", []proto.Spec{eth, ip, udp, &proto.DNSSpec{Message: answer()}}},
	{"ipv6", []proto.Spec{eth, ip6, stamped, proto.Payload(filled(200))}},
	{"vlan", []proto.Spec{eth, vlan, ip, stamped, proto.Payload(filled(200))}},
}

// mixed is a capture with every kind of row, as it might be: mostly full and
// empty segments.
var mixed = []string{
	"dns", "dns", "78-syn", "78-syn", "64", "512", "64", "1518", "1518", "64", "1518", "1518", "64", "ipv6", "ipv6", "vlan",
	"1518", "1518", "64", "vlan", "64", "64",
}

func answer() dnsmessage.Message {
	name := dnsmessage.MustNewName("www.example.com.")
	return dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 0x1a2b, Response: true, RecursionDesired: true, RecursionAvailable: true},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
		Answers: []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 300},
			Body:   &dnsmessage.AResource{A: [4]byte{93, 184, 216, 34}},
		}},
	}
}

func filled(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 31)
	}
	return b
}

func (r row) packet(tb testing.TB) *proto.Packet {
	tb.Helper()
	p := &proto.Packet{Link: proto.LinkEthernet, FCS: 4}
	if err := proto.Build(p, r.layers...); err != nil {
		tb.Fatal(err)
	}
	return p
}

// mixedPackets are the packets of mixed, in its order.
func mixedPackets(tb testing.TB) []*proto.Packet {
	var all []*proto.Packet
	for _, name := range mixed {
		for _, r := range rows {
			if r.name == name {
				all = append(all, r.packet(tb))
			}
		}
	}
	return all
}
