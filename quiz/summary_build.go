package quiz

import (
	"fmt"
	"math/rand/v2"

	"netquiz/proto"
)

// summaryBuild asks to build the frame that comes next: the acknowledgment of a
// server's data (1), that of its FIN (2), and the SYN that follows on an answer
// about a name (3).
func summaryBuild(s *Scene, r *rand.Rand, level int) (Question, bool) {
	j, ok := s.journey()
	if !ok {
		return Question{}, false
	}
	if level == 3 {
		return s.firstSYN(j), true
	}
	given, variant, taken := j.first, "data", "tcp.len"
	if level == 2 {
		given, variant, taken = j.serverFIN, "fin", "1"
	}
	row := s.Row(given)
	if level == 2 && row.Len > 0 || row.Ends[0].Next != row.RawAck {
		return Question{}, false
	}
	next := row.RawSeq + uint32(row.Len)
	if level == 2 {
		next++
	}
	q := Question{Kind: Build}
	q.show(s, given, ShowFacts, "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len")
	p := &q.Frames[0].Packet
	q.about(0, "tcp.seq_raw")
	q.term("ip.src == given.ip.dst && ip.dst == given.ip.src", "", "addresses-not-exchanged")
	q.term("tcp.srcport == given.tcp.dstport && tcp.dstport == given.tcp.srcport", "", "ports-not-exchanged")
	q.term("tcp.flags.ack == 1", "", "ack-is-off")
	q.term("tcp.flags.syn == 0 && tcp.flags.fin == 0 && tcp.flags.reset == 0", "", "too-many-flags")
	q.term("tcp.seq_raw == given.tcp.ack_raw", "", "seq-not-given-ack")
	if level == 2 {
		q.term("tcp.ack_raw != given.tcp.seq_raw", "fin-consumes-none", "ack-repeats-fin")
		q.term("tcp.ack_raw == given.tcp.seq_raw + 1", "", "ack-not-after-fin")
	} else {
		q.term(fmt.Sprintf("tcp.ack_raw != %d", row.RawSeq+1), "seq-counts-segments", "ack-not-after-data")
		q.term(fmt.Sprintf("tcp.ack_raw != %d", next-1), "ack-is-last-byte", "ack-not-after-data")
		q.term(fmt.Sprintf("tcp.ack_raw == %d", next), "", "ack-not-after-data")
	}
	command := fmt.Sprintf("netquiz build ack --src %s:%s --dst %s:%s --seq %d --ack %d", mustText(p, "ip.dst"), mustText(p, "tcp.dstport"),
		mustText(p, "ip.src"), mustText(p, "tcp.srcport"), row.RawAck, next)
	q.Answer = Made{Command: command, Frame: s.answering(given, next)}
	q.fill(variant, "At", q.at(0, "tcp.seq_raw"), "Seq", row.RawSeq, "Len", row.Len, "Taken", taken, "Command", command)
	return q, true
}

// firstSYN asks for the SYN to the server whose name was asked for.
func (s *Scene) firstSYN(j journey) Question {
	q := Question{Kind: Build}
	q.show(s, j.answer, ShowFacts, "ip.src", "ip.dst", "dns.qry.name", "dns.a")
	q.show(s, j.reply, ShowFacts, "arp.src.proto_ipv4", "arp.src.hw_mac")
	answer, reply := &q.Frames[0].Packet, &q.Frames[1].Packet
	mac, server, own := mustText(reply, "arp.src.hw_mac"), mustText(answer, "dns.a"), mustText(answer, "ip.dst")
	q.about(0, "dns.a")
	q.about(1, "arp.src.hw_mac")
	q.term("ip.dst == "+server, "", "not-to-the-server")
	q.term("ip.src == given.ip.dst", "", "not-from-the-client")
	q.term("eth.dst == "+mac, "mac-is-server", "not-to-the-next-hop")
	q.term("tcp.dstport == 80", "", "not-to-the-web")
	q.term("tcp.flags.syn == 1", "", "syn-opens")
	q.term("tcp.flags.ack == 0 && tcp.flags.fin == 0 && tcp.flags.reset == 0", "", "too-many-flags")
	command := fmt.Sprintf("netquiz build syn --src %s:51000 --dst %s:80 --dst-mac %s", own, server, mac)
	q.Answer = Made{Command: command, Frame: s.Packet(j.syn).Bytes}
	q.fill("syn", "Name", mustText(answer, "dns.qry.name"), "Address", server, "MAC", mac, "Command", command)
	return q
}

// answering is the bare acknowledgment with a number that answers frame i: one
// right answer of many.
func (s *Scene) answering(i int, ack uint32) []byte {
	row := s.Row(i)
	for k := range s.rows {
		if own := &s.rows[k]; own.TCP && own.FromClient != row.FromClient && own.Len == 0 && own.Flags == proto.ACK {
			p := changed(s.Packet(k), "tcp.seq_raw", uint64(row.RawAck))
			return changed(p, "tcp.ack_raw", uint64(ack)).Bytes
		}
	}
	return nil
}
