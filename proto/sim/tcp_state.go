package sim

// State is the state of a TCP connection (RFC 9293 §3.3.2).
type State uint8

// The states.
const (
	Closed State = iota
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
	numStates
)

var stateNames = [numStates]string{
	"CLOSED", "LISTEN", "SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1",
	"FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT",
}

// String is the state's name, with _ where RFC 9293 writes -: "SYN_SENT".
func (s State) String() string {
	if s < numStates {
		return stateNames[s]
	}
	return ""
}

// Synchronized tells whether both ends know each other's numbers.
func (s State) Synchronized() bool { return s >= Established }

// mayReceive tells whether data from the other end can still come.
func (s State) mayReceive() bool { return s == Established || s == FinWait1 || s == FinWait2 }

// maySend tells whether data and FIN go out, for the first time or again.
func (s State) maySend() bool {
	switch s {
	case Established, CloseWait, FinWait1, Closing, LastAck:
		return true
	}
	return false
}

// The events that lead from one state to another.
type transition uint8

const (
	sentFIN       transition = iota // ours goes out for the first time
	finAcked                        // ours is acknowledged
	gotFIN                          // the other end's arrives in order
	handshakeDone                   // our SYN is acknowledged and theirs is here
)

// after is RFC 9293's diagram (§3.3.2, figure 5) from the handshake on. An
// event that changes nothing in a state leaves it.
func (s State) after(t transition) State {
	switch t {
	case handshakeDone:
		return Established
	case sentFIN:
		switch s {
		case SynReceived, Established:
			return FinWait1
		case CloseWait:
			return LastAck
		}
	case finAcked:
		switch s {
		case FinWait1:
			return FinWait2
		case Closing:
			return TimeWait
		case LastAck:
			return Closed
		}
	case gotFIN:
		switch s {
		case SynReceived, Established:
			return CloseWait
		case FinWait1:
			return Closing
		case FinWait2:
			return TimeWait
		}
	}
	return s
}
