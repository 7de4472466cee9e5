package sim

import "time"

// estimator computes the retransmission timeout (RFC 6298).
type estimator struct {
	smoothed, variation time.Duration // SRTT, RTTVAR; SRTT 0: no sample yet
	rto                 time.Duration
	synLost             bool
}

const (
	initialRTO  = time.Second      // §2.1
	minRTO      = time.Second      // §2.4
	maxRTO      = 60 * time.Second // §2.5
	granularity = time.Millisecond // of the timestamp clock
)

func newEstimator() estimator { return estimator{rto: initialRTO} }

func (e *estimator) timeout() time.Duration { return e.rto }

// sampleTicks takes a round trip in ticks of the timestamp clock; one that
// cannot be is an echo of something else.
func (e *estimator) sampleTicks(ticks uint32) {
	if int32(ticks) >= 0 {
		e.sample(int(ticks) * int(granularity))
	}
}

// sample takes a round trip in nanoseconds (§2.2, §2.3).
func (e *estimator) sample(ns int) {
	r := max(time.Duration(ns), 1)
	if e.smoothed == 0 {
		e.smoothed, e.variation = r, r/2
	} else {
		e.variation = (3*e.variation + (e.smoothed - r).Abs()) / 4
		e.smoothed = (7*e.smoothed + r) / 8
	}
	e.rto = min(max(e.smoothed+max(granularity, 4*e.variation), minRTO), maxRTO)
}

// backOff doubles the timeout after it ran out (§5.5).
func (e *estimator) backOff() { e.rto = min(2*e.rto, maxRTO) }

// afterHandshake starts the transfer with three seconds if a SYN was lost and
// there is no sample (§5.7).
func (e *estimator) afterHandshake() {
	if e.synLost && e.smoothed == 0 {
		e.rto = 3 * time.Second
	}
}

// persist is how long to wait before the next window probe: it backs off like
// the retransmission timer (RFC 9293 §3.8.6.1).
func (e *estimator) persist(probes int) time.Duration {
	return min(e.rto<<min(probes, 6), maxRTO)
}
