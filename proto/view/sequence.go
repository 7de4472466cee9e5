package view

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// Host is somebody who sends and receives frames.
type Host struct {
	Name string // what people call it; "" for its address alone
	Addr netip.Addr
}

// Lane is the lifeline of a host in a sequence diagram, or of several that share
// it.
type Lane []Host

// find is the host with an address, −1 if none has it.
func (l Lane) find(a netip.Addr) int {
	return slices.IndexFunc(l, func(h Host) bool { return h.Addr == a })
}

// Has tells whether one of the hosts has an address.
func (l Lane) Has(a netip.Addr) bool { return l.find(a) >= 0 }

// names are what the hosts are called, each name once.
func (l Lane) names() (all []string) {
	for _, h := range l {
		if h.Name != "" && !slices.Contains(all, h.Name) {
			all = append(all, h.Name)
		}
	}
	return all
}

func (l Lane) title() string {
	if all := l.names(); len(all) > 0 {
		return strings.Join(all, " · ")
	}
	return l[0].Addr.String()
}

// call is what tells host i from the others in its lane: its name or its
// address, "" where there are no others.
func (l Lane) call(i int) string {
	switch {
	case len(l) == 1:
		return ""
	case l[i].Name == "" || len(l.names()) == 1:
		return l[i].Addr.String()
	}
	return l[i].Name
}

// mostAddrs is how many addresses stand at the head of a lane.
const mostAddrs = 3

// addrs are the addresses that stand below the title.
func (l Lane) addrs() (all []string) {
	if len(l.names()) == 0 && len(l) == 1 {
		return nil
	}
	for i, h := range l {
		if i == mostAddrs {
			all[i-1] += " …"
			break
		}
		all = append(all, h.Addr.String())
	}
	return all
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

	teller
	at   []int  // column of each lifeline
	pair string // of hosts between which the last arrow of one lane went
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
	q := &Sequence{teller: newTeller(s, lanes)}
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
		for i := range q.lanes {
			dst = q.beginOne(dst, i)
		}
		return dst
	}
	for line := 0; line <= mostAddrs; line++ {
		var pieces []piece
		for i := range q.lanes {
			l := q.lanes[i]
			switch addrs := l.addrs(); {
			case line == 0:
				pieces = append(pieces, q.headed(i, l.title(), bold))
			case line <= len(addrs):
				pieces = append(pieces, q.headed(i, addrs[line-1], plain))
			}
		}
		if pieces != nil {
			dst = q.draw(dst, pieces, false)
		}
	}
	return dst
}

// Append appends a frame. Rows must come in the order of their frames.
func (q *Sequence) Append(dst []byte, a Arrow) []byte {
	if !q.Start.IsZero() {
		q.start = q.Start
	}
	s := q.say(a)
	if q.at == nil {
		return q.oneLane(dst, &s)
	}
	return q.manyLanes(dst, &s)
}
