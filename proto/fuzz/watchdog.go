package fuzz

import (
	"context"
	"runtime/metrics"
	"time"
)

// watch looks from outside whether a case does not come back, or takes more
// memory than it may. Go cannot end what hangs: the campaign ends with the
// finding, and leaves its worker behind.
func (c *Campaign) watch(ctx context.Context) {
	tick := time.NewTicker(c.options.Timeout / 4)
	defer tick.Stop()
	before := make([]uint64, len(c.workers))
	since := make([]time.Time, len(c.workers))
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			for k, w := range c.workers {
				i := w.now.Load()
				if i == 0 || i != before[k] {
					before[k], since[k] = i, now
					continue
				}
				if now.Sub(since[k]) >= c.options.Timeout {
					c.report(Hung, i-1)
					return
				}
			}
			if c.greedy() {
				c.report(Hoarded, max(c.workers[0].now.Load(), 1)-1)
				return
			}
		}
	}
}

func (c *Campaign) greedy() bool {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Kind() == metrics.KindUint64 && sample[0].Value.Uint64() > c.options.Memory
}

func (c *Campaign) report(o Oracle, i uint64) {
	f := Failure{Oracle: o}
	c.stuck <- Finding{Signature: f.Signature(), Failure: f, First: i, Count: 1, Smallest: []uint64{i}, sizes: []int{0}}
}
