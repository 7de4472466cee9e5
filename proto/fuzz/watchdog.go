package fuzz

import (
	"context"
	"runtime"
	"runtime/metrics"
	"time"
)

// began is when this process did.
var began = time.Now()

// patience tells whether something has been tried for too long: for its time by
// the clock, and for as much of the processors' time as it had a share of. A
// machine that is busy with other things makes nothing late.
type patience struct {
	most   time.Duration
	share  time.Duration // of the processors' time, for one of those that run
	clock  time.Time
	worked time.Duration
}

// patienceMost is how many times its time something may take by the clock alone:
// it may be asleep, and use no processor.
const patienceMost = 60

func newPatience(most time.Duration, running int) patience {
	return patience{most: most, share: most * time.Duration(min(running, runtime.GOMAXPROCS(0)))}
}

func (p *patience) begin() { p.clock, p.worked = time.Now(), cpuTime() }

func (p *patience) over() bool {
	spent := time.Since(p.clock)
	return spent >= p.most && (cpuTime()-p.worked >= p.share || spent >= patienceMost*p.most)
}

// watch looks from outside whether a case does not come back, or takes more
// memory than it may. Go cannot end what hangs: the campaign ends with the
// finding, and leaves its worker behind.
func (c *Campaign) watch(ctx context.Context) {
	tick := time.NewTicker(c.options.Timeout / 4)
	defer tick.Stop()
	before := make([]uint64, len(c.workers))
	late := make([]patience, len(c.workers))
	for k := range late {
		late[k] = newPatience(c.options.Timeout, len(c.workers))
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			for k, w := range c.workers {
				i := w.now.Load()
				if i == 0 || i != before[k] {
					before[k] = i
					late[k].begin()
					continue
				}
				if late[k].over() {
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

// greedy tells whether more memory is held than may be, garbage apart.
func (c *Campaign) greedy() bool {
	if !c.holds() {
		return false
	}
	runtime.GC()
	return c.holds()
}

func (c *Campaign) holds() bool {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Kind() == metrics.KindUint64 && sample[0].Value.Uint64() > c.options.Memory
}

func (c *Campaign) report(o Oracle, i uint64) {
	f := Failure{Oracle: o}
	c.stuck <- Finding{Signature: f.Signature(), Failure: f, First: i, Count: 1, Smallest: []uint64{i}, sizes: []int{0}}
}
