package sim

import "netquiz/proto"

// acknowledged is the fifth check of RFC 9293 §3.10.7.4: what s says about our
// own data. It is false if the segment is to be dropped.
func (c *conn) acknowledged(s *segment) bool {
	snd := &c.snd
	top := snd.nxt
	if snd.probed {
		top++
	}
	if after(s.ack, top) {
		c.object(s, AckChallenge)
		return false
	}
	if before(s.ack, snd.una) {
		return true // an old ACK; the data may still be new
	}
	snd.silent = 0
	if after(s.ack, snd.nxt) {
		c.probeTaken()
	}
	window := uint32(s.window)
	if !s.has(proto.SYN) {
		window <<= snd.scale
	}
	duplicate := s.ack == snd.una && len(snd.sent) > 0 && s.length() == 0 && window == snd.wnd
	// What acknowledges more was written later than all before, and its window
	// counts from there, be its number that of a segment sent again.
	if s.ack != snd.una || before(snd.wl1, s.seq) || snd.wl1 == s.seq && !after(snd.wl2, s.ack) {
		snd.wnd, snd.wl1, snd.wl2 = window, s.seq, s.ack
		snd.maxWnd = max(snd.maxWnd, window)
		if window > 0 {
			snd.probes = 0
		}
	}
	if c.sack && s.sacks > 0 && c.mark(s) {
		duplicate = s.ack == snd.una
	} else if c.sack && s.sacks > 0 {
		duplicate = false
	}
	switch {
	case s.ack != snd.una:
		c.advance(s)
	case duplicate:
		c.duplicate()
	}
	return true
}

// probeTaken makes the octet that probed the window a segment like any other:
// the other end had room for it after all.
func (c *conn) probeTaken() {
	snd := &c.snd
	f := flight{seq: snd.nxt, n: 1}
	if snd.unsent() == 0 {
		f = flight{seq: snd.nxt, flags: proto.FIN}
		snd.finSent = true
		c.closeStep(sentFIN)
	}
	snd.track(c.now, f).tries = 2 // no sample of the round trip
}

// advance takes an ACK of data that was not acknowledged before.
func (c *conn) advance(s *segment) {
	snd := &c.snd
	newly := int(s.ack - snd.una)
	snd.una, snd.probed = s.ack, false
	done, sample := 0, -1
	for done < len(snd.sent) && !after(snd.sent[done].end(), s.ack) {
		if f := &snd.sent[done]; f.tries == 1 {
			sample = int(c.now - f.at)
		}
		done++
	}
	snd.sent = snd.sent[:copy(snd.sent, snd.sent[done:])]
	if len(snd.sent) > 0 && before(snd.sent[0].seq, s.ack) {
		f := &snd.sent[0]
		f.n -= int(s.ack - f.seq)
		f.seq = s.ack
	}
	finAck := snd.finSent && s.ack == snd.nxt
	if n := min(int(int32(s.ack-snd.base)), snd.data.len()); n > 0 {
		snd.data.drop(n)
		snd.base += uint32(n)
	}
	if c.timestamps && s.timestamps {
		c.rtt.sampleTicks(c.tsNow() - s.tsEcr)
	} else if sample >= 0 {
		c.rtt.sample(sample)
	}
	if snd.una != snd.iss+1 {
		c.recovered(newly)
	}
	if len(snd.sent) == 0 {
		c.retransmit.stop()
	} else {
		c.retransmit.start(c.now + c.rtt.timeout())
	}
	if finAck {
		c.closeStep(finAcked)
	}
	if c.socket != nil && c.socket.waits && snd.data.len() <= sendBuffer/2 {
		c.host.notify(c)
	}
}
