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
type exchange struct {
	target  *Target
	manner  Manner
	child   *child
	answers answers
	found   func(*Failure, *Case)
	judged  func(*proto.Frame, *Case)
	lots    [2]lot
	free    chan []byte // what was written, to be used again
}

// lot is a row of frames that are sent at once.
type lot struct {
	cases []Case
	n     int
	out   []byte
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
		return &TargetError{Unfit: NotStarted, Command: x.target.Command[0], Err: err}
	}
	c.free = x.free
	x.child = c
	return nil
}

// close ends the child, and says how it ended.
func (x *exchange) close() string {
	if x.child == nil {
		return ""
	}
	status := x.child.close()
	x.child = nil
	return status
}

// add puts a case into the lot, of which bytes alone are kept.
func (l *lot) add(c *Case, binaryForm bool) {
	if l.n == len(l.cases) {
		l.cases = append(l.cases, Case{})
	}
	at := &l.cases[l.n]
	l.n++
	bytes := append(at.Packet.Bytes[:0], c.Packet.Bytes...)
	at.Seed, at.I, at.Strategy = c.Seed, c.I, c.Strategy
	at.Packet = proto.Packet{Bytes: bytes, Link: c.Packet.Link, FCS: c.Packet.FCS}
	if binaryForm {
		l.out = binary.BigEndian.AppendUint32(l.out, uint32(len(bytes)))
		l.out = append(l.out, bytes...)
		return
	}
	l.out = append(hex.AppendEncode(l.out, bytes), '\n')
}

// reset empties the lot. Its text is another one from now on: a target may answer
// before the one that writes to it has let go of what it wrote.
func (l *lot) reset(free <-chan []byte) {
	l.n = 0
	select {
	case l.out = <-free:
		l.out = l.out[:0]
	default:
		l.out = nil
	}
}

// talk sends what next makes, half a window ahead of the answers, until it makes
// no more.
func (x *exchange) talk(next func(*Case) bool) error {
	half := max(x.target.window()/2, 1)
	if x.manner == Batch {
		half = blockLen
	}
	var c Case
	fill := func(l *lot) {
		l.reset(x.free)
		for l.n < half && next(&c) {
			l.add(&c, x.target.Binary)
		}
	}
	now, ahead := &x.lots[0], &x.lots[1]
	for {
		if now.n == 0 { // at the beginning, and behind a frame that the target could not stand
			fill(now)
			if now.n == 0 {
				x.settle(&c)
				return nil
			}
			if err := x.send(now); err != nil {
				return err
			}
		}
		if ahead.n = 0; x.manner != Batch {
			fill(ahead)
			if err := x.send(ahead); err != nil {
				return err
			}
		}
		if err := x.receive(now, ahead); err != nil {
			return err
		}
		now.n = 0
		now, ahead = ahead, now
	}
}

// settle ends a child that said more than it was asked, which nobody saw before
// every answer was in; last is the last frame.
func (x *exchange) settle(last *Case) {
	if x.child == nil {
		return
	}
	if more := x.child.surplus(); len(more) > 0 {
		x.found(&Failure{Oracle: Babbled, Where: Together, Said: clip(more)}, last)
		x.close()
	}
}

func (x *exchange) send(l *lot) error {
	if l.n == 0 {
		return nil
	}
	if err := x.open(); err != nil {
		return err
	}
	x.child.send(l.out)
	if x.manner == Batch {
		x.child.finish()
	}
	return nil
}

// receive takes the answers to a lot. If the child ends or hangs over it, each
// frame on its way is tried alone.
func (x *exchange) receive(now, ahead *lot) error {
	for k := range now.n {
		answer, err := x.child.receive()
		if err == nil {
			if err := x.judge(&now.cases[k], answer); err != nil {
				return err
			}
			continue
		}
		x.abandon()
		left := slices.Concat(now.cases[k:now.n], ahead.cases[:ahead.n])
		ahead.n = 0
		return x.eachAlone(left, err)
	}
	if x.manner == Batch {
		x.abandon()
	}
	return nil
}

// abandon ends a child whose input may be ended.
func (x *exchange) abandon() (status string) {
	if x.manner == Batch {
		x.child.kill()
		x.child.wrote.Wait()
		status = x.child.end()
		x.child = nil
		return status
	}
	return x.close()
}

func (x *exchange) judge(c *Case, answer []byte) error {
	f, err := x.answers.judge(&c.Packet, answer)
	if err != nil {
		return err
	}
	x.answers.tally.frame(&x.answers.frame, f)
	x.judged(&x.answers.frame, c)
	if f != nil {
		x.found(f, c)
	}
	return nil
}

// Together is where a target fails that stands every frame alone.
const Together = "together"

// aloneMost is how many frames are tried alone for one that a child in the batch
// manner ended over: it needs a child each.
const aloneMost = 64

// eachAlone tries frames one at a time to tell which of them the target cannot
// stand. If it stands each, it cannot stand them together.
func (x *exchange) eachAlone(left []Case, how error) error {
	if x.manner == Batch {
		left = left[:min(len(left), aloneMost)]
	}
	guilty := false
	for k := range left {
		f, err := x.alone(&left[k])
		if err != nil {
			return err
		}
		if f != nil {
			x.found(f, &left[k])
			guilty = guilty || f.Oracle == Died || f.Oracle == Hung || f.Oracle == Hoarded || f.Oracle == Babbled
		}
	}
	if !guilty {
		f := &Failure{Oracle: Died, Where: Together}
		if errors.Is(how, errLate) {
			f.Oracle = Hung
		}
		x.found(f, &left[0])
	}
	return nil
}

// alone tries one frame, and tells what is wrong: nil, nothing.
func (x *exchange) alone(c *Case) (*Failure, error) {
	l := lot{}
	l.add(c, x.target.Binary)
	if err := x.send(&l); err != nil {
		return nil, err
	}
	child := x.child
	answer, err := child.receive()
	if err == nil {
		f, err := x.answers.judge(&c.Packet, answer)
		if more := child.surplus(); f == nil && len(more) > 0 {
			f = &Failure{Oracle: Babbled, Said: clip(more)}
		}
		x.answers.tally.frame(&x.answers.frame, f)
		if x.manner == Batch {
			x.abandon()
		}
		return f, err
	}
	said := clip(answer)
	status := x.abandon()
	f := &Failure{Oracle: Died, Where: status, Said: child.stderr.last()}
	switch {
	case errors.Is(err, errEndless):
		f = &Failure{Oracle: Babbled, Said: said}
	case child.greedy.Load():
		f = &Failure{Oracle: Hoarded}
	case errors.Is(err, errLate):
		f = &Failure{Oracle: Hung}
	}
	x.answers.frame.Decode(&c.Packet, proto.CheckAll)
	x.answers.tally.frame(&x.answers.frame, f)
	return f, nil
}
