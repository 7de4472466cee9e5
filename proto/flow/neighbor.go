package flow

import "netquiz/proto"

// arp tells the meaning of an ARP message between IPv4 addresses. The
// conversation is that of who asks and who is asked for.
func (t *Tracker) arp(f *proto.Frame) {
	x := &t.x
	h := proto.ARP(f.Header(x.at.transport))
	sender, target := h.SenderIP(), h.TargetIP()
	if len(h) < proto.ARPLen || target == [4]byte{} {
		return
	}
	x.at.between(proto.ProtoARP, 4, address4(sender[:]), address4(target[:]), 0, 0)
	step := ARPRequest
	switch {
	case sender == target:
		step = ARPAnnounce
	case h.Op() == proto.ARPReply:
		step = ARPReply
	case h.Op() != proto.ARPRequest:
		return
	case sender == [4]byte{}:
		step = ARPProbe
	}
	t.neighbor(step, step != ARPReply)
}

// neighbor tells of a step in finding a link address.
func (t *Tracker) neighbor(step Step, asks bool) {
	c := t.lookup()
	if c == nil {
		c = t.begin(asks)
	}
	t.take(c)
	t.row.Phase, t.row.Step = ARP, step
	c.Phase = ARP
	switch step {
	case ARPRequest, ARPProbe:
		t.x.asks(0, fields.arpTarget)
	case Solicitation:
		t.x.asks(0, fields.ndpTarget)
	case ARPReply, Advertisement:
		t.x.replies(0)
	}
}

// ndp tells the meaning of a neighbor solicitation or advertisement. The
// conversation is that of who asks and who is asked for.
func (t *Tracker) ndp(f *proto.Frame, h proto.ICMPv6) {
	target := h.Target()
	if target == [16]byte{} {
		return
	}
	src, dst, size := addresses(f, t.x.at.network)
	if h.Type() == proto.NDPNeighborSolicitation {
		t.x.at.between(proto.ProtoICMPv6, size, src, address16(target[:]), 0, 0)
		t.neighbor(Solicitation, true)
		return
	}
	t.x.at.between(proto.ProtoICMPv6, size, address16(target[:]), dst, 0, 0)
	t.neighbor(Advertisement, false)
}
