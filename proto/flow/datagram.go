package flow

import (
	"encoding/binary"

	"netquiz/proto"
)

// wellKnown is the first port that servers do not listen on by agreement (RFC
// 6335 §6).
const wellKnown = 1024

// knownPort tells whether a datagram comes from a port that servers listen on,
// and does not go to one.
func knownPort(f *proto.Frame, i int) bool {
	h := f.Header(i)
	return binary.BigEndian.Uint16(h) < wellKnown && binary.BigEndian.Uint16(h[2:]) >= wellKnown
}

// datagram tells the meaning of data without a connection; false if it was seen
// before.
func (x *exchange) datagram(f *proto.Frame) bool {
	l := &f.Layers()[x.at.transport]
	if l.Wire > l.Next() {
		x.row.Len = int(l.Wire - l.Next())
	}
	x.row.Phase = x.c.Phase
	if x.copied(f, f.Header(x.at.transport), uint32(x.row.Len), false) != once {
		return false
	}
	x.me.Bytes += int64(x.row.Len)
	x.row.Phase, x.row.Step = x.direction(x.me), Datagram
	x.c.Phase = x.row.Phase
	return true
}
