package flow

import "netquiz/proto"

// acksFIN tells whether the segment acknowledges the other end's FIN.
func (x *exchange) acksFIN() bool {
	peer := &x.peer.sender
	return peer.fin && x.s.is(proto.ACK) && !before(x.s.ack, peer.finEnd)
}

// finArrived moves the states on as the other end's FIN is acknowledged (RFC
// 9293 §3.6).
func (x *exchange) finArrived() {
	x.me.sender.acksFIN = true
	switch x.peer.State {
	case FinWait1:
		x.peer.State = FinWait2
	case Closing:
		x.peer.State = TimeWait
	case LastAck:
		x.peer.State = Closed
	}
}

// finish is the step of a segment with FIN, which ends the sender's data;
// acknowledged tells that an earlier one acknowledged the other end's FIN.
func (x *exchange) finish(acknowledged bool) Step {
	me, peer, c := x.me, x.peer, x.c
	if me.sender.fin {
		return me.sender.finStep
	}
	me.sender.fin, me.sender.finEnd = true, x.s.end
	step := FIN
	switch {
	case !peer.sender.fin:
		if c.Closer == Nobody {
			c.Closer, c.Ending = x.party(), HalfClosed
		}
		me.State = FinWait1
		if peer.State != Closed {
			peer.State = CloseWait
		}
	case !me.sender.acksFIN:
		step, c.Ending = CrossingFIN, Simultaneous
		me.State, peer.State = Closing, Closing
	default:
		step, c.Ending = PeerFIN, FourWay
		if !acknowledged {
			step, c.Ending = MergedFIN, ThreeWay
		}
		me.State, peer.State = LastAck, TimeWait
	}
	me.sender.finStep = step
	return step
}
