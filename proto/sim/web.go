package sim

import (
	"bytes"
	"fmt"
	"net/netip"
	"time"
)

// webClient is a program that fetches one page.
type webClient struct {
	server   netip.AddrPort
	host     string
	closes   bool // it closes first; else the server does
	socket   *socket
	asked    bool
	reading  pace
	response responseReader
	err      error
	done     bool
}

func (p *webClient) run(h *Host) {
	switch {
	case p.done:
		return
	case p.socket == nil:
		p.socket = h.connect(p, p.server)
		return
	case p.socket.conn.err != nil:
		p.finish(h, p.socket.conn.err)
		return
	case !p.socket.conn.state.Synchronized():
		return
	case !p.asked:
		p.asked = true
		h.write(p.socket, request(p.host, "/", !p.closes), false)
	}
	n := p.reading.allow(h, p, p.socket)
	data, eof := h.read(p.socket, n)
	p.response.take(data)
	if p.response.Whole && p.closes || eof {
		p.finish(h, nil)
	}
}

func (p *webClient) finish(h *Host, err error) {
	p.done, p.err = true, err
	h.close(p.socket)
}

// webServer is a program that answers requests.
type webServer struct {
	socket *socket
	size   int // bytes of the body
	rate   int // that it reads at
	closes bool
}

func (p *webServer) run(h *Host) {
	for {
		w := &webWorker{server: p}
		if w.socket = h.accept(p.socket, w); w.socket == nil {
			return
		}
		w.reading.rate = p.rate
		w.run(h)
	}
}

// webWorker serves one connection.
type webWorker struct {
	server  *webServer
	socket  *socket
	reading pace
	asked   []byte
	answer  bool
	written int // of the body
	done    bool
}

func (p *webWorker) run(h *Host) {
	if p.done {
		return
	}
	if p.socket.conn.err != nil {
		p.finish(h)
		return
	}
	data, eof := h.read(p.socket, p.reading.allow(h, p, p.socket))
	p.asked = append(p.asked, data...)
	if !p.answer && bytes.Contains(p.asked, []byte("\r\n\r\n")) {
		p.answer = true
		head := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n", p.server.size)
		p.write(h, head)
	} else if p.answer && p.written < p.server.size && p.socket.room() >= sendBuffer/2 {
		p.write(h, nil)
	}
	if eof || p.answer && p.server.closes && p.written == p.server.size {
		p.finish(h)
	}
}

// write sends head and as much of the body as the socket takes.
func (p *webWorker) write(h *Host, head []byte) {
	to := min(p.server.size, p.written+p.socket.room()-len(head))
	data := appendBody(head, p.written, to)
	p.written = to
	h.write(p.socket, data, to < p.server.size)
}

func (p *webWorker) finish(h *Host) {
	p.done = true
	h.close(p.socket)
}

// pace is how fast a program reads.
type pace struct {
	rate int // bytes a second; 0: all at once
	last time.Duration
	busy bool
}

// readEvery is how often a program with a pace reads.
const readEvery = 10 * time.Millisecond

// allow is how much p may read of s now. While there is more, p runs again.
func (a *pace) allow(h *Host, p process, s *socket) int {
	unread := s.conn.rcv.unread.len()
	if a.rate == 0 || unread == 0 {
		a.busy = false
		return unread
	}
	if !a.busy {
		a.busy, a.last = true, h.now
	}
	n := int(int64(h.now-a.last) * int64(a.rate) / int64(time.Second))
	a.last += time.Duration(n) * time.Second / time.Duration(a.rate)
	if n < unread {
		h.wake(p, h.now+max(readEvery, time.Second/time.Duration(a.rate)))
	}
	return n
}
