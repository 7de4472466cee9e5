package flow

import (
	"encoding/binary"
	"testing"
	"time"

	"netquiz/proto"
)

// cutFrames makes a row of frames out of any bytes. A frame begins with a byte n
// and one of time: if n is below 128, the next n bytes are a raw IP packet;
// otherwise they tell, in segmentSize bytes, what changes in a TCP segment from
// the one its sender sent before.
func cutFrames(data []byte, yield func(*proto.Packet)) {
	const segmentSize = 9
	now, number := scriptStart, 0
	var next [2]uint32
	for len(data) >= 2 {
		n, d := data[0], data[1]
		data = data[2:]
		now = now.Add(time.Duration(d) * time.Duration(d) * time.Duration(d) * 10 * time.Microsecond)
		number++
		p := proto.Packet{Link: proto.LinkRaw, Number: number, Time: now}
		if n < 128 {
			size := min(int(n), len(data))
			p.Bytes, data = data[:size], data[size:]
			yield(&p)
			continue
		}
		if len(data) < segmentSize {
			return
		}
		from := int(n & 1)
		size := int(binary.BigEndian.Uint16(data)) % 1461
		tcp := proto.TCPSpec{
			SrcPort: [2]uint16{40000, 80}[from], DstPort: [2]uint16{80, 40000}[from],
			Seq: next[from] + uint32(int32(int8(data[2]))<<(data[3]&15)), Ack: next[from^1] + uint32(int32(int8(data[4]))<<(data[5]&15)),
			Flags: proto.TCPFlags(data[6]), Window: binary.BigEndian.Uint16(data[7:]),
		}
		if n&2 != 0 {
			tcp.Options = proto.TCPOptions(nil).SACK([2]uint32{tcp.Ack + uint32(data[3]), tcp.Ack + uint32(data[5])})
		}
		data = data[segmentSize:]
		next[from] = tcp.Seq + uint32(size)
		ip := proto.IPv4Spec{Src: [4]byte{10, 0, 0, byte(1 + from)}, Dst: [4]byte{10, 0, 0, byte(2 - from)}, TTL: 60 + n>>5, ID: uint16(n >> 2 & 7)}
		if proto.Build(&p, &ip, &tcp, proto.Payload(make([]byte, size))) == nil {
			yield(&p)
		}
	}
}

func FuzzTracker(f *testing.F) {
	// A handshake, data both ways and a close: the common path, to be mutated.
	f.Add([]byte{
		128, 1, 0, 0, 0, 0, 0, 0, 2, 255, 255, 129, 9, 0, 0, 0, 0, 1, 0, 18, 255, 255, 128, 1, 0, 0, 1, 0, 1, 0, 16, 255, 255,
		128, 1, 0, 100, 0, 0, 0, 0, 24, 255, 255, 129, 1, 5, 180, 0, 0, 0, 0, 16, 255, 255, 129, 1, 0, 0, 0, 0, 0, 0, 17, 255, 255,
	})
	// Gaps, a SACK block and a window of zero: holes come and go.
	f.Add([]byte{
		128, 1, 3, 0, 0, 0, 0, 0, 16, 1, 0, 128, 1, 3, 0, 127, 3, 0, 0, 16, 1, 0, 131, 1, 0, 0, 0, 200, 0, 220, 16, 0, 0,
		128, 90, 0, 1, 0, 0, 0, 0, 16, 1, 0, 129, 1, 0, 0, 0, 0, 0, 0, 16, 0, 0, 128, 1, 3, 0, 129, 3, 0, 0, 16, 1, 0,
	})
	// Jumps of half the numbers there are: what comes before what turns round.
	f.Add([]byte{128, 1, 0, 1, 127, 15, 127, 15, 16, 1, 0, 128, 1, 0, 1, 127, 15, 127, 15, 16, 1, 0, 129, 1, 0, 1, 128, 15, 128, 15, 16, 1, 0})
	// The same packet at other distances: copies and retransmissions.
	f.Add([]byte{128, 1, 0, 9, 0, 0, 0, 0, 16, 1, 0, 160, 0, 0, 9, 247, 0, 0, 0, 16, 1, 0, 128, 0, 0, 9, 247, 0, 0, 0, 16, 1, 0})
	// Two IPv4 fragments of UDP, the second overlapping the first.
	fragment := func(at, more byte, data ...byte) []byte {
		ip := append([]byte{0x45, 0, 0, byte(20 + len(data)), 0, 7, more << 5, at, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}, data...)
		return append([]byte{byte(len(ip)), 1}, ip...)
	}
	f.Add(append(fragment(0, 1, 0, 53, 0, 53, 0, 16, 0, 0), fragment(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)...))
	// An ICMP error that quotes eight bytes of TCP.
	f.Add(append([]byte{56, 1, 0x45, 0, 0, 56, 0, 1, 0, 0, 64, 1, 0, 0, 10, 0, 0, 9, 10, 0, 0, 1, 3, 4, 0, 0, 0, 0, 5, 20},
		0x45, 0, 5, 220, 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 156, 64, 0, 80, 0, 0, 0, 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := newBothWays()
		tr := New()
		tr.limit = 4
		var frame proto.Frame
		cutFrames(data, func(p *proto.Packet) {
			w.frame(t, p)
			frame.Decode(p, proto.CheckNone)
			r := tr.Add(&frame)
			if r.Number != p.Number || r.Step >= numSteps || r.Phase >= numPhases || r.InFlight < 0 || r.Len < 0 {
				t.Fatalf("%+v", r)
			}
			for _, e := range r.Events {
				if e.Kind == 0 || e.Kind >= numEvents || e.Field == nil || e.Frame > p.Number {
					t.Fatalf("event %+v", e)
				}
			}
		})
		all := tr.Conversations()
		if len(all) > tr.limit || len(tr.table) > len(all) {
			t.Fatalf("%d conversations, %d in the table", len(all), len(tr.table))
		}
		for _, c := range all {
			if err := check(c); err != nil {
				t.Fatal(err)
			}
		}
	})
}
