package flow

import (
	"encoding/binary"

	"netquiz/proto"
)

// Most segments are what is expected: the next data, or an ACK of more of it,
// between ends that have lost nothing. About these there is nothing to tell but
// their numbers, and the way through analyse and place is short. It is to those
// what header prediction is to TCP, and leads to the same row and the same
// state.

// settled tells that nothing is remembered of either end that gives the next
// segment a meaning beyond its numbers.
func (c *Conversation) settled() bool {
	return c.Ends[ClientEnd].settled() && c.Ends[ServerEnd].settled() && (c.RTT > 0 || !c.Ends[ServerEnd].sender.synACK)
}

// A window that is not zero is one that was seen.
func (e *End) settled() bool {
	s := &e.sender
	return e.State == Established && s.rawWindow != 0 && !s.probed && s.holes.empty() && s.sacked.empty()
}

// smooth tells whether the segment is what is expected in a conversation that
// is settled, and nothing remarkable.
func (x *exchange) smooth() bool {
	s, me, peer := &x.s, x.me, x.peer
	open := peer.Next - peer.Acked
	if s.seq != me.Next || s.flags&(proto.SYN|proto.FIN|proto.RST|proto.ACK) != proto.ACK || s.window == 0 ||
		open >= 1<<31 || s.ack-peer.Acked > open || !s.cumulative() {
		return false
	}
	if s.len == 0 {
		return before(me.sender.lastACK, s.ack) && peer.sender.data
	}
	return s.len < 1<<31 && s.end != peer.sender.lastACK+uint32(peer.Window)
}

// goOn finds the place of a smooth segment, and remembers it.
func (x *exchange) goOn() {
	s, me, peer := &x.s, x.me, x.peer
	x.late = false
	if s.ack != me.sender.lastACK {
		me.sender.ackFrame, me.sender.dupACKs = x.row.Number, 0
	}
	peer.Acked = s.ack
	x.roundTrip()
	if s.len > 0 {
		me.Next, me.sender.nextTime, me.sender.data = s.end, x.now, true
		x.sent()
		x.row.Phase, x.row.Step = x.direction(me), Data
	} else {
		x.row.Phase, x.row.Step = x.direction(peer), DataACK
	}
	me.sender.lastACK, me.sender.ackTime, me.sender.rawWindow, me.sender.latest = s.ack, x.now, s.window, 0
}

// alignedTimestamps begin the options of nearly all segments: NOP, NOP,
// timestamps (RFC 7323 appendix A), and nothing after them.
const alignedTimestamps = 0x0101080a

// cumulative tells that the segment says nothing but its ack of what has come:
// it has no SACK.
func (s *segment) cumulative() bool {
	h := s.h
	return len(h) < proto.TCPMinLen+10 || len(h) == proto.TCPMinLen+12 && binary.BigEndian.Uint32(h[proto.TCPMinLen:]) == alignedTimestamps
}
