package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "handshake.order", Place: 5, Step: 6, Ref: "RFC 9293 §3.5", Setting: ordinary, Make: handshakeOrder})
}

// handshakeOrder asks for the order of segments told by flags (1), by their
// numbers without the flags (2), and by numbers with the request after them (3).
func handshakeOrder(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	data := s.Find(ack+1, flow.Data)
	if !ok || s.usesECN(syn, synack, ack) || data < 0 || !s.Row(data).FromClient {
		return Question{}, false
	}
	frames := []int{syn, synack, ack}
	form := []string{"", "segment-flags", "segment-numbers", "segment-numbers"}[level]
	if level == 3 {
		answer := s.Find(data+1, flow.Data, flow.DataACK)
		if answer < 0 || s.Row(answer).FromClient {
			return Question{}, false
		}
		if sent := s.Row(data); s.Row(answer).RawAck != sent.RawSeq+uint32(sent.Len) {
			return Question{}, false // it confirms what is not shown, too
		}
		frames = append(frames, data, answer)
	}
	var list List
	for _, i := range frames {
		row := s.Row(i)
		if row.RawAck == 0 && i != syn {
			return Question{}, false // it would look like the first
		}
		args := []any{"FromClient", row.FromClient}
		if level == 1 {
			args = append(args, "Flags", Flags(row.Flags))
		} else {
			args = append(args, "Seq", row.RawSeq, "Ack", row.RawAck, "Len", row.Len)
		}
		list = append(list, label(form, args...))
	}
	q := Question{Kind: Order, Answer: list}
	q.show(s, syn, ShowLater)
	q.show(s, synack, ShowLater)
	q.about(0, "tcp.seq_raw")
	q.about(1, "tcp.ack_raw")
	q.fill([]string{"", "flags", "numbers", "numbers"}[level], "First", s.Row(syn).RawSeq, "Second", s.Row(synack).RawSeq, "N", len(list))
	swapped := append(List{list[0], list[2], list[1]}, list[3:]...)
	q.slip(swapped, "ack-before-syn-ack")
	return q, true
}
