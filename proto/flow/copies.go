package flow

import (
	"encoding/binary"
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

// copies are the packets an end sent last.
type copies struct {
	next   int
	prints [maxCopies]uint64 // of the packet itself; 0: none
	seen   [maxCopies]sighting
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
	fresh     repeat = iota
	elsewhere        // it was seen in another place of its way
	doubled          // it comes the same way once more: the network doubled it
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
	c.prints[c.next], c.seen[c.next] = print, sighting{way, frame, now}
	c.next = (c.next + 1) % maxCopies
	return first, how
}

func (c *copies) forget(print uint64) {
	for i := range c.prints {
		if c.prints[i] == print {
			c.prints[i] = 0
		}
	}
}

func within(then, now, limit int64) bool { return now-then <= limit && then-now <= limit }

// printOf is what makes the TCP segment in f itself: the same wherever it is
// seen, and hardly the same for any other. numbered tells that its IP header has
// an identification (RFC 791 §3.1) that takes part.
func printOf(f *proto.Frame, at *found, s *segment) (print uint64, way uint32, numbered bool) {
	nh, a := f.Header(at.network), &anatomies[f.Layers()[at.network].Proto]
	print = mix(uint64(s.len), binary.BigEndian.Uint64(s.h[4:]))
	print = mix(print, binary.BigEndian.Uint64(s.h[12:]))
	for o := s.h[proto.TCPMinLen:]; len(o) >= 4; o = o[4:] {
		print = mix(print, uint64(binary.BigEndian.Uint32(o)))
	}
	if a.ident != 0 {
		id := binary.BigEndian.Uint16(nh[a.ident:])
		numbered = id != 0
		print = mix(print, uint64(id))
	}
	w := uint64(1)
	link := f.Bytes()[:f.Layers()[at.network].Off]
	for ; len(link) >= 4; link = link[4:] {
		w = mix(w, uint64(binary.BigEndian.Uint32(link)))
	}
	for _, b := range link {
		w = mix(w, uint64(b))
	}
	if a.hops != 0 {
		w = mix(w, uint64(nh[a.hops]))
	}
	return print | 1, uint32(w >> 32), numbered
}

// mix is one round of a multiplicative hash.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}
