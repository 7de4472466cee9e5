package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

// The facts of a segment that questions about the window show.
var windowFacts = []string{"tcp.seq_raw", "tcp.len", "tcp.ack_raw", "tcp.window_size_value"}

// every is the indices of the frames of a scene for which want holds.
func (s *Scene) every(want func(i int, r *Row) bool) []int {
	var found []int
	for i := range s.rows {
		if want(i, &s.rows[i]) {
			found = append(found, i)
		}
	}
	return found
}

// oneOf is one of the frames for which want holds, by lot; −1 if there is none.
func (s *Scene) oneOf(r *rand.Rand, want func(i int, r *Row) bool) int {
	found := s.every(want)
	if len(found) == 0 {
		return -1
	}
	return among(r, found...)
}

// sender is the end that sent a frame, receiver the other.
func (r *Row) sender() *End   { return &r.Ends[r.side()] }
func (r *Row) receiver() *End { return &r.Ends[1-r.side()] }

func (r *Row) side() int {
	if r.FromClient {
		return 0
	}
	return 1
}

func (r *Row) has(k flow.EventKind) bool {
	for i := range r.Events {
		if r.Events[i].Kind == k {
			return true
		}
	}
	return false
}

// underWay is a moment of a download: the last data segment of the server and the
// last acknowledgment before it. More than one segment is under way, and the
// window has room for more; nothing of it was sent again.
func (s *Scene) underWay(r *rand.Rand) (data, ack int) {
	data = s.oneOf(r, func(i int, row *Row) bool {
		return row.Step == flow.Data && !row.FromClient && row.InFlight > row.Len && row.receiver().Window > row.InFlight
	})
	if data < 0 {
		return -1, -1
	}
	for ack = data; ack >= 0 && !(s.rows[ack].TCP && s.rows[ack].FromClient); ack-- {
	}
	if ack < 0 || s.rows[ack].Step == flow.SYN || int(s.rows[data].Seq)+s.rows[data].Len-int(s.rows[ack].Ack) != s.rows[data].InFlight {
		return -1, -1
	}
	return data, ack
}
