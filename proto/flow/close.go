package flow

import "netquiz/proto"

// acksFIN tells whether the segment acknowledges the other end's FIN.
func (x *exchange) acksFIN() bool {
	peer := &x.peer.sender
	return peer.fin && x.s.is(proto.ACK) && !before(x.s.ack, peer.finEnd)
}

// finAcknowledged moves the states on as the segment acknowledges the other
// end's FIN (RFC 9293 §3.6).
func (x *exchange) finAcknowledged() {
	finArrives(x.peer, x.me)
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

// finArrives moves the state of an end on as the FIN of the other arrives there,
// once: it counts when all the data before it is there too.
func finArrives(from, at *End) {
	if !from.sender.fin || from.sender.finArrived {
		return
	}
	from.sender.finArrived = true
	switch at.State {
	case SynReceived, Established:
		at.State = CloseWait
	case FinWait1:
		at.State = Closing
	case FinWait2:
		at.State = TimeWait
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
		c.Ending = HalfClosed
		if c.Closer == Nobody {
			c.Closer = x.party()
		}
		me.State = FinWait1
	case !me.sender.acksFIN:
		step, c.Ending = CrossingFIN, Simultaneous
		me.State = FinWait1
		if peer.sender.finArrived {
			me.State = Closing
		}
	default:
		step, c.Ending = PeerFIN, FourWay
		if !acknowledged {
			step, c.Ending = MergedFIN, ThreeWay
		}
		me.State = LastAck
	}
	me.sender.finStep = step
	return step
}
