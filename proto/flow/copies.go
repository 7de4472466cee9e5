package flow

import (
	"encoding/binary"
	"math/bits"
	"time"

	"netquiz/proto"
)

// maxCopies is how many packets of one end are remembered to know them again:
// more than a host takes in before it sends the first of them on.
const maxCopies = 16

// Two sightings of one packet are no further apart than copyWithin, nor than
// doubledWithin if they came the same way: a retransmission takes longer.
const (
	copyWithin    = int64(time.Second)
	doubledWithin = int64(100 * time.Millisecond)
)

// rewindLeast is how far back in time a capture goes where it appends what it
// saw in another place; less is the clocks of several processors.
const rewindLeast = int64(time.Millisecond)

// copies are the packets an end sent last.
type copies struct {
	next    uint
	prints  [maxCopies]uint64 // of the packet itself; 0: none
	seen    [maxCopies]sighting
	newest  int64 // time of the latest
	rewound bool  // the capture has gone back in time, and is not there yet again
}

// sighting is where and when a packet was seen.
type sighting struct {
	way   uint32 // link header and hops left: these differ from place to place
	frame int
	time  int64
}

// repeat is how a packet can be one that was seen before.
type repeat uint8

const (
	once      repeat = iota // it is not
	elsewhere               // it was seen in another place of its way
	doubled                 // it comes the same way once more: the network doubled it
)

// original is the frame in which the packet with this print was seen before, and
// how it repeats. A packet seen before on another way is the same one, unless it
// was seen on this way too: then it was sent again. On the same way it is the
// same one only if the sender numbers its packets and it bears the same number.
func (c *copies) original(print uint64, way uint32, numbered bool, frame int, now int64) (first int, how repeat) {
	same, other := -1, -1
	for i := range c.prints {
		if c.prints[i] != print {
			continue
		}
		if c.seen[i].way == way {
			same = i
		} else if other < 0 || c.seen[i].frame < c.seen[other].frame {
			other = i
		}
	}
	switch {
	case same >= 0:
		first = c.seen[same].frame
		if numbered && within(c.seen[same].time, now, doubledWithin) {
			how = doubled
		} else {
			c.forget(print)
		}
	case other >= 0 && within(c.seen[other].time, now, copyWithin):
		first, how = c.seen[other].frame, elsewhere
	}
	c.note(print, way, frame, now)
	return first, how
}

func (c *copies) note(print uint64, way uint32, frame int, now int64) {
	c.prints[c.next], c.seen[c.next] = print, sighting{way, frame, now}
	c.next = (c.next + 1) % maxCopies
	if now >= c.newest {
		c.newest, c.rewound = now, false
	} else if c.newest-now >= rewindLeast {
		c.rewound = true
	}
}

func (c *copies) forget(print uint64) {
	for i := range c.prints {
		if c.prints[i] == print {
			c.prints[i] = 0
		}
	}
}

func within(then, now, limit int64) bool { return now-then <= limit && then-now <= limit }

// printOf is what makes the packet of a transport header h and size bytes of
// data itself: the same wherever it is seen, and hardly the same for any other.
// The checksum stands for options and data, TCP's timestamp for the checksum
// that a network card is still to compute. numbered tells that the IP header
// has an identification (RFC 791 §3.1) that takes part.
func printOf(f *proto.Frame, network int, h []byte, size uint32) (print uint64, way uint32, numbered bool) {
	l := &f.Layers()[network]
	nh, a := f.Header(network), &anatomies[l.Proto]
	var ack, rest, stamp, ident, from, to uint64
	if len(h) >= proto.TCPMinLen {
		ack, rest = uint64(binary.BigEndian.Uint32(h[8:])), binary.BigEndian.Uint64(h[12:])
	}
	if len(h) >= proto.TCPMinLen+8 {
		stamp = uint64(binary.BigEndian.Uint32(h[24:]))
	}
	if a.ident != 0 {
		ident = uint64(binary.BigEndian.Uint16(nh[a.ident:]))
	}
	if link := f.Bytes()[:l.Off]; len(link) >= 8 {
		to, from = binary.BigEndian.Uint64(link), binary.BigEndian.Uint64(link[len(link)-8:])
	}
	if a.hops != 0 {
		from ^= uint64(nh[a.hops])
	}
	print = mix(binary.BigEndian.Uint64(h), ack<<32|stamp) ^ mix(rest, uint64(size)<<32|ident<<16)
	return print | 1, uint32(mix(to, from) >> 32), ident != 0
}

// copied tells whether the packet with transport header h was seen before
// without having been sent again, and says so. fresh tells that it cannot have
// been. A segment that is no news in a capture that has gone back in time is not
// sent again either.
func (x *exchange) copied(f *proto.Frame, h []byte, size uint32, fresh bool) repeat {
	frame, now := x.row.Number, x.now
	print, way, numbered := printOf(f, x.at.network, h, size)
	copies := &x.me.sender.copies
	if fresh {
		copies.note(print, way, frame, now)
		return once
	}
	first, how := copies.original(print, way, numbered, frame, now)
	if how == once && copies.rewound && x.at.key.proto() == proto.ProtoTCP {
		how = elsewhere
	}
	if how == once {
		return once
	}
	field := hopFields[f.Layers()[x.at.network].Proto]
	if numbered {
		field = fields.ident
	}
	x.events.add(Event{Kind: DuplicatePacket, Field: field, Got: int64(field.Uint(f.Header(x.at.network))), Frame: first})
	return how
}

// mix spreads the bits of a and b.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0xa0761d6478bd642f, b^0xe7037ed1a0b428db)
	return hi ^ lo
}
