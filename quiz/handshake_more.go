package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "handshake.meaning", Place: 1, Step: 1, Ref: "RFC 9293 §3.4.1", Setting: ordinary, Make: handshakeMeaning})
	register(Skill{Name: "handshake.relative", Place: 7, Step: 3, Ref: "RFC 9293 §3.4.1", Setting: ordinary, Make: handshakeRelative})
	register(Skill{Name: "handshake.state", Place: 8, Step: 6, Ref: "RFC 9293 §3.3.2", Setting: ordinary, Make: handshakeState})
	register(Skill{Name: "handshake.three", Place: 9, Step: 8, Ref: "RFC 9293 §3.5", Setting: ordinary, Make: handshakeThree})
	register(Skill{Name: "handshake.refused", Place: 10, Step: 8, Ref: "RFC 9293 §3.5.2", Setting: refusing, Make: handshakeRefused})
	register(Skill{Name: "handshake.fault", Place: 11, Step: 6, Ref: "RFC 9293 §3.5", Setting: ordinary, Make: handshakeFault})
}

// handshakeMeaning asks what a SYN is for (1), what kind of thing SYN and ACK are
// (2), and whether a SYN may carry data (3).
func handshakeMeaning(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, _, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	q := Question{Kind: Choice}
	switch level {
	case 1:
		q.Answer = label("synchronizes")
		q.show(s, syn, ShowFacts, segmentFacts...)
		q.fill("purpose")
		q.trap(label("opens-port"), "syn-opens-port")
		q.trap(label("settles-window"), "window-fixed")
		q.trap(label("agrees-mss"), "mss-min")
		q.about(0, "tcp.flags", "tcp.seq_raw")
	case 2:
		q.Answer = label("one-bit-each")
		q.show(s, synack, ShowFacts, segmentFacts...)
		q.fill("what")
		q.trap(label("number-fields"), "flags-are-numbers")
		q.slip(label("option-kinds"), "options-lie-behind")
		q.trap(label("two-packets"), "synack-two-packets")
		q.about(0, "tcp.flags")
	case 3:
		q.Answer, q.Step = label("data-kept-back"), 5
		q.show(s, syn, ShowFacts, "tcp.flags", "tcp.seq_raw", "tcp.len")
		q.fill("data")
		q.trap(label("data-not-allowed"), "syn-no-data")
		q.trap(label("data-handed-over"), "two-way-enough")
		q.slip(label("data-reset"), "syn-data-no-error")
		q.about(0, "tcp.flags")
	}
	return q, true
}

// handshakeRelative asks which relative number a tool shows for a raw one (1),
// which raw one a relative one means (2), also past the wrap (3).
func handshakeRelative(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, _, _, ok := s.handshake()
	i := s.oneOf(r, func(i int, row *Row) bool { return row.FromClient && row.TCP && i > syn && row.Seq > 1 })
	if !ok || i < 0 {
		return Question{}, false
	}
	first, row := s.Row(syn), s.Row(i)
	q := Question{Kind: kindFor(level)}
	q.show(s, syn, howHard(level), segmentFacts...)
	q.about(0, "tcp.seq_raw")
	if level == 1 {
		q.Answer = number(row.Seq)
		q.show(s, i, ShowFacts, segmentFacts...)
		q.about(1, "tcp.seq_raw")
		q.fill("shown", "First", first.RawSeq, "Raw", row.RawSeq)
		q.slip(number(row.Seq-1), "syn-left-out")
		q.slip(number(row.Seq+1), "counted-from-one")
		q.slip(number(row.RawSeq), "raw-for-relative")
		q.slip(number(row.RawSeq-uint32(s.rows[i].Window)), "window-for-isn")
		q.slip(number(row.Seq+10), "miscounted")
		q.slip(number(2*row.Seq), "miscounted")
		return q, true
	}
	q.Answer = number(row.RawSeq)
	q.fill("raw", "First", first.RawSeq, "Relative", row.Seq)
	q.trap(number(row.Seq), "isn-zero")
	q.slip(number(row.RawSeq+1), "syn-counted-twice")
	q.slip(number(row.RawSeq-1), "syn-left-out")
	if first.RawSeq > row.RawSeq {
		q.trap(number(0xffffffff), "seq-only-grows")
	}
	return q, true
}

// handshakeState asks in which state an end is after a segment: the client (1),
// the server (2), either one (3).
func handshakeState(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	client := level == 1 || level == 3 && either(r)
	n := 1 + r.IntN(3)
	frames := []int{syn, synack, ack}[:n]
	states := []string{"SYN_SENT", "ESTABLISHED", "ESTABLISHED"}
	if !client {
		states = []string{"SYN_RECEIVED", "SYN_RECEIVED", "ESTABLISHED"}
	}
	q := Question{Kind: Choice, Answer: Literal(states[n-1])}
	how := ShowFacts
	if level == 3 {
		how = ShowHex
	}
	for _, i := range frames {
		q.show(s, i, how, segmentFacts...)
	}
	q.about(n-1, "tcp.flags")
	q.fill("", "Client", client, "N", n)
	for _, wrong := range []string{"LISTEN", "SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1"} {
		q.slip(Literal(wrong), "state-"+wrong)
	}
	return q, true
}

// handshakeThree asks what two segments could not tell (1), what a client does
// about an old SYN's answer (2), and with which number (3).
func handshakeThree(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, _, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	q := Question{Kind: Choice}
	switch level {
	case 1:
		q.Answer = label("old-syn-unnoticed")
		q.show(s, syn, ShowFacts, segmentFacts...)
		q.show(s, synack, ShowFacts, segmentFacts...)
		q.about(1, "tcp.ack_raw")
		q.fill("why")
		q.trap(label("two-are-enough"), "two-way-enough")
		q.slip(label("client-isn-unknown"), "syn-told-it")
		q.trap(label("window-unknown"), "window-server-only")
		return q, true
	case 2:
		q.Answer = label("sends-rst")
		q.show(s, synack, ShowFacts, segmentFacts...)
		q.about(0, "tcp.ack_raw")
		q.fill("then", "Ack", s.Row(synack).RawAck)
		q.slip(label("sends-fin-back"), "nothing-to-close")
		q.trap(label("confirms-anyway"), "two-way-enough")
		q.slip(label("stays-silent"), "server-would-wait")
		return q, true
	}
	row := s.Row(synack)
	q.Kind, q.Answer = Quantity, number(row.RawAck)
	q.show(s, synack, ShowHex)
	q.about(0, "tcp.ack_raw")
	q.fill("seq", "At", q.at(0, "tcp.ack_raw"))
	q.slip(number(row.RawAck-1), "old-syn-number")
	q.slip(number(row.RawSeq+1), "other-side")
	q.trap(number(0), "isn-zero")
	return q, true
}

// handshakeRefused asks how a port that nobody listens on answers a SYN: by which
// flags (1), with which ack (2), and by which bytes (3).
func handshakeRefused(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn := s.Find(0, flow.SYN)
	refusal := s.Find(syn+1, flow.Refusal)
	if syn < 0 || refusal < 0 {
		return Question{}, false
	}
	row, no := s.Row(syn), s.Row(refusal)
	var q Question
	q.show(s, syn, howHard(level), segmentFacts...)
	q.about(0, "tcp.seq_raw")
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, Flags(no.Flags)
		q.fill("flags")
		q.slip(Flags(proto.SYN|proto.ACK), "accepts-for-refuses")
		q.trap(Flags(proto.FIN|proto.ACK), "rst-is-fin")
		q.slip(Flags(proto.ACK), "nothing-to-confirm")
	case 2:
		q.Kind, q.Answer = Quantity, number(no.RawAck)
		q.fill("ack", "Seq", row.RawSeq)
		q.trap(number(row.RawSeq), "syn-consumes-none")
		q.slip(number(0), "ack-says-which")
		q.trap(number(row.RawSeq+2), "ack-consumes-one")
	case 3:
		q.Kind, q.Answer = Hexadec, Octets{byte(no.Flags)}
		q.fill("byte", "Byte", q.at(0, "tcp.flags.syn"))
		q.slip(Octets{byte(proto.RST)}, "ack-says-which")
		q.slip(Octets{byte(proto.SYN | proto.ACK)}, "accepts-for-refuses")
		q.trap(Octets{byte(proto.FIN | proto.ACK)}, "rst-is-fin")
	}
	return q, true
}

// handshakeFault asks which segment of a handshake is wrong: by its flags (1), by
// its numbers (2), by either in the bytes (3).
func handshakeFault(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	if !ok || s.usesECN(syn, synack, ack) {
		return Question{}, false
	}
	frames := []int{syn, synack, ack}
	type fault struct {
		n    int
		id   string
		bad  uint64
		miss string
	}
	first, second := s.Row(syn), s.Row(synack)
	flags := []fault{
		{1, "tcp.flags", uint64(proto.ACK), "synack-two-packets"},
		{1, "tcp.flags", uint64(proto.SYN), "synack-two-packets"},
		{2, "tcp.flags", uint64(proto.SYN), "third-has-syn"},
		{2, "tcp.flags", uint64(proto.SYN | proto.ACK), "third-has-syn"},
	}
	numbers := []fault{
		{1, "tcp.ack_raw", uint64(first.RawSeq), "syn-consumes-none"},
		{1, "tcp.ack_raw", uint64(second.RawSeq + 1), "synack-acks-own"},
		{2, "tcp.ack_raw", uint64(second.RawSeq), "syn-consumes-none"},
		{2, "tcp.seq_raw", uint64(first.RawSeq + 2), "ack-consumes-one"},
	}
	f := among(r, flags...)
	if level == 2 || level == 3 && either(r) {
		f = among(r, numbers...)
	}
	q := Question{Kind: Choice, Answer: frameNumber(f.n + 1)}
	for n, i := range frames {
		if n == f.n {
			q.exhibit(s.altered(i, f.id, f.bad), s.rows[i].FromClient, howHard(level), segmentFacts...)
			q.about(n, f.id)
			continue
		}
		q.show(s, i, howHard(level), segmentFacts...)
		q.slip(frameNumber(n+1), "fits-the-others")
	}
	q.fill("", "Field", field(f.id), "Fact", text("quiz.fact."+f.miss))
	return q, f.bad != uint64(second.RawSeq+1) || f.id != "tcp.ack_raw" || second.RawSeq+1 != first.RawSeq+1
}
