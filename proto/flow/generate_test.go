package flow

import (
	"testing"
	"time"

	"netquiz/proto"

	"pgregory.net/rapid"
)

// move is one segment of a made-up connection: what it says is told relative to
// what its sender said last, so that most moves make some sense.
type move struct {
	FromServer bool
	Flags      proto.TCPFlags
	Ahead      int32 // of the next sequence number
	AckAhead   int32 // of the other end's next
	Len        uint16
	Window     uint16
	After      time.Duration
	ID         uint16
	SACK       uint16 // bytes that a SACK block covers; 0: none
}

// talk is a made-up connection.
type talk struct {
	ISN   [2]uint32
	Ports [2]uint16
	Host  byte // last byte of the server's address
	Scale int  // of both SYNs' option, -1: none
	Moves []move
}

func drawTalk(t *rapid.T) talk {
	flags := rapid.SampledFrom([]proto.TCPFlags{
		proto.ACK, proto.ACK, proto.ACK, proto.ACK, proto.ACK | proto.PSH, proto.ACK | proto.FIN, proto.SYN, proto.SYN | proto.ACK, proto.RST, proto.RST | proto.ACK, 0,
	})
	ahead := rapid.OneOf(rapid.Just(int32(0)), rapid.SampledFrom([]int32{-1, 1, -1000, 1000, -2000, 2000, -1 << 30, 1 << 30}), rapid.Int32Range(-3000, 3000))
	m := rapid.Custom(func(t *rapid.T) move {
		return move{
			FromServer: rapid.Bool().Draw(t, "from server"),
			Flags:      flags.Draw(t, "flags"),
			Ahead:      ahead.Draw(t, "ahead"),
			AckAhead:   ahead.Draw(t, "ack ahead"),
			Len:        rapid.SampledFrom([]uint16{0, 0, 0, 1, 2, 500, 1000, 1460}).Draw(t, "len"),
			Window:     rapid.SampledFrom([]uint16{0, 1, 1000, 1000, 1000, 65535}).Draw(t, "window"),
			After:      rapid.SampledFrom([]time.Duration{0, time.Microsecond, time.Millisecond, 30 * time.Millisecond, 2 * time.Second}).Draw(t, "after"),
			SACK:       rapid.SampledFrom([]uint16{0, 0, 0, 0, 500, 3000}).Draw(t, "sack"),
		}
	})
	k := talk{
		Ports: [2]uint16{uint16(rapid.IntRange(1024, 65535).Draw(t, "client port")), 80},
		Host:  2,
		Scale: rapid.IntRange(-1, 14).Draw(t, "scale"),
		Moves: rapid.SliceOfN(m, 1, 40).Draw(t, "moves"),
	}
	k.ISN = [2]uint32{rapid.Uint32().Draw(t, "client ISN"), rapid.Uint32().Draw(t, "server ISN")}
	if rapid.Bool().Draw(t, "handshake") {
		k.Moves = append([]move{
			{Flags: proto.SYN, Window: 65535}, {FromServer: true, Flags: proto.SYN | proto.ACK, Window: 65535, After: 20 * time.Millisecond},
			{Flags: proto.ACK, Window: 1000},
		}, k.Moves...)
	}
	for i := range k.Moves {
		k.Moves[i].ID = uint16(i + 1)
	}
	return k
}

// packets are the frames of the connection.
func (k talk) packets(t testing.TB, start time.Time) []proto.Packet {
	next := k.ISN
	var all []proto.Packet
	for i, m := range k.Moves {
		from := 0
		if m.FromServer {
			from = 1
		}
		start = start.Add(m.After)
		tcp := proto.TCPSpec{
			SrcPort: k.Ports[from], DstPort: k.Ports[from^1], Seq: next[from] + uint32(m.Ahead), Flags: m.Flags, Window: m.Window,
		}
		if m.Flags&proto.ACK != 0 {
			tcp.Ack = next[from^1] + uint32(m.AckAhead)
		}
		size := uint32(m.Len)
		var options proto.TCPOptions
		if m.Flags&proto.SYN != 0 {
			size = 0
			options = options.MSS(1460)
			if k.Scale >= 0 {
				options = options.WindowScale(uint8(k.Scale))
			}
		} else if m.SACK != 0 {
			options = options.SACK([2]uint32{tcp.Ack + 1000, tcp.Ack + 1000 + uint32(m.SACK)})
		}
		tcp.Options = options
		end := tcp.Seq + size
		if m.Flags&(proto.SYN|proto.FIN) != 0 {
			end++
		}
		if m.Flags&proto.RST == 0 && (before(next[from], end) || i == 0) {
			next[from] = end
		}
		addrs := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, k.Host}}
		p := proto.Packet{Link: proto.LinkEthernet, Number: i + 1, Time: start}
		eth := proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, byte(from ^ 1)}, Src: [6]byte{2, 0, 0, 0, 0, byte(from)}}
		ip := proto.IPv4Spec{Src: addrs[from], Dst: addrs[from^1], TTL: 64, ID: m.ID}
		if err := proto.Build(&p, &eth, &ip, &tcp, proto.Payload(make([]byte, size))); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// said is what a row says, without pointers into the Tracker.
type said struct {
	FromClient         bool
	Phase              Phase
	Step               Step
	Seq, Ack           uint32
	Len, Window        int
	InFlight           int
	Answers            int
	RTT                time.Duration
	Client, Server     State
	Ending             Ending
	Closer             Party
	Events             [numEvents]Event
	ClientIn, ServerIn int
}

func sayAll(tr *Tracker, packets []proto.Packet) []said {
	var all []said
	var f proto.Frame
	for i := range packets {
		f.Decode(&packets[i], proto.CheckNone)
		all = append(all, say(tr.Add(&f)))
	}
	return all
}

func say(r *Row) said {
	s := said{
		FromClient: r.FromClient, Phase: r.Phase, Step: r.Step, Seq: r.Seq, Ack: r.Ack,
		Len: r.Len, Window: r.Window, InFlight: r.InFlight, Answers: r.Answers, RTT: r.RTT,
	}
	copy(s.Events[:], r.Events)
	if c := r.Conversation; c != nil {
		s.Client, s.Server, s.Ending, s.Closer = c.Ends[ClientEnd].State, c.Ends[ServerEnd].State, c.Ending, c.Closer
		s.ClientIn, s.ServerIn = c.Ends[ClientEnd].InFlight(), c.Ends[ServerEnd].InFlight()
	}
	return s
}
