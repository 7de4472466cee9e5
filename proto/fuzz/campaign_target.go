package fuzz

import (
	"context"
	"slices"
	"sync"

	"netquiz/proto"
)

// runTarget runs the campaign with its target.
func (c *Campaign) runTarget(ctx context.Context) (*Result, error) {
	if err := c.options.ready(); err != nil {
		return nil, err
	}
	var all sync.WaitGroup
	for range c.options.Workers {
		w := newTargetWorker(c)
		all.Go(func() {
			if err := w.run(); err != nil {
				c.unusable(err)
			}
			c.mu.Lock()
			c.tally.join(&w.marks)
			c.mu.Unlock()
		})
	}
	watched := context.AfterFunc(ctx, func() {
		c.stop.Store(true)
		c.interrupted.Store(true)
	})
	all.Wait()
	watched()
	if c.unfit != nil {
		return nil, c.unfit
	}
	return c.result(), nil
}

// unusable ends the campaign over a target that cannot be used.
func (c *Campaign) unusable(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.unfit = err
	c.stop.Store(true)
}

// notice counts a finding before it is certain, for those who watch.
func (c *Campaign) notice(signature string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.noticed[signature] = true
}

// forget takes back what was noticed in so many runs.
func (c *Campaign) forget(runs uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tried.Add(-runs)
	clear(c.noticed)
}

// Manner is how the target takes part. It tries the target, and fails with a
// *TargetError if it cannot be used.
func (o *Options) Manner() (Manner, error) {
	if err := o.ready(); err != nil {
		return 0, err
	}
	return o.Target.manner, nil
}

// fit are the seeds that the options let take part: those of the layers chosen,
// and for a target those of Ethernet, as it cannot know what else they are.
func fit(seeds []Seed, o *Options) []Seed {
	if o.Target == nil && len(o.Layers) == 0 {
		return seeds
	}
	wanted := wantedProtos(o.Layers)
	var some []Seed
	for _, s := range seeds {
		if o.Target != nil {
			if s.Packet.Link != proto.LinkEthernet {
				continue
			}
			s = bare(s)
		}
		var f proto.Frame
		f.Decode(&s.Packet, proto.CheckNone)
		if !slices.ContainsFunc(f.Layers(), func(l proto.Layer) bool { return !wanted[l.Proto] && !behind(l.Proto) }) {
			some = append(some, s)
		}
	}
	return some
}

// bare is the seed without an FCS and without a memory of what was cut off.
func bare(s Seed) Seed {
	p := s.Packet
	p.Bytes = slices.Clone(p.Bytes)
	unsay(&p)
	return NewSeed(s.Name, p)
}

// unsay makes p a packet that is all that can be known of it from its bytes.
func unsay(p *proto.Packet) {
	if n := len(p.Bytes); p.FCS == 4 && n >= 4 {
		p.Bytes = p.Bytes[:n-4]
	}
	p.FCS, p.Length = 0, 0
}
