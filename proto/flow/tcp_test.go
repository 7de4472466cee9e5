package flow

import (
	"fmt"
	"testing"
	"time"

	"netquiz/proto"
)

const opened = `
> S  0 0 0 mss=1460 scale=7        | handshake syn SYN_SENT SYN_RECEIVED
< SA 0 1 0 mss=1460 scale=7 +20ms  | handshake syn-ack ESTABLISHED SYN_RECEIVED
> A  1 1 0                         | handshake handshake-ack ESTABLISHED ESTABLISHED
`

// TestManyHoles: with more holes than are remembered, nothing is claimed of those
// beyond; and of those remembered, what is true.
func TestManyHoles(t *testing.T) {
	for _, left := range []int{-1, 3} { // the hole that is never filled
		s, tr := newScript(), New()
		var f proto.Frame
		add := func(line string, args ...any) *Row {
			p := s.packet(t, fmt.Sprintf(line, args...))
			f.Decode(&p, proto.CheckAll)
			return tr.Add(&f)
		}
		add("< A 1 1 100")
		const holes = 3 * maxRanges
		for i := range holes {
			add("< A %d 1 100", 201+200*i)
		}
		claimed := -1
		for i := range holes {
			if i != left {
				add("< A %d 1 100", 101+200*i)
			}
			if r := add("> A 1 %d 0", 301+200*i); flowEvents(r) == "acked-unseen" {
				claimed = i
			} else if flowEvents(r) != "" {
				t.Errorf("hole %d: %s", i, flowEvents(r))
			}
		}
		if claimed != left {
			t.Errorf("hole %d left, %d claimed", left, claimed)
		}
	}
}

func TestConnections(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		ending       Ending
		closer       Party
	}{
		{"request, response and four-way close by the server", opened + `
> PA 1 1 100          | request data ESTABLISHED ESTABLISHED
< A  1 101 0          | request data-ack ESTABLISHED ESTABLISHED
< A  1 101 1460       | response data ESTABLISHED ESTABLISHED
< PA 1461 101 40      | response data ESTABLISHED ESTABLISHED
> A  101 1501 0       | response data-ack ESTABLISHED ESTABLISHED
< FA 1501 101 0       | close fin CLOSE_WAIT FIN_WAIT_1
> A  101 1502 0       | close fin-ack CLOSE_WAIT FIN_WAIT_2
> FA 101 1502 0       | close peer-fin LAST_ACK TIME_WAIT
< A  1502 102 0       | close last-ack CLOSED TIME_WAIT`, FourWay, TheServer},
		{"three-way close by the client", opened + `
> FA 1 1 0            | close fin FIN_WAIT_1 CLOSE_WAIT
< FA 1 2 0            | close merged-fin TIME_WAIT LAST_ACK
> A  2 2 0            | close last-ack TIME_WAIT CLOSED`, ThreeWay, TheClient},
		{"half-close: data after the first FIN, which acknowledges it", opened + `
> FA 1 1 0            | close fin FIN_WAIT_1 CLOSE_WAIT
< A  1 2 500          | response data FIN_WAIT_2 CLOSE_WAIT
> A  2 501 0          | response data-ack FIN_WAIT_2 CLOSE_WAIT
< FA 501 2 0          | close peer-fin TIME_WAIT LAST_ACK
> A  2 502 0          | close last-ack TIME_WAIT CLOSED`, FourWay, TheClient},
		{"half-closed for good", opened + `
> FA 1 1 0            | close fin FIN_WAIT_1 CLOSE_WAIT
< A  1 2 0            | close fin-ack FIN_WAIT_2 CLOSE_WAIT`, HalfClosed, TheClient},
		{"simultaneous close", opened + `
> FA 1 1 0            | close fin FIN_WAIT_1 CLOSE_WAIT
< FA 1 1 0            | close crossing-fin CLOSING CLOSING
> A  2 2 0            | close last-ack CLOSING TIME_WAIT
< A  2 2 0            | close fin-ack TIME_WAIT TIME_WAIT`, Simultaneous, TheClient},
		{"a FIN sent again", opened + `
< FA 1 1 0            | close fin CLOSE_WAIT FIN_WAIT_1
< FA 1 1 0 +300ms     | close fin CLOSE_WAIT FIN_WAIT_1 retransmission`, HalfClosed, TheServer},
		{"reset", opened + `
> RA 1 1 0            | close rst CLOSED CLOSED`, Reset, TheClient},
		{"reset after both FINs changes nothing", opened + `
> FA 1 1 0            | close fin FIN_WAIT_1 CLOSE_WAIT
< FA 1 2 0            | close merged-fin TIME_WAIT LAST_ACK
> A  2 2 0            | close last-ack TIME_WAIT CLOSED
< R  2 0 0            | close rst CLOSED CLOSED`, ThreeWay, TheClient},
		{"nobody listens", `
> S  0 0 0            | handshake syn SYN_SENT SYN_RECEIVED
< RA 0 1 0 win=0      | handshake refusal CLOSED CLOSED`, Refused, TheServer},
		{"a SYN sent again", `
> S  0 0 0            | handshake syn SYN_SENT SYN_RECEIVED
> S  0 0 0 +1s        | handshake syn SYN_SENT SYN_RECEIVED retransmission
< SA 0 1 0            | handshake syn-ack ESTABLISHED SYN_RECEIVED`, Open, Nobody},
		{"simultaneous open: its SYN+ACKs are no retransmissions", `
> S  0 0 0            | handshake syn SYN_SENT SYN_RECEIVED
< S  0 0 0            | handshake crossing-syn SYN_RECEIVED SYN_RECEIVED
> SA 0 1 0            | handshake syn-ack SYN_RECEIVED ESTABLISHED
< SA 0 1 0            | handshake syn-ack ESTABLISHED ESTABLISHED
> PA 1 1 10           | request data ESTABLISHED ESTABLISHED`, Open, Nobody},
		{"the third segment carries the request", `
> S  0 0 0            | handshake syn SYN_SENT SYN_RECEIVED
< SA 0 1 0            | handshake syn-ack ESTABLISHED SYN_RECEIVED
> PA 1 1 10           | request data ESTABLISHED ESTABLISHED`, Open, Nobody},
		{"from the middle", `
< A  501 101 1460     | response data ESTABLISHED ESTABLISHED
> A  101 1961 0       | response data-ack ESTABLISHED ESTABLISHED
< FA 1961 101 0       | close fin CLOSE_WAIT FIN_WAIT_1`, HalfClosed, TheServer},
		{"several requests on one connection", opened + `
> PA 1 1 100          | request data ESTABLISHED ESTABLISHED
< PA 1 101 200        | response data ESTABLISHED ESTABLISHED
> PA 101 201 100      | request data ESTABLISHED ESTABLISHED
< PA 201 201 200      | response data ESTABLISHED ESTABLISHED
> A  201 401 0        | response data-ack ESTABLISHED ESTABLISHED`, Open, Nobody},
		{"no flags at all", opened + `
> -  1 0 0            | handshake none ESTABLISHED ESTABLISHED`, Open, Nobody},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newScript().play(t, New(), tt.script)
			if c.Ending != tt.ending || c.Closer != tt.closer {
				t.Errorf("ended %v by %q, want %v by %q", c.Ending, c.Closer, tt.ending, tt.closer)
			}
		})
	}
}

// Where the same bytes of a capture mean something else than tcp.analysis says,
// or something that no capture of testdata shows.
func TestEvents(t *testing.T) {
	for _, tt := range []struct{ name, script string }{
		{"a byte that nobody has acknowledged is sent again for its own sake, though the window has closed", opened + `
> A  1 1 100           | request data ESTABLISHED ESTABLISHED
< A  1 101 0 win=1     | request data-ack ESTABLISHED ESTABLISHED
> A  101 1 1           | request data ESTABLISHED ESTABLISHED
< A  1 101 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window
> A  101 1 1 +1s       | request data ESTABLISHED ESTABLISHED retransmission
< A  1 102 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window
> A  101 1 0 +1s       | request probe ESTABLISHED ESTABLISHED zero-window-probe`},
		{"path MTU: the same bytes in smaller pieces within a round trip are retransmitted, not out of order", opened + `
> A  1 1 1460         | request data ESTABLISHED ESTABLISHED
> A  1461 1 1460      | request data ESTABLISHED ESTABLISHED
> A  1 1 1260 +2ms    | request data ESTABLISHED ESTABLISHED retransmission
> A  1261 1 1260      | request data ESTABLISHED ESTABLISHED retransmission`},
		{"overtaken within a round trip: out of order", opened + `
> A  1 1 1000         | request data ESTABLISHED ESTABLISHED
> A  2001 1 1000      | request data ESTABLISHED ESTABLISHED lost-segment
> A  1001 1 1000      | request data ESTABLISHED ESTABLISHED out-of-order`},
		{"fills a hole after more than a round trip: retransmission", opened + `
> A  1 1 1000         | request data ESTABLISHED ESTABLISHED
> A  2001 1 1000      | request data ESTABLISHED ESTABLISHED lost-segment
> A  1001 1 1000 +1s  | request data ESTABLISHED ESTABLISHED retransmission`},
		{"fast retransmission after duplicates", opened + `
> A  1 1 1000         | request data ESTABLISHED ESTABLISHED
< A  1 1 0            | request data-ack ESTABLISHED ESTABLISHED duplicate-ack
> A  1001 1 1000      | request data ESTABLISHED ESTABLISHED
> A  2001 1 1000      | request data ESTABLISHED ESTABLISHED
< A  1 1 0            | request data-ack ESTABLISHED ESTABLISHED duplicate-ack
> A  1 1 1000         | request data ESTABLISHED ESTABLISHED fast-retransmission
< A  1 3001 0         | request data-ack ESTABLISHED ESTABLISHED
> A  1 1 1000         | request data ESTABLISHED ESTABLISHED spurious-retransmission`},
		{"zero window, probe by the next byte, which is taken, and the update", opened + `
> A  1 1 1000           | request data ESTABLISHED ESTABLISHED
< A  1 1001 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window
> A  1001 1 1 +300ms    | request probe ESTABLISHED ESTABLISHED zero-window-probe
< A  1 1001 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window zero-window-probe-ack
> A  1001 1 1 +600ms    | request probe ESTABLISHED ESTABLISHED zero-window-probe
< A  1 1002 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window zero-window-probe-ack
< A  1 1002 0 win=1000  | request data-ack ESTABLISHED ESTABLISHED window-update
> A  1002 1 100         | request data ESTABLISHED ESTABLISHED`},
		{"a probe's byte comes again with what follows", opened + `
> A  1 1 1000           | request data ESTABLISHED ESTABLISHED
< A  1 1001 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window
> A  1001 1 1 +300ms    | request probe ESTABLISHED ESTABLISHED zero-window-probe
< A  1 1001 0 win=9     | request data-ack ESTABLISHED ESTABLISHED window-update
> A  1001 1 100         | request data ESTABLISHED ESTABLISHED`},
		{"Linux probes a window of zero below the next number: no keep-alive", opened + `
> A  1 1 1000           | request data ESTABLISHED ESTABLISHED
< A  1 1001 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window
> A  1000 1 0 +300ms    | request probe ESTABLISHED ESTABLISHED zero-window-probe
< A  1 1001 0 win=0     | request data-ack ESTABLISHED ESTABLISHED zero-window zero-window-probe-ack`},
		{"keep-alive and its answer", opened + `
> A  1 1 1000           | request data ESTABLISHED ESTABLISHED
< A  1 1001 0           | request data-ack ESTABLISHED ESTABLISHED
> A  1000 1 0 +1m       | request keep-alive ESTABLISHED ESTABLISHED keep-alive
< A  1 1001 0           | request data-ack ESTABLISHED ESTABLISHED keep-alive-ack
> A  1000 1 1 +1m       | request keep-alive ESTABLISHED ESTABLISHED keep-alive
< A  1 1001 0           | request data-ack ESTABLISHED ESTABLISHED keep-alive-ack`},
		{"one byte still to be acknowledged is sent again, no keep-alive", opened + `
> A  1 1 1              | request data ESTABLISHED ESTABLISHED
> A  1 1 1 +300ms       | request data ESTABLISHED ESTABLISHED retransmission`},
		{"the window is filled to its edge", `
> S  0 0 0              | handshake syn SYN_SENT SYN_RECEIVED
< SA 0 1 0 win=1500     | handshake syn-ack ESTABLISHED SYN_RECEIVED
> A  1 1 0              | handshake handshake-ack ESTABLISHED ESTABLISHED
> A  1 1 1000           | request data ESTABLISHED ESTABLISHED
> A  1001 1 500         | request data ESTABLISHED ESTABLISHED window-full`},
		{"bytes acknowledged that were not seen", opened + `
> A  1 1 1000           | request data ESTABLISHED ESTABLISHED
< A  1 3001 0           | request data-ack ESTABLISHED ESTABLISHED acked-unseen
> A  3001 1 1000        | request data ESTABLISHED ESTABLISHED lost-segment
< A  1 4001 0           | request data-ack ESTABLISHED ESTABLISHED acked-unseen`},
		{"the ports are used again", opened + `
> RA 1 1 0              | close rst CLOSED CLOSED
> S  70000 0 0 +1s      | handshake syn SYN_SENT SYN_RECEIVED port-reused`},
		{"seen in two places: the hops left differ", `
> S  0 0 0 id=0 ttl=64       | handshake syn SYN_SENT SYN_RECEIVED
> S  0 0 0 id=0 ttl=63 +1us  | handshake none SYN_SENT SYN_RECEIVED duplicate-packet
> S  0 0 0 id=0 ttl=64 +1s   | handshake syn SYN_SENT SYN_RECEIVED retransmission
> S  0 0 0 id=0 ttl=63 +1us  | handshake none SYN_SENT SYN_RECEIVED duplicate-packet`},
		{"not in the order of time: from another interface, appended later", opened + `
> A  1 1 1000               | request data ESTABLISHED ESTABLISHED
< A  1 1001 0               | request data-ack ESTABLISHED ESTABLISHED
> A  1 1 1000 ttl=63 id=77 +-2s | request none ESTABLISHED ESTABLISHED duplicate-packet
> A  1 1 1000 +3s           | request data ESTABLISHED ESTABLISHED spurious-retransmission`},
		{"an ACK that comes late is no news, and no keep-alive", opened + `
> A  1 1 1000               | request data ESTABLISHED ESTABLISHED
> A  1001 1 1               | request data ESTABLISHED ESTABLISHED
> A  1001 1 0               | request data-ack ESTABLISHED ESTABLISHED
< A  1 1002 0               | request data-ack ESTABLISHED ESTABLISHED
< A  1 1001 0 win=5         | request data-ack ESTABLISHED ESTABLISHED
< A  1 1002 0               | request data-ack ESTABLISHED ESTABLISHED duplicate-ack`},
		{"doubled by the network: the identification is the same", opened + `
> A  1 1 1000 id=7          | request data ESTABLISHED ESTABLISHED
> A  1 1 1000 id=7 +10us    | request none ESTABLISHED ESTABLISHED duplicate-packet
< A  1 1001 0 id=9          | request data-ack ESTABLISHED ESTABLISHED
< A  1 1001 0 id=9          | request data-ack ESTABLISHED ESTABLISHED duplicate-packet duplicate-ack`},
	} {
		t.Run(tt.name, func(t *testing.T) { newScript().play(t, New(), tt.script) })
	}
}

func TestNumbers(t *testing.T) {
	s, tr := newScript(), New()
	c := s.play(t, tr, opened+`
> PA 1 1 100                | request data ESTABLISHED ESTABLISHED
< A  1 101 1460 +30ms       | response data ESTABLISHED ESTABLISHED
< A  1461 101 1460          | response data ESTABLISHED ESTABLISHED
< A  2921 101 1460          | response data ESTABLISHED ESTABLISHED
> A  101 1461 0 win=500 sack=2921-4381 +1ms | response data-ack ESTABLISHED ESTABLISHED`)
	r := &tr.row
	if r.Seq != 101 || r.Ack != 1461 || r.RawSeq != 1101 || r.RawAck != 1461-256 {
		t.Errorf("numbers %d %d, raw %d %d", r.Seq, r.Ack, r.RawSeq, r.RawAck)
	}
	if r.Window != 500<<7 || c.Ends[ClientEnd].Window != 500<<7 {
		t.Errorf("window %d, want it scaled by 7", r.Window)
	}
	if r.Answers != 5 || r.RTT != 3*time.Millisecond {
		t.Errorf("acknowledges frame %d after %v, want frame 5 after 3ms", r.Answers, r.RTT)
	}
	if got := c.Ends[ServerEnd].InFlight(); got != 1460 {
		t.Errorf("%d bytes in flight, want those between the ACK and the SACK block", got)
	}
	if c.RTT != 21*time.Millisecond {
		t.Errorf("handshake took %v, want 21ms", c.RTT)
	}
	if c.Client.String() != "10.0.0.1:40000" || c.Server.String() != "10.0.0.2:80" {
		t.Errorf("client %v, server %v", c.Client, c.Server)
	}
	if e := c.Ends[ServerEnd]; e.MSS != 1460 || e.Scale != 7 || e.Bytes != 4380 || e.Frames != 4 {
		t.Errorf("the server announced MSS %d, scale %d, and sent %d bytes in %d frames", e.MSS, e.Scale, e.Bytes, e.Frames)
	}
}
