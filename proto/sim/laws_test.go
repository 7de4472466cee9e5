package sim

import (
	"testing"
	"time"

	"netquiz/proto"

	"pgregory.net/rapid"
)

// mostLoss is what leaves a segment that is tried 16 times next to no chance of
// never getting there and back: 0.28^16, once in 10^9.
const mostLoss = 0.15

// drawOptions draws any scene that ought to come to a good end.
func drawOptions(t *rapid.T) Options {
	end := func(name string) End {
		e := End{
			MSS:           rapid.SampledFrom([]int{0, 0, 64, 100, 536, 1000, 1460, 9000}).Draw(t, name+".MSS"),
			NoMSS:         rapid.IntRange(0, 5).Draw(t, name+".NoMSS") == 0,
			Buffer:        rapid.SampledFrom([]int{0, 0, 1, 3, 100, 1459, 4096, 5000, 100_000, 1 << 20}).Draw(t, name+".Buffer"),
			Scale:         rapid.IntRange(0, 14).Draw(t, name+".Scale"),
			NoScale:       rapid.Bool().Draw(t, name+".NoScale"),
			NoSACK:        rapid.Bool().Draw(t, name+".NoSACK"),
			NoTimestamps:  rapid.Bool().Draw(t, name+".NoTimestamps"),
			NoDelayedACK:  rapid.Bool().Draw(t, name+".NoDelayedACK"),
			InitialWindow: rapid.IntRange(0, 10).Draw(t, name+".InitialWindow"),
			StopAndWait:   rapid.IntRange(0, 4).Draw(t, name+".StopAndWait") == 0,
			ReadRate:      rapid.SampledFrom([]int{0, 0, 500, 10_000, 1_000_000}).Draw(t, name+".ReadRate"),
		}
		return e
	}
	o := Options{
		Seed:      rapid.Uint64().Draw(t, "Seed"),
		Client:    end("Client"),
		Server:    end("Server"),
		MTU:       rapid.SampledFrom([]int{0, 576, 1280}).Draw(t, "MTU"),
		PathMTU:   rapid.SampledFrom([]int{0, 0, 600, 1400}).Draw(t, "PathMTU"),
		IPv6:      rapid.Bool().Draw(t, "IPv6"),
		NAT:       rapid.Bool().Draw(t, "NAT"),
		RTT:       time.Duration(rapid.Int64Range(0, int64(3*time.Second)).Draw(t, "RTT")),
		Bandwidth: rapid.SampledFrom([]int{0, 100_000, 1_000_000_000}).Draw(t, "Bandwidth"),
		Queue:     rapid.SampledFrom([]int{0, 0, 3000, 20_000}).Draw(t, "Queue"),
		Loss:      rapid.SampledFrom([]float64{0, 0, 0.01, 0.1, mostLoss}).Draw(t, "Loss"),
		Reorder:   rapid.SampledFrom([]float64{0, 0, 0.1, 0.5}).Draw(t, "Reorder"),
		Duplicate: rapid.SampledFrom([]float64{0, 0, 0.1, 0.5}).Draw(t, "Duplicate"),
		Drop:      rapid.SliceOfN(rapid.IntRange(1, 40), 0, 4).Draw(t, "Drop"),
		Response:  rapid.SampledFrom([]int{0, 1, 1000, 1460, 20_000, 200_000}).Draw(t, "Response"),
		CloseBy:   Side(rapid.IntRange(0, 1).Draw(t, "CloseBy")),
		Name:      NameMode(rapid.IntRange(0, 3).Draw(t, "Name")),
		Alias:     rapid.Bool().Draw(t, "Alias"),
		Addresses: rapid.SampledFrom([]int{0, 3, 28, 29, 100}).Draw(t, "Addresses"),
		Chunked:   rapid.Bool().Draw(t, "Chunked"),
		Requests:  rapid.IntRange(0, 3).Draw(t, "Requests"),
		Open:      OpenMode(rapid.IntRange(0, 1).Draw(t, "Open")),
		Close:     CloseMode(rapid.IntRange(0, 2).Draw(t, "Close")),
		Tap:       Tap(rapid.IntRange(0, 2).Draw(t, "Tap")),
	}
	if o.IPv6 {
		o.MTU, o.PathMTU = max(o.MTU, 1280), max(o.PathMTU, 1280)
	}
	small := func(e End) bool { return e.Buffer > 0 && e.Buffer < 200 }
	if small(o.Client) || small(o.Server) {
		o.Response, o.Addresses = min(o.Response, 1000), 0
	}
	if small(o.Client) || small(o.Server) || o.Response > 20_000 {
		o.Loss = min(o.Loss, 0.1) // thousands of segments
	}
	return o
}

func TestEverythingArrivesOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOptions(t)
		s, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		frames := 0
		var rules wire
		for e := range s.Events() {
			if frames++; frames > 300_000 {
				t.Fatal("no end")
			}
			rules.check(t, &e)
		}
		all, err := s.Responses()
		if err == ErrNoAnswer && (o.Loss > 0 || o.Queue > 0 || len(o.Drop) >= queryTries) {
			return // a resolver gives up sooner than TCP does
		}
		if err != nil || len(all) != max(o.Requests, 1) {
			t.Fatalf("%+v, %v after %d frames, %v", all, err, frames, s.net.Now())
		}
		for _, r := range all {
			if !r.Whole || !r.Intact || r.Body != o.Response {
				t.Fatalf("%+v after %d frames", r, frames)
			}
		}
		for side, h := range []*Host{s.client, s.server} {
			if n := len(h.conns); n != 0 {
				t.Fatalf("host %d has %d connections left: %+v", side, n, h.Sockets())
			}
		}
	})
}

// wire holds what must be true of the segments that leave and reach one end of
// the connection to the web server, seen by their bytes alone.
type wire struct {
	frame proto.Frame
	out   direction // of the tapped end
	in    direction // of the other
}

// direction is what one end has said so far.
type direction struct {
	begun bool
	ack   uint32
	edge  uint32 // ack and window
	scale int    // of its window, -1: it announced none
}

func (w *wire) check(t *rapid.T, e *Event) {
	w.frame.Decode(&e.Packet, proto.CheckAll)
	tcp, ok := w.frame.TCP()
	if !ok || tcp.SrcPort() != 80 && tcp.DstPort() != 80 || tcp.Flags()&proto.RST != 0 {
		return
	}
	from, to := &w.in, &w.out
	if e.Outbound {
		from, to = to, from
	} else if e.Lost {
		return
	}
	if tcp.Flags()&proto.SYN != 0 {
		from.scale = -1
		if shift, ok := tcp.WindowScale(); ok {
			from.scale = int(shift)
		}
	}
	if e.Outbound && to.begun {
		n := uint32(len(w.frame.Payload(w.frame.Find(proto.ProtoTCP))))
		if end := tcp.Seq() + n; after(end, to.edge) && e.Why != WindowProbe {
			t.Fatalf("frame %d (%v) goes %d bytes beyond the window", e.Packet.Number, e.Why, end-to.edge)
		}
	}
	if tcp.Flags()&proto.ACK == 0 {
		return
	}
	window := uint32(tcp.Window())
	if tcp.Flags()&proto.SYN == 0 && from.scale > 0 && to.scale >= 0 {
		window <<= from.scale
	}
	edge := tcp.Ack() + window
	if e.Outbound && from.begun {
		if before(tcp.Ack(), from.ack) {
			t.Fatalf("frame %d (%v) takes back an ACK", e.Packet.Number, e.Why)
		}
		if before(edge, from.edge) {
			t.Fatalf("frame %d (%v) takes %d bytes of window back", e.Packet.Number, e.Why, from.edge-edge)
		}
	}
	if !from.begun || after(edge, from.edge) {
		from.edge = edge
	}
	from.begun, from.ack = true, tcp.Ack()
}
