package quiz

import (
	"netquiz/proto"
	"netquiz/proto/flow"
)

// exchanges are the frames with the queries and the answers about names over UDP,
// in order; each answer follows its query.
func (s *Scene) exchanges() (queries, answers []int) {
	for i := range s.rows {
		switch s.rows[i].Step {
		case flow.Query:
			queries = append(queries, i)
		case flow.Answer:
			answers = append(answers, i)
		}
	}
	if len(queries) != len(answers) {
		return nil, nil
	}
	return queries, answers
}

// all are the texts of every occurrence of a field in a frame, in order.
func all(p *proto.Packet, id string) []string {
	var f proto.Frame
	f.Decode(p, proto.CheckNone)
	s, err := proto.Select(id)
	if err != nil {
		return nil
	}
	var texts []string
	for _, v := range s.Values(nil, &f) {
		texts = append(texts, v.String())
	}
	return texts
}

// dnsMessage is the DNS message of a UDP frame, nil if there is none.
func dnsMessage(p *proto.Packet) []byte {
	var f proto.Frame
	f.Decode(p, proto.CheckNone)
	i := f.Find(proto.ProtoDNS)
	if i < 0 {
		return nil
	}
	l := f.Layers()[i]
	return p.Bytes[l.Off:l.End:l.End]
}
