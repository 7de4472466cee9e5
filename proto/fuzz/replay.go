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
	x     *exchange // nil: our own
}

func newBench(o *Options) *bench {
	b := &bench{maker: newMaker(o)}
	b.judge.rare.look = o.Look
	if o.Target != nil {
		b.x = newExchange(o.Target, o.Target.manner)
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

// Replay makes case i of a campaign with these options, and tells the law that
// it breaks: nil, none. Every law is asked for, those too that a campaign seldom
// asks for. The Case is the caller's. It fails with a *TargetError.
func Replay(o Options, i uint64) (*Case, *Failure, error) {
	if err := o.ready(); err != nil {
		return nil, nil, err
	}
	o.Seeds = fit(o.Seeds, &o)
	b := newBench(&o)
	defer b.close()
	c := &Case{}
	return c, b.within(o.Timeout, func() *Failure { return b.replay(c, i) }), nil
}

// Try tells the law that the codec, or the target, breaks on a packet: nil, none.
// It fails with a *TargetError.
func Try(o Options, p *proto.Packet) (*Failure, error) {
	return (&Kept{Case: Case{Strategy: Raw, From: -1, Packet: *p, Content: len(p.Bytes)}}).Try(o)
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
	go func() { done <- try() }()
	late := time.NewTimer(timeout)
	defer late.Stop()
	select {
	case f := <-done:
		return f
	case <-late.C:
		return &Failure{Oracle: Hung}
	}
}

func (b *bench) replay(c *Case, i uint64) (failure *Failure) {
	defer b.recovered(&failure)
	b.maker.make(c, i)
	return b.try(c, b.maker.err)
}

func (b *bench) try(c *Case, built error) *Failure {
	if b.x != nil {
		f, err := b.x.alone(c)
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
		c, failure, err := Replay(o, i)
		if err != nil {
			return found
		}
		if failure == nil {
			failure = &f.Failure
		}
		k := Kept{Case: *c, Signature: f.Signature, Failure: *failure, Count: f.Count}
		if seeds := fit(o.Seeds, &o); c.From >= 0 && c.From < len(seeds) {
			k.Seed = seeds[c.From].Name
		}
		found = append(found, k)
	}
	return found
}
