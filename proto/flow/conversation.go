package flow

import (
	"net/netip"
	"time"

	"netquiz/proto"
)

// Conversation is what two ends say to each other over one pair of ports. It
// changes with every frame that a Tracker is given.
type Conversation struct {
	ID             int // from 1, in the order they began
	Client, Server netip.AddrPort
	Host           Host // the name the server was found by, if DNS answered it before
	Proto          proto.Proto
	First, Last    time.Time // when its first and its latest frame were seen

	Phase  Phase // of the latest frame
	Ends   [2]End
	Ending Ending
	Closer Party         // who closed first, or threw it away
	RTT    time.Duration // from the SYN to the third segment, as seen here; 0: not known

	key        key
	clientLow  bool          // the client is key.low
	names      bool          // DNS messages were seen in it
	steady     bool          // it is settled
	synTime    int64         // when the client's latest SYN was seen
	questions  *questions    // not yet answered, of protocols that ask; nil: none yet
	prev, next *Conversation // by idleness
}

// Party is one of the two ends of a conversation.
type Party uint8

// The parties, and nobody.
const (
	Nobody Party = iota
	TheClient
	TheServer
)

// String is the party's name in JSON: "client", "server", or "" for nobody.
func (p Party) String() string {
	return [...]string{"", "client", "server"}[min(p, TheServer)]
}

// Client and server in Conversation.Ends.
const (
	ClientEnd = 0
	ServerEnd = 1
)

// End is what is known of one end of a conversation: what it sent, and what it
// announced of itself.
type End struct {
	State  State
	Frames int
	Bytes  int64 // of data, each counted as often as it was sent

	ISN    uint32 // initial sequence number; guessed if no SYN was seen
	Next   uint32 // raw sequence number that it will send next: past the highest seen
	Acked  uint32 // raw sequence number up to which the other end has acknowledged
	Window int    // bytes it announced last, scaled; -1: not known
	MSS    int    // largest segment it announced to take, in bytes; 0: none
	Scale  int    // shift of its window that it announced; -1: none

	sender sender
}

// InFlight is how many bytes of data the end has sent that the other has not
// acknowledged, selectively acknowledged ones taken off.
func (e *End) InFlight() int { return e.sender.inFlight(e) }

// Relative is the raw sequence number seq of this end counted from its first:
// the SYN is 0, the first byte of data 1.
func (e *End) Relative(seq uint32) uint32 { return seq - e.ISN }
