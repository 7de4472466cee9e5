package sim

import (
	"time"

	"netquiz/proto"
)

// sender is the sending half of a connection.
//
//	     1         2          3          4
//	----------|----------|----------|----------
//	       SND.UNA    SND.NXT    SND.UNA
//	                            +SND.WND
//
// (RFC 9293 §3.3.1, figure 3)
type sender struct {
	iss      uint32 // initial sequence number
	una      uint32 // oldest number not acknowledged
	nxt      uint32 // next number to be sent for the first time
	wnd      uint32 // bytes that the other end takes from una on
	wl1, wl2 uint32 // seq and ack of the segment that said so
	maxWnd   uint32 // the largest wnd so far
	scale    uint8  // of the other end's window field
	mss      int    // most bytes of data and options in a segment

	data     queue    // written by the application, not acknowledged yet
	base     uint32   // number of the first byte of data
	sent     []flight // segments on their way, in order
	more     bool     // the application writes more at once
	closed   bool     // no more data follows: FIN comes next
	finSent  bool
	probed   bool // one octet beyond nxt was sent to probe the window
	probes   int  // while the window was too small
	silent   int  // probes since the last ACK
	dupAcks  int
	left     uint32 // bytes that duplicate ACKs say have arrived, without SACK
	recover  uint32 // nxt when the last loss was found (RFC 6582 §3.2)
	recovery bool   // fast recovery
}

// flight is a segment on its way.
type flight struct {
	seq    uint32
	n      int            // bytes of data
	flags  proto.TCPFlags // SYN or FIN
	at     time.Duration  // sent last
	tries  int
	lost   bool // to be sent again
	sacked bool
	why    Reason
}

func (f *flight) end() uint32 {
	n := f.seq + uint32(f.n)
	if f.flags != 0 {
		n++
	}
	return n
}

// track notes that f goes out for the first time.
func (s *sender) track(now time.Duration, f flight) *flight {
	f.at, f.tries = now, 0
	s.nxt = f.end()
	s.sent = append(s.sent, f)
	return &s.sent[len(s.sent)-1]
}

// unsent is how many bytes of data were never sent.
func (s *sender) unsent() int {
	n := s.data.len() - int(int32(s.nxt-s.base))
	if s.finSent {
		n++
	}
	return max(n, 0)
}

// offered is how many more bytes the other end's window takes.
func (s *sender) offered() int { return max(int(int32(s.una+s.wnd-s.nxt)), 0) }

// inFlight is how many bytes are sent and not acknowledged.
func (s *sender) inFlight() int { return int(s.nxt - s.una) }

// pipe is an estimate of the bytes still in the network: neither acknowledged,
// nor received out of order, nor lost (RFC 6675 §4).
func (s *sender) pipe() int {
	n := 0
	for i := range s.sent {
		if f := &s.sent[i]; !f.sacked && !f.lost {
			n += f.n
		}
	}
	return max(n-int(s.left), 0)
}

// output sends all that may be sent: what is lost, what is new, and if nothing
// else carries it, the ACK that is owed.
func (c *conn) output() {
	if c.state == Closed {
		return
	}
	pipe := c.snd.pipe()
	for c.sendLost(&pipe) || c.sendNew(&pipe) {
	}
	c.watchWindow()
	if why := c.rcv.owed; why != NoReason && c.state != SynSent {
		c.sendAck(why)
	}
}

func (c *conn) sendAck(why Reason) {
	s := segment{seq: c.snd.nxt, flags: proto.ACK, segmentOptions: segmentOptions{scale: -1}}
	if c.sack {
		c.rcv.selective(&s, c.timestamps)
	}
	c.send(&s, why)
}

// sendLost sends the first lost segment again if the congestion window has room.
func (c *conn) sendLost(pipe *int) bool {
	for i := range c.snd.sent {
		f := &c.snd.sent[i]
		if !f.lost {
			continue
		}
		if *pipe > 0 && *pipe+f.n > c.cc.window {
			return false
		}
		f.lost = false
		*pipe += f.n
		c.transmit(f, f.why)
		return true
	}
	return false
}

// sendNew sends one segment of new data, or the FIN, if windows and silly
// window avoidance (RFC 9293 §3.8.6.2.1; Nagle's algorithm is off) let it.
func (c *conn) sendNew(pipe *int) bool {
	s := &c.snd
	if !c.state.maySend() || s.finSent || c.end.StopAndWait && len(s.sent) > 0 {
		return false
	}
	unsent, full := s.unsent(), c.payload()
	n := min(unsent, full)
	if s.more && n < full {
		return false
	}
	if *pipe > 0 && *pipe+n > c.cc.window {
		return false
	}
	if offered := s.offered(); n > offered {
		if n = offered; n == 0 || 2*n < int(s.maxWnd) {
			return false
		}
	}
	fin := s.closed && n == unsent && n < s.offered()
	if n == 0 && !fin {
		return false
	}
	c.sendData(n, fin, Data)
	*pipe += n
	return true
}

// sendData sends n bytes for the first time, and the FIN behind them.
func (c *conn) sendData(n int, fin bool, why Reason) {
	f := flight{seq: c.snd.nxt, n: n}
	if fin {
		f.flags = proto.FIN
		if n == 0 {
			why = Close
		}
		c.snd.finSent = true
		c.closeStep(sentFIN)
	}
	c.transmit(c.snd.track(c.now, f), why)
}

// transmit sends f, the first time or again.
func (c *conn) transmit(f *flight, why Reason) {
	f.at = c.now
	f.tries++
	s := segment{seq: f.seq, flags: f.flags | proto.ACK, segmentOptions: segmentOptions{scale: -1}}
	if f.flags&proto.SYN != 0 {
		if c.state == SynSent {
			s.flags = proto.SYN
			s.segmentOptions = c.synOptions(nil)
		} else {
			s.segmentOptions = c.synOptions(&c.offer)
		}
	} else if f.n > 0 {
		at := int(f.seq - c.snd.base)
		s.data = c.snd.data.bytes()[at : at+f.n]
		if at+f.n == c.snd.data.len() {
			s.flags |= proto.PSH
		}
	}
	if !c.retransmit.set {
		c.retransmit.start(c.now + c.rtt.timeout())
	}
	c.persist.stop()
	c.send(&s, why)
}

// resendFirst sends the oldest segment again.
func (c *conn) resendFirst(why Reason) {
	if len(c.snd.sent) > 0 {
		c.snd.sent[0].lost = false
		c.retransmit.stop()
		c.transmit(&c.snd.sent[0], why)
	}
}

// shrink takes a smaller most for segments and sends again, cut to it, what was
// too large. That a packet was too large says nothing of congestion (RFC 8201 §4).
func (c *conn) shrink(mss int) {
	c.snd.mss = min(c.snd.mss, max(mss, minMSS))
	c.cc.mss = c.payload()
	full := c.payload()
	var cut []flight
	for _, f := range c.snd.sent {
		large := f.n > full
		for f.n > full {
			piece := f
			piece.n, piece.flags = full, 0
			piece.lost, piece.why = !f.sacked, RetransmitSmaller
			cut = append(cut, piece)
			f.seq += uint32(full)
			f.n -= full
		}
		if large {
			f.lost, f.why = !f.sacked, RetransmitSmaller
		}
		cut = append(cut, f)
	}
	c.snd.sent = cut
}
