package main

import (
	"context"
	"slices"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// tellConversations tells the traffic conversation by conversation. One core
// reads while another makes sense of what was read; memory is bounded however
// many frames come.
func (e *env) tellConversations(ctx context.Context, t *traffic) error {
	l := newLedger(e)
	l.phases = t.phases
	err := t.inBatches(ctx, func(b *batch) error {
		for i := range b.packets {
			l.frame.Decode(&b.packets[i], proto.CheckNone)
			l.add(l.tracker.Add(&l.frame))
		}
		return l.failed
	})
	if err != nil && l.count == 0 {
		return err
	}
	l.close()
	if l.failed != nil {
		return l.failed
	}
	if told := e.outcome(t, l.count, l.last.Sub(l.start)); told != nil {
		return told
	}
	return err
}

// inBatches hands the traffic over some packets at a time, while the next ones
// are read.
func (t *traffic) inBatches(ctx context.Context, take func(*batch) error) error {
	const ahead = 4
	ctx, cancel := context.WithCancel(ctx)
	read, free := make(chan *batch, ahead), make(chan *batch, ahead+2)
	for range cap(free) {
		free <- &batch{}
	}
	ended := make(chan error, 1)
	go func() {
		defer close(read)
		ended <- t.fill(ctx, read, free)
	}()
	for b := range read {
		if err := take(b); err != nil {
			cancel()
			for range read { // until the reader has noticed
			}
			return err
		}
		b.empty()
		free <- b
	}
	cancel()
	return <-ended
}

// fill reads the traffic into free batches.
func (t *traffic) fill(ctx context.Context, read chan<- *batch, free <-chan *batch) error {
	var ev sim.Event
	for {
		b := <-free
		var err error
		for err == nil && !b.full() {
			if err = t.next(&ev); err == nil {
				b.add(&ev.Packet)
			}
		}
		read <- b
		if err != nil || ctx.Err() != nil {
			return atEnd(err, ctx)
		}
	}
}

// ledger counts what each conversation comes to.
type ledger struct {
	e           *env
	tracker     *flow.Tracker
	frame       proto.Frame
	phases      []flow.Phase // that are counted; nil: all
	count       int
	outside     int // frames of no conversation
	start, last time.Time
	tallies     map[*flow.Conversation]*tally
	free        []*tally // of conversations that are forgotten
	latest      *flow.Conversation
	tally       *tally // of latest
	lines       *ledgerLines
	told        bool  // something is
	failed      error // writing has
}

// tally is what a conversation comes to.
type tally struct {
	phases [numPhases]part // by flow.Phase
	events [numEvents]int  // by flow.EventKind
}

// part is a phase of a conversation.
type part struct {
	frames      int
	bytes       int64
	first, last time.Time
}

var (
	numbered  = flow.Phases()
	eventList = flow.EventKinds()
)

// More than there are of each, as arrays want a constant; a test holds it.
const (
	numPhases = 8
	numEvents = 32
)

func newLedger(e *env) *ledger {
	l := &ledger{e: e, tracker: flow.New(), tallies: map[*flow.Conversation]*tally{}, lines: newLedgerLines(e)}
	l.tracker.Forgotten = l.forgotten
	return l
}

func (l *ledger) add(row *flow.Row) {
	if !shows(l.phases, row.Phase) {
		return
	}
	if l.count++; l.count == 1 {
		l.start = row.Time
	}
	l.last = row.Time
	c := row.Conversation
	if c == nil {
		l.outside++
		return
	}
	if c != l.latest {
		l.latest, l.tally = c, l.of(c)
	}
	p := &l.tally.phases[row.Phase]
	if p.frames == 0 {
		p.first = row.Time
	}
	p.frames++
	p.bytes += int64(row.Len)
	p.last = row.Time
	for i := range row.Events {
		l.tally.events[row.Events[i].Kind]++
	}
}

func (l *ledger) of(c *flow.Conversation) *tally {
	t := l.tallies[c]
	if t == nil {
		if n := len(l.free); n > 0 {
			t, l.free = l.free[n-1], l.free[:n-1]
			*t = tally{}
		} else {
			t = new(tally)
		}
		l.tallies[c] = t
	}
	return t
}

// forgotten tells of a conversation that the tracker makes room of.
func (l *ledger) forgotten(c *flow.Conversation) {
	t := l.of(c)
	l.tell(c, t)
	delete(l.tallies, c)
	l.free = append(l.free, t)
	if l.latest == c {
		l.latest = nil
	}
}

func (l *ledger) tell(c *flow.Conversation, t *tally) {
	if l.phases != nil && *t == (tally{}) {
		return
	}
	if !l.told {
		l.told = true
		_, l.failed = l.e.out.Write(l.lines.heads())
	}
	if l.failed == nil {
		_, l.failed = l.e.out.Write(l.lines.conversation(c, t, l.start))
	}
}

// close tells of all conversations that are not told yet.
func (l *ledger) close() {
	for _, c := range l.tracker.Conversations() {
		l.tell(c, l.of(c))
	}
}

// timed are the phases of a tally in the order they began.
func (t *tally) timed() []flow.Phase {
	all := slices.DeleteFunc(slices.Clone(numbered), func(p flow.Phase) bool { return t.phases[p].frames == 0 })
	slices.SortStableFunc(all, func(a, b flow.Phase) int { return t.phases[a].first.Compare(t.phases[b].first) })
	return all
}
