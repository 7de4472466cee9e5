package fuzz

import "netquiz/proto"

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
	return c, newBench(&o).replay(c, i)
}

func (b *bench) replay(c *Case, i uint64) (failure *Failure) {
	defer b.recovered(&failure)
	b.maker.make(c, i)
	return b.try(c, b.maker.err)
}

// Try tells the law that the codec breaks on a packet: nil, none.
func Try(p *proto.Packet) *Failure {
	b := newBench(&Options{})
	c := &Case{Strategy: Raw, From: -1, Packet: *p, Content: len(p.Bytes)}
	return b.retry(c)
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
		c, failure := &Case{}, &f.Failure
		if f.Failure.Oracle == Hung {
			newMaker(&o).make(c, i) // to try it again would hang again
		} else if c, failure = Replay(o, i); failure == nil {
			failure = &f.Failure
		}
		k := Kept{Case: *c, Signature: f.Signature, Failure: *failure, Count: f.Count}
		if c.From >= 0 {
			k.Seed = o.Seeds[c.From].Name
		}
		found = append(found, k)
	}
	return found
}

// Try holds a case that was kept against the laws again.
func (k *Kept) Try() *Failure {
	b := newBench(&Options{})
	if len(k.Case.Model) == 0 || k.Case.Strategy != Generate {
		return b.retry(&k.Case)
	}
	var failure *Failure
	func() {
		defer b.recovered(&failure)
		var err error
		k.Case.Content, err = b.maker.room.build(&k.Case.Packet, k.Case.Model)
		failure = b.try(&k.Case, err)
	}()
	return failure
}
