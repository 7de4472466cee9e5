package flow

import (
	"encoding/binary"
	"testing"
	"time"

	"netquiz/proto"
)

// endless is a row of frames that can be repeated for ever: the data of a
// captured connection, whose numbers go on from round to round.
type endless struct {
	packets []proto.Packet
	headers []proto.TCP
	end     []int     // who sends it
	grow    [2]uint32 // how far each end's numbers go on in a round
	at      int
	frame   proto.Frame
}

func newEndless(tb testing.TB, name string) *endless {
	packets := readPcap(tb, name+".pcap")
	e := &endless{}
	t := New()
	var low, high [2]uint32
	for i := range packets {
		var f proto.Frame
		f.Decode(&packets[i], proto.CheckAll)
		r := t.Add(&f)
		h, ok := f.TCP()
		if !ok || h.Flags()&(proto.SYN|proto.FIN|proto.RST) != 0 || r.Conversation.Ending != Open {
			continue
		}
		end := r.end()
		if low[end] == 0 {
			low[end], high[end] = r.RawSeq, r.RawSeq
		}
		if next := r.RawSeq + uint32(r.Len); before(high[end], next) {
			high[end] = next
		}
		e.packets, e.headers, e.end = append(e.packets, packets[i]), append(e.headers, h), append(e.end, end)
	}
	for i := range e.grow {
		e.grow[i] = high[i] - low[i]
	}
	return e
}

// next is the next frame; its numbers are moved on for the round after.
func (e *endless) next() *proto.Frame {
	if e.at == len(e.packets) {
		e.at = 0
		for i, h := range e.headers {
			end := e.end[i]
			binary.BigEndian.PutUint32(h[4:], h.Seq()+e.grow[end])
			binary.BigEndian.PutUint32(h[8:], h.Ack()+e.grow[end^1])
		}
	}
	e.frame.Decode(&e.packets[e.at], proto.CheckNone)
	e.at++
	return &e.frame
}

// BenchmarkAdd takes the frames of a download, of one with losses and of one
// into a small window. Each round decodes them twice, the second time to add
// them too; the least that a frame took is decode-ns/frame, and the least that
// it took more to add it, add-ns/frame.
func BenchmarkAdd(b *testing.B) {
	for _, name := range []string{"a01-http4-client", "b01-loss-client", "c05-zero-window-noscale"} {
		b.Run(name, func(b *testing.B) {
			bare, told, t := newEndless(b, name), newEndless(b, name), New()
			decoded, added := leastTime, leastTime
			b.ReportAllocs()
			for b.Loop() {
				decoded = min(decoded, bare.round(func(*proto.Frame) {}))
				added = min(added, told.round(func(f *proto.Frame) { t.Add(f) }))
			}
			frames := float64(len(told.packets))
			b.ReportMetric(float64(decoded)/frames, "decode-ns/frame")
			b.ReportMetric(float64(added-decoded)/frames, "add-ns/frame")
		})
	}
}

// leastTime is more than any round takes.
const leastTime = time.Hour

// round is how long all frames take once.
func (e *endless) round(each func(*proto.Frame)) time.Duration {
	start := time.Now()
	for range e.packets {
		each(e.next())
	}
	return time.Since(start)
}

// A frame of a conversation that is under way takes no memory.
func TestSteadyStateDoesNotAllocate(t *testing.T) {
	for _, name := range []string{"a01-http4-client", "b01-loss-client", "c05-zero-window-noscale"} {
		e, tr := newEndless(t, name), New()
		for range 2 * len(e.packets) {
			tr.Add(e.next())
		}
		if n := testing.AllocsPerRun(3*len(e.packets), func() { tr.Add(e.next()) }); n != 0 {
			t.Errorf("%s: %v allocations a frame", name, n)
		}
	}
}
