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
	row            Row
	events         events
}

// New is a Tracker that has seen nothing.
func New() *Tracker {
	return &Tracker{table: map[key]*Conversation{}, limit: MaxConversations}
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
	p := f.Packet()
	t.events.reset()
	t.row = Row{Number: p.Number, Time: p.Time, Window: -1}
	if at, ok := find(f); ok {
		t.transport(f, &at)
	}
	t.row.Events = t.events.list[:t.events.n:t.events.n]
	return &t.row
}

// transport tells the meaning of a frame with ports.
func (t *Tracker) transport(f *proto.Frame, at *found) {
	c := t.table[at.key]
	if at.key.proto != proto.ProtoTCP {
		return
	}
	s, ok := segmentOf(f, at)
	if !ok {
		if c != nil {
			t.take(c, at)
		}
		return
	}
	reused := c != nil && s.reuses(c, at)
	if c == nil || reused {
		c = t.begin(at, s.fromClient(at), f.Packet().Time)
	}
	t.take(c, at)
	if reused {
		t.events.add(Event{Kind: PortReused, Field: fields.srcPort, Got: int64(s.h.SrcPort())})
	}
	t.segment(c, f, at, &s)
}

// take makes the row one of c's.
func (t *Tracker) take(c *Conversation, at *found) {
	t.touch(c)
	c.Last = t.row.Time
	t.row.Conversation, t.row.FromClient = c, at.fromLow == c.clientLow
	t.row.Sender().Frames++
}
