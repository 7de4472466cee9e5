package proto

import "time"

// LinkType is the link-layer header type of a capture, as registered in the
// pcap and pcapng formats (draft-ietf-opsawg-pcaplinktype).
type LinkType uint16

// Link types that carry what this package decodes.
const (
	LinkNull       LinkType = 0
	LinkEthernet   LinkType = 1
	LinkRaw        LinkType = 101
	LinkLoop       LinkType = 108
	LinkLinuxSLL   LinkType = 113
	LinkIPv4       LinkType = 228
	LinkIPv6       LinkType = 229
	LinkLinuxSLL2  LinkType = 276
	linkRawBSD     LinkType = 12 // what BSD and OpenBSD number LinkRaw
	linkRawOpenBSD LinkType = 14
)

// FCSUnknown is the Packet.FCS of a source that says nothing about a frame
// check sequence.
const FCSUnknown int8 = -1

// MinFrame and MinFrameFCS are the least lengths of an Ethernet frame in bytes,
// without and with its frame check sequence (IEEE 802.3 clause 3.2.8).
const (
	MinFrame    = 60
	MinFrameFCS = 64
)

// Packet is one frame as it comes from any source and goes to any sink.
type Packet struct {
	Bytes   []byte    // what was captured
	Number  int       // place in its source, from 1; 0: not from a row of frames
	Length  int       // bytes on the wire; more than len(Bytes) where the capture cut the frame; 0: as captured
	Time    time.Time // zero: not known
	Link    LinkType
	FCS     int8   // bytes of frame check sequence announced by the source; FCSUnknown: not announced
	Comment string // what a capture's author wrote about the frame
}

// WireLength is the number of bytes the frame had on the wire.
func (p *Packet) WireLength() int { return max(p.Length, len(p.Bytes)) }
