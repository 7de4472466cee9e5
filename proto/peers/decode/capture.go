package main

import (
	"bufio"
	"os"
	"time"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// writeCapture writes n frames of conversations, one behind the other.
func writeCapture(name string, n int) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	buffered := bufio.NewWriterSize(file, 1<<20)
	w, err := capture.NewWriter(buffered, capture.PCAP)
	if err != nil {
		return err
	}
	t := talk{p: proto.Packet{Link: proto.LinkEthernet, Time: time.Unix(1_800_000_000, 0)}, data: make([]byte, 1460)}
	for i := range t.data {
		t.data[i] = byte(i * 7)
	}
	for i := range n {
		if err := t.next(i); err != nil {
			return err
		}
		if err := w.Write(&t.p); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return buffered.Flush()
}

// talk makes frames: each conversation opens, asks, is answered by full segments
// and acknowledgments, and closes. One in ten goes over IPv6, one in ten through
// a VLAN.
type talk struct {
	p                proto.Packet
	data             []byte
	clientAt, server uint32 // the next sequence number of each end
	clock            uint32
}

// segment is one of a conversation: who sends it, its flags, and how much data.
type segment struct {
	fromServer bool
	flags      proto.TCPFlags
	data       int
}

// script is a conversation of some hundred segments.
var script = func() []segment {
	all := []segment{{false, proto.SYN, 0}, {true, proto.SYN | proto.ACK, 0}, {false, proto.ACK, 0}}
	for range 20 {
		all = append(all, []segment{
			{false, proto.PSH | proto.ACK, 180}, {true, proto.ACK, 0},
			{true, proto.ACK, 1448}, {true, proto.ACK, 1448}, {false, proto.ACK, 0},
			{true, proto.ACK, 1448}, {true, proto.PSH | proto.ACK, 400}, {false, proto.ACK, 0},
			{false, proto.PSH | proto.ACK, 60}, {true, proto.PSH | proto.ACK, 512}, {false, proto.ACK, 0},
		}...)
	}
	return append(all, []segment{{true, proto.FIN | proto.ACK, 0}, {false, proto.FIN | proto.ACK, 0}, {true, proto.ACK, 0}}...)
}()

func (t *talk) next(i int) error {
	which, s := i/len(script), script[i%len(script)]
	if i%len(script) == 0 {
		t.clientAt, t.server = uint32(which)*7919, uint32(which)*104729
	}
	t.clock += 3
	t.p.Number, t.p.Time = i+1, t.p.Time.Add(137*time.Microsecond)
	tcp := &proto.TCPSpec{SrcPort: uint16(32768 + which%28000), DstPort: 9000, Seq: t.clientAt, Ack: t.server, Flags: s.flags, Window: 502}
	near := [4]byte{10, byte(which >> 16), byte(which >> 8), byte(which)}
	far := [4]byte{93, 184, 216, byte(which % 200)}
	tcp.Options = proto.TCPOptions(nil).NOP().NOP().Timestamps(t.clock, t.clock-2)
	if s.flags&proto.SYN != 0 {
		tcp.Options = proto.TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(t.clock, 0).NOP().WindowScale(7)
	}
	size := uint32(s.data)
	if s.flags&(proto.SYN|proto.FIN) != 0 {
		size++
	}
	if s.fromServer {
		tcp.SrcPort, tcp.DstPort, tcp.Seq, tcp.Ack = tcp.DstPort, tcp.SrcPort, tcp.Ack, tcp.Seq
		near, far = far, near
		t.server += size
	} else {
		t.clientAt += size
	}
	layers := []proto.Spec{&proto.EthernetSpec{Src: [6]byte{2, 0, 0, 0, 0, 1}, Dst: [6]byte{2, 0, 0, 0, 0, 2}}}
	if which%10 == 3 {
		layers = append(layers, &proto.VLANSpec{ID: 100})
	}
	if which%10 == 7 {
		layers = append(layers, &proto.IPv6Spec{Src: mapped(near), Dst: mapped(far), HopLimit: 64})
	} else {
		layers = append(layers, &proto.IPv4Spec{Src: near, Dst: far, TTL: 64, ID: uint16(i), DontFragment: true})
	}
	return proto.Build(&t.p, append(layers, tcp, proto.Payload(t.data[:s.data]))...)
}

func mapped(a [4]byte) [16]byte { return [16]byte{0x20, 1, 0xd, 0xb8, 12: a[0], a[1], a[2], a[3]} }
