package sim

import "time"

// Node is anything with ports that frames go in and out of. It owns no clock:
// whoever runs it says what time it is, and never goes back.
type Node interface {
	// Deliver hands the node a frame that has arrived on one of its ports. The
	// node may keep the frame and must not change it.
	Deliver(now time.Duration, port int, frame []byte)
	// Next is when the node has to be asked for frames again even if nothing is
	// delivered to it before; ok is false if never.
	Next() (at time.Duration, ok bool)
	// Send does what is due by now and takes the next frame that the node sends;
	// ok is false if it has none.
	Send(now time.Duration) (out Outgoing, ok bool)
}

// Outgoing is a frame on its way out of a node.
type Outgoing struct {
	Port   int
	Frame  []byte // never changed again
	Why    Reason
	Socket Socket // the sender's, right after it made the frame; zero if none of its sockets did
}
