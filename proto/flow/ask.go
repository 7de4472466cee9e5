package flow

import (
	"encoding/binary"
	"time"

	"netquiz/proto"
)

// maxQuestions is how many questions of one conversation wait for an answer at
// once; one more, and the oldest is forgotten.
const maxQuestions = 8

// questions are those that may still be answered.
type questions struct {
	next  int
	asked [maxQuestions]question
}

type question struct {
	id    uint32
	frame int // 0: answered, or none
	time  int64
}

// asks notes that the frame asks question id of its conversation, and tells if
// it was asked before and not answered; field is where the id stands.
func (x *exchange) asks(id uint32, field *proto.Field) {
	if a := x.c.questions.find(id); a != nil {
		x.events.add(Event{
			Kind: Retransmission, Field: field, Got: int64(id), Want: int64(id),
			Frame: a.frame, After: time.Duration(x.now - a.time),
		})
		return
	}
	if x.c.questions == nil {
		x.c.questions = new(questions)
	}
	q := x.c.questions
	q.asked[q.next] = question{id, x.row.Number, x.now}
	q.next = (q.next + 1) % maxQuestions
}

// replies finds the question id that the frame answers.
func (x *exchange) replies(id uint32) {
	if a := x.c.questions.find(id); a != nil {
		x.row.Answers, x.row.RTT = a.frame, time.Duration(x.now-a.time)
		a.frame = 0
	}
}

// find is the question id if it waits for an answer, else nil. q may be nil.
func (q *questions) find(id uint32) *question {
	if q == nil {
		return nil
	}
	for i := range q.asked {
		if a := &q.asked[i]; a.frame != 0 && a.id == id {
			return a
		}
	}
	return nil
}

// wellKnown is the first port that servers do not listen on by agreement (RFC
// 6335 §6).
const wellKnown = 1024

// knownPort tells whether a datagram comes from a port that servers listen on,
// and does not go to one.
func knownPort(f *proto.Frame, i int) bool {
	h := f.Header(i)
	return binary.BigEndian.Uint16(h) < wellKnown && binary.BigEndian.Uint16(h[2:]) >= wellKnown
}

// datagram tells the meaning of data without a connection; false if it was seen
// before.
func (x *exchange) datagram(f *proto.Frame) bool {
	l := &f.Layers()[x.at.transport]
	if l.Wire > l.Next() {
		x.row.Len = int(l.Wire - l.Next())
	}
	x.row.Phase = x.c.Phase
	if x.copied(f, f.Header(x.at.transport), uint32(x.row.Len), false) != once {
		return false
	}
	x.me.Bytes += int64(x.row.Len)
	x.row.Phase, x.row.Step = x.direction(x.me), Datagram
	x.c.Phase = x.row.Phase
	return true
}

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
