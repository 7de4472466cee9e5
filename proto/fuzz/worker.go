package fuzz

import (
	"runtime"
	"strings"
	"sync/atomic"

	"netquiz/proto"
)

// worker makes and judges cases, one after the other.
type worker struct {
	campaign *Campaign
	maker    *maker
	judge    judge
	c        Case
	block    *block
	shapes   shapes
	now      atomic.Uint64 // the case being run, + 1
}

// block is what a row of cases showed.
type block struct {
	runs     uint64
	findings []Finding
	shapes   map[uint64]uint64
	cut      bool // it was not run to its end
	next     uint64
}

func newWorker(c *Campaign) *worker {
	w := &worker{campaign: c, maker: newMaker(&c.options)}
	w.judge.rare.look = c.options.Look
	return w
}

func (w *worker) run() {
	for {
		n, from, to, ok := w.campaign.take()
		if !ok {
			return
		}
		w.block = &block{}
		w.judge.frame = proto.Frame{} // what one block leaves behind shows in no other
		step := w.campaign.options.Shards
		from += (w.campaign.options.Shard + step - from%step) % step
		for from < to {
			from = w.row(from, to, step)
		}
		w.now.Store(0)
		w.campaign.finish(n, w.block)
	}
}

// row runs cases until the last, or the first that panics, and answers where to
// go on.
func (w *worker) row(i, to, step uint64) (next uint64) {
	defer func() {
		if cause := recover(); cause != nil {
			w.found(Failure{Oracle: Panicked, Where: culprit()}, i)
			next = i + step
		}
	}()
	for ; i < to; i += step {
		w.now.Store(i + 1)
		w.block.runs++
		w.maker.make(&w.c, i)
		if v := w.judge.judge(&w.c, w.maker.err); v.failed {
			w.found(w.again(v.Failure), i)
		}
		w.shapes.note(w.block, &w.judge.frame, w.judge.tile.trace, i)
	}
	return i
}

// again is the failure, unless a Frame that was never used is right.
func (w *worker) again(f Failure) Failure {
	var fresh judge
	if v := fresh.judge(&w.c, w.maker.err); !v.failed {
		return *f.stale()
	}
	return f
}

func (w *worker) found(f Failure, i uint64) { w.block.found(f, i, len(w.c.Packet.Bytes)) }

// found notes a failure of case i, of size bytes, and tells whether it is the first
// of its kind in the block.
func (b *block) found(f Failure, i uint64, size int) bool {
	name := f.Signature()
	for k := range b.findings {
		if at := &b.findings[k]; at.Signature == name {
			at.Count++
			at.keep(i, size)
			return false
		}
	}
	b.findings = append(b.findings, Finding{Signature: name, Failure: f, First: i, Count: 1,
		Smallest: []uint64{i}, sizes: []int{size}})
	return true
}

// culprit is the codec's function that panicked: the one that decodes or seals a
// protocol, if it is one of those, since what it calls depends on chance.
func culprit() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	innermost := ""
	for {
		f, more := frames.Next()
		name, ours := strings.CutPrefix(f.Function, "netquiz/")
		if ours && !strings.HasPrefix(name, "proto/fuzz.") {
			if strings.HasPrefix(name, "proto.decode") || strings.HasPrefix(name, "proto.(*sealing).") {
				return name
			}
			if innermost == "" {
				innermost = name
			}
		}
		if !more {
			return innermost
		}
	}
}
