package fuzz

import "netquiz/proto"

// targetWorker makes cases and tries them with a target, in a row of its own.
type targetWorker struct {
	campaign *Campaign
	maker    *maker
	block    *block
	x        *exchange
	tally    tally
	shapes   shapes
}

func newTargetWorker(c *Campaign) *targetWorker {
	w := &targetWorker{campaign: c, maker: newMaker(&c.options)}
	w.x = newExchange(c.options.Target, c.options.Target.manner)
	w.x.found = func(f *Failure, c *Case) { w.block.found(*f, c.I, len(c.Packet.Bytes)) }
	w.x.judged = func(f *proto.Frame, c *Case) {
		w.campaign.tried.Add(1)
		trace := uint64(0)
		for _, l := range f.Layers() {
			trace = mix(trace ^ uint64(l.Proto)<<8 ^ uint64(l.Status))
		}
		w.shapes.note(w.block, f, trace, c.I)
	}
	w.x.answers.tally = &w.tally
	return w
}

func (w *targetWorker) run() {
	defer w.x.close()
	for {
		n, from, to, ok := w.campaign.take()
		if !ok {
			return
		}
		w.block = &block{}
		step := w.campaign.options.Shards
		i := from + (w.campaign.options.Shard+step-from%step)%step
		err := w.x.talk(func(c *Case) bool {
			if i >= to {
				return false
			}
			if w.enough() {
				w.block.cut, w.block.next = true, i
				return false
			}
			w.make(c, i)
			w.block.runs++
			i += step
			return true
		})
		if err != nil {
			w.campaign.unusable(err)
			return
		}
		w.campaign.finish(n, w.block)
	}
}

// enough tells whether the campaign ends within a block: a target may be slow.
func (w *targetWorker) enough() bool {
	most := w.campaign.options.MaxFindings
	return w.campaign.interrupted.Load() || w.campaign.over() || most > 0 && len(w.block.findings) >= most
}

// make makes a case; one at which our own codec panics is bytes as far as they
// were made.
func (w *targetWorker) make(c *Case, i uint64) {
	defer func() { _ = recover() }() // the codec's own campaign tells
	w.maker.make(c, i)
}
