package flow

import (
	"testing"
	"time"

	"netquiz/proto"
	"netquiz/proto/sim"

	"pgregory.net/rapid"
)

// drawScene draws a web request between simulated hosts, watched at one of them.
func drawScene(t *rapid.T) sim.Options {
	one := func(name string, of ...int) int { return rapid.SampledFrom(of).Draw(t, name) }
	yes := func(name string) bool { return one(name, 0, 0, 1) == 1 }
	end := func() sim.End {
		return sim.End{
			MSS: one("mss", 0, 0, 536, 1000), Buffer: one("buffer", 0, 0, 3000, 8192, 1<<18), Scale: one("scale", 0, 2, 7), NoScale: yes("no scale"),
			NoSACK: yes("no sack"), NoTimestamps: yes("no timestamps"), NoDelayedACK: yes("no delayed ack"), ReadRate: one("read", 0, 0, 20_000, 1_000_000),
		}
	}
	return sim.Options{
		Seed: rapid.Uint64().Draw(t, "seed"), Client: end(), Server: end(), IPv6: yes("ipv6"),
		PathMTU: one("path mtu", 0, 0, 0, 1300), RTT: time.Duration(one("rtt", 0, 1, 40, 300)) * time.Millisecond,
		Loss: float64(one("loss", 0, 0, 3, 15)) / 100, Reorder: float64(one("reorder", 0, 0, 10)) / 100,
		Duplicate: float64(one("duplicate", 0, 0, 10)) / 100, Tap: sim.Tap(one("tap", int(sim.AtClient), int(sim.AtServer))),
		Name: sim.NameKnown, Requests: one("requests", 1, 3), Response: one("response", 0, 100, 20_000, 60_000), Chunked: yes("chunked"),
		Open:  sim.OpenMode(one("open", int(sim.OpenByClient), int(sim.OpenByClient), int(sim.OpenSimultaneously), int(sim.OpenRefused))),
		Close: sim.CloseMode(one("close", 0, 1, 2, 3)), CloseBy: sim.Side(one("close by", 0, 1)),
	}
}

// sendsAgain tells whether a host sends for this reason what it sent before.
func sendsAgain(why sim.Reason) bool {
	switch why {
	case sim.RetransmitTimeout, sim.RetransmitFast, sim.RetransmitAnswer, sim.RetransmitSmaller:
		return true
	}
	return false
}

// thought is the state that a host was taken to be in.
type thought struct {
	at    time.Time
	state string
}

// lately tells whether a host was thought to be in a state at any time since.
func lately(thoughts []thought, state string, since time.Time) bool {
	for i := len(thoughts) - 1; i >= 0; i-- {
		if thoughts[i].state == state {
			return true
		}
		if thoughts[i].at.Before(since) {
			break
		}
	}
	return false
}

// leaving tells since when the frames that leave a host were waiting for those
// before them.
type leaving struct{ since, last time.Time }

// frame notes that a frame has left, over a link of 1 Gbit/s: 8 ns for each of
// its bytes, the FCS, the preamble and the gap (IEEE 802.3 §3.1, §4.4.2).
func (l *leaving) frame(p *proto.Packet) {
	if begun := p.Time.Add(-time.Duration(p.Length+24) * 8); begun.After(l.last) {
		l.since = begun
	}
	l.last = p.Time
}

// overtaken tells of segments that are older than one that came before them. A
// host throws these away (RFC 7323 §5.3), and it alone knows whether it does.
type overtaken struct {
	newest uint32
	known  bool
	any    bool
}

func (o *overtaken) segment(h proto.TCP) {
	stamp, _, ok := h.Timestamps()
	switch {
	case !ok:
	case o.known && before(stamp, o.newest):
		o.any = true
	default:
		o.newest, o.known = stamp, true
	}
}

// What a simulated host does, and why, is what this package makes of the frames
// that leave it: the state it is in, and whether it sends something again. The
// state is that of when it made the frame, which then waits for those before it
// to leave; what comes in meanwhile passes it.
func TestSimulatedHostsAreUnderstood(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := drawScene(rt)
		scene, err := sim.New(o)
		if err != nil {
			rt.Fatal(err)
		}
		tr := New()
		var f proto.Frame
		var thoughts []thought // of the host, after each frame
		var out leaving
		var in overtaken
		reset := false // what it does to an end in TIME_WAIT is the end's own affair (RFC 1337)
		for e := range scene.Events() {
			f.Decode(&e.Packet, proto.CheckAll)
			r := tr.Add(&f)
			if e.Outbound {
				out.frame(&e.Packet)
			}
			h, ok := f.TCP()
			if !ok || r.Reported {
				continue
			}
			reset = reset || r.Step == RST
			made, state := e.Ends[sim.Client], r.Receiver().State
			if o.Tap == sim.AtServer {
				made = e.Ends[sim.Server]
			}
			if e.Outbound {
				state = r.Sender().State
			}
			thoughts = append(thoughts, thought{r.Time, state.String()})
			if !e.Outbound {
				in.segment(h)
				continue
			}
			if !reset && !in.any && !lately(thoughts, made.State.String(), out.since) {
				rt.Errorf("frame %d (%v): the sender is %v, thought to be %v", r.Number, e.Why, made.State, state)
			}
			again := tr.x.events.mask&sentBefore != 0
			if again != sendsAgain(e.Why) {
				rt.Errorf("frame %d, sent because of %v: %v", r.Number, e.Why, flowEvents(r))
			}
			if probe := tr.x.events.has(ZeroWindowProbe); probe != (e.Why == sim.WindowProbe && r.Receiver().Window == 0) {
				rt.Errorf("frame %d (%v): %v into a window of %d", r.Number, e.Why, flowEvents(r), r.Receiver().Window)
			}
		}
	})
}
