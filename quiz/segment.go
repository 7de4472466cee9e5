package quiz

import "netquiz/proto/flow"

// The facts of a segment with data.
var dataFacts = []string{"tcp.seq_raw", "tcp.len"}

// responses are the frames with data from the server, as long as they follow each
// other without a gap or a repetition.
func (s *Scene) responses() []int {
	var frames []int
	next := uint32(0)
	for i := range s.rows {
		r := &s.rows[i]
		if r.Step != flow.Data || r.FromClient {
			continue
		}
		if len(frames) > 0 && r.Seq != next {
			break
		}
		frames = append(frames, i)
		next = r.Seq + uint32(r.Len)
	}
	return frames
}
