package proto

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// Of all the sums that a header or a segment can bear, the right one is good,
// and no other; under a source route those of either destination are.
func TestOneSumIsGood(t *testing.T) {
	ones := [4]byte{255, 255, 255, 255}
	udp, tcp := &UDPSpec{SrcPort: 0xfffe, DstPort: 0xfffd}, &TCPSpec{SrcPort: 0xfffe, DstPort: 9, Seq: 0xffffffff, Ack: 0xfffffffe, Flags: 0xff, Window: 0xffff}
	data := Payload(bytes.Repeat([]byte{0xff, 0xf7}, 20))
	route := IPv4Options(nil).SourceRoute(false, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2})
	const eth, ip, ip6 = EthernetLen, IPv4MinLen, IPv6Len
	for _, c := range []struct {
		name   string
		layers []Spec
		layer  int // that bears the sum
		at     int // its byte in the frame
		good   int
	}{
		{"IPv4", []Spec{testEth, testIP, udp, data}, 1, eth + 10, 1},
		{"IPv4 between ones", []Spec{testEth, &IPv4Spec{Src: ones, Dst: ones, ID: 0xffff, TTL: 255}, udp, data}, 1, eth + 10, 1},
		{"IPv4 with options", []Spec{testEth, &IPv4Spec{Src: ones, Options: route}, udp, data}, 1, eth + 10, 1},
		{"IPv4 before TCP", []Spec{testEth, testIP, tcp, data}, 1, eth + 10, 1},
		{"TCP", []Spec{testEth, testIP, tcp, data}, 2, eth + ip + 16, 1},
		{"TCP between ones", []Spec{testEth, &IPv4Spec{Src: ones, Dst: ones}, tcp, data}, 2, eth + ip + 16, 1},
		{"TCP without data", []Spec{testEth, &IPv4Spec{Src: ones, Dst: ones}, tcp}, 2, eth + ip + 16, 1},
		{"TCP, not on Ethernet", []Spec{&SLLSpec{}, &IPv4Spec{Src: ones, Dst: ones}, tcp, data}, 2, SLLLen + ip + 16, 1},
		{"TCP over IPv6", []Spec{testEth, testIP6, tcp, data}, 2, eth + ip6 + 16, 1},
		{"UDP", []Spec{testEth, testIP, udp, data}, 2, eth + ip + 6, 1},
		{"UDP between ones", []Spec{testEth, &IPv4Spec{Src: ones, Dst: ones}, udp, data}, 2, eth + ip + 6, 1},
		{"UDP over IPv6", []Spec{testEth, testIP6, udp, data}, 2, eth + ip6 + 6, 1},
		{"UDP under a source route", []Spec{testEth, &IPv4Spec{Src: ones, Dst: ones, Options: route}, udp, data}, 2, eth + ip + 12 + 6, 2},
		{"UDP under a source route over IPv6", []Spec{testEth, testIP6, &RoutingSpec{SegmentsLeft: 1, Addresses: [][16]byte{testVia6}}, udp, data},
			3, eth + ip6 + 24 + 6, 1},
		{"ICMP", []Spec{testEth, testIP, &ICMPSpec{Type: ICMPEcho}, data}, 2, eth + ip + 2, 1},
		{"ICMPv6", []Spec{testEth, testIP6, &ICMPv6Spec{Type: ICMPv6Echo}, data}, 2, eth + ip6 + 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Packet{Link: linkOf(c.layers[0])}
			if err := Build(p, c.layers...); err != nil {
				t.Fatal(err)
			}
			built := binary.BigEndian.Uint16(p.Bytes[c.at:])
			var f Frame
			good := map[uint16]bool{}
			for sum := range 1 << 16 {
				binary.BigEndian.PutUint16(p.Bytes[c.at:], uint16(sum))
				f.Decode(p, CheckHeader|CheckTransport)
				if f.Layers()[c.layer].Status == StatusGood {
					good[uint16(sum)] = true
				}
			}
			if len(good) != c.good || !good[built] {
				t.Errorf("good are %v, built was %d", good, built)
			}
		})
	}
}
