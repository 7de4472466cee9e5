package view

import "netquiz/proto"

// innermost is the header that tells what a frame is: the last one that is not
// quoted and is no data, or else the first layer; -1 in an empty frame.
func (y *Summary) innermost(f *proto.Frame) int {
	last := -1
	for i := range f.Layers() {
		l := &f.Layers()[i]
		if l.Quoted {
			break
		}
		if last < 0 || says(l.Proto) {
			last = i
		}
	}
	return last
}

// says tells whether a layer of p says what a frame is; the others only carry or
// follow it.
func says(p proto.Proto) bool {
	switch p {
	case proto.ProtoData, proto.ProtoPadding, proto.ProtoTrailer, proto.ProtoSLLTrailer, proto.ProtoRest, proto.ProtoFCS:
		return false
	}
	return true
}

// what says what a frame is by its headers up to the innermost: of a segment, its
// flags and numbers; of what it carries, its gist.
func (y *Summary) what(dst []byte, f *proto.Frame, last int) []byte {
	layers := f.Layers()
	for i := last; i >= 0; i-- {
		if l := &layers[i]; l.Proto == proto.ProtoTCP && l.Hdr >= proto.TCPMinLen {
			h := proto.TCP(f.Header(i))
			s := tcpText{header: h, seq: h.Seq(), ack: h.Ack(), window: int(h.Window()), size: payloadLen(l)}
			dst = s.append(append(dst, ' '))
			break
		}
	}
	if layers[last].Proto != proto.ProtoTCP {
		dst = y.gist(dst, f, last)
	}
	return dst
}

// payloadLen is how many bytes a header carried on the wire.
func payloadLen(l *proto.Layer) int { return int(l.Wire - min(l.Next(), l.Wire)) }

// flagNames are TCP's control bits, the lowest first.
var flagNames = [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// tcpText is what is said of a TCP segment, its numbers as they are to be shown.
type tcpText struct {
	header       proto.TCP
	seq, ack     uint32
	window, size int
	base         uint32 // what SACK blocks count from
	terse        bool   // leaves out timestamps
}

// append appends "[SYN, ACK] seq=0 ack=1 win=65535 MSS=1460".
func (s *tcpText) append(dst []byte) []byte {
	flags := s.header.Flags()
	dst = append(dst, '[')
	first := true
	for bit := range flagNames {
		if flags>>bit&1 == 0 {
			continue
		}
		if !first {
			dst = append(dst, ", "...)
		}
		dst = append(dst, flagNames[bit]...)
		first = false
	}
	dst = append(dst, "] seq="...)
	dst = appendNumber(dst, uint64(s.seq))
	if flags&proto.ACK != 0 {
		dst = append(dst, " ack="...)
		dst = appendNumber(dst, uint64(s.ack))
	}
	dst = append(dst, " win="...)
	dst = appendNumber(dst, uint64(s.window))
	if s.size > 0 {
		dst = append(dst, " len="...)
		dst = appendNumber(dst, uint64(s.size))
	}
	if len(s.header) > proto.TCPMinLen {
		dst = s.options(dst, flags)
	}
	return dst
}

// options appends those that say something about the connection; timestamps only
// of a SYN, which every segment after it repeats.
func (s *tcpText) options(dst []byte, flags proto.TCPFlags) []byte {
	h := s.header
	if flags&proto.SYN != 0 {
		if mss, ok := h.MSS(); ok {
			dst = appendNumber(append(dst, " MSS="...), uint64(mss))
		}
		if data, ok := h.Option(proto.OptWindowScale); ok && len(data) == 1 {
			dst = appendNumber(append(dst, " wscale="...), uint64(data[0]))
		}
		if _, ok := h.Option(proto.OptSACKPermitted); ok {
			dst = append(dst, " SACK_PERM"...)
		}
		if val, ecr, ok := h.Timestamps(); ok && !s.terse {
			dst = appendNumber(append(dst, " TSval="...), uint64(val))
			dst = appendNumber(append(dst, " TSecr="...), uint64(ecr))
		}
	}
	if data, ok := h.Option(proto.OptSACK); ok {
		for lead := " SACK="; len(data) >= 8; data = data[8:] {
			dst = appendNumber(append(dst, lead...), uint64(be32(data)-s.base))
			dst = appendNumber(append(dst, '-'), uint64(be32(data[4:])-s.base))
			lead = ","
		}
	}
	return dst
}

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}
