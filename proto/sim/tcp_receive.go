package sim

import (
	"slices"

	"netquiz/proto"
)

// receiver is the receiving half of a connection.
//
//	     1          2          3
//	----------|----------|----------
//	       RCV.NXT    RCV.NXT
//	                 +RCV.WND
//
// (RFC 9293 §3.3.1, figure 4)
type receiver struct {
	irs  uint32 // the other end's initial sequence number
	nxt  uint32 // next number expected
	edge uint32 // first number that was never promised room: nxt + window
	size int    // of the buffer in bytes

	unread queue   // in order, not read by the application yet
	early  []piece // out of order, sorted, apart from each other
	latest uint32  // number of the early data that came last
	fin    bool    // the other end's FIN was taken

	scale    uint8 // of our window field
	tsRecent uint32
	lastAck  uint32 // ack of the last segment sent
	owed     Reason // why an ACK is due at once; NoReason: none is
	pending  int    // bytes that came in order since the last ACK
	biggest  int    // bytes of data in the largest segment that came
}

// piece is data that came out of order.
type piece struct {
	seq  uint32
	data []byte
	fin  bool
}

func (p *piece) end() uint32 { return p.seq + uint32(len(p.data)) }

// owe notes that an ACK is due at once. The first reason stands, but a gap or
// the end of data says more than that there was data.
func (r *receiver) owe(why Reason) {
	if r.owed == NoReason || r.owed == AckData || r.owed == AckDelayed {
		r.owed = why
	}
}

// acknowledged notes that a segment with an ACK goes out.
func (r *receiver) acknowledged() {
	r.owed, r.pending, r.lastAck = NoReason, 0, r.nxt
}

// announcedScale is the shift to announce (RFC 7323 §2.3): want, unless the
// window field could then not tell the whole buffer, or only in steps of more
// than a quarter of it.
func (r *receiver) announcedScale(want int) uint8 {
	for want > 0 && 1<<want > r.size/4 {
		want--
	}
	for want < proto.MaxWindowScale && r.size>>want > 0xffff {
		want++
	}
	return uint8(want)
}

// window is the window field to send, and moves the edge to what it promises.
func (r *receiver) window(mss int) uint16 {
	r.edge = r.promise(mss)
	return uint16((r.edge - r.nxt) >> r.scale)
}

// promise is the right edge to promise next: one that the window field can
// tell, that never moves back (RFC 9293 §3.8.6) and forward only by a step
// that is worth it (§3.8.6.2.2).
func (r *receiver) promise(mss int) uint32 {
	step := uint32(1) << r.scale
	free := uint32(max(r.size-r.unread.len(), 0)) &^ (step - 1)
	free = min(free, 0xffff<<r.scale)
	if known := r.edge - r.nxt; int(free)-int(known) < min(r.size/2, mss) {
		// Rather some bytes too many than a promise broken (RFC 7323 §2.4).
		free = (known + step - 1) &^ (step - 1)
	}
	return r.nxt + free
}

// opened tells whether reading has opened the window so far that the other end
// should know.
func (r *receiver) opened(mss int) bool {
	known, next := r.edge-r.nxt, r.promise(mss)-r.nxt
	return next >= 2*known && next > known
}

// acceptable is the first check of RFC 9293 §3.10.7.4.
func (r *receiver) acceptable(s *segment) bool {
	n, window := s.length(), r.edge-r.nxt
	switch {
	case n == 0 && window == 0:
		return s.seq == r.nxt
	case n == 0:
		return within(s.seq, r.nxt, r.edge)
	case window == 0:
		return false
	}
	return within(s.seq, r.nxt, r.edge) || within(s.seq+n-1, r.nxt, r.edge)
}

// text takes the data and the FIN of an acceptable segment (the seventh and
// eighth step of §3.10.7.4).
func (c *conn) text(s *segment) {
	r := &c.rcv
	p := piece{s.seq, s.data, s.has(proto.FIN)}
	if s.has(proto.SYN) {
		p.seq++
	}
	if len(p.data) == 0 && !p.fin {
		return
	}
	if !c.state.mayReceive() {
		return
	}
	if c.orphan && len(p.data) > 0 {
		c.abort(nil) // it comes to nobody (RFC 1122 §4.2.2.13)
		return
	}
	r.biggest = max(r.biggest, len(p.data))
	p.cut(r.nxt, r.edge)
	if after(p.seq, r.nxt) {
		r.keep(p)
		r.owe(AckOutOfOrder)
		return
	}
	gap := len(r.early) > 0
	c.take(p)
	for len(r.early) > 0 && !after(r.early[0].seq, r.nxt) {
		next := r.early[0]
		r.early = slices.Delete(r.early, 0, 1)
		if !before(next.end(), r.nxt) {
			next.cut(r.nxt, r.edge)
			c.take(next)
		}
	}
	switch {
	case r.owed == AckFIN:
	case gap:
		r.owe(AckGapFilled)
	case c.end.NoDelayedACK || c.end.StopAndWait || r.pending > r.biggest:
		r.owe(AckData)
	case !c.delayed.set && r.owed == NoReason:
		c.delayed.start(c.now + delayedACK)
	}
	c.host.notify(c)
}

// take takes the piece that starts at nxt.
func (c *conn) take(p piece) {
	r := &c.rcv
	r.unread.write(p.data)
	r.nxt += uint32(len(p.data))
	r.pending += len(p.data)
	if p.fin && !r.fin {
		r.fin = true
		r.nxt++
		r.edge = maxSeq(r.edge, r.nxt)
		r.owed = AckFIN
		c.closeStep(gotFIN)
	}
}

// cut takes off what lies before from or beyond to; a FIN beyond is lost with it.
func (p *piece) cut(from, to uint32) {
	if before(p.seq, from) {
		n := min(int(from-p.seq), len(p.data))
		p.data, p.seq = p.data[n:], p.seq+uint32(n)
	}
	if after(p.end(), to) {
		p.data = p.data[:max(len(p.data)-int(p.end()-to), 0)]
		p.fin = false
	}
}

// keep stores early data until the gap before it is filled; what is there
// already is not stored twice.
func (r *receiver) keep(p piece) {
	r.latest = p.seq
	at := 0
	for at < len(r.early) && before(r.early[at].seq, p.seq) {
		at++
	}
	if at > 0 && after(r.early[at-1].end(), p.seq) {
		p.cut(r.early[at-1].end(), p.end())
	}
	for at < len(r.early) && !after(r.early[at].end(), p.end()) {
		p.fin = p.fin || r.early[at].fin
		r.early = slices.Delete(r.early, at, at+1)
	}
	if at < len(r.early) && after(p.end(), r.early[at].seq) {
		p.cut(p.seq, r.early[at].seq)
	}
	if len(p.data) > 0 || p.fin {
		r.early = slices.Insert(r.early, at, p)
	}
}

// selective tells of early data, the latest first (RFC 2018 §4).
func (r *receiver) selective(s *segment, timestamps bool) {
	most := maxSACK
	if timestamps {
		most-- // ten bytes more leave room for three
	}
	var all []block
	for i := range r.early {
		p := &r.early[i]
		if n := len(all); n > 0 && all[n-1].to == p.seq {
			all[n-1].to = p.end()
		} else if len(p.data) > 0 {
			all = append(all, block{p.seq, p.end()})
		}
	}
	for i, b := range all {
		if within(r.latest, b.from, b.to) {
			all[0], all[i] = all[i], all[0]
			break
		}
	}
	s.sacks = copy(s.sack[:most], all)
}
