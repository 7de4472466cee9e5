package sim

// Reason tells why a node sent a frame.
type Reason uint8

// The reasons.
const (
	NoReason          Reason = iota
	Open                     // SYN: the application connects
	AcceptOpen               // SYN+ACK: a listening socket answers a SYN
	SimultaneousOpen         // SYN+ACK: a SYN has crossed our own
	ConfirmOpen              // ACK of a SYN+ACK: the third segment
	Data                     // data that the application wrote, with or without FIN
	AckData                  // enough data has come for an ACK at once
	AckDelayed               // the delayed-ACK timer ran out
	AckOutOfOrder            // a duplicate ACK: what came leaves a gap
	AckGapFilled             // what came fills a gap
	AckOld                   // what came had come before, or lies outside the window
	AckProbe                 // a window probe is answered: the window is still closed
	AckFIN                   // the other end's FIN is acknowledged
	AckChallenge             // a RST or SYN that proves nothing (RFC 9293 §3.10.7.4)
	WindowUpdate             // the application has read: the window is open again
	WindowProbe              // the persist timer ran out: one octet against a window too small
	Close                    // FIN: the application closed
	RetransmitTimeout        // the retransmission timer ran out
	RetransmitFast           // three duplicate ACKs, or SACK says that it is lost
	Reset                    // RST: there is no such connection
	Abort                    // RST: the application gave the connection up
	RetransmitAnswer         // the other end's SYN came again, so its answer does
	RetransmitSmaller        // a router says that the segment was too large for its way
	AskNeighbour             // who has that address on this link? (ARP, NDP)
	AnswerNeighbour          // that is me
	Query                    // a DNS query
	QueryAgain               // a DNS query once more: no answer came in time
	Answer                   // a DNS response
	Echo                     // an ICMP echo is answered
	Unreachable              // ICMP: there is no way, or nobody, or no such port
	TooBig                   // ICMP: the packet is larger than the next link takes
	TimeExceeded             // ICMP: the packet has passed too many routers
	numReasons
)

var reasonNames = [numReasons]string{
	Open: "open", AcceptOpen: "accept-open", SimultaneousOpen: "simultaneous-open",
	ConfirmOpen: "confirm-open", Data: "data", AckData: "ack-data",
	AckDelayed: "ack-delayed", AckOutOfOrder: "ack-out-of-order",
	AckGapFilled: "ack-gap-filled", AckOld: "ack-old", AckProbe: "ack-probe", AckFIN: "ack-fin",
	AckChallenge: "ack-challenge", WindowUpdate: "window-update", WindowProbe: "window-probe",
	Close: "close", RetransmitTimeout: "retransmit-timeout", RetransmitFast: "retransmit-fast",
	Reset: "reset", Abort: "abort", RetransmitAnswer: "retransmit-answer", RetransmitSmaller: "retransmit-smaller",
	AskNeighbour: "ask-neighbour", AnswerNeighbour: "answer-neighbour", Query: "query",
	QueryAgain: "query-again", Answer: "answer", Echo: "echo", Unreachable: "unreachable",
	TooBig: "too-big", TimeExceeded: "time-exceeded",
}

// String is the reason's name in JSON and message ids: "retransmit-fast".
func (r Reason) String() string {
	if r < numReasons {
		return reasonNames[r]
	}
	return ""
}

// Reasons are all the reasons there are.
func Reasons() []Reason {
	all := make([]Reason, 0, numReasons-1)
	for r := NoReason + 1; r < numReasons; r++ {
		all = append(all, r)
	}
	return all
}
