package view

import (
	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/flow"
)

// history is what the numbers of a connection did over time.
type history struct {
	frames int
	halves [2]half // by who sent the data: client, server
}

// half is the data that one end sends: as the frames tell, and as that end
// knows.
type half struct {
	bytes int
	sent  []sending
	acked []sample // numbers acknowledged
	edge  []sample // number up to which the other end takes data

	flight, window, cwnd []sample
}

// sending is some data on its way.
type sending struct {
	at       float64
	from, to float64
	kind     string
}

// note adds a frame to the history; sockets are those of client and server, if
// they are known.
func (h *history) note(at float64, a Arrow, sockets []Socket) {
	r := a.Row
	h.frames++
	me, peer := flow.ClientEnd, flow.ServerEnd
	if !r.FromClient {
		me, peer = peer, me
	}
	mine, theirs := &h.halves[me], &h.halves[peer]
	if r.Len > 0 {
		mine.bytes += r.Len
		kind := "segment"
		for i := range r.Events {
			switch r.Events[i].Kind {
			case flow.Retransmission, flow.FastRetransmission, flow.SpuriousRetransmission:
				kind = "again"
			}
		}
		if a.Lost {
			kind = "vanished"
		}
		mine.sent = append(mine.sent, sending{at, float64(r.Seq), float64(r.Seq) + float64(r.Len), kind})
	}
	for i := range sockets {
		if v := &sockets[i]; v.Limit >= 0 {
			half := &h.halves[i]
			half.flight = append(half.flight, sample{at, float64(v.Flight)})
			half.window = append(half.window, sample{at, float64(v.Window)})
			if v.CWnd >= 0 {
				half.cwnd = append(half.cwnd, sample{at, float64(v.CWnd)})
			}
		}
	}
	if h, ok := a.Frame.TCP(); ok && h.Flags()&proto.ACK != 0 && !a.Lost {
		theirs.acked = append(theirs.acked, sample{at, float64(r.Ack)})
		if r.Window >= 0 {
			theirs.edge = append(theirs.edge, sample{at, float64(r.Ack) + float64(r.Window)})
		}
	}
}

// plots draws the half that carries more data.
func (h *history) plots(l *locales.Localizer, last float64) []*plot {
	m := &h.halves[flow.ServerEnd]
	if h.halves[flow.ClientEnd].bytes > m.bytes {
		m = &h.halves[flow.ClientEnd]
	}
	top := 0.0
	for _, s := range m.sent {
		top = max(top, s.to)
	}
	numbers := newPlot(l, l.T("view.plot.numbers"), last, 1.15*top)
	numbers.steps("edge", l.T("view.plot.edge"), m.edge)
	numbers.steps("acked", l.T("view.plot.acked"), m.acked)
	for _, s := range m.sent {
		numbers.span(s.kind, l.T("view.plot."+s.kind), s.at, s.from, s.to)
	}
	most := 0.0
	for _, all := range [][]sample{m.flight, m.window, m.cwnd} {
		for _, s := range all {
			most = max(most, s.value)
		}
	}
	windows := newPlot(l, l.T("view.plot.windows"), last, 1.1*most)
	windows.steps("edge", l.T("view.plot.window"), m.window)
	windows.steps("cwnd", l.T("view.plot.cwnd"), m.cwnd)
	windows.steps("flight", l.T("view.plot.flight"), m.flight)
	return []*plot{numbers, windows}
}
