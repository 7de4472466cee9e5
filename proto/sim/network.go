package sim

import (
	"container/heap"
	"math/rand/v2"
	"time"
)

// Network joins nodes by links and lets time pass.
type Network struct {
	seed  uint64
	now   time.Duration
	nodes []*joined
	queue events
	count uint64 // of events so far: those at one time keep their order
}

// Watch is told of every frame that passes a tapped port: outbound, when it
// has left; else when it has arrived, before the node gets it. It says whether
// the frame is lost behind the tap.
type Watch func(now time.Duration, outbound bool, frame Frame) (lost bool)

type joined struct {
	node  Node
	ports map[int]*port
}

// port is a node's end of a link.
type port struct {
	node   *joined
	number int
	out    *line
	watch  Watch // nil: not tapped
}

// event is a frame that has left a port, or that arrives at one.
type event struct {
	at      time.Duration
	order   uint64
	port    *port
	arrives bool
	frame   Frame
}

// NewNetwork makes an empty network. What its links do to frames follows from seed.
func NewNetwork(seed uint64) *Network { return &Network{seed: seed} }

// Join links port aPort of node a with port bPort of node b.
func (n *Network) Join(a Node, aPort int, b Node, bPort int, l Link) {
	pa, pb := n.port(a, aPort), n.port(b, bPort)
	pa.out, pb.out = n.line(l, pb), n.line(l, pa)
}

func (n *Network) line(l Link, to *port) *line {
	n.count++
	return &line{Link: l, to: to, carry: rand.New(rand.NewPCG(n.seed, mix(n.count)))}
}

func (n *Network) port(node Node, number int) *port {
	var at *joined
	for _, j := range n.nodes {
		if j.node == node {
			at = j
		}
	}
	if at == nil {
		at = &joined{node, map[int]*port{}}
		n.nodes = append(n.nodes, at)
	}
	if at.ports[number] == nil {
		at.ports[number] = &port{node: at, number: number}
	}
	return at.ports[number]
}

// Tap lets watch see what passes a port of a node.
func (n *Network) Tap(node Node, number int, watch Watch) { n.port(node, number).watch = watch }

// Now is the time up to which the network has run.
func (n *Network) Now() time.Duration { return n.now }

// Step lets the earliest thing happen; it is false when nothing will ever
// happen again. At one time, frames come before nodes.
func (n *Network) Step() bool {
	var first *joined
	var at time.Duration
	for _, j := range n.nodes {
		if t, ok := j.node.Next(); ok && (first == nil || t < at) {
			first, at = j, t
		}
	}
	if len(n.queue) > 0 && (first == nil || n.queue[0].at <= at) {
		e := heap.Pop(&n.queue).(event)
		n.now = max(n.now, e.at)
		if e.port.watch != nil && e.port.watch(n.now, !e.arrives, e.frame) {
			return true
		}
		if e.arrives {
			e.port.node.node.Deliver(n.now, e.port.number, e.frame)
			n.collect(e.port.node)
		} else {
			n.carry(e)
		}
		return true
	}
	if first == nil {
		return false
	}
	n.now = max(n.now, at)
	n.collect(first)
	return true
}

func (n *Network) collect(j *joined) {
	for {
		number, f, ok := j.node.Send(n.now)
		if !ok {
			return
		}
		p := j.ports[number]
		if p == nil || p.out == nil {
			continue
		}
		if at, ok := p.out.leave(n.now, len(f.Bytes)); ok {
			n.schedule(event{at: at, port: p, frame: f})
		}
	}
}

func (n *Network) carry(e event) {
	at, copies := e.port.out.arrivals(n.now)
	for _, t := range at[:copies] {
		n.schedule(event{at: t, port: e.port.out.to, arrives: true, frame: e.frame})
	}
}

func (n *Network) schedule(e event) {
	n.count++
	e.order = n.count
	heap.Push(&n.queue, e)
}

// events is a heap of what is to happen, the earliest first.
type events []event

func (q events) Len() int { return len(q) }
func (q events) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].order < q[j].order
}
func (q events) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *events) Push(x any)   { *q = append(*q, x.(event)) }
func (q *events) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	(*q)[last] = event{}
	*q = (*q)[:last]
	return x
}
