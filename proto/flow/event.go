package flow

import (
	"time"

	"netquiz/proto"
)

// EventKind is what is remarkable about a frame. Those of TCP are Wireshark's
// tcp.analysis.
type EventKind uint8

// The kinds of events.
const (
	Retransmission         EventKind = iota + 1 // bytes, a SYN or a FIN sent before
	FastRetransmission                          // the same, asked for by duplicate ACKs
	SpuriousRetransmission                      // the same, although they were acknowledged
	DuplicateACK                                // the same ACK again, without data
	OutOfOrder                                  // bytes from before the highest seen, new to the observer and soon after
	LostSegment                                 // bytes before these were not seen
	AckedUnseen                                 // acknowledges bytes that were not seen
	ZeroWindow                                  // the sender has no room
	ZeroWindowProbe                             // asks a window of zero whether it has opened
	ZeroWindowProbeACK                          // answers that it has not
	WindowUpdate                                // another window, and nothing else
	WindowFull                                  // fills the other end's window to its edge
	KeepAliveProbe                              // asks whether the other end is still there
	KeepAliveACK                                // answers that
	PortReused                                  // a new connection between the same ports
	DuplicatePacket                             // the same packet once more: seen in two places, or doubled on its way
	Reassembled                                 // completes a packet that came in fragments
	FragmentOverlap                             // a fragment that other fragments contradict: the packet is thrown away

	numEvents
)

var eventNames = [numEvents]string{
	Retransmission: "retransmission", FastRetransmission: "fast-retransmission",
	SpuriousRetransmission: "spurious-retransmission", DuplicateACK: "duplicate-ack",
	OutOfOrder: "out-of-order", LostSegment: "lost-segment", AckedUnseen: "acked-unseen",
	ZeroWindow: "zero-window", ZeroWindowProbe: "zero-window-probe", ZeroWindowProbeACK: "zero-window-probe-ack",
	WindowUpdate: "window-update", WindowFull: "window-full", KeepAliveProbe: "keep-alive",
	KeepAliveACK: "keep-alive-ack", PortReused: "port-reused", DuplicatePacket: "duplicate-packet",
	Reassembled: "reassembled", FragmentOverlap: "fragment-overlap",
}

// String is the event's name in JSON and in its message ids: flow.event.<name>,
// and flow.event_why.<name>, a sentence filled from Event.Args.
func (k EventKind) String() string {
	if k < numEvents {
		return eventNames[k]
	}
	return ""
}

// EventKinds are all the kinds of events.
func EventKinds() []EventKind {
	all := make([]EventKind, 0, numEvents-1)
	for k := Retransmission; k < numEvents; k++ {
		all = append(all, k)
	}
	return all
}

// Event is one remarkable thing about a frame, with what proves it. Sequence and
// acknowledgment numbers are relative, windows scaled where the scale is known.
type Event struct {
	Kind  EventKind
	Field *proto.Field  // the field of the frame that proves it
	Got   int64         // its value
	Want  int64         // what it is measured against: the next sequence number, the highest sent, the window before
	Frame int           // number of the earlier frame it refers to, 0: none known
	Count int           // how many duplicate ACKs there are by now
	After time.Duration // since that earlier frame, 0: not known
}

// Args are the names and values that the event's message takes.
func (e *Event) Args() []any {
	return []any{"Got", e.Got, "Want", e.Want, "Gap", e.Got - e.Want, "Frame", e.Frame, "Count", e.Count, "After", e.After}
}

// events collects what is said of one frame. There is no more than one of a
// kind, so room for every kind is enough.
type events struct {
	list [numEvents]Event
	n    int
	mask uint32
}

func (s *events) reset() { s.n, s.mask = 0, 0 }

func (s *events) add(e Event) {
	if s.mask&(1<<e.Kind) == 0 {
		s.list[s.n] = e
		s.n++
		s.mask |= 1 << e.Kind
	}
}

func (s *events) has(k EventKind) bool { return s.mask&(1<<k) != 0 }
