package flow

// Phase is the part of a web request's way that a frame belongs to.
type Phase uint8

// The phases, in the order of a request. Which way data goes tells Request from
// Response: from the client, and from the server.
const (
	Other Phase = iota
	Name        // asking for the address of a name
	ARP         // asking for the link address of the next hop, by ARP or NDP
	Handshake
	Request
	Response
	Close

	numPhases
)

var phaseNames = [numPhases]string{
	Other: "other", Name: "name", ARP: "arp", Handshake: "handshake",
	Request: "request", Response: "response", Close: "close",
}

// String is the phase's name in JSON and in its message id: flow.phase.<name>.
func (p Phase) String() string {
	if p < numPhases {
		return phaseNames[p]
	}
	return ""
}

// Phases are all the phases, in the order of a request, Other last.
func Phases() []Phase {
	return []Phase{Name, ARP, Handshake, Request, Response, Close, Other}
}

// Step is what a frame is in its phase.
type Step uint8

// The steps: of a TCP connection (RFC 9293 §3.5, §3.6), then those of other
// protocols; NoStep for a frame that takes none.
const (
	NoStep        Step = iota
	SYN                // asks for a connection
	CrossingSYN        // asks for one while the other end does too
	SYNACK             // agrees, and asks for the other direction
	HandshakeACK       // the third segment: the connection stands
	Data               // carries bytes
	DataACK            // carries none, and acknowledges the other end's bytes
	Probe              // asks whether a window of zero has opened
	KeepAlive          // asks whether the other end is still there
	FIN                // the first to say that its data has ended
	FINACK             // acknowledges the first FIN
	PeerFIN            // the other end's data has ended too
	MergedFIN          // acknowledges the first FIN and ends its own data at once
	CrossingFIN        // the other end's FIN, sent before the first one arrived
	LastACK            // acknowledges the second FIN
	RST                // throws the connection away
	Refusal            // an RST that answers a SYN: nobody listens there
	Datagram           // data without a connection (UDP)
	Query              // asks a name server
	Answer             // a name server's answer
	ARPRequest         // who has this address? (RFC 826)
	ARPReply           // that is me
	ARPProbe           // has anybody this address, that I am about to take? (RFC 5227 §1.1)
	ARPAnnounce        // this address is mine
	Solicitation       // who has this IPv6 address? (RFC 4861 §4.3)
	Advertisement      // that is me (RFC 4861 §4.4)
	EchoRequest        // are you there?
	EchoReply          // I am
	Unreachable        // ICMP: there is no way, or nobody, or no such port
	TooBig             // ICMP: the packet is larger than the next link takes
	TimeExceeded       // ICMP: the packet passed too many routers, or its fragments did not all come
	ControlError       // any other ICMP message about a packet
	Fragment           // a part of a packet that is not complete yet

	numSteps
)

var stepNames = [numSteps]string{
	NoStep: "none", SYN: "syn", CrossingSYN: "crossing-syn", SYNACK: "syn-ack", HandshakeACK: "handshake-ack",
	Data: "data", DataACK: "data-ack", Probe: "probe", KeepAlive: "keep-alive",
	FIN: "fin", FINACK: "fin-ack", PeerFIN: "peer-fin", MergedFIN: "merged-fin", CrossingFIN: "crossing-fin",
	LastACK: "last-ack", RST: "rst", Refusal: "refusal", Datagram: "datagram", Query: "query", Answer: "answer",
	ARPRequest: "arp-request", ARPReply: "arp-reply", ARPProbe: "arp-probe", ARPAnnounce: "arp-announce",
	Solicitation: "solicitation", Advertisement: "advertisement", EchoRequest: "echo-request", EchoReply: "echo-reply",
	Unreachable: "unreachable", TooBig: "too-big", TimeExceeded: "time-exceeded", ControlError: "control-error",
	Fragment: "fragment",
}

// String is the step's name in JSON and in its message ids: flow.step.<name>,
// its caption, and flow.why.<name>, a sentence filled from Row.Args.
func (s Step) String() string {
	if s < numSteps {
		return stepNames[s]
	}
	return ""
}

// Steps are all the steps, NoStep first.
func Steps() []Step {
	all := make([]Step, numSteps)
	for i := range all {
		all[i] = Step(i)
	}
	return all
}
