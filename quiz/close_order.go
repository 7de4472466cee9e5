package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.order", Place: 2, Step: 2, Ref: "RFC 9293 §3.6", Setting: closing, Make: closeOrder})
}

// closeOrder asks for the order of the segments that close a connection: by flags
// (1), by numbers (2), and by numbers with the last data before them (3).
func closeOrder(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.ending()
	if s.Ending != flow.FourWay && s.Ending != flow.ThreeWay || len(frames) < 3 || level == 1 && s.Ending != flow.FourWay {
		return Question{}, false
	}
	form := []string{"", "segment-flags", "segment-numbers", "segment-numbers"}[level]
	if level == 3 {
		data := frames[0] - 1
		if s.rows[data].Step != flow.Data {
			return Question{}, false
		}
		frames = append([]int{data}, frames...)
	}
	var list List
	for _, i := range frames {
		row := s.Row(i)
		args := []any{"FromClient", row.FromClient}
		if level == 1 {
			args = append(args, "Flags", Flags(row.Flags))
		} else {
			args = append(args, "Seq", row.RawSeq, "Ack", row.RawAck, "Len", row.Len)
		}
		if v := label(form, args...); indexOf(list, v) < 0 {
			list = append(list, v)
		}
	}
	if len(list) != len(frames) {
		return Question{}, false // two segments look the same
	}
	q := Question{Kind: Order, Answer: list}
	q.show(s, frames[0], ShowLater)
	q.show(s, frames[1], ShowLater)
	q.about(0, "tcp.seq_raw")
	q.about(1, "tcp.ack_raw")
	q.fill([]string{"", "flags", "numbers", "numbers"}[level], "FromClient", s.Closer == flow.TheClient, "N", len(list))
	if len(list) == 4 {
		q.slip(List{list[2], list[3], list[0], list[1]}, "other-side-first")
	}
	return q, true
}
