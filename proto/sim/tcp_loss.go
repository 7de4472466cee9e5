package sim

import "netquiz/proto"

// dupThresh is how many duplicate ACKs mean that a segment is lost (RFC 5681 §3.2).
const dupThresh = 3

// duplicate counts an ACK that says nothing but that something arrived.
func (c *conn) duplicate() {
	snd := &c.snd
	snd.dupAcks++
	if !c.sack {
		// Each means that a segment has left the network.
		snd.left = min(snd.left+uint32(c.payload()), uint32(max(snd.inFlight()-snd.sent[0].n, 0)))
	}
	if snd.recovery {
		c.markLost()
		return
	}
	if (snd.dupAcks >= dupThresh || c.sack && c.deemedLost(0)) && !before(snd.una, snd.recover) {
		c.fastRetransmit()
	}
}

// fastRetransmit sends the oldest segment again before its timer runs out and
// halves the congestion window (RFC 5681 §3.2, RFC 6675 §5).
func (c *conn) fastRetransmit() {
	snd := &c.snd
	snd.recovery, snd.recover = true, snd.nxt
	c.cc.halve(snd.inFlight())
	c.markLost()
	c.resendFirst(RetransmitFast)
}

// recovered goes on after an ACK of newly bytes: fast recovery ends, or has to
// repair the next hole; otherwise the congestion window grows.
func (c *conn) recovered(newly int) {
	snd := &c.snd
	if !snd.recovery {
		snd.dupAcks, snd.left = 0, 0
		c.cc.grow(newly)
		return
	}
	if !before(snd.una, snd.recover) {
		snd.recovery, snd.dupAcks, snd.left = false, 0, 0
		c.cc.settle()
		return
	}
	if c.sack {
		c.markLost()
		return
	}
	// A partial ACK: the segment after it is lost too (RFC 6582 §3.2). What lies
	// between the repaired hole and that one is what the duplicates told of.
	snd.left -= min(snd.left, uint32(max(newly-c.payload(), 0)))
	if len(snd.sent) > 0 {
		snd.left = min(snd.left, uint32(max(snd.inFlight()-snd.sent[0].n, 0)))
		snd.sent[0].lost, snd.sent[0].why = true, RetransmitFast
	}
}

// mark notes what the blocks of s acknowledge; it is false if nothing was new.
func (c *conn) mark(s *segment) (news bool) {
	for i := range c.snd.sent {
		f := &c.snd.sent[i]
		if f.sacked {
			continue
		}
		for _, b := range s.sack[:s.sacks] {
			if !before(f.seq, b.from) && !after(f.end(), b.to) {
				f.sacked, f.lost, news = true, false, true
				break
			}
		}
	}
	return news
}

// markLost marks what SACK shows to be lost and what has not been sent again.
func (c *conn) markLost() {
	if !c.sack {
		return
	}
	for i := range c.snd.sent {
		f := &c.snd.sent[i]
		if !f.sacked && !f.lost && f.tries == 1 && c.deemedLost(i) {
			f.lost, f.why = true, RetransmitFast
		}
	}
}

// deemedLost tells whether enough was received beyond segment i (IsLost, RFC 6675 §4).
func (c *conn) deemedLost(i int) bool {
	segments, bytes := 0, 0
	for j := i + 1; j < len(c.snd.sent); j++ {
		if f := &c.snd.sent[j]; f.sacked {
			segments++
			bytes += f.n
		}
	}
	return segments >= dupThresh || bytes > (dupThresh-1)*c.payload()
}

// retries is how often a segment is sent again before the connection is given
// up: some minutes (RFC 9293 §3.8.3 asks for at least 100 seconds).
const retries = 15

// timeout is what the retransmission timer asks for (RFC 6298 §5.4–5.7, RFC 5681 §3.1).
func (c *conn) timeout() {
	snd := &c.snd
	c.retransmit.stop()
	if len(snd.sent) == 0 {
		return
	}
	first := &snd.sent[0]
	if first.tries > retries {
		c.abort(ErrTimeout)
		return
	}
	c.rtt.backOff()
	if first.flags&proto.SYN != 0 {
		c.rtt.synLost = true
		c.resendFirst(RetransmitTimeout)
		return
	}
	c.cc.collapse(snd.inFlight(), first.tries > 1)
	snd.recovery, snd.recover = false, snd.nxt
	snd.dupAcks, snd.left = 0, 0
	reneged := first.sacked // the other end threw away what it had (RFC 2018 §8)
	for i := range snd.sent {
		f := &snd.sent[i]
		f.sacked = f.sacked && !reneged
		f.lost, f.why = !f.sacked, RetransmitTimeout
	}
	c.resendFirst(RetransmitTimeout)
}

// watchWindow starts the persist timer when only the other end's window holds
// data back, and nothing is on its way that would bring news of it.
func (c *conn) watchWindow() {
	snd := &c.snd
	waiting := c.state.maySend() && !snd.finSent && len(snd.sent) == 0 && (snd.unsent() > 0 || snd.closed)
	switch {
	case !waiting:
		c.persist.stop()
	case !c.persist.set:
		c.persist.start(c.now + c.rtt.persist(snd.probes))
	}
}

// probe is what the persist timer asks for: send what the window takes, and if
// it takes nothing, one octet nevertheless (RFC 9293 §3.8.6.1).
func (c *conn) probe() {
	snd := &c.snd
	c.persist.stop()
	if snd.silent > retries {
		c.abort(ErrTimeout)
		return
	}
	if n := min(snd.unsent(), snd.offered(), c.payload()); n > 0 {
		c.sendData(n, false, Data)
		return
	}
	snd.probes++
	snd.silent++
	snd.probed = true
	s := segment{seq: snd.nxt, flags: proto.ACK, segmentOptions: segmentOptions{scale: -1}}
	if snd.unsent() > 0 {
		at := int(snd.nxt - snd.base)
		s.data = snd.data.bytes()[at : at+1]
	} else {
		s.flags |= proto.FIN
	}
	c.persist.start(c.now + c.rtt.persist(snd.probes))
	c.send(&s, WindowProbe)
}
