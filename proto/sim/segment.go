package sim

import (
	"encoding/binary"

	"netquiz/proto"
)

// segment is a TCP segment as a connection sees it: what it says, apart from
// ports and addresses.
type segment struct {
	seq, ack uint32
	flags    proto.TCPFlags
	window   uint16 // before scaling
	data     []byte
	segmentOptions
}

type segmentOptions struct {
	mss           int // 0: no option
	scale         int // -1: no option
	sackPermitted bool
	timestamps    bool
	tsVal, tsEcr  uint32
	sack          [maxSACK]block
	sacks         int // blocks of sack there are
}

// maxSACK is how many blocks fit in a header without other options (RFC 2018 §3).
const maxSACK = 4

// block is a range of sequence numbers, the last excluded.
type block struct{ from, to uint32 }

// length is how many sequence numbers the segment takes (SEG.LEN).
func (s *segment) length() uint32 {
	n := uint32(len(s.data))
	if s.flags&proto.SYN != 0 {
		n++
	}
	if s.flags&proto.FIN != 0 {
		n++
	}
	return n
}

func (s *segment) has(f proto.TCPFlags) bool { return s.flags&f != 0 }

func parseSegment(h proto.TCP, data []byte) segment {
	s := segment{seq: h.Seq(), ack: h.Ack(), flags: h.Flags(), window: h.Window(), data: data}
	s.scale = -1
	if len(h) == proto.TCPMinLen {
		return s
	}
	if mss, ok := h.MSS(); ok {
		s.mss = int(mss)
	}
	if shift, ok := h.WindowScale(); ok {
		s.scale = int(shift)
	}
	_, s.sackPermitted = h.Option(proto.OptSACKPermitted)
	s.tsVal, s.tsEcr, s.timestamps = h.Timestamps()
	blocks, _ := h.Option(proto.OptSACK)
	for ; len(blocks) >= 8 && s.sacks < maxSACK; blocks = blocks[8:] {
		s.sack[s.sacks] = block{binary.BigEndian.Uint32(blocks), binary.BigEndian.Uint32(blocks[4:])}
		s.sacks++
	}
	return s
}

// appendOptions appends the segment's options, aligned as most systems do it.
func (s *segment) appendOptions(o proto.TCPOptions) proto.TCPOptions {
	if s.mss > 0 {
		o = o.MSS(uint16(s.mss))
	}
	switch {
	case s.sackPermitted && s.timestamps:
		o = o.SACKPermitted()
	case s.sackPermitted:
		o = o.NOP().NOP().SACKPermitted()
	case s.timestamps:
		o = o.NOP().NOP()
	}
	if s.timestamps {
		o = o.Timestamps(s.tsVal, s.tsEcr)
	}
	if s.scale >= 0 {
		o = o.NOP().WindowScale(uint8(s.scale))
	}
	if s.sacks > 0 {
		var blocks [maxSACK][2]uint32
		for i, b := range s.sack[:s.sacks] {
			blocks[i] = [2]uint32{b.from, b.to}
		}
		o = o.NOP().NOP().SACK(blocks[:s.sacks]...)
	}
	return o
}
