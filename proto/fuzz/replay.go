package fuzz

import (
	"time"

	"netquiz/proto"
)

// bench tries cases one at a time, outside of a campaign: with our own codec, or
// with a target.
type bench struct {
	maker *maker
	judge judge
	x     *exchange                     // nil: our own
	ask   func(*Case) (*Failure, error) // what is wrong with the target's answer to a case
}

func newBench(o *Options) *bench {
	b := &bench{maker: newMaker(o)}
	b.judge.rare.look = o.Look
	if o.Target != nil {
		b.x = newExchange(o.Target, o.Target.manner)
		b.ask = b.x.alone
	}
	return b
}

// close leaves nothing of a target behind.
func (b *bench) close() {
	if b.x != nil {
		b.x.close()
	}
}

// ready finds out how a target takes part, if nobody has yet.
func (o *Options) ready() (err error) {
	if t := o.Target; t != nil && !t.probed {
		if t.manner, err = probe(t); err == nil {
			t.probed = true
		}
	}
	return err
}

// Replay makes case i of a campaign with these options, and tells whether it
// breaks a law. Every law is asked for, those too that a campaign seldom asks for.
// It fails with a *TargetError.
func Replay(o Options, i uint64) (k *Kept, failed bool, err error) {
	if err := o.ready(); err != nil {
		return nil, false, err
	}
	o.Seeds = fit(o.Seeds, &o)
	b := newBench(&o)
	defer b.close()
	k = &Kept{Count: 1}
	failure := b.within(o.Timeout, func() *Failure { return b.replay(&k.Case, i) })
	if from := k.Case.From; from >= 0 && from < len(o.Seeds) {
		k.Seed = o.Seeds[from].Name
	}
	if failure != nil {
		k.Failure, k.Signature = *failure, failure.Signature()
	}
	return k, failure != nil, nil
}

// Try tells the law that the codec, or the target, breaks on a packet: nil, none.
// It fails with a *TargetError.
func Try(o Options, p *proto.Packet) (*Failure, error) {
	return NewKept(*p).Try(o)
}

// NewKept is a packet that nothing else is known of, as a case; it keeps the
// packet's bytes.
func NewKept(p proto.Packet) *Kept {
	return &Kept{Count: 1, Case: Case{Strategy: Raw, From: -1, Packet: p, Content: len(p.Bytes)}}
}

// Try holds a case that was kept against the laws again. It fails with a
// *TargetError.
func (k *Kept) Try(o Options) (*Failure, error) {
	if err := o.ready(); err != nil {
		return nil, err
	}
	b := newBench(&o)
	defer b.close()
	return b.within(o.Timeout, func() (failure *Failure) {
		defer b.recovered(&failure)
		var err error
		if len(k.Case.Model) > 0 && k.Case.Strategy == Generate && b.x == nil {
			k.Case.Content, err = b.maker.room.build(&k.Case.Packet, k.Case.Model, true)
		}
		return b.try(&k.Case, err)
	}), nil
}

// within is what try finds, or that our codec does not come back in time: a
// second, if none is given. Go cannot end what hangs; it is left behind. A target
// has its own time.
func (b *bench) within(timeout time.Duration, try func() *Failure) *Failure {
	if b.x != nil {
		return try()
	}
	if timeout == 0 {
		timeout = time.Second
	}
	done := make(chan *Failure, 1)
	late := newPatience(timeout, 2) // another one may have been left behind
	late.begin()
	go func() { done <- try() }()
	tick := time.NewTicker(timeout / 4)
	defer tick.Stop()
	for {
		select {
		case f := <-done:
			return f
		case <-tick.C:
			if late.over() {
				return &Failure{Oracle: Hung}
			}
		}
	}
}

func (b *bench) replay(c *Case, i uint64) (failure *Failure) {
	defer b.recovered(&failure)
	b.maker.make(c, i)
	if failure := b.try(c, b.maker.err); failure != nil || b.x != nil {
		return failure
	}
	for before := i - min(i, staleMost); before < i; before++ {
		b.pass(before)
	}
	b.maker.make(c, i)
	if v := b.judge.judge(c, b.maker.err); v.failed {
		return v.stale()
	}
	return nil
}

// staleMost is how many cases are decoded before one that shows nothing by
// itself: what is wrong may be what they left behind.
const staleMost = 64

// pass decodes a case, whatever it shows.
func (b *bench) pass(i uint64) {
	defer func() { _ = recover() }() // that is another finding
	var c Case
	b.maker.make(&c, i)
	b.judge.judge(&c, b.maker.err)
}

func (b *bench) try(c *Case, built error) *Failure {
	if b.x != nil {
		f, err := b.ask(c)
		if err != nil { // it was fit before
			return &Failure{Oracle: Babbled, Said: err.Error()}
		}
		return f
	}
	v := b.judge.judge(c, built)
	if !v.failed && c.I&rareMask != 0 {
		b.judge.rare.check(c, v)
	}
	if !v.failed {
		return nil
	}
	f := v.Failure
	return &f
}

// recovered notes that our own codec panicked. At a target's case that is none
// of the target's faults.
func (b *bench) recovered(failure **Failure) {
	if cause := recover(); cause != nil && b.x == nil {
		*failure = &Failure{Oracle: Panicked, Where: culprit()}
	}
}

// Cases makes the cases that are kept of a finding, the smallest first.
func (f *Finding) Cases(o Options) []Kept {
	var found []Kept
	for _, i := range f.Smallest {
		k, failed, err := Replay(o, i)
		if err != nil {
			return found
		}
		if !failed {
			k.Failure = f.Failure
		}
		k.Signature, k.Count = f.Signature, f.Count
		found = append(found, *k)
	}
	return found
}
