package flow

import (
	"encoding/binary"
	"math"

	"netquiz/proto"
)

// sender is what an observer remembers of the segments one end has sent. All of
// it has a fixed size; the times of unacknowledged segments are kept from the
// first data on.
type sender struct {
	seen       bool   // End.Next is known
	based      bool   // End.ISN is known or guessed
	bounded    bool   // End.Acked is
	syn        bool   // it sent a SYN
	synACK     bool   // it sent a SYN+ACK
	fin        bool   // it sent a FIN
	finStep    Step   // which one that was
	finEnd     uint32 // sequence number behind it
	acksFIN    bool   // it has acknowledged the FIN of the other end
	finArrived bool   // its own FIN, with all the data before it
	data       bool   // it sent data
	probed     bool   // its latest segment was a probe with a byte that Next does not count yet
	nextTime   int64

	acked     bool   // lastACK is known
	lastACK   uint32 // acknowledgment number of its latest segment
	ackTime   int64  // when that segment came
	ackFrame  int    // the first with that number
	dupACKs   int    // duplicates of it
	windowed  bool   // rawWindow is known
	rawWindow uint16 // as it stands in its latest segment
	latest    uint32 // events of its latest segment

	holes  ranges // below End.Next, never seen
	sacked ranges // above End.Acked, selectively acknowledged by the other end
	copies copies
	sent   *sentTimes
}

// span is how far back of the highest sequence number anything can lie that
// still counts: the largest window there is (RFC 7323 §2.3).
const span = 1 << 30

// reach moves Next of e up to next, with seq the first number of the segment
// that does so.
func (e *End) reach(seq, next uint32, now int64) {
	s := &e.sender
	s.holes.below(next - span)
	s.sacked.below(next - span)
	if from := e.Next; s.seen && before(from, seq) {
		if before(from, next-span) {
			from = next - span
		}
		if !s.holes.add(from, seq) { // rather too much than too little that was not seen
			s.holes.stretch(seq)
		}
	}
	e.Next, s.nextTime, s.seen = next, now, true
}

// acknowledge moves Acked of e up to ack, if that is further, but not past what
// was seen.
func (e *End) acknowledge(ack uint32) {
	if e.sender.seen && before(e.Next, ack) {
		ack = e.Next
	}
	if before(e.Acked, ack) {
		e.Acked = ack
		e.sender.holes.below(ack)
		e.sender.sacked.below(ack)
	}
}

// selectively notes the SACK blocks (RFC 2018 §3) of a segment that the other
// end sent. A block below Acked tells of duplicates (RFC 2883) and adds nothing.
func (e *End) selectively(s *segment) {
	if s.cumulative() {
		return
	}
	blocks, ok := s.h.Option(proto.OptSACK)
	if !ok || !e.sender.seen {
		return
	}
	for ; len(blocks) >= 8; blocks = blocks[8:] {
		from, to := binary.BigEndian.Uint32(blocks), binary.BigEndian.Uint32(blocks[4:])
		if !before(e.Next, to) && !before(from, e.Acked) && !before(from, e.Next-span) {
			e.sender.sacked.add(from, to)
		}
	}
}

func (s *sender) inFlight(e *End) int {
	if !s.seen || !before(e.Acked, e.Next) {
		return 0
	}
	n := e.Next - e.Acked - min(s.sacked.size(), e.Next-e.Acked)
	if s.fin && before(e.Acked, s.finEnd) && n > 0 {
		n--
	}
	if s.syn && e.Acked == e.ISN && n > 0 {
		n--
	}
	return int(n)
}

// sentTimes holds when segments went out that are not yet acknowledged, in order
// of their numbers: those from head to n. When it is full, every second one is
// dropped.
type sentTimes struct {
	head, n int
	sent    [64]sent
}

// sent is one segment: the sequence number behind it, its frame, and when.
type sent struct {
	end   uint32
	frame uint32
	time  int64 // nanoseconds; sentAgain: it went out more than once
}

// sentAgain marks a segment whose round trip cannot be told, as nobody knows
// which sending of it is acknowledged (RFC 6298 §3).
const sentAgain = math.MinInt64

func (r *sentTimes) add(s sent) {
	if r.n == len(r.sent) {
		r.makeRoom()
	}
	i := r.n
	for i > r.head && before(s.end, r.sent[i-1].end) {
		r.sent[i] = r.sent[i-1]
		i--
	}
	r.sent[i] = s
	r.n++
}

func (r *sentTimes) makeRoom() {
	if r.head > 0 {
		r.n = copy(r.sent[:], r.sent[r.head:r.n])
		r.head = 0
		return
	}
	for i := range r.n / 2 {
		r.sent[i] = r.sent[2*i+1]
	}
	r.n /= 2
}

// again marks those that a retransmission of [seq, end) touches, and returns the
// first of them as it was.
func (r *sentTimes) again(seq, end uint32) (first sent, ok bool) {
	for i := r.head; i < r.n; i++ {
		s := &r.sent[i]
		if !before(seq, s.end) {
			continue
		}
		if !ok {
			first, ok = *s, true
		}
		s.time = sentAgain
		if !before(s.end, end) {
			break
		}
	}
	return first, ok
}

// pop takes out what ack acknowledges; last is the one that ends there.
func (r *sentTimes) pop(ack uint32) (last sent, ok bool) {
	from := r.head
	for r.head < r.n && !before(ack, r.sent[r.head].end) {
		r.head++
	}
	if r.head == from {
		return sent{}, false
	}
	last = r.sent[r.head-1]
	if r.head == r.n {
		r.head, r.n = 0, 0
	}
	return last, last.end == ack
}

// at is the frame of the segment that holds sequence number seq, 0 if it is not
// known.
func (r *sentTimes) at(seq uint32) int {
	for i := r.head; i < r.n; i++ {
		if before(seq, r.sent[i].end) {
			return int(r.sent[i].frame)
		}
	}
	return 0
}
