package main

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// liveConn is a connection that notes how it comes to an end.
type liveConn struct {
	net.Conn // without what would let copies go round the counters
	tcp      *net.TCPConn
	p        *prober

	sent, received atomic.Int64
	once           sync.Once
	done           chan struct{} // closed when the connection is
}

func (w *liveConn) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	w.received.Add(int64(n))
	return n, err
}

func (w *liveConn) Write(b []byte) (int, error) {
	n, err := w.Conn.Write(b)
	w.sent.Add(int64(n))
	return n, err
}

// control runs f with the descriptor of the connection.
func (w *liveConn) control(f func(fd int)) {
	if raw, err := w.tcp.SyscallConn(); err == nil {
		raw.Control(func(fd uintptr) { f(int(fd)) })
	}
}

// Close sends FIN and waits until the other end has sent its own, noting the
// states in between.
func (w *liveConn) Close() (err error) {
	w.once.Do(func() {
		traffic := w.traffic()
		c := w.close()
		err = w.tcp.Close()
		w.p.note(func(r *liveReport) {
			r.Close = c
			if r.Response != nil && r.Response.kernelTraffic == nil {
				r.Response.kernelTraffic = traffic
			}
		})
		close(w.done)
	})
	return err
}

func (w *liveConn) close() *liveClose {
	c := new(liveClose)
	began := time.Now()
	// see notes the state, and tells whether it is one of those given.
	see := func(until ...string) bool {
		state := w.state()
		if n := len(c.States); state != "" && (n == 0 || c.States[n-1] != state) {
			c.States = append(c.States, state)
		}
		for _, u := range until {
			if state == u {
				return true
			}
		}
		return state == "" // nothing can be seen: nothing is waited for
	}
	wait := func(until ...string) {
		for deadline := time.Now().Add(closePatience); !see(until...) && time.Now().Before(deadline); {
			time.Sleep(closePoll)
		}
	}
	if w.p.serverCloses {
		wait("CLOSE_WAIT", "CLOSE")
	}
	if see("CLOSE_WAIT") && len(c.States) > 0 {
		c.First = "server"
	} else if len(c.States) > 0 {
		c.First = "client"
	}
	w.tcp.CloseWrite()
	wait("CLOSE", "TIME_WAIT")
	c.Seconds = time.Since(began).Seconds()
	return c
}
