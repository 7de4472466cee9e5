package flow

import (
	"time"

	"netquiz/proto"
)

// Wireshark's thresholds: a segment that duplicate ACKs ask for is a fast
// retransmission if it comes within fastWithin of the last of them, and one that
// fills a hole is out of order if it comes within a round trip of the highest
// sequence number, or within soon where the round trip is not known.
const (
	fastWithin = int64(20 * time.Millisecond)
	soon       = int64(3 * time.Millisecond)
)

// probes are the events of segments that only want an answer.
const probes = 1<<ZeroWindowProbe | 1<<KeepAliveProbe

// sentBefore are the events of segments whose data came before.
const sentBefore = 1<<Retransmission | 1<<FastRetransmission | 1<<SpuriousRetransmission

// analyse finds what is remarkable about the segment, and remembers it.
func (x *exchange) analyse() {
	x.late = x.s.is(proto.ACK) && before(x.s.ack, x.peer.Acked)
	if x.probesWindow() {
		x.events.add(Event{Kind: ZeroWindowProbe, Field: fields.seq, Got: x.seq(), Want: x.next()})
	} else if !x.s.is(proto.RST) {
		x.ahead()
		x.answers()
	}
	if x.s.is(proto.ACK) && !x.late {
		x.acknowledges()
	}
	if !x.s.is(proto.RST) {
		x.behind()
		x.remember()
	}
	x.me.sender.latest = x.events.mask
}

// seq and next are the segment's relative sequence number, and the one expected.
func (x *exchange) seq() int64  { return int64(x.s.seq - x.me.ISN) }
func (x *exchange) next() int64 { return int64(x.me.Next - x.me.ISN) }
func (x *exchange) ack() int64  { return int64(x.s.ack - x.peer.ISN) }

// probesWindow tells whether the segment asks a window of zero whether it has
// opened: with the next byte (RFC 9293 §3.8.6.1), or with a number acknowledged
// already, as Linux does.
func (x *exchange) probesWindow() bool {
	s, me, peer := &x.s, x.me, &x.peer.sender
	if !me.sender.seen || !s.plain() || s.len > 1 || !peer.windowed || peer.rawWindow != 0 {
		return false
	}
	return s.len == 1 && s.seq == me.Next || s.seq == me.Next-1 && me.Acked == me.Next
}

// ahead looks at how the segment goes on from those before it, and at the
// windows of both ends.
func (x *exchange) ahead() {
	s, me, peer := &x.s, x.me, x.peer
	if s.window == 0 && s.plain() {
		x.events.add(Event{Kind: ZeroWindow, Field: fields.window})
	}
	if !me.sender.seen {
		return
	}
	if before(me.Next, s.seq) {
		x.events.add(Event{Kind: LostSegment, Field: fields.seq, Got: x.seq(), Want: x.next()})
	}
	// A keep-alive is sent on an idle connection (RFC 9293 §3.8.4): while
	// anything is still to be acknowledged, the byte is sent again for its own
	// sake, and a segment without one has come late.
	if s.len <= 1 && s.seq == me.Next-1 && s.plain() && (me.Acked == me.Next || s.len == 0 && !peer.sender.acked) {
		x.events.add(Event{Kind: KeepAliveProbe, Field: fields.seq, Got: x.seq(), Want: x.next()})
	}
	if s.len > 0 && s.plain() && peer.sender.acked && peer.Window >= 0 {
		if edge := peer.sender.lastACK + uint32(peer.Window); s.end == edge {
			x.events.add(Event{Kind: WindowFull, Field: fields.length, Got: int64(s.len), Want: int64(peer.Window)})
		}
	}
}

// answers looks at a segment that says nothing new but its window, if that: it
// updates the window, answers a probe, or repeats an ACK.
func (x *exchange) answers() {
	s, me := &x.s, &x.me.sender
	if s.len != 0 || !s.plain() || !me.seen || s.seq != x.me.Next || !me.acked || !me.windowed || !s.is(proto.ACK) {
		return
	}
	asked := x.peer.sender.latest
	consumed := asked&(1<<ZeroWindowProbe) != 0 && s.ack == me.lastACK+1
	switch e := (Event{Field: fields.ack, Got: x.ack(), Frame: me.ackFrame}); {
	case s.ack != me.lastACK && !consumed:
	case s.window == 0:
		if me.rawWindow == 0 && asked&(1<<ZeroWindowProbe) != 0 {
			e.Kind, e.Field, e.Got = ZeroWindowProbeACK, fields.window, 0
			x.events.add(e)
		}
	case consumed:
	case s.window != me.rawWindow:
		e.Kind, e.Field, e.Got, e.Want = WindowUpdate, fields.window, int64(x.bytes(s.window)), int64(x.bytes(me.rawWindow))
		x.events.add(e)
	case asked&(1<<KeepAliveProbe) != 0:
		e.Kind = KeepAliveACK
		x.events.add(e)
	default:
		me.dupACKs++
		e.Kind, e.Count = DuplicateACK, me.dupACKs
		x.events.add(e)
	}
}

// acknowledges looks at the acknowledgment number.
func (x *exchange) acknowledges() {
	s, me, peer := &x.s, &x.me.sender, x.peer
	if !me.acked || s.ack != me.lastACK {
		if peer.sender.seen && peer.sender.probed && s.ack == peer.Next+1 {
			peer.reach(peer.Next, s.ack, x.now)
		}
		x.unseen()
		me.ackFrame, me.dupACKs = x.row.Number, 0
	}
	peer.acknowledge(s.ack)
	x.roundTrip()
	if peer.sender.seen {
		peer.selectively(s)
	}
}

// unseen tells of bytes that are acknowledged although they were never seen.
func (x *exchange) unseen() {
	s, peer := &x.s, x.peer
	if !peer.sender.seen || !before(peer.Acked, s.ack) {
		return
	}
	want := peer.Next
	if holes := &peer.sender.holes; holes.n > 0 && before(holes.r[0][0], s.ack) {
		if want = holes.r[0][0]; !holes.sure(want) {
			return
		}
	} else if !before(peer.Next, s.ack) {
		return
	}
	x.events.add(Event{Kind: AckedUnseen, Field: fields.ack, Got: x.ack(), Want: int64(want - peer.ISN)})
}

// behind looks for what was sent before, or ought to have been.
func (x *exchange) behind() {
	s, me, peer := &x.s, x.me, &x.peer.sender
	if !s.occupies() || !me.sender.seen || !before(s.seq, me.Next) || x.events.mask&probes != 0 {
		return
	}
	// The byte of a probe comes again with the data that follows it.
	if s.len > 1 && s.seq == me.Next-1 && me.sender.latest&probes != 0 {
		return
	}
	// SYN+ACK after a SYN of its own is what a simultaneous open asks for.
	if s.flags&(proto.SYN|proto.ACK) == proto.SYN|proto.ACK && !me.sender.synACK && peer.syn {
		return
	}
	e := Event{Kind: Retransmission, Field: fields.seq, Got: x.seq(), Want: x.next()}
	since := x.now - me.sender.nextTime
	switch {
	case s.len > 0 && peer.acked && !before(peer.lastACK, s.end):
		e.Kind, e.Want = SpuriousRetransmission, int64(peer.lastACK-me.ISN)
	case peer.dupACKs >= 2 && peer.lastACK == s.seq && within(peer.ackTime, x.now, fastWithin):
		e.Kind, e.Count = FastRetransmission, peer.dupACKs
	case me.sender.holes.overlaps(s.seq, s.end) && since >= 0 && since < x.reorders():
		e.Kind = OutOfOrder
	}
	if me.sender.sent != nil && e.Kind != OutOfOrder {
		if first, ok := me.sender.sent.again(s.seq, s.end); ok {
			e.Frame = int(first.frame)
			if first.time != sentAgain {
				e.After = time.Duration(x.now - first.time)
			}
		}
	}
	x.events.add(e)
}

// reorders is how long after the highest sequence number a segment can come that
// was only overtaken.
func (x *exchange) reorders() int64 {
	if x.c.RTT > 0 {
		return int64(x.c.RTT)
	}
	return soon
}

// remember keeps what the next segments are compared with.
func (x *exchange) remember() {
	s, me := &x.s, x.me
	probe := x.events.has(ZeroWindowProbe)
	me.sender.probed = probe && s.len == 1 && s.seq == me.Next
	switch {
	case probe:
	case !me.sender.seen || before(me.Next, s.end):
		me.reach(s.seq, s.end, x.now)
		me.sender.holes.remove(s.seq, s.end)
		x.sent()
	case me.sender.holes.overlaps(s.seq, s.end):
		me.sender.holes.remove(s.seq, s.end)
		x.sent()
	}
	if s.is(proto.ACK) && !x.late {
		me.sender.acked, me.sender.lastACK, me.sender.ackTime = true, s.ack, x.now
		me.sender.windowed, me.sender.rawWindow = true, s.window
	}
}

// sent notes when the segment was sent, for the first time as far as is known.
func (x *exchange) sent() {
	me := &x.me.sender
	if !x.s.occupies() {
		return
	}
	if me.sent == nil {
		me.sent = new(sentTimes)
	}
	me.sent.add(sent{end: x.s.end, frame: uint32(x.row.Number), time: x.now})
}
