package quiz

import (
	"math/rand/v2"
	"strconv"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "handshake.build", Place: 12, Step: 5, Ref: "RFC 9293 §3.5", Setting: ordinary, Needs: Ethernet | IPv4, Make: handshakeBuild})
}

// handshakeBuild asks to build the segment that answers the one shown: a SYN+ACK
// (1), the third segment (2), the refusal of a SYN (3).
func handshakeBuild(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	if !ok || s.usesECN(syn, synack, ack) {
		return Question{}, false
	}
	given, answer, template, variant := syn, synack, "syn-ack", "syn-ack"
	switch level {
	case 2:
		given, answer, template, variant = synack, ack, "ack", "ack"
	case 3:
		template, variant = "rst", "rst"
	}
	from, to := s.Row(given), s.Row(answer)
	q := Question{Kind: Build}
	q.show(s, given, ShowFacts, "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
	q.about(0, "tcp.seq_raw")
	p := s.Packet(answer)
	q.term("ip.src == given.ip.dst && ip.dst == given.ip.src", "", "addresses-not-exchanged")
	q.term("tcp.srcport == given.tcp.dstport && tcp.dstport == given.tcp.srcport", "", "ports-not-exchanged")
	seq := to.RawSeq
	switch level {
	case 1:
		q.term("tcp.flags.syn == 1", "synack-two-packets", "syn-is-off")
		q.term("tcp.flags.ack == 1", "", "ack-is-off")
	case 2:
		q.term("tcp.flags.syn == 0", "third-has-syn", "syn-is-on")
		q.term("tcp.flags.ack == 1", "", "ack-is-off")
		q.term("tcp.seq_raw == given.tcp.ack_raw", "ack-consumes-one", "seq-not-expected")
	case 3:
		q.term("tcp.flags.reset == 1", "", "rst-is-off")
		q.term("tcp.flags.ack == 1", "", "ack-is-off")
		q.term("tcp.seq_raw == 0", "", "refusal-seq")
		seq = 0
		p = s.altered(answer, "tcp.flags", uint64(proto.RST|proto.ACK))
		var f proto.Frame
		f.Decode(&p, proto.CheckNone)
	}
	extra := "tcp.flags.fin == 0"
	if level < 3 {
		extra += " && tcp.flags.reset == 0"
	} else {
		extra += " && tcp.flags.syn == 0"
	}
	q.term(extra, "", "too-many-flags")
	q.term("tcp.ack_raw != given.tcp.seq_raw", "syn-consumes-none", "ack-repeats-seq")
	q.term("tcp.ack_raw == given.tcp.seq_raw + 1", "synack-acks-own", "ack-not-next")
	command := "netquiz build " + template + " --src " + mustText(&p, "ip.src") + ":" + mustText(&p, "tcp.srcport") +
		" --dst " + mustText(&p, "ip.dst") + ":" + mustText(&p, "tcp.dstport")
	if level == 3 {
		command += " --flags RST,ACK"
	}
	command += " --seq " + strconv.FormatUint(uint64(seq), 10) + " --ack " + strconv.FormatUint(uint64(from.RawSeq+1), 10)
	q.Answer = Made{Command: command, Frame: built(p, seq)}
	q.fill(variant, "At", q.at(0, "tcp.seq_raw"), "Seq", from.RawSeq, "Command", command)
	return q, true
}

// term adds a condition of a frame to be built, with the misconception behind
// failing it and the message quiz.slip.<slip> that says so.
func (q *Question) term(expr, miss, slip string) {
	q.Terms = append(q.Terms, Term{expr, Trap{Miss: miss, Slip: text("quiz.slip." + slip)}})
}

// built is a frame with another sequence number and no options left to doubt,
// sealed: one right answer of many.
func built(p proto.Packet, seq uint32) []byte {
	p.Bytes = append([]byte(nil), p.Bytes...)
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	if v, ok := find(&f, field("tcp.seq_raw")); ok && v.Field.Put(p.Bytes[v.Part.Off:v.Part.Off+v.Part.Len], uint64(seq)) != nil {
		return p.Bytes
	}
	return sealed(p).Bytes
}
