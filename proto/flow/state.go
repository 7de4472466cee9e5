package flow

// State is the state of one end of a TCP connection (RFC 9293 §3.3.2), as far
// as an observer can tell.
type State uint8

// The states. Unknown is that of an end of which nothing was seen; LISTEN is
// never seen, as nothing is sent there.
const (
	Unknown State = iota
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
	Closed

	numStates
)

var stateNames = [numStates]string{
	Unknown: "", SynSent: "SYN_SENT", SynReceived: "SYN_RECEIVED", Established: "ESTABLISHED",
	FinWait1: "FIN_WAIT_1", FinWait2: "FIN_WAIT_2", CloseWait: "CLOSE_WAIT", Closing: "CLOSING",
	LastAck: "LAST_ACK", TimeWait: "TIME_WAIT", Closed: "CLOSED",
}

// String is the state's name as systems print it, "TIME_WAIT"; "" for Unknown.
func (s State) String() string {
	if s < numStates {
		return stateNames[s]
	}
	return ""
}

// Ending is how a conversation ended, as far as it has.
type Ending uint8

// The endings.
const (
	Open         Ending = iota
	HalfClosed          // one end has sent its FIN, the other goes on
	FourWay             // FIN, ACK, FIN, ACK
	ThreeWay            // FIN, FIN that acknowledges it, ACK
	Simultaneous        // both FINs crossed
	Reset               // an RST threw it away
	Refused             // an RST answered the SYN

	numEndings
)

var endingNames = [numEndings]string{
	Open: "open", HalfClosed: "half-closed", FourWay: "four-way", ThreeWay: "three-way",
	Simultaneous: "simultaneous", Reset: "reset", Refused: "refused",
}

// String is the ending's name in JSON and in its message id: flow.ending.<name>.
func (e Ending) String() string {
	if e < numEndings {
		return endingNames[e]
	}
	return ""
}

// Endings are all the endings, Open first.
func Endings() []Ending {
	all := make([]Ending, numEndings)
	for i := range all {
		all[i] = Ending(i)
	}
	return all
}
