package sim

import (
	"math/rand/v2"
	"time"
)

// Link joins two ports. The zero Link is perfect and takes no time.
type Link struct {
	Delay     time.Duration // one way
	Bandwidth int           // bits a second, each way; 0: without bound
	Queue     int           // bytes that may wait to be sent, each way; what comes on top is lost; 0: without bound
	Loss      float64       // share of frames lost, 0 to 1
	Reorder   float64       // share of frames that take up to twice the delay longer
	Duplicate float64       // share of frames that arrive twice
}

// wireOverhead is what a frame takes on an Ethernet besides its bytes: FCS,
// preamble and the gap between frames (IEEE 802.3 §3.1, §4.4.2).
const wireOverhead = 4 + 8 + 12

// line is one direction of a link.
type line struct {
	Link
	to    *port
	busy  time.Duration // until then it is sending
	carry *rand.Rand    // its fate with every frame
}

// leave is when a frame handed over now has left; ok is false if the queue is
// full.
func (l *line) leave(now time.Duration, bytes int) (at time.Duration, ok bool) {
	l.busy = max(l.busy, now)
	if l.Bandwidth == 0 {
		return now, true
	}
	rate := time.Duration(l.Bandwidth)
	if waiting := (l.busy - now) / 8 * rate / time.Second; l.Queue > 0 && int(waiting) > l.Queue {
		return 0, false
	}
	l.busy += time.Duration(bytes+wireOverhead) * 8 * time.Second / rate
	return l.busy, true
}

// arrivals are when the frame that leaves now arrives: once, never or twice.
func (l *line) arrivals(now time.Duration) (at [2]time.Duration, n int) {
	if l.Loss > 0 && l.carry.Float64() < l.Loss {
		return at, 0
	}
	at[0], n = now+l.Delay, 1
	if l.Reorder > 0 && l.carry.Float64() < l.Reorder {
		at[0] += time.Duration(l.carry.Float64() * 2 * float64(l.Delay))
	}
	if l.Duplicate > 0 && l.carry.Float64() < l.Duplicate {
		at[1], n = at[0]+l.Delay/4, 2
	}
	return at, n
}
