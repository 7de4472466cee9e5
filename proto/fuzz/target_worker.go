package fuzz

import (
	"maps"
	"time"

	"netquiz/proto"
)

// targetWorker makes cases and tries them with a target, in a row of its own.
type targetWorker struct {
	campaign *Campaign
	maker    *maker
	x        *exchange
	marks    tally // of what is settled
	pending  tally
	shapes   shapes
	lot      lot // to sift

	held    []*held
	now     *held
	since   time.Time // when the first that is held began
	suspect suspicion
	guilty  bool // a frame was found over which the target fails
}

// held is a block that ran, but of which it is not sure yet which answer belongs
// to which frame.
type held struct {
	block
	n, from, to uint64
	last        Case // that was tried
}

// suspicion is how the target failed over frames of which none may be guilty.
type suspicion struct {
	failure *Failure
	at      *held
	c       Case
}

// settleShare says how seldom a child is ended to see whether it has said all: no
// more than one part in so many of the time goes there.
const settleShare = 50

func newTargetWorker(c *Campaign) *targetWorker {
	w := &targetWorker{campaign: c, maker: newMaker(&c.options), x: newExchange(c.options.Target, c.options.Target.manner)}
	w.x.answers.tally = &w.pending
	w.x.enough, w.x.doubted = w.enough, w.suspects
	w.x.tried = func(c *Case, f *Failure) {
		w.campaign.tried.Add(1)
		if w.now.last = *c; f != nil {
			w.found(w.now, f, c)
		}
	}
	w.x.judged = func(c *Case, f *proto.Frame) {
		trace := uint64(0)
		for _, l := range f.Layers() {
			trace = mix(trace ^ uint64(l.Proto)<<8 ^ uint64(l.Status))
		}
		w.shapes.note(&w.now.block, f, trace, c.I)
		if n := int64(len(w.shapes.known)); n > w.campaign.seen.Load() {
			w.campaign.seen.Store(n) // another worker's may be more: soon it tells
		}
	}
	return w
}

// run runs blocks until there are no more.
func (w *targetWorker) run() error {
	defer w.x.close()
	for {
		n, from, to, ok := w.campaign.take()
		if !ok {
			return w.settle()
		}
		if len(w.held) == 0 {
			w.since = time.Now()
		}
		w.now = &held{n: n, from: from, to: to}
		w.held = append(w.held, w.now)
		if err := w.block(w.now); err != nil {
			return err
		}
		if w.suspect.failure != nil || w.enough() || time.Since(w.since) > settleShare*w.campaign.options.Target.life {
			if err := w.settle(); err != nil {
				return err
			}
		}
	}
}

// block runs a block. What it finds is not sure yet, but of a target that answers
// when its input ends.
func (w *targetWorker) block(h *held) error {
	if w.x.manner == Batch {
		return w.sift(h, h.to)
	}
	i, step := w.first(h), w.campaign.options.Shards
	return w.x.talk(func(c *Case) bool {
		if i >= h.to {
			return false
		}
		if w.enough() || w.campaign.over() {
			h.cut, h.next = true, i
			return false
		}
		w.make(c, i)
		h.runs++
		i += step
		return true
	})
}

// first is the first case of a block that is of this shard.
func (w *targetWorker) first(h *held) uint64 {
	step := w.campaign.options.Shards
	return h.from + (w.campaign.options.Shard+step-h.from%step)%step
}

// sift runs the cases of a block up to one, in rows of which each is seen to the end.
func (w *targetWorker) sift(h *held, to uint64) error {
	w.now, w.lot.n, w.x.convicted = h, 0, 0
	h.block = block{shapes: h.shapes}
	var c Case
	for i := w.first(h); i < to; i += w.campaign.options.Shards {
		w.make(&c, i)
		w.lot.add(&c)
	}
	done := 0
	if w.lot.n > 0 && !w.enough() {
		n, guilty, err := w.x.sift(w.lot.all())
		if err != nil {
			return err
		}
		done, w.guilty = n, w.guilty || guilty
	}
	if h.runs = uint64(done); done < w.lot.n {
		h.cut, h.next = true, w.lot.cases[done].I
		maps.DeleteFunc(h.shapes, func(_, i uint64) bool { return i >= h.next })
	}
	return nil
}

// settle makes sure of the blocks that are held: either the target has said as much
// as it was asked, or they are sifted.
func (w *targetWorker) settle() error {
	if how := w.x.settle(); how != nil {
		w.suspects(&w.now.last, how)
	}
	if w.suspect.failure != nil && w.x.manner != Batch {
		if err := w.again(); err != nil {
			return err
		}
	}
	if s := &w.suspect; s.failure != nil && !w.guilty {
		w.found(s.at, s.failure, &s.c)
	}
	for _, h := range w.held {
		w.campaign.finish(h.n, &h.block)
	}
	w.marks.join(&w.pending)
	w.pending, w.held, w.suspect, w.guilty = tally{}, w.held[:0], suspicion{}, false
	return nil
}

// again sifts the blocks that are held: what was found in them may not be so.
func (w *targetWorker) again() error {
	w.pending = tally{}
	for _, h := range w.held {
		w.campaign.forget(h.runs)
	}
	for k, h := range w.held {
		to := h.to
		if h.cut && w.campaign.over() {
			to = h.next
		}
		if err := w.sift(h, to); err != nil {
			return err
		}
		if w.full() { // those behind it do not count any more
			w.held = w.held[:k+1]
			break
		}
	}
	return nil
}

// suspects remembers what shows first that answers may not belong to their frames.
func (w *targetWorker) suspects(c *Case, f *Failure) {
	if w.suspect.failure == nil {
		w.suspect = suspicion{&Failure{Oracle: f.Oracle, Where: Together, Said: f.Said}, w.now, *c}
	}
}

func (w *targetWorker) found(h *held, f *Failure, c *Case) {
	if h.found(*f, c.I, len(c.Packet.Bytes)) {
		w.campaign.notice(f.Signature())
	}
}

// enough tells whether nobody wants to know more of the block that runs.
func (w *targetWorker) enough() bool { return w.campaign.interrupted.Load() || w.full() }

func (w *targetWorker) full() bool {
	most := w.campaign.options.MaxFindings
	return most > 0 && len(w.now.findings) >= most
}

// make makes a case; one at which our own codec panics is bytes as far as they
// were made.
func (w *targetWorker) make(c *Case, i uint64) {
	defer func() { _ = recover() }() // the codec's own campaign tells
	w.maker.make(c, i)
}
