package fuzz

import (
	"time"

	"netquiz/proto"
)

// bench tries cases one at a time, outside of a campaign.
type bench struct {
	maker *maker
	judge judge
}

func newBench(o *Options) *bench { return &bench{maker: newMaker(o)} }

// Replay makes case i of a campaign with these options, and tells the law that
// it breaks: nil, none. Every law is asked for, those too that a campaign seldom
// asks for. The Case is the caller's.
func Replay(o Options, i uint64) (*Case, *Failure) {
	c := &Case{}
	return c, within(o.Timeout, func() *Failure { return newBench(&o).replay(c, i) })
}

// Try tells the law that the codec breaks on a packet: nil, none.
func Try(p *proto.Packet) *Failure {
	c := &Case{Strategy: Raw, From: -1, Packet: *p, Content: len(p.Bytes)}
	return within(0, func() *Failure { return newBench(&Options{}).retry(c) })
}

// within is what try finds, or that it does not come back in time: a second, if
// none is given. Go cannot end what hangs; it is left behind.
func within(timeout time.Duration, try func() *Failure) *Failure {
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

// retry holds a case that is made against every law.
func (b *bench) retry(c *Case) (failure *Failure) {
	defer b.recovered(&failure)
	return b.try(c, nil)
}

func (b *bench) try(c *Case, built error) *Failure {
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

func (b *bench) recovered(failure **Failure) {
	if cause := recover(); cause != nil {
		*failure = &Failure{Oracle: Panicked, Where: culprit()}
	}
}

// Cases makes the cases that are kept of a finding, the smallest first.
func (f *Finding) Cases(o Options) []Kept {
	var found []Kept
	for _, i := range f.Smallest {
		c, failure := Replay(o, i)
		if failure == nil {
			failure = &f.Failure
		}
		k := Kept{Case: *c, Signature: f.Signature, Failure: *failure, Count: f.Count}
		if c.From >= 0 && c.From < len(o.Seeds) {
			k.Seed = o.Seeds[c.From].Name
		}
		found = append(found, k)
	}
	return found
}

// Try holds a case that was kept against the laws again.
func (k *Kept) Try() *Failure {
	b := newBench(&Options{})
	return within(0, func() (failure *Failure) {
		if len(k.Case.Model) == 0 || k.Case.Strategy != Generate {
			return b.retry(&k.Case)
		}
		defer b.recovered(&failure)
		var err error
		k.Case.Content, err = b.maker.room.build(&k.Case.Packet, k.Case.Model, true)
		return b.try(&k.Case, err)
	})
}
