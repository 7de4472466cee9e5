package flow

import (
	"time"

	"netquiz/proto"
)

// MaxConversations is how many conversations a Tracker remembers. One more, and
// it forgets the one idle for longest: frames of it that come later begin a new
// one in the middle.
const MaxConversations = 1 << 15

// Tracker tells what the frames it is given mean. Its memory is bounded
// whatever the frames.
type Tracker struct {
	// Forgotten, if set, is told each conversation that is forgotten to make
	// room.
	Forgotten func(*Conversation)

	table          map[key]*Conversation
	idlest, newest *Conversation
	limit          int
	count          int
	began          int // conversations so far
	x              exchange
	row            Row
}

// New is a Tracker that has seen nothing.
func New() *Tracker {
	t := &Tracker{table: map[key]*Conversation{}, limit: MaxConversations}
	t.x.row = &t.row
	return t
}

// Row is what one frame means.
type Row struct {
	Number       int           // of the frame in its source
	Time         time.Time     // as captured
	Conversation *Conversation // nil: the frame belongs to none
	FromClient   bool          // the client sent it: who asked for the connection
	Phase        Phase
	Step         Step

	Seq, Ack       uint32 // relative: counted from each end's first number
	RawSeq, RawAck uint32 // as in the header
	Len            int    // bytes of data
	Window         int    // bytes announced, scaled; -1: the scale is not known
	InFlight       int    // bytes the sender has under way after this frame: sent, not acknowledged

	RTT       time.Duration // since the segment that it acknowledges last went out; 0: cannot be told
	AcksFrame int           // the frame of that segment, 0: none
	Events    []Event
}

// Args are the names and values that the messages flow.step.* and flow.why.*
// take.
func (r *Row) Args() []any {
	mss := 0
	if r.Conversation != nil {
		mss = r.Conversation.Ends[r.end()^1].MSS
	}
	return []any{"FromClient", r.FromClient, "Seq", r.Seq, "Ack", r.Ack, "RawSeq", r.RawSeq, "RawAck", r.RawAck,
		"Len", r.Len, "Last", r.Seq + uint32(max(r.Len-1, 0)), "Window", r.Window, "InFlight", r.InFlight, "MSS", mss}
}

// end is the index in Conversation.Ends of who sent the frame.
func (r *Row) end() int {
	if r.FromClient {
		return ClientEnd
	}
	return ServerEnd
}

// Sender and Receiver are the ends between which the frame went, nil if it
// belongs to no conversation.
func (r *Row) Sender() *End { return r.at(r.end()) }

// Receiver is the end that the frame went to.
func (r *Row) Receiver() *End { return r.at(r.end() ^ 1) }

func (r *Row) at(end int) *End {
	if r.Conversation == nil {
		return nil
	}
	return &r.Conversation.Ends[end]
}

// Add takes the next frame and tells what it means. The Row is valid until the
// next Add. Nothing of the frame is kept.
func (t *Tracker) Add(f *proto.Frame) *Row {
	t.row.begin(f.Packet())
	x := &t.x
	x.events.reset()
	if x.at.find(f) {
		t.transport(f)
	}
	t.row.Events = x.events.list[:x.events.n:x.events.n]
	return &t.row
}

// begin empties the row for the next frame.
func (r *Row) begin(p *proto.Packet) {
	r.Number, r.Time = p.Number, p.Time
	r.Conversation, r.FromClient, r.Phase, r.Step = nil, false, Other, NoStep
	r.Seq, r.Ack, r.RawSeq, r.RawAck = 0, 0, 0, 0
	r.Len, r.Window, r.InFlight = 0, -1, 0
	r.RTT, r.AcksFrame = 0, 0
}

// transport tells the meaning of a frame with ports.
func (t *Tracker) transport(f *proto.Frame) {
	x := &t.x
	c := t.newest
	if c == nil || !c.key.same(&x.at.key) {
		c = t.table[x.at.key]
	}
	if x.at.key.proto() != proto.ProtoTCP {
		return
	}
	if !x.s.read(f, x.at.transport) {
		if c != nil {
			t.take(c)
		}
		return
	}
	reused := c != nil && x.s.reuses(c, x.at.fromLow)
	if c == nil || reused {
		c = t.begin(&x.at, x.s.fromClient(), f.Packet().Time)
	}
	t.take(c)
	if reused {
		x.events.add(Event{Kind: PortReused, Field: fields.srcPort, Got: int64(x.s.h.SrcPort())})
	}
	x.segment(f)
}

// take makes the row one of c's.
func (t *Tracker) take(c *Conversation) {
	t.touch(c)
	c.Last = t.row.Time
	t.row.Conversation, t.row.FromClient = c, t.x.at.fromLow == c.clientLow
	x, end := &t.x, t.row.end()
	x.c, x.me, x.peer = c, &c.Ends[end], &c.Ends[end^1]
	x.me.Frames++
}
