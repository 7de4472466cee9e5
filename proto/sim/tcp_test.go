package sim

import (
	"bytes"
	"runtime"
	"slices"
	"testing"
	"time"

	"netquiz/proto"

	"pgregory.net/rapid"
)

// find is the number of the first frame sent for a reason, 0 if there is none.
func find(all []watched, why Reason) int {
	for _, w := range all {
		if w.Why == why {
			return w.Packet.Number
		}
	}
	return 0
}

func count(all []watched, why Reason) (n int) {
	for _, w := range all {
		if w.Why == why {
			n++
		}
	}
	return n
}

func TestRepair(t *testing.T) {
	// Ten segments of data are sent at once; their numbers follow from the first.
	plain := Options{Seed: 3, Response: 14_000, Tap: AtServer}
	all, _ := watch(t, plain)
	first := 0
	for _, w := range all {
		if w.Host == "server" && w.Why == Data {
			first = w.Packet.Number
			break
		}
	}
	noSACK := func(o Options) Options { o.Client.NoSACK = true; return o }
	drop := func(n ...int) Options { o := plain; o.Drop = n; return o }
	tests := []struct {
		name  string
		o     Options
		fast  int // fast retransmissions
		timed int // retransmissions after a timeout
	}{
		{"nothing lost", plain, 0, 0},
		{"first data segment, SACK", drop(first), 1, 0},
		{"first data segment, no SACK", noSACK(drop(first)), 1, 0},
		{"two segments apart, SACK", drop(first+1, first+4), 2, 0},
		{"two segments apart, no SACK", noSACK(drop(first+1, first+4)), 2, 0},
		{"two duplicates are not enough", drop(first + 7), 0, 1},
		{"three are", drop(first + 6), 1, 0},
		{"the last segment", drop(first + 9), 0, 1},
		{"the last two segments", drop(first+8, first+9), 0, 2},
		{"all of the first flight", drop(first, first+1, first+2, first+3, first+4, first+5, first+6, first+7, first+8, first+9), 0, 11}, // and the request, which they acknowledged
		{"SYN", drop(find(all, Open)), 0, 1},
		{"SYN+ACK", drop(find(all, AcceptOpen)), 0, 1}, // of the SYN, which is answered again
		{"ACK of the handshake", drop(find(all, ConfirmOpen)), 0, 0},
		{"request", drop(find(all, Data)), 0, 1},
		{"FIN of the client", drop(find(all, Close)), 0, 1},
		{"last ACK", drop(all[len(all)-1].Packet.Number), 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all, s := watch(t, test.o)
			if r, err := s.Responses(); err != nil || !r[0].Whole || !r[0].Intact {
				t.Fatal(r, err)
			}
			if fast, timed := count(all, RetransmitFast), count(all, RetransmitTimeout); fast != test.fast || timed != test.timed {
				t.Errorf("%d fast, %d after a timeout; want %d and %d: %v", fast, timed, test.fast, test.timed, reasons(all))
			}
		})
	}
}

func TestFastRetransmitNeedsThreeDuplicates(t *testing.T) {
	all, _ := watch(t, Options{Seed: 3, Response: 14_000})
	first := segments(all)[4].Packet.Number
	all, _ = watch(t, Options{Seed: 3, Response: 14_000, Drop: []int{first}, Client: End{NoSACK: true}})
	duplicates := 0
	for _, w := range all {
		switch w.Why {
		case AckOutOfOrder:
			duplicates++
		case RetransmitFast:
			if duplicates < 3 {
				t.Fatalf("after %d duplicates", duplicates)
			}
			if s := w.Ends[Server]; !s.Recovery || s.CWnd != s.SSThresh || s.CWnd >= 14480 {
				t.Fatalf("%+v", s)
			}
			return
		}
	}
	t.Fatal("no fast retransmission")
}

func TestZeroWindow(t *testing.T) {
	// The reader is so slow that the window closes for longer than a probe waits.
	o := Options{Seed: 1, Response: 12_000, Client: End{Buffer: 2 * 1448, ReadRate: 400}}
	all, s := watch(t, o)
	if r, err := s.Responses(); err != nil || !r[0].Whole || !r[0].Intact {
		t.Fatal(r, err)
	}
	for _, why := range []Reason{WindowProbe, AckProbe, WindowUpdate} {
		if find(all, why) == 0 {
			t.Errorf("no %v", why)
		}
	}
	for _, w := range all {
		switch server := w.Ends[Server]; w.Why {
		case WindowProbe:
			if len(w.data) != 1 || server.SndWnd != 0 || server.InFlight != 0 {
				t.Errorf("frame %d: %d bytes against a window of %d", w.Packet.Number, len(w.data), server.SndWnd)
			}
		case AckProbe:
			if w.tcp.Window() != 0 {
				t.Errorf("frame %d: window %d", w.Packet.Number, w.tcp.Window())
			}
		case WindowUpdate:
			if w.tcp.Window() == 0 {
				t.Errorf("frame %d updates to 0", w.Packet.Number)
			}
		}
	}
}

func TestStopAndWait(t *testing.T) {
	o := Options{Seed: 1, Response: 20_000, Server: End{StopAndWait: true}, Client: End{NoDelayedACK: true}}
	one, _ := watch(t, o)
	for _, w := range one {
		if s := w.Ends[Server]; s.InFlight > s.SMSS+1 {
			t.Fatalf("frame %d: %d bytes on the way", w.Packet.Number, s.InFlight)
		}
	}
	o.Server.StopAndWait = false
	many, _ := watch(t, o)
	took := func(all []watched) time.Duration {
		all = segments(all)
		return all[len(all)-1].Packet.Time.Sub(all[0].Packet.Time)
	}
	// Fourteen segments one by one against all within one or two round trips.
	if a, b := took(one), took(many); a < 3*b {
		t.Fatalf("one by one %v, within the window %v", a, b)
	}
}

func TestDelayedACK(t *testing.T) {
	// One segment in two round trips, so that no second one forces an ACK.
	o := Options{Seed: 1, Response: 3000, Server: End{StopAndWait: true}}
	all, _ := watch(t, o)
	var data time.Time
	for _, w := range all {
		if w.Host == "server" && w.Why == Data {
			data = w.Packet.Time
		}
		if w.Why == AckDelayed {
			if d := w.Packet.Time.Sub(data); d < delayedACK || d > delayedACK+time.Millisecond {
				t.Fatalf("after %v", d)
			}
			return
		}
	}
	t.Fatalf("no delayed ACK: %v", reasons(all))
}

func TestSlowStart(t *testing.T) {
	o := Options{Seed: 1, Response: 100_000, Client: End{Buffer: 1 << 20, NoDelayedACK: true}, Server: End{InitialWindow: 1}, RTT: time.Second, Tap: AtServer}
	all, _ := watch(t, o)
	var flights []int
	var last time.Time
	for _, w := range all {
		if w.Host != "server" || len(w.data) == 0 {
			continue
		}
		if len(flights) == 0 || w.Packet.Time.Sub(last) > 500*time.Millisecond {
			flights = append(flights, 0)
		}
		flights[len(flights)-1]++
		last = w.Packet.Time
	}
	if want := []int{1, 2, 4, 8, 16, 32}; !slices.Equal(flights[:6], want) {
		t.Fatalf("got %v, want %v", flights, want)
	}
}

func TestTimeWaitLasts(t *testing.T) {
	// When both close at once, both wait.
	all, s := watch(t, Options{Close: CloseSimultaneously})
	if rest := s.net.Now() - all[len(all)-1].Packet.Time.Sub(Start); rest < 2*msl-time.Second {
		t.Fatalf("TIME_WAIT for %v", rest)
	}
	for _, by := range []Side{Client, Server} {
		all, s := watch(t, Options{CloseBy: by})
		last := all[len(all)-1]
		if last.Ends[by].State != TimeWait || last.Ends[1-by].State != LastAck {
			t.Fatalf("%v %v", last.Ends[0].State, last.Ends[1].State)
		}
		if rest := s.net.Now() - last.Packet.Time.Sub(Start); rest < 2*msl-time.Second || rest > 2*msl+time.Second {
			t.Fatalf("TIME_WAIT for %v", rest)
		}
	}
}

func TestRefused(t *testing.T) {
	all, s := watch(t, Options{Open: OpenRefused})
	all = segments(all)
	if len(all) != 2 || all[1].tcp.Flags() != proto.RST|proto.ACK || all[1].tcp.Ack() != all[0].tcp.Seq()+1 {
		t.Fatal(reasons(all))
	}
	if _, err := s.Responses(); err != ErrRefused {
		t.Fatal(err)
	}
}

func TestNobodyThere(t *testing.T) {
	all, s := watch(t, Options{Loss: 1, Name: NameKnown})
	if _, err := s.Responses(); err != ErrTimeout {
		t.Fatal(err)
	}
	tries := segments(all)
	for i := 2; i < len(tries); i++ {
		was, is := tries[i-1].Packet.Time.Sub(tries[i-2].Packet.Time), tries[i].Packet.Time.Sub(tries[i-1].Packet.Time)
		if is < was || is > maxRTO {
			t.Fatalf("try %d: %v after %v", i, is, was)
		}
	}
}

func TestPathMTU(t *testing.T) {
	all, s := watch(t, Options{Seed: 1, Response: 10_000, PathMTU: 1000, Tap: AtServer})
	if r, err := s.Responses(); err != nil || !r[0].Whole || !r[0].Intact {
		t.Fatal(r, err)
	}
	told := find(all, TooBig)
	if told == 0 || count(all, RetransmitSmaller) == 0 || count(all, RetransmitTimeout) > 0 {
		t.Fatal(reasons(all))
	}
	// 1000 bytes less two headers and timestamps.
	for _, w := range all {
		if w.Why == RetransmitSmaller && len(w.data) > 948 {
			t.Fatalf("frame %d carries %d bytes", w.Packet.Number, len(w.data))
		}
	}
}

// TestCongestion: a router with room for few frames is what losses come from.
// Slow start overruns it once; afterwards the window saws up and down.
func TestCongestion(t *testing.T) {
	for _, noSACK := range []bool{false, true} {
		o := Options{
			Seed: 1, Name: NameKnown, Response: 3 << 20, Bandwidth: 20_000_000, Queue: 60_000,
			Client: End{Buffer: 1 << 20, NoSACK: noSACK}, Tap: AtServer,
		}
		all, s := watch(t, o)
		if r, err := s.Responses(); err != nil || !r[0].Whole || !r[0].Intact {
			t.Fatal(r, err)
		}
		cuts, grown, last := 0, 0, 0
		for _, w := range all {
			switch cwnd := w.Ends[Server].CWnd; {
			case cwnd < last:
				cuts++
			case cwnd > last:
				grown++
			}
			last = w.Ends[Server].CWnd
		}
		lost := count(all, RetransmitFast)
		if cuts < 2 || grown < 100 || lost == 0 || lost > len(all)/10 || count(all, RetransmitTimeout) > lost/4 {
			t.Errorf("no SACK %v: %d cuts, %d steps up, %d fast, %d timed", noSACK, cuts, grown, lost, count(all, RetransmitTimeout))
		}
		// 3 MiB at 20 Mbit/s take 1.3 s; the repair of the overrun takes a round trip
		// with SACK, and without it one for each segment lost.
		most := 4 * time.Second
		if noSACK {
			most = 10 * time.Second
		}
		if took := all[len(all)-1].Packet.Time.Sub(Start); took > most {
			t.Errorf("no SACK %v: took %v", noSACK, took)
		}
	}
}

// TestRetransmissionTimer follows RFC 6298 §2 by hand.
func TestRetransmissionTimer(t *testing.T) {
	e := newEstimator()
	ms := func(n int) int { return n * int(time.Millisecond) }
	for i, step := range []struct {
		do   func()
		want time.Duration
	}{
		{func() {}, time.Second},
		{func() { e.backOff() }, 2 * time.Second},
		{func() { e.sample(ms(1000)) }, 3 * time.Second},                                   // 1 + 4 × 0.5
		{func() { e.sample(ms(1000)) }, 2500 * time.Millisecond},                           // 1 + 4 × 0.375
		{func() { e.sample(ms(3000)) }, 1250*time.Millisecond + 4*781250*time.Microsecond}, // 7/8 + 3/8; ¾ × 0.375 + ¼ × 2
		{func() { e.sampleTicks(1 << 31) }, 1250*time.Millisecond + 4*781250*time.Microsecond},
		{func() {
			for range 10 {
				e.backOff()
			}
		}, maxRTO},
		{func() { e = newEstimator(); e.sample(ms(20)) }, minRTO},
		{func() { e = newEstimator(); e.synLost = true; e.afterHandshake() }, 3 * time.Second},
	} {
		if step.do(); e.timeout() != step.want {
			t.Errorf("step %d: %v, want %v", i, e.timeout(), step.want)
		}
	}
}

// TestMemoryIsBounded: a long response leaves nothing behind in either end.
func TestMemoryIsBounded(t *testing.T) {
	s, err := New(Options{Response: 12 << 20, Client: End{Buffer: 1 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var early, late uint64
	for e := range s.Events() {
		switch e.Packet.Number {
		case 2000:
			early = heap()
		case 12_000:
			late = heap()
		}
	}
	if late == 0 || late > early+1<<20 {
		t.Fatalf("%d bytes after 2000 frames, %d after 12000", early, late)
	}
}

func TestRoundTripIsMeasured(t *testing.T) {
	for _, plain := range []bool{false, true} {
		end := End{NoTimestamps: plain, NoDelayedACK: true}
		all, _ := watch(t, Options{Response: 200_000, RTT: 50 * time.Millisecond, Client: end, Bandwidth: 1_000_000_000})
		last := all[len(all)-1].Ends[Server]
		if last.SRTT < 49*time.Millisecond || last.SRTT > 55*time.Millisecond {
			t.Errorf("without timestamps %v: %v", plain, last.SRTT)
		}
	}
}

// TestReassembly: pieces of a stream in any order, overlapping and more than
// once, come out as the stream.
func TestReassembly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 200
		start := rapid.Uint32().Draw(t, "start")
		stream := appendBody(nil, 0, size)
		c := &conn{host: NewHost(HostConfig{}), state: Established}
		c.rcv = receiver{nxt: start, edge: start + size + 1, size: size}
		give := func(from, to int) {
			s := segment{seq: start + uint32(from), data: stream[from:to], flags: proto.ACK}
			if to == size {
				s.flags |= proto.FIN
			}
			if c.rcv.acceptable(&s) {
				c.text(&s)
			}
			for i, p := range c.rcv.early {
				if !after(p.seq, c.rcv.nxt) || i > 0 && before(p.seq, c.rcv.early[i-1].end()) {
					t.Fatalf("early pieces overlap: %+v, next %d", c.rcv.early, c.rcv.nxt-start)
				}
			}
		}
		for range rapid.IntRange(0, 60).Draw(t, "pieces") {
			from := rapid.IntRange(0, size).Draw(t, "from")
			give(from, rapid.IntRange(from, min(size, from+50)).Draw(t, "to"))
		}
		for from := 0; from < size; from += 40 {
			give(from, from+40)
		}
		if got := c.rcv.unread.bytes(); !bytes.Equal(got, stream) || !c.rcv.fin || c.state != CloseWait {
			t.Fatalf("%d bytes, FIN %v, %v", len(got), c.rcv.fin, c.state)
		}
	})
}
