package peers

import (
	"testing"

	"netquiz/proto"
)

// row is one kind of frame that the benchmarks measure.
type row struct {
	name   string
	layers []proto.Spec
}

var (
	eth = &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ip  = &proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
	ack = &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1001, Ack: 5001, Flags: proto.ACK, Window: 502}
	syn = &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: proto.SYN, Window: 64240,
		Options: proto.TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)}
)

// rows are the frames of the benchmarks, named by their length with FCS.
var rows = []row{
	{"64", []proto.Spec{eth, ip, ack}},
	{"78-syn", []proto.Spec{eth, ip, syn}},
	{"512", []proto.Spec{eth, ip, ack, proto.Payload(filled(512 - 58))}},
	{"1518", []proto.Spec{eth, ip, ack, proto.Payload(filled(1518 - 58))}},
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
