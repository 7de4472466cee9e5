package main

import (
	"context"
	"io"
	"runtime"

	"netquiz/proto"
)

// What goes through the pipeline together at most. Both bound its memory: it is
// the same however many packets come, and however many cores there are.
const (
	batchPackets = 128
	batchBytes   = 64 << 10
	maxWorkers   = 4
)

// batch is some packets on their way, and what has become of them.
type batch struct {
	packets []proto.Packet
	bytes   []byte    // of all the packets
	chosen  []verdict // of the packets that were chosen
	text    []byte    // of the packets that were chosen
	done    chan struct{}
}

// verdict is what a worker found out about a packet that was chosen.
type verdict struct {
	packet  int  // which of the batch
	end     int  // where its text ends
	broken  bool // it is wrong
	guessed bool // it has an FCS that nobody announced
}

// add keeps a copy of p, whose bytes are its reader's.
func (b *batch) add(p *proto.Packet) {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p.Bytes...)
	kept := *p
	kept.Bytes = b.bytes[from:len(b.bytes):len(b.bytes)]
	b.packets = append(b.packets, kept)
}

func (b *batch) full() bool { return len(b.packets) == batchPackets || len(b.bytes) >= batchBytes }

func (b *batch) empty() {
	b.packets, b.bytes, b.chosen, b.text = b.packets[:0], b.bytes[:0], b.chosen[:0], b.text[:0]
}

// worker chooses packets and makes text of them. Each is used by one goroutine.
type worker interface {
	// appendTo appends the text of p to dst, and tells whether p is chosen.
	appendTo(dst []byte, p *proto.Packet) (text []byte, v verdict, chosen bool)
}

// pipeline reads packets, lets workers make text of them on several cores, and
// puts them out in the order they came. Nothing waits in it for more input.
type pipeline struct {
	next   func(*proto.Packet) error // io.EOF at the end
	worker func() worker
	put    func(*batch) error // called by one goroutine
	most   uint64             // packets to put out; 0: all

	// What came of it, for use after run.
	read    int // packets that were put out or left out
	broken  int // packets put out that are wrong
	guessed int // packets put out with an FCS that nobody announced

	hand func() // hands the packets read so far to the workers
}

// about tells the pipeline that next is about to wait for its input.
func (p *pipeline) about() {
	if p.hand != nil {
		p.hand()
	}
}

// run runs the pipeline to the end of its input, and returns what ended it: nil,
// the reader's error, put's, or the reason for which ctx ended. All that was read
// before has then been put out. It does not wait for a reader that still waits
// for its input.
func (p *pipeline) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := min(runtime.GOMAXPROCS(0), maxWorkers)
	b := belt{
		work:    make(chan *batch, 2*workers),
		ordered: make(chan *batch, 2*workers),
		free:    make(chan *batch, 2*workers+2), // room for those ordered, the one filled and the one put out
		ended:   make(chan error, 1),
	}
	for range workers {
		go b.serve(p.worker())
	}
	go func() {
		defer close(b.ordered)
		defer close(b.work)
		b.ended <- p.fill(ctx, &b)
	}()
	for {
		select {
		case next, more := <-b.ordered:
			if !more {
				return <-b.ended
			}
			if done, err := p.take(next); done || err != nil {
				return err
			}
			b.recycle(next)
		case <-ctx.Done():
			return p.rest(ctx, &b)
		}
	}
}

// rest puts out what has been handed over when ctx ended.
func (p *pipeline) rest(ctx context.Context, b *belt) error {
	for {
		select {
		case next, more := <-b.ordered:
			if !more {
				return context.Cause(ctx)
			}
			if done, err := p.take(next); done || err != nil {
				return err
			}
		default:
			return context.Cause(ctx)
		}
	}
}

// take puts out a batch, and tells whether no more are wanted.
func (p *pipeline) take(b *batch) (done bool, err error) {
	<-b.done
	if left := p.most; left > 0 && uint64(len(b.chosen)) >= left {
		b.chosen, done = b.chosen[:left], true
	}
	p.read += len(b.packets)
	for i := range b.chosen {
		if b.chosen[i].broken {
			p.broken++
		}
		if b.chosen[i].guessed {
			p.guessed++
		}
	}
	if p.most > 0 {
		p.most -= uint64(len(b.chosen))
	}
	if len(b.chosen) == 0 {
		return done, nil
	}
	return done, p.put(b)
}

// fill reads packets into batches. A batch goes off when it is full, or when the
// reader is about to wait.
func (p *pipeline) fill(ctx context.Context, b *belt) error {
	open := b.fresh()
	p.hand = func() {
		if len(open.packets) == 0 {
			return
		}
		select {
		case b.ordered <- open:
			b.work <- open
			open = b.fresh()
		case <-ctx.Done(): // nobody takes it any more
		}
	}
	var packet proto.Packet
	for {
		err := p.next(&packet)
		if err == nil {
			open.add(&packet)
		}
		if err == nil && !open.full() {
			continue
		}
		p.hand()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		}
	}
}

// belt carries batches from the reader to the workers and on.
type belt struct {
	work    chan *batch // to be worked on, by whoever is free
	ordered chan *batch // the same, in the order they came
	free    chan *batch
	ended   chan error
}

func (b *belt) serve(w worker) {
	for next := range b.work {
		for i := range next.packets {
			text, v, chosen := w.appendTo(next.text, &next.packets[i])
			next.text = text
			if chosen {
				v.packet, v.end = i, len(text)
				next.chosen = append(next.chosen, v)
			}
		}
		next.done <- struct{}{}
	}
}

func (b *belt) fresh() *batch {
	select {
	case free := <-b.free:
		return free
	default:
		return &batch{done: make(chan struct{}, 1)}
	}
}

func (b *belt) recycle(done *batch) {
	done.empty()
	select {
	case b.free <- done:
	default:
	}
}
