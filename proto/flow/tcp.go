package flow

import (
	"time"

	"netquiz/proto"
)

// exchange is one frame on its way between the ends of a conversation.
type exchange struct {
	at       found
	s        segment
	c        *Conversation
	me, peer *End  // who sent it, and whom to
	now      int64 // nanoseconds
	late     bool  // it acknowledges less than was acknowledged before
	events   events
	row      *Row
}

// segment tells the meaning of a TCP segment.
func (x *exchange) segment(f *proto.Frame) {
	s, row := &x.s, x.row
	smooth := x.c.steady && x.smooth()
	if !smooth {
		x.base()
	}
	row.RawSeq, row.RawAck = s.seq, s.ack
	row.Seq, row.Len = s.seq-x.me.ISN, int(s.len)
	if s.is(proto.ACK) {
		row.Ack = s.ack - x.peer.ISN
	}
	// An ACK that the network doubled arrives twice and counts as a duplicate.
	if how := x.copied(f, s.h, s.len, smooth || x.advances()); how == elsewhere || how == doubled && s.occupies() {
		row.Phase, row.Window, row.InFlight = x.c.Phase, x.scaled(), x.me.InFlight()
		return
	}
	x.me.Bytes += int64(s.len)
	if smooth {
		x.goOn()
	} else {
		if s.is(proto.SYN) {
			x.options()
		}
		x.analyse()
		x.place()
		x.c.steady = x.c.settled()
	}
	row.Window, row.InFlight = x.scaled(), x.me.InFlight()
	if !x.late && !s.is(proto.RST) {
		x.me.Window = row.Window
	}
	x.c.Phase = row.Phase
}

// base fixes what relative numbers are counted from: the SYN, or one before the
// first number seen, so that data begins at 1 as after a SYN.
func (x *exchange) base() {
	s, me, peer := &x.s, x.me, x.peer
	if !me.sender.based || s.is(proto.SYN) && !me.sender.seen {
		me.ISN = s.seq - 1
		if s.is(proto.SYN) {
			me.ISN = s.seq
		}
		me.sender.based = true
	}
	if !me.sender.seen && !me.sender.bounded {
		me.Acked, me.sender.bounded = s.seq, true
	}
	if s.is(proto.ACK) && !peer.sender.based {
		peer.ISN, peer.sender.based = s.ack-1, true
	}
	if s.is(proto.ACK) && !peer.sender.bounded {
		peer.Acked, peer.sender.bounded = s.ack, true
	}
}

// advances tells whether the segment is further than all before it, or fills a
// hole, and will be remembered as that: then it is no copy.
func (x *exchange) advances() bool {
	s, me := &x.s, x.me
	if s.is(proto.RST) || me.sender.probed || !me.sender.seen {
		return false
	}
	if s.occupies() {
		further := !before(s.seq, me.Next) && before(me.Next, s.end)
		return (further || me.sender.holes.overlaps(s.seq, s.end)) && !x.probesWindow()
	}
	return s.is(proto.ACK) && me.sender.acked && before(me.sender.lastACK, s.ack) && !before(s.ack, x.peer.Acked)
}

// options notes what a SYN announces.
func (x *exchange) options() {
	me, h := x.me, x.s.h
	if mss, ok := h.MSS(); ok {
		me.MSS = int(mss)
	}
	me.Scale = -1
	if shift, ok := h.WindowScale(); ok {
		me.Scale = int(shift)
	}
	me.sender.syn = true
}

// scaled is the window of the segment in bytes, -1 if its scale is not known. A
// SYN's is never scaled, and others only if both SYNs had the option (RFC 7323
// §2.2); a SYN+ACK has it only if the SYN had.
func (x *exchange) scaled() int {
	if x.s.is(proto.SYN) {
		return int(x.s.window)
	}
	return x.bytes(x.s.window)
}

// bytes is the window raw of a segment without SYN in bytes, -1 if its scale is
// not known and counts.
func (x *exchange) bytes(raw uint16) int {
	me, peer := &x.me.sender, &x.peer.sender
	switch {
	case raw == 0, me.syn && x.me.Scale < 0, peer.syn && x.peer.Scale < 0:
		return int(raw)
	case me.syn && (peer.syn || me.synACK):
		return int(raw) << x.me.Scale
	}
	return -1
}

// roundTrip notes which segment this one acknowledges.
func (x *exchange) roundTrip() {
	r := x.peer.sender.sent
	if r == nil {
		return
	}
	if s, ok := r.pop(x.s.ack); ok {
		x.row.Answers = int(s.frame)
		if s.time != sentAgain {
			x.row.RTT = time.Duration(x.now - s.time)
		}
	}
}
