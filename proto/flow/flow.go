package flow

import (
	"net/netip"
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
	added, began   int          // frames and conversations so far
	fragments      *reassembler // nil: none seen yet
	names          *hosts       // nil: none learned yet
	text           []byte
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
	Number       int           // of the frame in its source; of the Add, if it has none
	Time         time.Time     // as captured
	Conversation *Conversation // nil: the frame belongs to none
	FromClient   bool          // the client sent it: who asked for the connection
	Reported     bool          // a third party sent it: an ICMP error about a packet of the conversation, to who had sent that
	Phase        Phase
	Step         Step

	Seq, Ack       uint32 // relative: counted from each end's first number
	RawSeq, RawAck uint32 // as in the header
	Len            int    // bytes of data
	Window         int    // bytes announced, scaled; -1: the scale is not known
	InFlight       int    // bytes the sender has under way after this frame: sent, not acknowledged

	Answers int           // the frame that it acknowledges or answers, the latest of them; 0: none
	RTT     time.Duration // since that frame; 0: cannot be told
	Name    string        // the domain name that a DNS message is about
	Whole   *proto.Packet // the packet put together of fragments, if this one completes it; valid until the next Add
	Events  []Event
}

// Args are the names and values that the messages flow.step.* and flow.why.*
// take.
func (r *Row) Args() []any {
	var server netip.Addr
	if r.Conversation != nil {
		server = r.Conversation.Server.Addr()
	}
	return []any{
		"FromClient", r.FromClient, "Server", server, "Name", r.Name, "Len", r.Len, "Answers", r.Answers,
		"Seq", r.Seq, "Last", r.Seq + uint32(max(r.Len-1, 0)), "Ack", r.Ack, "RawSeq", r.RawSeq, "RawAck", r.RawAck,
	}
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
	t.added++
	t.row.begin(f.Packet())
	if t.row.Number == 0 {
		t.row.Number = t.added
	}
	t.x.now = nanoseconds(t.row.Time)
	t.x.events.reset()
	t.tell(t.x.at.find(f), f)
	t.row.Events = t.x.events.list[:t.x.events.n:t.x.events.n]
	return &t.row
}

// tell tells the meaning of what the frame says.
func (t *Tracker) tell(says speech, f *proto.Frame) {
	switch says {
	case transport:
		t.transport(f)
	case neighbors:
		t.arp(f)
	case control:
		t.icmp(f)
	case control6:
		t.icmpv6(f)
	case fragment:
		t.fragment(f)
	}
}

// begin empties the row for the next frame.
func (r *Row) begin(p *proto.Packet) {
	r.Number, r.Time = p.Number, p.Time
	r.Conversation, r.FromClient, r.Reported, r.Phase, r.Step = nil, false, false, Other, NoStep
	r.Seq, r.Ack, r.RawSeq, r.RawAck = 0, 0, 0, 0
	r.Len, r.Window, r.InFlight = 0, -1, 0
	r.Answers, r.RTT, r.Name, r.Whole = 0, 0, "", nil
}

// transport tells the meaning of a frame with ports.
func (t *Tracker) transport(f *proto.Frame) {
	x := &t.x
	c := t.lookup()
	if x.at.key.proto() != proto.ProtoTCP {
		if c == nil {
			c = t.begin(!knownPort(f, x.at.transport))
		}
		t.take(c)
		if x.datagram(f) {
			t.dns(f)
		}
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
		c = t.begin(x.s.fromClient())
	}
	t.take(c)
	if reused {
		x.events.add(Event{Kind: PortReused, Field: fields.srcPort, Got: int64(x.s.h.SrcPort())})
	}
	if x.segment(f); t.row.Step == Data && x.events.mask&sentBefore == 0 {
		t.dns(f)
	}
}

// lookup is the conversation that the frame is part of, nil if it begins one.
func (t *Tracker) lookup() *Conversation {
	if c := t.newest; c != nil && c.key.same(&t.x.at.key) {
		return c
	}
	return t.table[t.x.at.key]
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
