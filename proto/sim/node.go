package sim

import "time"

// Node is anything with ports that frames go in and out of. It owns no clock:
// whoever runs it says what time it is, and never goes back.
type Node interface {
	// Deliver hands the node a frame that has arrived on one of its ports.
	Deliver(now time.Duration, port int, frame Frame)
	// Next is when the node has to be asked for frames again even if nothing is
	// delivered to it before; ok is false if never.
	Next() (at time.Duration, ok bool)
	// Send does what is due by now and takes the next frame that the node sends,
	// and the port it leaves by; ok is false if it sends none now.
	Send(now time.Duration) (port int, frame Frame, ok bool)
}

// Frame is a frame between nodes. Nobody changes its bytes.
type Frame struct {
	Bytes  []byte
	Origin *Origin // nil if it was not made by a simulated host
}

// Origin tells where a frame, or the packet in it, comes from. Switches and
// routers hand it on.
type Origin struct {
	Host   string // name of the host that made it
	Why    Reason
	Socket Socket // of that host, right after it made the frame; zero if it has none
}
