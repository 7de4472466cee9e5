package view

import (
	"net/netip"
	"strings"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// Lane is the lifeline of one host in a sequence diagram.
type Lane struct {
	Name string // what people call it; "" for its address alone
	Addr netip.Addr
}

// Arrow is one frame of a sequence diagram.
type Arrow struct {
	Row     *flow.Row
	Frame   *proto.Frame // the one that Row tells of
	Caption string       // why it was sent; "": what flow calls its step
	Lost    bool         // it does not arrive
}

// Sequence draws what hosts say to each other, time going down: a lifeline a
// host, an arrow a frame with what it says, the states of both ends as they
// change, and how full the window is. Where there is no room for lifelines,
// below 72 columns, arrows stand in one lane. It is Begin and an Append for
// each frame.
type Sequence struct {
	Start time.Time // what times count from; zero: the time of the first frame

	style  Style
	lanes  []Lane
	at     []int // column of each lifeline
	phase  flow.Phase
	states map[int][2]flow.State // by conversation, as last drawn
	line   *Summary
}

// lanesFrom is the width from which lifelines are drawn, mostColumns the width
// beyond which they move no further apart, and gutter the columns of number and
// time.
const (
	lanesFrom   = 72
	mostColumns = 120
	gutter      = 17
)

// NewSequence makes a Sequence between at least two hosts, from left to right.
func NewSequence(s Style, lanes []Lane) *Sequence {
	q := &Sequence{style: s, lanes: lanes, states: map[int][2]flow.State{}}
	q.line = NewSummary(Style{L: s.L})
	if s.width() >= lanesFrom && len(lanes) > 1 {
		room := min(s.width(), mostColumns) - gutter - 1
		for i := range lanes {
			q.at = append(q.at, gutter+room*i/(len(lanes)-1))
		}
	}
	return q
}

// Begin appends the names and addresses of the hosts.
func (q *Sequence) Begin(dst []byte) []byte {
	if q.at == nil {
		for i, l := range q.lanes {
			who := para{}.add(l.title(), bold)
			if l.Name != "" {
				who = who.add(" "+l.Addr.String(), plain)
			}
			if i == 0 {
				who = who.add(" ──>", dim)
			} else {
				who = para{{"──> ", dim}}.join(who)
			}
			dst = q.style.appendPara(dst, who, 0, 4)
		}
		return dst
	}
	names, addrs := make([]piece, 0, len(q.lanes)), make([]piece, 0, len(q.lanes))
	for i, l := range q.lanes {
		names = append(names, q.headed(i, l.title(), bold))
		if l.Name != "" {
			addrs = append(addrs, q.headed(i, l.Addr.String(), plain))
		}
	}
	dst = q.draw(dst, names, false)
	if len(addrs) > 0 {
		dst = q.draw(dst, addrs, false)
	}
	return q.draw(dst, nil, true)
}

func (l Lane) title() string {
	if l.Name != "" {
		return l.Name
	}
	return l.Addr.String()
}

// Append appends a frame. Rows must come in the order of their frames.
func (q *Sequence) Append(dst []byte, a Arrow) []byte {
	if q.Start.IsZero() {
		q.Start = a.Row.Time
	}
	if a.Row.Phase != q.phase {
		q.phase = a.Row.Phase
		dst = q.divide(dst)
	}
	from, to := q.between(a)
	left, right := q.changed(a.Row)
	if q.at == nil {
		return q.oneLane(dst, a, from, to, left, right)
	}
	return q.manyLanes(dst, a, from, to, left, right)
}

// between is the lanes a frame goes from and to, -1 where its host has none.
func (q *Sequence) between(a Arrow) (from, to int) {
	src, dst, ok := addresses(a.Frame)
	if !ok {
		return -1, -1
	}
	return q.lane(src), q.lane(dst)
}

func (q *Sequence) lane(a netip.Addr) int {
	for i, l := range q.lanes {
		if l.Addr == a {
			return i
		}
	}
	return -1
}

// addresses are the first two addresses of the outermost header that has any:
// every such header gives the source first.
func addresses(f *proto.Frame) (src, dst netip.Addr, ok bool) {
	for i := range f.Layers() {
		var found []netip.Addr
		part := f.Parts(nil, i)[0]
		for j := range part.Table.Fields {
			field := &part.Table.Fields[j]
			if field.Kind != proto.IPv4Addr && field.Kind != proto.IPv6Addr {
				continue
			}
			if v, whole := f.Value(part, field); whole {
				a, _ := netip.AddrFromSlice(v.Bytes)
				found = append(found, a)
			}
		}
		if len(found) >= 2 {
			return found[0], found[1], true
		}
	}
	return src, dst, false
}

// changed are the states of client and server that a frame brings them into,
// "" where they stay as they were.
func (q *Sequence) changed(r *flow.Row) (client, server string) {
	c := r.Conversation
	if c == nil {
		return "", ""
	}
	now := [2]flow.State{c.Ends[flow.ClientEnd].State, c.Ends[flow.ServerEnd].State}
	before := q.states[c.ID]
	q.states[c.ID] = now
	if now[0] != before[0] {
		client = now[0].String()
	}
	if now[1] != before[1] {
		server = now[1].String()
	}
	return client, server
}

// word is a message about a flow, or its name where the language has none.
func (q *Sequence) word(id, name string, args ...any) string {
	if q.style.L.Has(id) {
		return q.style.L.T(id, args...)
	}
	return name
}

func (q *Sequence) caption(a Arrow) string {
	if a.Caption != "" || a.Row.Step == flow.NoStep {
		return a.Caption
	}
	name := a.Row.Step.String()
	return q.word("flow.step."+name, name, a.Row.Args()...)
}

// label is what a frame says, numbers counted from the start of its
// conversation.
func (q *Sequence) label(a Arrow) string {
	f, r := a.Frame, a.Row
	i := f.Find(proto.ProtoTCP)
	if i < 0 || r.Conversation == nil {
		return q.other(f)
	}
	h, ok := f.TCP()
	if !ok {
		return q.other(f)
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
func (q *Sequence) other(f *proto.Frame) string {
	last := q.line.innermost(f)
	if last < 0 {
		return ""
	}
	return strings.TrimRight(q.line.protos[f.Layers()[last].Proto].name, " ") + string(q.line.what(nil, f, last))
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
