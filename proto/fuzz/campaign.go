package fuzz

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"netquiz/proto"
)

// Options say what a campaign tries. Runs or Time must end it, or findings do.
type Options struct {
	Seed        uint64
	First       uint64        // the case to begin with: where another campaign stopped
	Runs        uint64        // cases up to this number; 0: no end
	Time        time.Duration // 0: no end
	Workers     int           // 0: one for each processor
	Strategy    Strategy
	Layers      []proto.Proto // of models; none: all
	Protect     int           // bytes at the start of a frame that no operation changes
	Shard       uint64        // this one of so many, from 0: cases with i mod Shards = Shard
	Shards      uint64        // 0: one
	KeepGoing   bool          // findings do not end it
	MaxFindings int           // so many end it; 0: one, unless KeepGoing
	Seeds       []Seed
	Timeout     time.Duration // the longest that one case may take; 0: a second
	Memory      uint64        // the most bytes that all may take; 0: 1 GiB
	Target      *Target       // somebody else's decoder, instead of ours

	// Look is shown a frame now and then, to draw and ask it in every way that
	// there is; it must not panic. Several goroutines call it at once.
	Look func(*proto.Frame)
}

// Progress tells how far a campaign is.
type Progress struct {
	Runs     uint64
	Shapes   int // kinds of frames seen: other layers, options, problems or lengths
	Findings int
	Elapsed  time.Duration
}

// Result is what a campaign found, the same for the same Options, whatever the
// number of workers, unless Time or the caller ended it.
type Result struct {
	Progress
	Next     uint64 // where a campaign that goes on begins
	Findings []Finding
	Shapes   []uint64 // the first case of each kind of frame, in order
	Marks    []Mark   // of a target
}

// Finding is a fault: all cases that broke the same law at the same place.
type Finding struct {
	Signature string
	Failure   Failure
	First     uint64 // the first case
	Count     uint64
	Smallest  []uint64 // up to three cases, the shortest frames first
	sizes     []int
}

// smallestKept is how many cases of a finding are kept.
const smallestKept = 3

// blockLen is how many cases a worker takes at once.
const blockLen = 2048

// over tells whether the time of the campaign is.
func (c *Campaign) over() bool {
	return c.options.Time > 0 && time.Since(c.start) >= c.options.Time
}

// Campaign runs cases.
type Campaign struct {
	options Options
	start   time.Time
	taken   atomic.Uint64 // blocks given out
	stop    atomic.Bool
	workers []*worker

	interrupted atomic.Bool // cases on their way are enough

	mu       sync.Mutex
	done     map[uint64]*block // blocks that wait for those before them
	merged   uint64            // blocks
	runs     uint64
	tried    atomic.Uint64   // with a target, in blocks that are not done
	noticed  map[string]bool // there, signatures
	seen     atomic.Int64    // there, shapes that one worker has
	findings []Finding
	byName   map[string]int
	shapes   map[uint64]uint64
	ended    bool
	cut      bool   // a block was not run to its end
	next     uint64 // then, its first case that was not run
	tally    tally
	unfit    error
	stuck    chan Finding
}

// New prepares a campaign, whose time runs from now: who asks for its progress
// may ask before it runs.
func New(o Options) *Campaign {
	if o.Shards == 0 {
		o.Shards = 1
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if o.Memory == 0 {
		o.Memory = 1 << 30
	}
	if o.MaxFindings == 0 && !o.KeepGoing {
		o.MaxFindings = 1
	}
	o.Seeds = fit(o.Seeds, &o)
	return &Campaign{options: o, start: time.Now(), done: map[uint64]*block{}, byName: map[string]int{}, noticed: map[string]bool{}, shapes: map[uint64]uint64{}, stuck: make(chan Finding, 1)}
}

// Run runs the campaign to its end, or until ctx ends. It fails with a
// *TargetError if there is a target that cannot be used.
func (c *Campaign) Run(ctx context.Context) (*Result, error) {
	if c.options.Target != nil {
		return c.runTarget(ctx)
	}
	var all sync.WaitGroup
	for range c.options.Workers {
		w := newWorker(c)
		c.workers = append(c.workers, w)
		all.Go(w.run)
	}
	finished := make(chan struct{})
	go func() {
		all.Wait()
		close(finished)
	}()
	watching, enough := context.WithCancel(ctx)
	defer enough()
	go c.watch(watching)
	select {
	case <-finished:
	case <-ctx.Done():
		c.stop.Store(true)
		select {
		case <-finished:
		case <-time.After(c.options.Timeout):
		}
	case f := <-c.stuck:
		c.stop.Store(true)
		c.mu.Lock()
		c.add(f)
		c.mu.Unlock()
	}
	return c.result(), nil
}

// Progress tells how far the campaign is; any goroutine may ask.
func (c *Campaign) Progress() Progress {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.progress()
}

func (c *Campaign) progress() Progress {
	return Progress{Runs: max(c.runs, c.tried.Load()), Shapes: max(len(c.shapes), int(c.seen.Load())), Findings: max(len(c.findings), len(c.noticed)), Elapsed: time.Since(c.start)}
}

func (c *Campaign) result() *Result {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &Result{Progress: c.progress(), Marks: c.tally.marks(), Next: c.goOn(), Findings: slices.Clone(c.findings)}
	r.Runs, r.Progress.Findings = c.runs, len(c.findings)
	for _, i := range c.shapes {
		r.Shapes = append(r.Shapes, i)
	}
	slices.Sort(r.Shapes)
	return r
}

// goOn is the case that a campaign which goes on begins with.
func (c *Campaign) goOn() uint64 {
	next := c.first(c.merged)
	if c.cut {
		next = c.next
	}
	if o := &c.options; o.Runs > 0 {
		next = min(next, max(o.Runs, o.First))
	}
	return next
}

// first is the first case of block n, before it is known whether it is of this
// shard.
func (c *Campaign) first(n uint64) uint64 { return c.options.First + n*blockLen*c.options.Shards }

// take gives out the next block of cases: from, to.
func (c *Campaign) take() (n, from, to uint64, ok bool) {
	o := &c.options
	if c.stop.Load() || c.over() {
		return 0, 0, 0, false
	}
	n = c.taken.Add(1) - 1
	from, to = c.first(n), c.first(n+1)
	if o.Runs > 0 {
		to = min(to, o.Runs)
	}
	return n, from, to, from < to
}

// finish takes the findings of a block in, after those of the blocks before it.
func (c *Campaign) finish(n uint64, b *block) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done[n] = b
	if most := c.options.MaxFindings; most > 0 && len(b.findings) >= most {
		c.stop.Store(true) // whatever the blocks before it find
	}
	for b := c.done[c.merged]; b != nil && !c.ended; b = c.done[c.merged] {
		delete(c.done, c.merged)
		c.merged++
		c.runs += b.runs
		if b.cut && !c.cut {
			c.cut, c.next = true, b.next
		}
		for _, f := range b.findings {
			c.add(f)
		}
		c.see(b.shapes)
		if most := c.options.MaxFindings; most > 0 && len(c.findings) >= most {
			c.findings = c.findings[:most]
			c.ended = true
			c.stop.Store(true)
		}
	}
}

// see takes in shapes in the order of their cases: not all of them may fit.
func (c *Campaign) see(shapes map[uint64]uint64) {
	first := func(a, b uint64) int { return cmp.Compare(shapes[a], shapes[b]) }
	for _, shape := range slices.SortedFunc(maps.Keys(shapes), first) {
		if _, known := c.shapes[shape]; !known && len(c.shapes) < shapesMost {
			c.shapes[shape] = shapes[shape]
		}
	}
}

func (c *Campaign) add(f Finding) {
	at, known := c.byName[f.Signature]
	if !known {
		c.byName[f.Signature] = len(c.findings)
		c.findings = append(c.findings, f)
		return
	}
	c.findings[at].join(&f)
}

// join takes in the cases of g, which is the same fault.
func (f *Finding) join(g *Finding) {
	f.Count += g.Count
	f.First = min(f.First, g.First)
	for k, i := range g.Smallest {
		f.keep(i, g.sizes[k])
	}
}

// keep remembers case i of size bytes if it is one of the smallest.
func (f *Finding) keep(i uint64, size int) {
	at := len(f.sizes)
	for at > 0 && (f.sizes[at-1] > size || f.sizes[at-1] == size && f.Smallest[at-1] > i) {
		at--
	}
	if at < smallestKept {
		f.Smallest = slices.Insert(f.Smallest, at, i)
		f.sizes = slices.Insert(f.sizes, at, size)
		f.Smallest, f.sizes = f.Smallest[:min(len(f.sizes), smallestKept)], f.sizes[:min(len(f.sizes), smallestKept)]
	}
}
