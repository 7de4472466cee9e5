package main

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/view"
)

func parseAmount(digits string, scale float64) (int, bool) {
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil || f < 0 || f*scale > 1<<40 || math.IsNaN(f) {
		return 0, false
	}
	return int(f * scale), true
}

// parseNumbers reads numbers from 1 on, separated by commas.
func parseNumbers(flag, text string) (all []int, err error) {
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return nil, usage("trace.bad_numbers", "Flag", spelled(flag), "Value", text)
		}
		all = append(all, n)
	}
	return all, nil
}

// story tells each frame in a line: the frame as decode shows it, and what it
// means.
type story struct {
	style   view.Style
	summary *view.Summary
}

func newStory(s view.Style) *story {
	return &story{s, view.NewSummary(s)}
}

func (s *story) appendTo(dst []byte, f *proto.Frame, row *flow.Row) []byte {
	dst = s.summary.Append(dst, f)
	var said []string
	if row.Step != flow.NoStep {
		said = append(said, s.style.L.T("flow.step."+row.Step.String(), row.Args()...))
	}
	for i := range row.Events {
		said = append(said, s.style.L.T("flow.event."+row.Events[i].Kind.String()))
	}
	if len(said) == 0 {
		return dst
	}
	dst = append(dst, "      "...)
	dst = append(dst, s.style.L.T("flow.phase."+row.Phase.String())...)
	dst = append(dst, " · "...)
	dst = append(dst, strings.Join(said, " · ")...)
	return append(dst, '\n')
}

// rowJSON writes a JSON object a frame.
type rowJSON struct{}

// rowObject is that object: what is not known is left out.
type rowObject struct {
	Number       int      `json:"number"`
	Time         string   `json:"time,omitempty"`
	Conversation int      `json:"conversation,omitempty"`
	Client       string   `json:"client,omitempty"`
	Server       string   `json:"server,omitempty"`
	FromClient   *bool    `json:"from_client,omitempty"`
	Phase        string   `json:"phase"`
	Step         string   `json:"step,omitempty"`
	Seq          *uint32  `json:"seq,omitempty"`
	Ack          *uint32  `json:"ack,omitempty"`
	Len          *int     `json:"len,omitempty"`
	Window       *int     `json:"window,omitempty"`
	InFlight     *int     `json:"in_flight,omitempty"`
	Events       []string `json:"events"`
}

func (rowJSON) appendTo(dst []byte, f *proto.Frame, row *flow.Row) []byte {
	o := rowObject{Number: row.Number, Phase: row.Phase.String(), Step: row.Step.String(), Events: []string{}}
	if !row.Time.IsZero() {
		o.Time = row.Time.UTC().Format("2006-01-02T15:04:05.000000000Z")
	}
	if c := row.Conversation; c != nil {
		o.Conversation, o.Client, o.Server, o.FromClient = c.ID, c.Client.String(), c.Server.String(), &row.FromClient
		if _, ok := f.TCP(); ok {
			o.Seq, o.Ack, o.Len, o.InFlight = &row.Seq, &row.Ack, &row.Len, &row.InFlight
			if row.Window >= 0 {
				o.Window = &row.Window
			}
		}
	}
	for i := range row.Events {
		o.Events = append(o.Events, row.Events[i].Kind.String())
	}
	text, err := json.Marshal(&o)
	if err != nil { // numbers and names: nothing in it can fail
		return dst
	}
	return append(append(dst, text...), '\n')
}
