package flow

import (
	"encoding/binary"

	"netquiz/proto"
)

// icmp tells the meaning of an ICMP message.
func (t *Tracker) icmp(f *proto.Frame) {
	h := proto.ICMP(f.Header(t.x.at.transport))
	switch h.Type() {
	case proto.ICMPEcho:
		t.echo(f, h, EchoRequest, fields.echo)
	case proto.ICMPEchoReply:
		t.echo(f, h, EchoReply, fields.echo)
	case proto.ICMPUnreachable:
		if h.Code() == proto.ICMPFragmentationNeeded {
			t.report(f, TooBig)
		} else {
			t.report(f, Unreachable)
		}
	case proto.ICMPTimeExceeded:
		t.report(f, TimeExceeded)
	default:
		if h.Type().Quotes() {
			t.report(f, ControlError)
		}
	}
}

// icmpv6 tells the meaning of an ICMPv6 message.
func (t *Tracker) icmpv6(f *proto.Frame) {
	h := proto.ICMPv6(f.Header(t.x.at.transport))
	switch kind := h.Type(); kind {
	case proto.ICMPv6Echo, proto.ICMPv6EchoReply:
		if len(h) < proto.ICMPLen {
			return
		}
		step := EchoRequest
		if kind == proto.ICMPv6EchoReply {
			step = EchoReply
		}
		t.echo(f, h, step, fields.echo6)
	case proto.NDPNeighborSolicitation, proto.NDPNeighborAdvertisement:
		t.ndp(f, h)
	case proto.ICMPv6PacketTooBig:
		t.report(f, TooBig)
	case proto.ICMPv6Unreachable:
		t.report(f, Unreachable)
	case proto.ICMPv6TimeExceeded:
		t.report(f, TimeExceeded)
	default:
		if kind.Quotes() {
			t.report(f, ControlError)
		}
	}
}

// echo tells of an echo or its reply, which identifier and sequence number tie
// together. h is a header of 8 bytes, alike in ICMP and ICMPv6.
func (t *Tracker) echo(f *proto.Frame, h []byte, step Step, field *proto.Field) {
	x := &t.x
	id, seq := binary.BigEndian.Uint16(h[4:]), uint32(binary.BigEndian.Uint16(h[6:]))
	l := &f.Layers()[x.at.transport]
	src, dst, size := addresses(f, x.at.network)
	x.at.between(l.Proto, size, src, dst, id, id)
	c := t.lookup()
	if c == nil {
		c = t.begin(step == EchoRequest)
	}
	t.take(c)
	t.row.Len = int(max(l.Wire, l.Next()) - l.Next())
	if x.copied(f, h[:proto.ICMPLen], uint32(t.row.Len), false) != once {
		return
	}
	t.row.Step = step
	if step == EchoRequest {
		x.asks(seq, field)
	} else {
		x.replies(seq)
	}
}

// report tells of an ICMP error. It belongs to the conversation of the packet
// that it quotes, and goes to whoever sent that.
func (t *Tracker) report(f *proto.Frame, step Step) {
	t.row.Step = step
	x := &t.x
	network := -1
	for i := x.at.transport + 1; i < len(f.Layers()); i++ {
		l := &f.Layers()[i]
		a := &anatomies[l.Proto]
		switch {
		case a.addrSize != 0 && l.Hdr >= uint32(a.min):
			network = i
		case network < 0 || l.Hdr < quotedLeast:
		case a.says == transport:
			x.at.network, x.at.transport = network, i
			x.at.ports(f, a)
			t.reported(f, i)
			return
		case a.says == control || a.says == control6:
			id := binary.BigEndian.Uint16(f.Header(i)[4:]) // of an echo
			src, dst, size := addresses(f, network)
			x.at.between(l.Proto, size, src, dst, id, id)
			t.reported(f, i)
			return
		}
	}
}

// quotedLeast is how much an ICMP error quotes of a packet's content at least
// (RFC 792): ports and TCP's sequence number are in it, and what tells an echo.
const quotedLeast = 8

// reported makes the error one about the packet whose transport is layer i.
func (t *Tracker) reported(f *proto.Frame, i int) {
	c := t.lookup()
	if c == nil {
		return
	}
	fromClient := t.x.at.fromLow == c.clientLow
	t.row.Conversation, t.row.Phase = c, c.Phase
	t.row.FromClient = !fromClient
	t.row.Reported = true
	c.Last = t.row.Time
	t.touch(c)
	quoted := f.Header(i)
	switch {
	case c.Proto == proto.ProtoTCP:
		sender := t.row.Receiver()
		seq := binary.BigEndian.Uint32(quoted[4:])
		t.row.RawSeq, t.row.Seq = seq, seq-sender.ISN
		if s := sender.sender.sent; s != nil {
			t.row.Answers = s.at(seq)
		}
	case anatomies[c.Proto].says != transport:
		if asked := c.questions.find(uint32(binary.BigEndian.Uint16(quoted[6:]))); asked != nil {
			t.row.Answers = asked.frame
		}
	}
}
