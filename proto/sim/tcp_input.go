package sim

import (
	"time"

	"netquiz/proto"
)

// arrive handles a segment as RFC 9293 §3.10.7 says, step by step. Nothing is
// sent but what cannot wait for output.
func (c *conn) arrive(s *segment) {
	if c.state == SynSent {
		c.arriveSynSent(s)
		return
	}
	if c.timestamps && !s.timestamps && !s.has(proto.RST) {
		return // RFC 7323 §3.2: dropped silently
	}
	if c.timestamps && before(s.tsVal, c.rcv.tsRecent) && !s.has(proto.RST) {
		c.object(s, AckOld) // PAWS (RFC 7323 §5.3)
		return
	}
	sameSYN := c.state == SynReceived && s.has(proto.SYN) && s.seq == c.rcv.irs
	if sameSYN && !s.has(proto.ACK) {
		c.resendFirst(RetransmitAnswer)
		return
	}
	crossing := sameSYN && c.active // the SYN+ACK of a simultaneous open (§3.5, figure 8)
	if !crossing && !c.rcv.acceptable(s) {
		if s.has(proto.RST) {
			return
		}
		why := AckOld
		if c.rcv.edge == c.rcv.nxt && s.seq == c.rcv.nxt && s.length() > 0 {
			why = AckProbe
		}
		c.object(s, why)
		if c.state == TimeWait && s.has(proto.FIN) {
			c.timeWait.start(c.now + 2*msl)
		}
		// Without the data, but with what it acknowledges: both ends may face a
		// closed window (RFC 9293 §3.10.7.4, first check).
		if s.has(proto.ACK) && c.state.Synchronized() {
			c.acknowledged(s)
		}
		return
	}
	if c.timestamps && s.timestamps && !after(s.seq, c.rcv.lastAck) && !before(s.tsVal, c.rcv.tsRecent) {
		c.rcv.tsRecent = s.tsVal
	}
	switch {
	case s.has(proto.RST):
		c.arriveReset(s)
		return
	case s.has(proto.SYN) && !crossing:
		c.object(s, AckChallenge)
		return
	case !s.has(proto.ACK):
		return
	}
	if c.state == SynReceived {
		if !within(s.ack, c.snd.una+1, c.snd.nxt+1) {
			c.host.reset(c.local, c.remote, s)
			return
		}
		c.snd.wl1 = s.seq - 1 // its window counts, whatever the SYN's number was
		c.established()
	}
	if !c.acknowledged(s) || c.state == Closed {
		return
	}
	c.text(s)
}

// arriveSynSent is §3.10.7.3.
func (c *conn) arriveSynSent(s *segment) {
	if s.has(proto.ACK) && s.ack != c.snd.nxt {
		if !s.has(proto.RST) {
			c.host.reset(c.local, c.remote, s)
		}
		return
	}
	if s.has(proto.RST) {
		if s.has(proto.ACK) {
			c.drop(ErrRefused)
		}
		return
	}
	if !s.has(proto.SYN) {
		return
	}
	c.agree(s)
	if s.has(proto.ACK) {
		c.acknowledged(s)
		c.established()
		c.rcv.owe(ConfirmOpen)
		c.text(s)
		return
	}
	// Simultaneous open: our SYN goes again, now with an ACK (§3.5, figure 8).
	c.state = SynReceived
	c.resendFirst(SimultaneousOpen)
}

// arriveReset believes a RST only at exactly the number that is expected; one
// elsewhere in the window gets a challenge (RFC 5961 §3).
func (c *conn) arriveReset(s *segment) {
	switch {
	case c.state == TimeWait: // not cut short (RFC 1337 §3)
	case s.seq != c.rcv.nxt:
		c.object(s, AckChallenge)
	case c.state == SynReceived && c.active:
		c.drop(ErrRefused)
	case c.state == LastAck || c.state == Closing:
		c.drop(nil)
	default:
		c.drop(ErrReset)
	}
}

// objectPause is the least time between two objections to ACKs.
const objectPause = 500 * time.Millisecond

// object answers a segment that cannot be taken. One that takes no numbers is
// not always answered: two ends that object to each other's ACKs would never
// stop (RFC 5961 §7).
func (c *conn) object(s *segment, why Reason) {
	if s.length() == 0 {
		if c.now < c.objectAgain {
			return
		}
		c.objectAgain = c.now + objectPause
	}
	c.rcv.owe(why)
}

// closeStep moves the state on when a FIN has been sent, acknowledged or received.
func (c *conn) closeStep(t transition) {
	was := c.state
	c.state = was.after(t)
	switch {
	case c.state == was:
	case c.state == FinWait2:
		c.waitForFIN()
	case c.state == TimeWait:
		c.retransmit.stop()
		c.timeWait.start(c.now + 2*msl)
	case c.state == Closed:
		c.drop(nil)
	}
}
