package quiz

import (
	"slices"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// Scene is one conversation: its frames, as a tap saw them, and what each means.
type Scene struct {
	*base
	dress *dress // nil: as it is
	made  []made // by dress, as far as they were asked for
}

// made is a packet that a dress was put on.
type made struct {
	i      int
	packet proto.Packet
}

// base is the frames that a scene is made of.
type base struct {
	packets []proto.Packet
	lacks   Needs
	seams   []seam // for a dress
	rows    []Row
	Closer  flow.Party // who closed first, or threw the connection away
	Ending  flow.Ending
	far     func() *base // the same at the server; nil for a capture
	isn     [2]uint32    // initial sequence numbers of client and server
	port    uint16       // the client's
}

// Row is what a frame means, and how both ends stood then.
type Row struct {
	flow.Row
	TCP   bool // it belongs to the connection: Flags and Ends count
	Flags proto.TCPFlags
	Ends  [2]End // of client and server; the frame itself is counted
}

// End is what an observer knows of one end of a conversation.
type End struct {
	Seen   bool // it has sent something: the numbers below are known
	State  flow.State
	ISN    uint32
	Next   uint32 // what it will send next
	Acked  uint32 // up to where the other end has acknowledged
	Window int    // announced last, in bytes, scaled; −1: not known
	MSS    int    // announced; 0: none
	Scale  int    // announced; −1: none
}

// Len is the number of frames.
func (s *Scene) Len() int { return len(s.packets) }

// Packet is frame i.
func (s *Scene) Packet(i int) proto.Packet {
	if s.dress == nil {
		return s.packets[i]
	}
	for k := range s.made {
		if s.made[k].i == i {
			return s.made[k].packet
		}
	}
	p := s.dress.packet(&s.packets[i], &s.seams[i], s.rows[i].FromClient)
	s.made = append(s.made, made{i, p})
	return p
}

// Row is what frame i means.
func (s *Scene) Row(i int) Row {
	row := s.rows[i]
	if s.dress != nil {
		s.dress.row(&row)
	}
	return row
}

// Find is the first frame from i on that takes one of steps, −1 if none does.
func (s *Scene) Find(i int, steps ...flow.Step) int {
	for ; i < len(s.rows); i++ {
		if slices.Contains(steps, s.rows[i].Step) {
			return i
		}
	}
	return -1
}

// Far is frame i as it passed the server's link, and false if it did not, or
// nobody looked there.
func (s *Scene) Far(i int) (proto.Packet, bool) {
	if s.far == nil || !s.rows[i].TCP {
		return proto.Packet{}, false
	}
	far, want := &Scene{base: s.far(), dress: s.dress}, &s.rows[i]
	for j := range far.rows {
		r := &far.rows[j]
		if r.TCP && r.FromClient == want.FromClient && r.Seq == want.Seq && r.Ack == want.Ack && r.Flags == want.Flags && r.Len == want.Len {
			return far.Packet(j), true
		}
	}
	return proto.Packet{}, false
}

// Decode decodes frame i.
func (s *Scene) Decode(i int, f *proto.Frame) {
	p := s.Packet(i)
	f.Decode(&p, proto.CheckAll)
}

// watch makes a base of packets that follow each other. The connection it is
// about is the last to begin; others, as of a resolver, are frames among others.
func watch(packets []proto.Packet) *base {
	b := &base{packets: packets, rows: make([]Row, len(packets))}
	tracker := flow.New()
	var f proto.Frame
	of := make([]int, len(packets)) // which conversation a frame belongs to
	main := 0
	for i := range packets {
		b.lacks |= lacks(&packets[i])
		f.Decode(&packets[i], proto.CheckAll)
		row := tracker.Add(&f)
		r := &b.rows[i]
		r.Row = *row
		r.Events = slices.Clone(row.Events)
		r.Conversation = nil // it goes on to change
		tcp, ok := f.TCP()
		if c := row.Conversation; ok && c != nil {
			r.TCP, r.Flags = true, tcp.Flags()
			of[i], main = c.ID, max(main, c.ID)
			for side := range c.Ends {
				e := &c.Ends[side]
				r.Ends[side] = End{e.Frames > 0, e.State, e.ISN, e.Next, e.Acked, e.Window, e.MSS, e.Scale}
			}
			if c.ID == main {
				b.Closer, b.Ending = c.Closer, c.Ending
				b.isn, b.port = [2]uint32{c.Ends[0].ISN, c.Ends[1].ISN}, c.Client.Port()
			}
		}
	}
	for i := range b.rows {
		if r := &b.rows[i]; r.TCP && of[i] != main {
			r.TCP, r.Step = false, flow.NoStep
		}
	}
	return b
}
