package sim

import (
	"time"
)

// Switch is a learning switch (IEEE 802.1Q §8.7, §8.8): it remembers behind
// which port it has seen an address as a source, sends frames for a known
// address there and all others everywhere else. It changes nothing in a frame.
type Switch struct {
	ports int
	now   time.Duration
	seen  map[[6]byte]seenAt
	out   []outgoing
}

type seenAt struct {
	port int
	at   time.Duration
}

// agingTime is how long an address is remembered (IEEE 802.1Q §8.8.3).
const agingTime = 300 * time.Second

// NewSwitch makes a switch with ports numbered from 0 on.
func NewSwitch(ports int) *Switch {
	return &Switch{ports: ports, seen: map[[6]byte]seenAt{}}
}

// Deliver implements Node.
func (s *Switch) Deliver(now time.Duration, port int, frame Frame) {
	s.now = now
	if len(frame.Bytes) < 14 {
		return
	}
	dst, src := [6]byte(frame.Bytes[:6]), [6]byte(frame.Bytes[6:12])
	if src[0]&1 == 0 {
		s.seen[src] = seenAt{port, now}
	}
	if to, ok := s.Port(dst); ok {
		if to != port {
			s.out = append(s.out, outgoing{to, frame})
		}
		return
	}
	for to := range s.ports {
		if to != port {
			s.out = append(s.out, outgoing{to, frame})
		}
	}
}

// Port is the port behind which the switch knows an address to be.
func (s *Switch) Port(addr [6]byte) (port int, ok bool) {
	to, ok := s.seen[addr]
	return to.port, ok && s.now-to.at < agingTime
}

// Next implements Node.
func (s *Switch) Next() (at time.Duration, ok bool) { return s.now, len(s.out) > 0 }

// Send implements Node.
func (s *Switch) Send(time.Duration) (port int, frame Frame, ok bool) {
	if len(s.out) == 0 {
		return 0, Frame{}, false
	}
	o := s.out[0]
	s.out = s.out[:copy(s.out, s.out[1:])]
	return o.port, o.Frame, true
}
