package main

import (
	"strconv"
	"strings"
	"time"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto"
	"netquiz/proto/flow"
)

// ledgerLines writes what a conversation came to. A capture may hold many, so
// that every message is looked up once.
type ledgerLines struct {
	e       *env
	width   int // 0: lines are not broken
	protos  map[proto.Proto]string
	phases  [numPhases]string
	events  [numEvents]string
	endings [numEvents][3]string // by ending and closer
	rtt     gap
	sent    [2]gap
	indent  string
	columns [5]int // name of the phase, start, frames, data, duration
	text    []byte
	fact    []byte
}

// gap is a message around a number.
type gap struct{ before, after string }

// around is message id with a number to be filled in under a name.
func (e *env) around(id, name string, args ...any) gap {
	const mark = "\x00"
	var g gap
	g.before, g.after, _ = strings.Cut(e.text.T(id, append(args, name, mark)...), mark)
	return g
}

// From this width on a table has all its columns.
const tableFrom = 70

func newLedgerLines(e *env) *ledgerLines {
	l := &ledgerLines{e: e, width: e.lineStyle().Width, protos: map[proto.Proto]string{}, indent: "   "}
	l.columns = [5]int{14, 12, 9, 16, 15}
	if e.style().Width < tableFrom {
		l.columns = [5]int{13, 0, 8, 0, 15}
	}
	for _, p := range numbered {
		l.phases[p] = term.Pad(e.text.T("flow.phase."+p.String()), l.columns[0])
	}
	for _, k := range eventList {
		l.events[k] = e.text.T("flow.event." + k.String())
	}
	for _, end := range flow.Endings() {
		how := e.text.T("flow.ending." + end.String())
		l.endings[end][flow.Nobody] = how
		for _, who := range []flow.Party{flow.TheClient, flow.TheServer} {
			l.endings[end][who] = e.text.T("trace.summary.closed", "Who", e.text.T("flow.party."+who.String()), "How", how)
		}
	}
	l.rtt = e.around("trace.summary.rtt", "MS")
	for i, who := range []flow.Party{flow.TheClient, flow.TheServer} {
		l.sent[i] = e.around("trace.summary.sent", "N", "Who", e.text.T("flow.party."+who.String()))
	}
	return l
}

// heads are the names of the columns.
func (l *ledgerLines) heads() []byte {
	l.text = append(l.text[:0], l.indent...)
	l.text = append(l.text, term.Pad("", l.columns[0])...)
	for i, name := range []string{"start", "frames", "data", "took"} {
		if n := l.columns[i+1]; n > 0 {
			l.right(l.e.text.T("trace.summary."+name), n)
		}
	}
	return append(l.text, '\n')
}

// right appends text set to the right in columns.
func (l *ledgerLines) right(text string, columns int) {
	for range columns - term.Width(text) {
		l.text = append(l.text, ' ')
	}
	l.text = append(l.text, text...)
}

// conversation are the lines of one: who talks, its phases with the time since
// start when each begins, and how it went.
func (l *ledgerLines) conversation(c *flow.Conversation, t *tally, start time.Time) []byte {
	l.text = l.text[:0]
	l.fact = append(append(l.fact[:0], l.proto(c.Proto)...), ' ')
	l.fact = appendEnd(append(appendEnd(l.fact, c, flow.ClientEnd), " → "...), c, flow.ServerEnd)
	if c.Host.Name != "" {
		l.fact = append(append(append(l.fact, " ("...), term.Safe(c.Host.Name)...), ')')
	}
	l.line("#" + strconv.Itoa(c.ID) + " ")
	for _, p := range t.timed() {
		l.part(l.phases[p], &t.phases[p], start)
	}
	l.facts(c, t)
	l.line(l.indent)
	return l.text
}

func (l *ledgerLines) proto(p proto.Proto) string {
	name, ok := l.protos[p]
	if !ok {
		name = strings.ToUpper(p.String())
		l.protos[p] = name
	}
	return name
}

// appendEnd appends the address of an end, with its port if it has one.
func appendEnd(dst []byte, c *flow.Conversation, i int) []byte {
	at := c.Client
	if i == flow.ServerEnd {
		at = c.Server
	}
	if at.Port() == 0 {
		return at.Addr().AppendTo(dst)
	}
	return at.AppendTo(dst)
}

func (l *ledgerLines) part(name string, p *part, start time.Time) {
	l.text = append(append(l.text, l.indent...), name...)
	for i, cell := range []string{
		seconds(p.first.Sub(start)), l.e.text.Number(p.frames), l.e.text.Number(p.bytes), seconds(p.last.Sub(p.first)),
	} {
		if n := l.columns[i+1]; n > 0 {
			l.right(cell, n)
		}
	}
	l.text = append(l.text, '\n')
}

// seconds is a span of time to the microsecond.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 6, 64) }

// facts are how a conversation went: round trip, data each way, what is
// remarkable, who closed first and how.
func (l *ledgerLines) facts(c *flow.Conversation, t *tally) {
	l.fact = l.fact[:0]
	if c.RTT > 0 {
		l.add(l.rtt, strconv.FormatFloat(c.RTT.Seconds()*1e3, 'f', 3, 64))
	}
	for i := range l.sent {
		if n := c.Ends[i].Bytes; n > 0 {
			l.add(l.sent[i], l.e.text.Number(n))
		}
	}
	for _, k := range eventList {
		if n := t.events[k]; n > 0 {
			l.add(gap{before: l.events[k]}, " "+l.e.text.Number(n))
		}
	}
	if c.Proto == proto.ProtoTCP {
		l.add(gap{before: l.endings[c.Ending][c.Closer]}, "")
	}
}

func (l *ledgerLines) add(g gap, number string) {
	if len(l.fact) > 0 {
		l.fact = append(l.fact, " · "...)
	}
	l.fact = append(append(append(l.fact, g.before...), number...), g.after...)
}

// line appends what was gathered behind a label, broken where it is too wide for a
// screen.
func (l *ledgerLines) line(label string) {
	switch {
	case len(l.fact) == 0:
		return
	case l.width > 0 && len(l.fact)+len(label) > l.width:
		l.text = append(l.text, term.Hang(label, string(l.fact), l.width)...)
	default:
		l.text = append(append(l.text, label...), l.fact...)
	}
	l.text = append(l.text, '\n')
}
