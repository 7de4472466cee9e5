package sim

import (
	"net/netip"
	"time"

	"netquiz/proto"
)

// conn is a TCP connection: its transmission control block (RFC 9293 §3.3.1).
// Things happen to it (a segment arrives, a timer runs out, the application
// calls), and afterwards output sends what is due.
type conn struct {
	host          *Host
	socket        *socket // nil before accept and after close
	listener      *socket // that will be told of it; nil if it was opened actively
	end           End
	local, remote netip.AddrPort
	linkMTU       int // of the port that leads to remote
	state         State
	now           time.Duration
	err           error // why it was given up

	snd sender
	rcv receiver
	cc  congestion
	rtt estimator

	sack       bool // both ends permit it
	timestamps bool // both ends send them
	tsOffset   uint32
	active     bool           // opened by this end
	orphan     bool           // no process will ever read from it or write to it
	offer      segmentOptions // of the other end's SYN

	objectAgain                            time.Duration // not before then
	retransmit, persist, delayed, timeWait timer
}

// timer is a moment at which something is due, or none.
type timer struct {
	at  time.Duration
	set bool
}

func (t *timer) start(at time.Duration)     { *t = timer{at, true} }
func (t *timer) stop()                      { t.set = false }
func (t *timer) due(now time.Duration) bool { return t.set && t.at <= now }

// sooner is the earlier of two timers.
func (t timer) sooner(u timer) timer {
	if !t.set || u.set && u.at < t.at {
		return u
	}
	return t
}

// Constants of time.
const (
	delayedACK = 200 * time.Millisecond // under 0.5 s (RFC 9293 §3.8.6.3)
	msl        = 30 * time.Second       // RFC 9293 §3.4.2 says 2 minutes, systems take less
)

func newConn(h *Host, local, remote netip.AddrPort, end End) *conn {
	c := &conn{host: h, local: local, remote: remote, end: end, now: h.now}
	port, _, _ := h.route(remote.Addr())
	c.linkMTU = h.linkMTU(port)
	c.rtt = newEstimator()
	// The F of RFC 9293 §3.4.1: what only the host can tell from addresses and ports.
	key := h.key(local.String() + " " + remote.String())
	// The clock of RFC 9293 §3.4.1 ticks every 4 microseconds.
	c.snd.iss = uint32(key) + uint32(h.now/(4*time.Microsecond))
	c.tsOffset = uint32(key >> 32)
	c.snd.una, c.snd.nxt, c.snd.base = c.snd.iss, c.snd.iss, c.snd.iss+1
	c.snd.recover = c.snd.iss
	c.snd.mss = c.defaultMSS()
	c.rcv.size = end.Buffer
	if c.rcv.size == 0 {
		c.rcv.size = defaultBuffer
	}
	return c
}

// defaultMSS is what a sender assumes of an end that announces none (RFC 9293 §3.7.1).
func (c *conn) defaultMSS() int {
	if c.remote.Addr().Is6() {
		return 1220
	}
	return 536
}

// headers is the length of the fixed IP and TCP headers.
func (c *conn) headers() int {
	if c.remote.Addr().Is6() {
		return 60
	}
	return 40
}

// synOptions are what this end announces: everything it can if it opens, else
// what the other end's SYN offered too.
func (c *conn) synOptions(peer *segmentOptions) segmentOptions {
	o := segmentOptions{scale: -1}
	if !c.end.NoMSS {
		if o.mss = c.end.MSS; o.mss == 0 {
			o.mss = c.linkMTU - c.headers()
		}
	}
	if !c.end.NoScale && (peer == nil || peer.scale >= 0) {
		o.scale = int(c.rcv.announcedScale(c.end.Scale))
	}
	o.sackPermitted = !c.end.NoSACK && (peer == nil || peer.sackPermitted)
	o.timestamps = !c.end.NoTimestamps && (peer == nil || peer.timestamps)
	return o
}

// agree takes what the other end's SYN announces.
func (c *conn) agree(s *segment) {
	if s.mss > 0 {
		c.snd.mss = max(s.mss, minMSS)
	}
	c.snd.mss = min(c.snd.mss, c.host.pathMTU(c.remote.Addr())-c.headers())
	if s.scale >= 0 && !c.end.NoScale {
		c.snd.scale = uint8(s.scale)
		c.rcv.scale = c.rcv.announcedScale(c.end.Scale)
	}
	c.sack = s.sackPermitted && !c.end.NoSACK
	if c.timestamps = s.timestamps && !c.end.NoTimestamps; c.timestamps {
		c.rcv.tsRecent = s.tsVal
	}
	c.offer = s.segmentOptions
	c.rcv.irs = s.seq
	c.rcv.nxt = s.seq + 1
	c.rcv.edge = c.rcv.nxt + uint32(min(c.rcv.size, 0xffff))
	c.snd.wnd, c.snd.maxWnd = uint32(s.window), uint32(s.window)
	c.snd.wl1, c.snd.wl2 = s.seq, s.ack
}

// timestampsLen is the length of the timestamps option with what aligns it.
const timestampsLen = 12

// minMSS is the least a sender believes: options must leave room for data.
const minMSS = 64

// payload is how many bytes of data a segment holds next to the options that are
// in every segment: the MSS counts none (RFC 9293 §3.7.1).
func (c *conn) payload() int {
	if c.timestamps {
		return c.snd.mss - timestampsLen
	}
	return c.snd.mss
}

// open sends the SYN of an active open.
func (c *conn) open() {
	c.active = true
	c.state = SynSent
	c.snd.track(c.now, flight{seq: c.snd.iss, flags: proto.SYN, why: Open})
	c.transmit(&c.snd.sent[0], Open)
}

// accept answers the SYN that a listening socket got.
func (c *conn) accept(syn *segment) {
	c.agree(syn)
	c.state = SynReceived
	c.snd.track(c.now, flight{seq: c.snd.iss, flags: proto.SYN, why: AcceptOpen})
	c.transmit(&c.snd.sent[0], AcceptOpen)
}

// established starts the transfer of data.
func (c *conn) established() {
	c.state = c.state.after(handshakeDone)
	c.cc.begin(c.payload(), c.end.InitialWindow, c.rtt.synLost)
	c.rtt.afterHandshake()
	c.host.established(c)
}

// send puts a segment on its way; sequence numbers and flags are the caller's.
func (c *conn) send(s *segment, why Reason) {
	if c.timestamps || s.has(proto.SYN) && s.timestamps {
		s.timestamps = true
		s.tsVal = c.tsNow()
		if s.has(proto.ACK) {
			s.tsEcr = c.rcv.tsRecent
		}
	}
	if s.has(proto.ACK) {
		s.ack = c.rcv.nxt
		c.rcv.acknowledged()
		c.delayed.stop()
	}
	if s.has(proto.SYN) {
		s.window = uint16(min(c.rcv.size, 0xffff))
	} else {
		s.window = c.rcv.window(c.payload())
	}
	c.host.sendTCP(c.local, c.remote, s, &Origin{c.host.Name, why, c.look()})
}

// tsNow is the timestamp clock: milliseconds from a random start (RFC 7323 §5.4).
func (c *conn) tsNow() uint32 { return c.tsOffset + uint32(c.now/time.Millisecond) }

// next is when the connection's earliest timer runs out.
func (c *conn) next() timer {
	return c.retransmit.sooner(c.persist).sooner(c.delayed).sooner(c.timeWait)
}

// expire does what the timers that have run out ask for.
func (c *conn) expire(now time.Duration) {
	c.now = now
	if c.timeWait.due(now) {
		c.timeWait.stop()
		c.drop(nil)
		return
	}
	if c.delayed.due(now) {
		c.rcv.owe(AckDelayed)
	}
	if c.persist.due(now) {
		c.probe()
	}
	if c.retransmit.due(now) {
		c.timeout()
	}
	c.output()
}

// abandon is the application's CLOSE (RFC 9293 §3.10.4): it sends what is
// written, then FIN, and nobody reads any more.
func (c *conn) abandon() {
	c.orphan = true
	if c.rcv.unread.len() > 0 {
		c.abort(nil) // what nobody reads must not seem received (§3.6.1)
		return
	}
	c.snd.closed, c.snd.more = true, false
	c.output()
	c.waitForFIN()
}

// waitForFIN gives the other end a time to close its direction too, when only
// that is missing and nobody is left to wait for more.
func (c *conn) waitForFIN() {
	if c.orphan && c.state == FinWait2 {
		c.timeWait.start(c.now + 2*msl)
	}
}

// drop ends the connection without another word.
func (c *conn) drop(err error) {
	c.state, c.err = Closed, err
	c.retransmit.stop()
	c.persist.stop()
	c.delayed.stop()
	c.timeWait.stop()
	c.snd.sent = nil
	c.host.dropped(c)
}

// abort gives the connection up and says so to the other end.
func (c *conn) abort(err error) {
	if c.state != SynSent {
		s := segment{seq: c.snd.nxt, flags: proto.RST | proto.ACK, segmentOptions: segmentOptions{scale: -1}}
		c.send(&s, Abort)
	}
	c.drop(err)
}
