package quiz

import (
	"encoding/hex"

	"netquiz/locales"
	"netquiz/proto"
)

// Document is a question as JSON holds it, in one language.
type Document struct {
	ID      string     `json:"id"`
	Topic   string     `json:"topic"`
	Skill   string     `json:"skill"`
	Level   int        `json:"level"`
	Kind    Kind       `json:"kind"`
	Prompt  string     `json:"prompt"`
	Frames  []string   `json:"frames"`             // in hexadecimal
	Link    uint16     `json:"link,omitempty"`     // of the frames, as pcap files number it; 0: Ethernet
	Choices []any      `json:"choices,omitempty"`  // numbers as numbers
	Match   []any      `json:"partners,omitempty"` // for match: what to choose from for each of choices
	Answer  any        `json:"answer"`             // as it stands in choices
	Hints   []string   `json:"hints"`
	Explain string     `json:"explain"`
	About   []Evidence `json:"about"`
	Traps   []Pitfall  `json:"traps,omitempty"`
	Ref     string     `json:"ref"`
	Lesson  string     `json:"lesson"` // "handshake#5"
}

// Evidence is a field that proves the answer: of which frame, counted from 0.
type Evidence struct {
	Frame int    `json:"frame"`
	Field string `json:"field"`
}

// Pitfall is a wrong answer that people give, and why.
type Pitfall struct {
	Answer any    `json:"answer"`
	Miss   string `json:"miss,omitempty"`
	Why    string `json:"why"`
}

// Document puts the question into words.
func (q *Question) Document(l *locales.Localizer) Document {
	d := Document{
		ID: q.ID(), Topic: q.Skill.Stage(), Skill: q.Skill.Name, Level: q.Level, Kind: q.Kind,
		Prompt: q.Ask.In(l), Frames: []string{}, Choices: plainAll(q.Options, l), Match: plainAll(q.Partners, l),
		Answer: plain(q.Answer, l), Explain: q.Why.In(l), About: []Evidence{}, Ref: q.Ref, Lesson: q.Lesson(),
	}
	for _, x := range q.Frames {
		d.Frames = append(d.Frames, hex.EncodeToString(x.Packet.Bytes))
		if x.Packet.Link != proto.LinkEthernet {
			d.Link = uint16(x.Packet.Link)
		}
	}
	for _, h := range q.Hint {
		d.Hints = append(d.Hints, h.In(l))
	}
	for _, a := range q.About {
		d.About = append(d.About, Evidence{a.Frame, a.Field.ID})
	}
	for i := range q.Traps {
		t := &q.Traps[i]
		d.Traps = append(d.Traps, Pitfall{plain(t.Value, l), t.Miss, t.Why(l)})
	}
	return d
}

// Why says why the trap is none of the answers.
func (t *Trap) Why(l *locales.Localizer) string {
	slip := t.Slip.In(l)
	if t.Miss == "" {
		return slip
	}
	fact := l.T("quiz.fact." + t.Miss)
	if slip == "" {
		return fact
	}
	return slip + " " + fact
}

// plain is a value as JSON holds it: numbers as numbers, fields by their ids.
func plain(v Value, l *locales.Localizer) any {
	switch v := v.(type) {
	case Number:
		return v.N
	case Spot:
		if v.Field != nil {
			return v.Field.ID
		}
	case List:
		return append([]any{}, plainAll(v, l)...)
	}
	return v.In(l)
}

func plainAll(values []Value, l *locales.Localizer) []any {
	var all []any
	for _, v := range values {
		all = append(all, plain(v, l))
	}
	return all
}
