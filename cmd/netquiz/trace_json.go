package main

import (
	"encoding/json"
	"io"
	"net/netip"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// rowJSON writes a JSON object a frame.
type rowJSON struct {
	out  io.Writer
	run  int // which of two runs; 0: there is one
	text []byte
}

// rowObject is that object: what is not known is left out.
type rowObject struct {
	Run          int      `json:"run,omitempty"`
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
	Answers      int      `json:"answers,omitempty"`
	RTT          float64  `json:"rtt,omitempty"` // seconds
	Events       []string `json:"events"`

	// Of a simulated frame.
	Host string `json:"host,omitempty"` // that made it
	Why  string `json:"why,omitempty"`
	Lost bool   `json:"lost,omitempty"`
}

func (j *rowJSON) tell(ev *sim.Event, f *proto.Frame, row *flow.Row) error {
	o := rowObject{
		Run: j.run, Number: row.Number, Phase: row.Phase.String(), Step: row.Step.String(), Answers: row.Answers,
		RTT: row.RTT.Seconds(), Events: []string{}, Host: ev.Host, Why: ev.Why.String(), Lost: ev.Lost,
	}
	if !row.Time.IsZero() {
		o.Time = row.Time.UTC().Format("2006-01-02T15:04:05.000000000Z")
	}
	if c := row.Conversation; c != nil {
		o.Conversation, o.Client, o.Server, o.FromClient = c.ID, endName(c.Client), endName(c.Server), &row.FromClient
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
	if err != nil {
		return err
	}
	j.text = append(append(j.text[:0], text...), '\n')
	_, err = j.out.Write(j.text)
	return err
}

// endName is an address with its port, if it has one.
func endName(a netip.AddrPort) string {
	if a.Port() == 0 {
		return a.Addr().String()
	}
	return a.String()
}

func (*rowJSON) end() error { return nil }
