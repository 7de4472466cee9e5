package main

import (
	"bytes"

	"netquiz/proto"
)

// ahead is packets that were read before their turn.
type ahead struct {
	packets []proto.Packet
	err     error
	rest    func(*proto.Packet) error
	taken   int
}

// peek reads up to n packets of a pipeline's input, which it still gets.
func peek(p *pipeline, n int) *ahead {
	a := &ahead{rest: p.next}
	for len(a.packets) < n && a.err == nil {
		var packet proto.Packet
		if a.err = a.rest(&packet); a.err == nil {
			packet.Bytes = bytes.Clone(packet.Bytes)
			a.packets = append(a.packets, packet)
		}
	}
	p.next = a.next
	return a
}

func (a *ahead) next(p *proto.Packet) error {
	if a.taken < len(a.packets) {
		*p = a.packets[a.taken]
		a.taken++
		return nil
	}
	if a.err != nil {
		return a.err
	}
	return a.rest(p)
}
