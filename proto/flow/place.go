package flow

import (
	"time"

	"netquiz/proto"
)

// place finds the phase and the step of the segment, and the states that both
// ends are in once it was sent and has arrived.
func (x *exchange) place() {
	row, s := x.row, &x.s
	switch {
	case s.is(proto.RST):
		row.Phase, row.Step = x.reset()
	case s.is(proto.SYN):
		row.Phase, row.Step = Handshake, x.synchronize()
	default:
		x.established()
		row.Phase, row.Step = x.carry()
		if x.me.sender.holes.n == 0 {
			finArrives(x.me, x.peer)
		}
	}
}

// party is who sent the segment.
func (x *exchange) party() Party {
	if x.row.FromClient {
		return TheClient
	}
	return TheServer
}

// reset is what an RST does: it throws the connection away, unless it comes from
// before what the other end has received (RFC 9293 §3.10.7.4).
func (x *exchange) reset() (Phase, Step) {
	me, peer, c := x.me, x.peer, x.c
	refuses := peer.State == SynSent && !me.sender.syn
	over := (me.State == Closed || me.State == TimeWait) && (peer.State == Closed || peer.State == TimeWait)
	stale := before(x.s.seq, me.Acked)
	me.State = Closed
	if !stale {
		peer.State = Closed
	}
	if !over && !stale {
		c.Ending = Reset
		if refuses {
			c.Ending = Refused
		}
		if c.Closer == Nobody {
			c.Closer = x.party()
		}
	}
	if refuses {
		return Handshake, Refusal
	}
	return Close, RST
}

// synchronize is the step of a segment with SYN.
func (x *exchange) synchronize() Step {
	me, peer := x.me, x.peer
	if x.s.is(proto.ACK) {
		me.sender.synACK = true
		if me.State == Unknown || me.State == SynSent {
			me.State = SynReceived
		}
		if peer.State == Unknown || peer.State == SynSent || peer.State == SynReceived {
			peer.State = Established
		}
		return SYNACK
	}
	if peer.sender.syn && !peer.sender.synACK && !me.sender.synACK {
		me.State, peer.State = SynReceived, SynReceived
		return CrossingSYN
	}
	x.c.synTime = x.now
	if me.State == Unknown {
		me.State = SynSent
	}
	if peer.State == Unknown {
		peer.State = SynReceived
	}
	return SYN
}

// established notes that the connection stands, as the segment shows by
// acknowledging a SYN, or by coming from the middle of one.
func (x *exchange) established() {
	s, me, peer := &x.s, x.me, x.peer
	if !s.is(proto.ACK) {
		return
	}
	if me.State == Unknown || me.State == SynSent || me.State == SynReceived && s.len > 0 {
		me.State = Established
	}
	if peer.State == Unknown || peer.State == SynReceived {
		peer.State = Established
	}
	if x.c.RTT == 0 && x.row.FromClient && me.sender.syn && peer.sender.synACK && s.ack == peer.ISN+1 {
		x.c.RTT = time.Duration(x.now - x.c.synTime)
	}
}

// carry is the phase and step of a segment without SYN and RST.
func (x *exchange) carry() (Phase, Step) {
	s, me, peer := &x.s, x.me, x.peer
	if s.len > 0 && x.events.mask&probes == 0 {
		me.sender.data = true
	}
	acksFIN, earlier := x.acksFIN(), me.sender.acksFIN
	if acksFIN {
		x.finAcknowledged()
	}
	if s.is(proto.FIN) {
		return Close, x.finish(earlier)
	}
	switch {
	case x.events.has(ZeroWindowProbe):
		return x.direction(me), Probe
	case x.events.has(KeepAliveProbe):
		return x.c.Phase, KeepAlive
	case s.len > 0:
		return x.direction(me), Data
	case !s.is(proto.ACK):
		return x.c.Phase, NoStep
	case acksFIN:
		if x.c.Closer == x.party() {
			return Close, LastACK
		}
		return Close, FINACK
	case peer.sender.data:
		return x.direction(peer), DataACK
	case x.row.FromClient && peer.sender.synACK && !me.sender.data:
		return Handshake, HandshakeACK
	}
	return x.c.Phase, DataACK
}

// direction is the phase that data from end e belongs to.
func (x *exchange) direction(e *End) Phase {
	if x.c.names {
		return Name
	}
	if e == &x.c.Ends[ClientEnd] {
		return Request
	}
	return Response
}
