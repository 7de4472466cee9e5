package fuzz

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"

	"netquiz/proto"
)

// Manner is how a target takes part: what it needs so that it answers in time.
type Manner uint8

// The manners.
const (
	Flushing Manner = iota // it answers each frame by itself
	Stdbuf                 // it does under stdbuf -oL
	Batch                  // it answers when its input ends
)

// stdbuf makes the C library of a program write line by line.
var stdbuf = []string{"stdbuf", "-oL"}

// exchange is a talk with a target: one child at a time.
//
// An answer belongs to the frame whose turn it is. A target that answers a frame
// twice, or not at all, moves all answers behind it to other frames, and nothing
// in an answer tells so. Only when the input of a child has ended it is sure how
// many there are. So what a talk finds is true when settle finds the child sound
// and nothing was in doubt before; else the same cases are sifted.
type exchange struct {
	target  *Target
	manner  Manner
	child   *child
	answers answers
	lots    [3]lot
	free    chan []byte // what was written, to be used again

	convicted int // frames over which the target fails, of those that are sifted

	judged  func(*Case, *proto.Frame) // a case was decoded, to be held against an answer; nil: nobody asks
	tried   func(*Case, *Failure)     // what came of a case: nil, nothing is wrong
	doubted func(*Case, *Failure)     // what shows that answers may not belong to their frames
	enough  func() bool               // nobody wants to know more
}

// lot is a row of frames that are sent at once.
type lot struct {
	cases []Case
	n     int
}

func newExchange(t *Target, manner Manner) *exchange {
	return &exchange{target: t, manner: manner, answers: answers{check: t.Check}, free: make(chan []byte, 4)}
}

// open makes sure that there is a child.
func (x *exchange) open() error {
	if x.child != nil {
		return nil
	}
	var before []string
	if x.manner == Stdbuf {
		before = stdbuf
	}
	c, err := start(x.target, before...)
	if err != nil {
		broken := x.target.unfit(NotStarted)
		broken.Err = err
		return broken
	}
	c.free = x.free
	x.child = c
	return nil
}

// greet makes sure that there is a child which has answered once: the time that it
// takes to begin is none that a frame takes.
func (x *exchange) greet() error {
	if x.child != nil || x.manner == Batch {
		return nil
	}
	known := [1]Case{{Packet: proto.Packet{Bytes: x.target.known}}}
	if err := x.send(known[:]); err != nil {
		return err
	}
	_, _ = x.child.receive() // a child that fails here fails over what it is asked, too
	return nil
}

// close ends the child, and says how it ended.
func (x *exchange) close() string {
	if x.child == nil {
		return ""
	}
	status := x.child.end()
	x.child = nil
	return status
}

// add puts a case into the lot, of which bytes alone are kept.
func (l *lot) add(c *Case) {
	if l.n == len(l.cases) {
		l.cases = append(l.cases, Case{})
	}
	at := &l.cases[l.n]
	l.n++
	bytes := append(at.Packet.Bytes[:0], c.Packet.Bytes...)
	at.Seed, at.I, at.Strategy = c.Seed, c.I, c.Strategy
	at.Packet = proto.Packet{Bytes: bytes, Link: c.Packet.Link, FCS: c.Packet.FCS}
}

// all are the cases of the lot.
func (l *lot) all() []Case { return l.cases[:l.n] }

// write appends a frame as the target reads it.
func (t *Target) write(dst, frame []byte) []byte {
	if t.Binary {
		return append(binary.BigEndian.AppendUint32(dst, uint32(len(frame))), frame...)
	}
	return append(hex.AppendEncode(dst, frame), '\n')
}

// send writes the cases to the child.
func (x *exchange) send(cases []Case) error {
	if len(cases) == 0 {
		return nil
	}
	if err := x.open(); err != nil {
		return err
	}
	var out []byte // what was written before may not have been let go of yet
	select {
	case out = <-x.free:
		out = out[:0]
	default:
	}
	for k := range cases {
		out = x.target.write(out, cases[k].Packet.Bytes)
	}
	x.child.send(out)
	return nil
}

// talk sends what next makes, until it makes no more: two lots of half a window,
// and one is made meanwhile, which goes off as soon as the first is answered. The
// target answers each frame by itself.
func (x *exchange) talk(next func(*Case) bool) error {
	half := max(x.target.window()/2, 1)
	var c Case
	fill := func(l *lot) {
		for l.n = 0; l.n < half && next(&c); {
			l.add(&c)
		}
	}
	now, ahead, then := &x.lots[0], &x.lots[1], &x.lots[2]
	now.n, ahead.n = 0, 0
	for {
		fill(then)
		if now.n+ahead.n+then.n == 0 {
			return nil
		}
		if err := x.receive(now, ahead); err != nil {
			return err
		}
		if err := x.send(then.all()); err != nil {
			return err
		}
		now, ahead, then = ahead, then, now
	}
}

// receive takes the answers to a lot. If the child fails over it, each frame on
// its way is tried by itself.
func (x *exchange) receive(now, ahead *lot) error {
	for k := range now.n {
		answer, err := x.child.receive()
		if err != nil {
			how := x.fate(err, answer)
			left := slices.Concat(now.cases[k:now.n], ahead.all())
			ahead.n = 0
			return x.search(left, how)
		}
		c := &now.cases[k]
		f, err := x.judge(c, answer)
		if err != nil {
			return err
		}
		x.tried(c, f)
	}
	return nil
}

// judge is what is wrong with an answer to a case.
func (x *exchange) judge(c *Case, answer []byte) (*Failure, error) {
	f, err := x.answers.judge(&c.Packet, answer)
	if err != nil {
		err.Command = x.target.Command[0]
		return nil, err
	}
	x.note(c, f)
	return f, nil
}

// note counts the case that was decoded last.
func (x *exchange) note(c *Case, f *Failure) {
	x.answers.tally.frame(&x.answers.frame, f)
	if x.judged != nil {
		x.judged(c, &x.answers.frame)
	}
}

// search tries frames one at a time, behind a child that failed over the first
// of them that it did not answer. Where that one does no harm, the answers may
// not have been those to the frames before it.
func (x *exchange) search(left []Case, how *Failure) error {
	for k := range left {
		f, err := x.ask(&left[k])
		if err != nil {
			return err
		}
		if k == 0 && !f.fatal() {
			x.doubted(&left[k], how)
		}
		x.tried(&left[k], f)
	}
	return nil
}

// ask tries one frame beside others, and tells what is wrong: nil, nothing.
func (x *exchange) ask(c *Case) (*Failure, error) {
	if x.manner == Batch {
		return x.alone(c)
	}
	if err := x.greet(); err != nil {
		return nil, err
	}
	row := [1]Case{*c}
	if err := x.send(row[:]); err != nil {
		return nil, err
	}
	answer, err := x.child.receive()
	if err == nil {
		return x.judge(c, answer)
	}
	f := x.fate(err, answer)
	x.answers.frame.Decode(&c.Packet, proto.CheckAll)
	x.note(c, f)
	return f, nil
}

// fate is how a child failed that answers no more, and the end of it.
func (x *exchange) fate(how error, said []byte) *Failure {
	child, text := x.child, clip(said)
	status := x.close()
	switch {
	case errors.Is(how, errEndless):
		return &Failure{Oracle: Babbled, Said: text}
	case child.greedy.Load():
		return &Failure{Oracle: Hoarded}
	case errors.Is(how, errLate):
		return &Failure{Oracle: Hung, Where: Unanswered}
	}
	return &Failure{Oracle: Died, Where: status, Said: child.stderr.last()}
}

// fatal tells whether a target gives no more answers after it.
func (f *Failure) fatal() bool {
	return f != nil && (f.Oracle == Died || f.Oracle == Hung || f.Oracle == Hoarded || f.Oracle == Babbled)
}
