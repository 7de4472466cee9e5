package view

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// teller turns rows of a flow into what a diagram says of each.
type teller struct {
	style  Style
	lanes  []Lane
	start  time.Time // what times count from; zero: the time of the first frame
	phase  flow.Phase
	within int                   // connection that the phase is one of, 0: none
	named  int                   // connection whose ports were told last
	states map[int][2]flow.State // by conversation, as last told
	line   *Summary
}

// mostStates is how many conversations a teller remembers the states of.
const mostStates = 1 << 15

func newTeller(s Style, lanes []Lane) teller {
	return teller{style: s, lanes: lanes, states: map[int][2]flow.State{}, line: NewSummary(Style{L: s.L})}
}

// saying is what a diagram says of one frame.
type saying struct {
	number     int
	at         time.Duration
	timed      bool   // at is known
	phase      string // name, as in JSON
	head       string // of the phase that begins with it
	ports      string // of its connection, if that is another one
	from, to   int    // lanes, -1: none
	pair       string // the two hosts, that of the lane on the left first
	fromClient bool
	lost       bool

	label, caption   string
	sender, receiver string // states that they go into, "" where they stay as they were
	flight, window   int    // bytes under way, and bytes that the receiver takes; window −1: no data is concerned, or it is not known
	events           []string
}

// say tells of a frame. Rows must come in the order of their frames.
func (t *teller) say(a Arrow) saying {
	r := a.Row
	s := saying{number: r.Number, phase: r.Phase.String(), timed: !r.Time.IsZero(), fromClient: r.FromClient, lost: a.Lost}
	if t.start.IsZero() {
		t.start = r.Time
	}
	if s.timed {
		s.at = r.Time.Sub(t.start)
	}
	s.head, s.ports = t.head(r)
	s.from, s.to = t.fromTo(a)
	s.pair = t.pair(a, s.from, s.to)
	s.sender, s.receiver = t.changed(a)
	s.label, s.caption = t.label(a), t.caption(a)
	if s.from < 0 || s.to < 0 {
		s.label = t.outside(a) + s.label
	}
	s.flight, s.window = flight(r)
	for i := range r.Events {
		s.events = append(s.events, t.event(&r.Events[i]))
	}
	return s
}

// head is the name of a phase that begins with r, "" where none does, and the
// ports of its connection where that is another one.
func (t *teller) head(r *flow.Row) (name, ports string) {
	within := 0
	if c := r.Conversation; c != nil && c.Proto == proto.ProtoTCP {
		within = c.ID
	}
	if r.Phase == t.phase && within == t.within {
		return "", ""
	}
	t.phase, t.within = r.Phase, within
	if r.Phase == flow.Other {
		return "", ""
	}
	if within != 0 && within != t.named {
		t.named = within
		ports = strconv.Itoa(int(r.Conversation.Client.Port())) + " → " + strconv.Itoa(int(r.Conversation.Server.Port()))
	}
	name = r.Phase.String()
	return t.word("flow.phase."+name, name), ports
}

// changed are the states that a frame brings its sender and its receiver into,
// "" where they stay as they were. A frame that is lost changes nothing where it
// would have arrived.
func (t *teller) changed(a Arrow) (sender, receiver string) {
	c := a.Row.Conversation
	if c == nil {
		return "", ""
	}
	me, peer := flow.ClientEnd, flow.ServerEnd
	if !a.Row.FromClient {
		me, peer = peer, me
	}
	if len(t.states) == mostStates {
		clear(t.states)
	}
	told := t.states[c.ID]
	if now := c.Ends[me].State; now != told[me] {
		sender, told[me] = now.String(), now
	}
	if now := c.Ends[peer].State; now != told[peer] && !a.Lost {
		receiver, told[peer] = now.String(), now
	}
	t.states[c.ID] = told
	return sender, receiver
}

// word is a message about a flow, or its name where the language has none.
func (t *teller) word(id, name string, args ...any) string {
	if t.style.L.Has(id) {
		return t.style.L.T(id, args...)
	}
	return name
}

func (t *teller) event(e *flow.Event) string {
	name := e.Kind.String()
	return t.word("flow.event."+name, name)
}

// caption is what a frame is in its phase, and which of the hosts in its lane it
// goes to or from.
func (t *teller) caption(a Arrow) string {
	text := a.Caption
	if text == "" && a.Row.Step != flow.NoStep {
		name := a.Row.Step.String()
		text = t.word("flow.step."+name, name, a.Row.Args()...)
	}
	src, dst, ok := talkers(a)
	if !ok || text == "" {
		return text
	}
	var names []string
	for _, host := range []netip.Addr{src, dst} {
		if name := t.called(host); name != "" && !strings.Contains(text, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return text
	}
	return text + " (" + strings.Join(names, " → ") + ")"
}

// called is what tells a host from the others in its lane.
func (t *teller) called(a netip.Addr) string {
	i := t.lane(a)
	if i < 0 {
		return ""
	}
	return t.lanes[i].call(t.lanes[i].find(a))
}

// label is what a frame says, numbers counted from the start of its
// conversation.
func (t *teller) label(a Arrow) string {
	f, r := a.Frame, a.Row
	i := f.Find(proto.ProtoTCP)
	if i < 0 || r.Conversation == nil {
		return t.other(f)
	}
	h, ok := f.TCP()
	if !ok {
		return t.other(f)
	}
	s := tcpText{header: h, seq: r.Seq, ack: r.Ack, window: r.Window, size: r.Len, base: r.Receiver().ISN, terse: true}
	if r.Window < 0 {
		s.window = int(h.Window())
	}
	text := string(s.append(nil))
	if first, ok := firstLine(f.Payload(i)); ok {
		text += " " + first
	}
	return text
}

// other is what a frame says that belongs to no connection.
func (t *teller) other(f *proto.Frame) string {
	last := t.line.innermost(f)
	if last < 0 {
		return ""
	}
	return strings.TrimRight(t.line.protos[f.Layers()[last].Proto].name, " ") + string(t.line.what(nil, f, last))
}

// firstLine is the first line of text that data begins with.
func firstLine(data []byte) (string, bool) {
	const most = 60
	if !readable(data[:min(len(data), most)]) {
		return "", false
	}
	for i, c := range data {
		if c == '\r' || c == '\n' || i == most {
			data = data[:i]
			break
		}
	}
	return `"` + Safe(string(data)) + `"`, len(data) > 0
}

// flight is how much of the receiver's window is under way: data fills it, an
// acknowledgment drains it. The window is −1 where no data is concerned or it is
// not known.
func flight(r *flow.Row) (bytes, window int) {
	switch {
	case r.Conversation == nil:
	case r.Len > 0:
		return r.InFlight, r.Receiver().Window
	case r.Step == flow.DataACK:
		return r.Receiver().InFlight(), r.Window
	}
	return 0, -1
}
