package sim

import (
	"bytes"
	"net/netip"
	"strconv"
	"time"
)

// webClient is a program that fetches pages from one server, one after another
// over one connection.
type webClient struct {
	lookup    func(h *Host, done func(netip.Addr, error)) // nil: the address is known
	server    netip.AddrPort                              // until it is looked up, the port alone
	local     netip.AddrPort                              // of a simultaneous open; zero: the host chooses
	host      string
	path      string
	requests  int  // still to be asked
	closes    bool // it closes first; else the server does
	half      bool // it sends FIN behind the last request
	reading   pace
	connected func() // told when it has connected, if not nil
	closing   func() // told when it closes, if not nil

	socket   *socket
	asked    bool
	current  responseReader
	received []Response
	err      error
	done     bool
}

func (p *webClient) run(h *Host) {
	switch {
	case p.done:
		return
	case p.lookup != nil:
		find := p.lookup
		p.lookup = nil
		find(h, func(a netip.Addr, err error) { p.found(h, a, err) })
		return
	case !p.server.Addr().IsValid():
		return
	case p.socket == nil:
		p.connect(h)
		return
	case p.socket.conn.err != nil:
		p.finish(h, p.socket.conn.err)
		return
	case p.socket.conn.state == SynSent || p.socket.conn.state == SynReceived:
		return
	}
	if !p.asked && p.requests > 0 {
		p.ask(h)
	}
	data, eof := h.read(p.socket, p.reading.allow(h, p, p.socket))
	for len(data) > 0 && p.asked {
		data = data[p.current.take(data):]
		if p.current.Whole {
			p.received = append(p.received, p.current.Response)
			p.current, p.asked = responseReader{}, false
			if p.requests == 0 {
				break
			}
			p.ask(h)
		}
	}
	if eof || p.closes && p.requests == 0 && !p.asked {
		p.finish(h, nil)
	}
}

// found goes on when the name is looked up.
func (p *webClient) found(h *Host, a netip.Addr, err error) {
	if err != nil {
		p.finish(h, err)
		return
	}
	p.server = netip.AddrPortFrom(a, p.server.Port())
	h.wake(p, h.now)
}

func (p *webClient) connect(h *Host) {
	if p.local.IsValid() {
		p.socket = h.connectFrom(p, p.local, p.server)
	} else {
		p.socket = h.connect(p, p.server)
	}
	if p.connected != nil {
		p.connected()
	}
}

func (p *webClient) ask(h *Host) {
	p.requests--
	p.asked = true
	last := p.requests == 0
	h.write(p.socket, appendRequest(nil, p.host, p.path, last && !p.closes), false)
	if last && p.half {
		h.shutdown(p.socket)
	}
}

func (p *webClient) finish(h *Host, err error) {
	p.done, p.err = true, err
	if p.socket != nil {
		h.close(p.socket)
	}
	if p.closing != nil {
		p.closing()
	}
}

// webServer is a program that answers requests.
type webServer struct {
	socket  *socket
	size    int // bytes of each body
	chunked bool
	rate    int // that it reads at
	worker  *webWorker
}

func (p *webServer) run(h *Host) {
	for {
		w := &webWorker{server: p, reading: pace{rate: p.rate}}
		if w.socket = h.accept(p.socket, w); w.socket == nil {
			return
		}
		p.worker = w
		w.run(h)
	}
}

// webWorker serves one connection.
type webWorker struct {
	server  *webServer
	socket  *socket
	reading pace
	asked   []byte // requests not looked at yet
	busy    bool   // with a response
	last    bool   // the response is the last: the connection closes after it
	written int    // of its body
	leave   bool   // it is to close now, whatever comes
	done    bool
}

func (p *webWorker) run(h *Host) {
	if p.done {
		return
	}
	if p.socket.conn.err != nil || p.leave {
		p.finish(h)
		return
	}
	data, eof := h.read(p.socket, p.reading.allow(h, p, p.socket))
	p.asked = append(p.asked, data...)
	for p.next() || p.busy {
		if !p.answer(h) {
			return
		}
		if p.last {
			p.finish(h)
			return
		}
	}
	if eof {
		p.finish(h)
	}
}

// next begins the response to the next request, if it is there.
func (p *webWorker) next() bool {
	end := bytes.Index(p.asked, endOfHead)
	if p.busy || end < 0 {
		return false
	}
	p.last = bytes.Contains(p.asked[:end+2], []byte(closeHeader))
	p.asked = p.asked[end+len(endOfHead):]
	p.busy, p.written = true, -1
	return true
}

// chunkSize is the bytes in a full chunk.
const chunkSize = 4096

// answer writes as much of the response as the socket takes; it is true when
// the response is over.
func (p *webWorker) answer(h *Host) bool {
	s := p.server
	var out []byte
	room := p.socket.room() - 1024 // for the head and the lines between chunks
	if room < sendBuffer/4 && p.written >= 0 {
		return false // run again when there is room
	}
	if p.written < 0 {
		p.written = 0
		out = appendResponseHead(out, s.size, s.chunked, p.last)
	}
	for p.written < s.size && len(out) < room {
		to := min(s.size, p.written+room-len(out))
		if s.chunked {
			to = min(to, p.written+chunkSize)
			out = append(strconv.AppendInt(out, int64(to-p.written), 16), "\r\n"...)
		}
		out = appendBody(out, p.written, to)
		if s.chunked {
			out = append(out, "\r\n"...)
		}
		p.written = to
	}
	p.busy = p.written < s.size
	if !p.busy && s.chunked {
		out = append(out, "0\r\n\r\n"...)
	}
	h.write(p.socket, out, p.busy)
	return !p.busy
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
	rate := time.Duration(a.rate)
	if elapsed := h.now - a.last; elapsed < time.Duration(unread)*time.Second/rate {
		n := elapsed * rate / time.Second
		a.last += n * time.Second / rate
		h.wake(p, h.now+max(readEvery, time.Second/rate))
		return int(n)
	}
	a.busy = false
	return unread
}
