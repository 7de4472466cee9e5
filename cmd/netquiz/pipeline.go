package main

import (
	"context"
	"io"
	"runtime"

	"netquiz/proto"
)

// batchSize is how many packets at most go through the pipeline together.
const batchSize = 256

// batch is some packets on their way, and what has become of them.
type batch struct {
	packets []proto.Packet
	bytes   []byte // of all the packets
	made    []byte // the text of the packets that were chosen
	ends    []int  // where the text of each of them ends
	broken  bool   // one of them is wrong
	done    chan struct{}
}

// add keeps a copy of p, whose bytes are its reader's.
func (b *batch) add(p *proto.Packet) {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p.Bytes...)
	kept := *p
	kept.Bytes = b.bytes[from:len(b.bytes):len(b.bytes)]
	b.packets = append(b.packets, kept)
}

func (b *batch) empty() {
	b.packets, b.bytes, b.made, b.ends, b.broken = b.packets[:0], b.bytes[:0], b.made[:0], b.ends[:0], false
}

// worker makes text of packets. Each worker is used by one goroutine.
type worker interface {
	// appendTo appends the text of p to dst, unless the packet is not chosen.
	appendTo(dst []byte, p *proto.Packet) (text []byte, chosen, broken bool)
}

// pipeline reads packets, lets workers make text of them on every core, and
// writes the texts in the packets' order. As long as the workers keep up a packet
// does not wait for those that come after it.
type pipeline struct {
	next   func(*proto.Packet) error // io.EOF at the end
	worker func() worker
	out    io.Writer
	most   uint64 // texts to write; 0: all
	broken bool   // a packet that was chosen is wrong
}

// run runs the pipeline to the end of its input, and returns what ended it: nil,
// the reader's error, or the writer's.
func (p *pipeline) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := runtime.GOMAXPROCS(0)
	var (
		work    = make(chan *batch)
		ordered = make(chan *batch, 2*workers)
		free    = make(chan *batch, 4*workers)
		failed  error
	)
	for range workers {
		go func() {
			w := p.worker()
			for b := range work {
				for i := range b.packets {
					text, chosen, broken := w.appendTo(b.made, &b.packets[i])
					b.made = text
					if chosen {
						b.ends = append(b.ends, len(text))
						b.broken = b.broken || broken
					}
				}
				b.done <- struct{}{}
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(work)
		failed = p.read(ctx, work, ordered, free)
	}()
	var written error
	left := p.most
	for b := range ordered {
		<-b.done
		if written == nil && (p.most == 0 || left > 0) {
			n := len(b.ends)
			if p.most > 0 {
				n = int(min(uint64(n), left))
				left -= uint64(n)
			}
			p.broken = p.broken || b.broken
			if n > 0 {
				_, written = p.out.Write(b.made[:b.ends[n-1]])
			}
			if written != nil || p.most > 0 && left == 0 {
				cancel()
			}
		}
		b.empty()
		select {
		case free <- b:
		default:
		}
	}
	if written != nil {
		return written
	}
	if p.most > 0 && left == 0 {
		return nil
	}
	return failed
}

// read fills batches. A batch goes off when it is full, or as soon as a worker
// has nothing to do.
func (p *pipeline) read(ctx context.Context, work, ordered, free chan *batch) error {
	fresh := func() *batch {
		select {
		case b := <-free:
			return b
		default:
			return &batch{done: make(chan struct{}, 1)}
		}
	}
	b := fresh()
	var packet proto.Packet
	for ctx.Err() == nil {
		err := p.next(&packet)
		if err == nil {
			b.add(&packet)
		}
		if err != nil || len(b.packets) == batchSize {
			if len(b.packets) > 0 {
				ordered <- b
				work <- b
				b = fresh()
			}
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			continue
		}
		select {
		case work <- b:
			ordered <- b
			b = fresh()
		default:
		}
	}
	return ctx.Err()
}
