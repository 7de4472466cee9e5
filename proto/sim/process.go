package sim

import "time"

// process is a program on a host. It is run when something happens at one of
// its sockets, and at times it asked for; it calls the methods below and never
// waits.
type process interface{ run(h *Host) }

// run is a process that is due.
type run struct {
	at time.Duration
	p  process
}

// notify lets the process that owns c's socket run.
func (h *Host) notify(c *conn) {
	if c.socket == nil {
		return
	}
	if h.CloseAtOnce && c.rcv.fin {
		h.wake(c.socket.owner, h.now)
	} else {
		h.wake(c.socket.owner, h.now+h.Reaction)
	}
}

// established tells the listening process, or the one that connected.
func (h *Host) established(c *conn) {
	if c.listener != nil {
		c.listener.backlog = append(c.listener.backlog, c)
		h.wake(c.listener.owner, h.now+h.Reaction)
		return
	}
	h.notify(c)
}

// dropped takes a dead connection off the table.
func (h *Host) dropped(c *conn) {
	h.notify(c)
	for i := range h.conns {
		if h.conns[i] == c {
			h.conns = append(h.conns[:i], h.conns[i+1:]...)
			return
		}
	}
}

// wake lets p run at a time, unless it will run before.
func (h *Host) wake(p process, at time.Duration) {
	for i := range h.runs {
		if h.runs[i].p == p {
			h.runs[i].at = min(h.runs[i].at, at)
			return
		}
	}
	h.runs = append(h.runs, run{at, p})
}

func (h *Host) nextRun() timer {
	var next timer
	for _, r := range h.runs {
		next = next.sooner(timer{r.at, true})
	}
	return next
}

// runNext runs the process that is due first; it is false if none is.
func (h *Host) runNext() bool {
	for i, r := range h.runs {
		if r.at <= h.now && r.at == h.nextRun().at {
			h.runs = append(h.runs[:i], h.runs[i+1:]...)
			r.p.run(h)
			return true
		}
	}
	return false
}

// react runs the processes that react at once, before anything is sent.
func (h *Host) react() {
	for h.runNext() {
	}
}
