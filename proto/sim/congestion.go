package sim

// congestion is the sender's guess at what the network carries (RFC 5681).
type congestion struct {
	window    int // cwnd in bytes
	threshold int // ssthresh in bytes
	mss       int // SMSS
}

// begin sets the first window: ten segments (RFC 6928 §2) or what is asked
// for, and one if the SYN was lost (RFC 5681 §3.1).
func (g *congestion) begin(mss, segments int, synLost bool) {
	if segments == 0 {
		segments = 10
	}
	if synLost {
		segments = 1
	}
	*g = congestion{window: segments * mss, threshold: 1 << 30, mss: mss}
}

// grow takes an ACK of n new bytes: slow start doubles the window in a round
// trip, congestion avoidance adds one segment (RFC 5681 §3.1).
func (g *congestion) grow(n int) {
	if g.window < g.threshold {
		g.window += min(n, g.mss)
	} else {
		g.window += max(g.mss*g.mss/g.window, 1)
	}
	g.window = min(g.window, 1<<30)
}

// halve answers a loss that duplicate ACKs told of.
func (g *congestion) halve(inFlight int) {
	g.threshold = max(inFlight/2, 2*g.mss)
	g.window = g.threshold
}

// settle ends fast recovery.
func (g *congestion) settle() { g.window = g.threshold }

// collapse answers a timeout: back to one segment. A timeout of what had timed
// out already leaves the threshold.
func (g *congestion) collapse(inFlight int, again bool) {
	if !again {
		g.threshold = max(inFlight/2, 2*g.mss)
	}
	g.window = g.mss
}
