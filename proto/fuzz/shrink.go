package fuzz

import (
	"slices"

	"netquiz/proto"
)

// shrinkMost is how many cases a shrinking tries.
const shrinkMost = 4000

// shrinkRounds is how often it goes through everything that could be smaller.
const shrinkRounds = 12

// shrinker makes a case smaller as long as it shows the same fault: the one of
// the same signature. It changes what the case is made of, not its bytes, so that
// what is left can be read.
type shrinker struct {
	options *Options
	bench   *bench
	want    string
	best    Case
	runs    int
	most    int // bytes; none is longer than the one before
	fail    Failure

	model []Layer      // what the frame is built from, or
	base  proto.Packet // the frame that is changed
	end   int          // of its content
	ops   []Op
	mend  Mend
	fcs   int8
	pad   bool
}

// Shrink makes k smaller and tells how many cases it tried. A case that does not
// fail any more comes back as it was.
func Shrink(o Options, k *Kept) (*Kept, int) {
	switch k.Failure.Oracle {
	case Hung, Stale: // each try would take its whole time; it does not show alone
		return k, 0
	}
	if o.ready() != nil {
		return k, 0
	}
	o.Seeds = fit(o.Seeds, &o)
	s := &shrinker{options: &o, bench: newBench(&o), want: k.Signature, most: len(k.Case.Packet.Bytes)}
	defer func() { s.bench.close() }()
	if o.Target != nil && k.Failure.Where != Surplus {
		s.bench.ask = s.bench.x.ask // a child for all of them: to start one takes longest
	}
	if !s.begin(&o, k) {
		return k, s.runs
	}
	for smaller, round := true, 0; smaller && round < shrinkRounds; round++ {
		smaller = s.dropOps()
		smaller = s.dropLayers() || smaller
		smaller = s.reduceModel() || smaller
		smaller = s.reduceBase() || smaller
		smaller = s.reduceOps() || smaller
		smaller = s.simplify() || smaller
	}
	if len(s.model) == 0 && len(s.ops) == 0 {
		s.reduceBytes()
	}
	small := *k
	small.Case, small.Failure, small.Shrunk = s.best, s.fail, true
	return &small, s.runs
}

// begin takes the case apart and tries it once more.
func (s *shrinker) begin(o *Options, k *Kept) bool {
	c := &k.Case
	named := func(seed Seed) bool { return seed.Name == k.Seed }
	s.best.Seed, s.best.I, s.best.Strategy, s.best.From = c.Seed, c.I, c.Strategy, c.From
	s.best.Packet.Link = c.Packet.Link
	s.ops, s.mend, s.fcs, s.pad = slices.Clone(c.Ops), c.Mend, c.Packet.FCS, true
	if !k.Shrunk && c.Strategy != Raw && len(c.Ops) == 0 && len(c.Model) == 0 {
		s.ops = nil // read from a file: the packet alone
	}
	switch {
	case len(c.Model) > 0:
		s.model = slices.Clone(c.Model)
		for _, l := range s.model {
			if l, ok := l.(interface{ own() }); ok {
				l.own()
			}
		}
		if s.pad = false; !s.try() { // what was padded may not show its fault without
			s.pad = true
		}
	case k.Seed != "" && slices.ContainsFunc(o.Seeds, named):
		seed := &o.Seeds[slices.IndexFunc(o.Seeds, named)]
		s.base, s.end = seed.Packet, seed.Content
	default:
		s.base, s.end, s.ops, s.mend = c.Packet, c.Content, nil, 0
	}
	s.base.Bytes = slices.Clone(s.base.Bytes)
	return s.try()
}

// try makes the case anew and tells whether it shows the same fault; then it is
// the best so far.
func (s *shrinker) try() bool {
	if s.runs >= shrinkMost {
		return false
	}
	s.runs++
	c := s.best
	c.Model, c.Mend = s.model, s.mend
	failure := s.bench.within(0, func() *Failure { return s.run(s.bench, &c) })
	if failure != nil && failure.Oracle == Hung && s.bench.x == nil {
		s.bench = newBench(s.options) // the other one is still at it
	}
	if failure == nil || failure.Signature() != s.want || len(c.Packet.Bytes) > s.most {
		return false
	}
	s.most = len(c.Packet.Bytes)
	s.fail = *failure
	c.Packet.Bytes = slices.Clone(c.Packet.Bytes)
	c.Ops = slices.Clone(s.ops)
	s.best = c
	return true
}

// run builds, changes and judges.
func (s *shrinker) run(b *bench, c *Case) (failure *Failure) {
	defer b.recovered(&failure)
	var built error
	if s.model != nil {
		c.Packet = proto.Packet{Link: c.Packet.Link, FCS: s.fcs}
		c.Content, built = b.maker.room.build(&c.Packet, s.model, s.pad)
	} else {
		c.Packet, c.Content = s.base, s.end
		c.Packet.Bytes, c.Packet.FCS = slices.Clone(s.base.Bytes), s.fcs
	}
	if built == nil && (len(s.ops) > 0 || s.mend != 0) {
		whole := c.Packet
		whole.Bytes = slices.Clone(whole.Bytes) // as an operation that is told of it finds it
		b.maker.base = &b.maker.built
		b.maker.base.frame.Decode(&whole, proto.CheckNone)
		c.Ops = s.ops
		b.maker.change(c)
	}
	if b.x != nil {
		unsay(&c.Packet)
	}
	return b.try(c, built)
}

// attempt tries what change does, and undoes it unless the fault stays.
func (s *shrinker) attempt(change, undo func()) bool {
	change()
	if s.try() {
		return true
	}
	undo()
	return false
}

func (s *shrinker) dropOps() (smaller bool) {
	for k := len(s.ops) - 1; k >= 0; k-- {
		before := s.ops
		smaller = s.attempt(func() { s.ops = slices.Delete(slices.Clone(before), k, k+1) }, func() { s.ops = before }) || smaller
	}
	return smaller
}

// dropLayers takes whole protocols out of the model; what operates on those
// behind moves with them.
func (s *shrinker) dropLayers() (smaller bool) {
	for k := len(s.model) - 1; k > 0; k-- {
		model, ops := s.model, s.ops
		smaller = s.attempt(func() {
			s.model = slices.Delete(slices.Clone(model), k, k+1)
			s.ops = slices.Clone(ops)
			for j := range s.ops {
				if s.ops[j].Layer > k {
					s.ops[j].Layer--
				}
			}
		}, func() { s.model, s.ops = model, ops }) || smaller
	}
	return smaller
}

// reduceOps makes what the operations do less: fields less wrong, fewer bytes,
// nearer places, zeros.
func (s *shrinker) reduceOps() (smaller bool) {
	for k := range s.ops {
		o := &s.ops[k]
		if o.Kind == OpSet {
			smaller = s.reduceSet(o) || smaller
			continue
		}
		for _, n := range []*int{&o.N, &o.At} {
			for _, less := range [...]int{0, 1, *n / 2, *n - 1} {
				smaller = less >= 0 && less < *n && tryNumber(s, n, less) || smaller
			}
		}
		if o.Value != 0 {
			smaller = tryNumber(s, &o.Value, 0) || smaller
		}
	}
	return smaller
}

// reduceSet looks for the value nearest to the one that was there.
func (s *shrinker) reduceSet(o *Op) bool {
	distance := func(v uint64) uint64 { return max(v, o.Was) - min(v, o.Was) }
	before := distance(o.Value)
	for _, step := range [...]uint64{1, 2, 4, before / 2} {
		for _, v := range [...]uint64{o.Was + step, o.Was - step} {
			if v <= o.Field.Max() && distance(v) < before && tryNumber(s, &o.Value, v) {
				return true
			}
		}
	}
	return false
}

func tryNumber[N int | uint64](s *shrinker, n *N, less N) bool {
	before := *n
	return s.attempt(func() { *n = less }, func() { *n = before })
}

// simplify does without padding and FCS, and mends all or nothing.
func (s *shrinker) simplify() (smaller bool) {
	if s.pad && s.model != nil {
		smaller = s.attempt(func() { s.pad = false }, func() { s.pad = true })
	}
	if fcs := s.fcs; fcs != 0 && s.model != nil {
		smaller = s.attempt(func() { s.fcs = 0 }, func() { s.fcs = fcs }) || smaller
	}
	if mend := s.mend; len(s.ops) > 0 && mend != MendSums|MendFCS {
		s.attempt(func() { s.mend = MendSums | MendFCS }, func() { s.mend = mend })
	}
	return smaller
}
