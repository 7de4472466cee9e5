package view

import (
	"netquiz/proto"
)

// what says what a frame is by its innermost header.
func (y *Summary) what(dst []byte, f *proto.Frame, layer int) []byte {
	l := &f.Layers()[layer]
	if l.Proto == proto.ProtoTCP {
		if l.Hdr >= proto.TCPMinLen {
			return y.tcp(dst, proto.TCP(f.Header(layer)), payloadLen(l))
		}
		return dst
	}
	return y.facts(dst, f, layer)
}

// payloadLen is how many bytes a header carried on the wire.
func payloadLen(l *proto.Layer) uint32 { return l.Wire - min(l.Next(), l.Wire) }

// flagNames are TCP's control bits, the lowest first.
var flagNames = [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// tcp is what a segment says: "[SYN, ACK] seq=0 ack=1 win=65535 MSS=1460".
func (y *Summary) tcp(dst []byte, h proto.TCP, size uint32) []byte {
	flags := h.Flags()
	dst = append(dst, " ["...)
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
	dst = appendNumber(dst, uint64(h.Seq()))
	if flags&proto.ACK != 0 {
		dst = append(dst, " ack="...)
		dst = appendNumber(dst, uint64(h.Ack()))
	}
	dst = append(dst, " win="...)
	dst = appendNumber(dst, uint64(h.Window()))
	if size > 0 {
		dst = append(dst, " len="...)
		dst = appendNumber(dst, uint64(size))
	}
	if len(h) > proto.TCPMinLen {
		dst = tcpOptions(dst, h, flags)
	}
	return dst
}

// tcpOptions are those that say something about the connection; timestamps only
// of a SYN, which every segment after it repeats.
func tcpOptions(dst []byte, h proto.TCP, flags proto.TCPFlags) []byte {
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
		if val, ecr, ok := h.Timestamps(); ok {
			dst = appendNumber(append(dst, " TSval="...), uint64(val))
			dst = appendNumber(append(dst, " TSecr="...), uint64(ecr))
		}
	}
	if data, ok := h.Option(proto.OptSACK); ok {
		for lead := " SACK="; len(data) >= 8; data = data[8:] {
			dst = appendNumber(append(dst, lead...), uint64(be32(data)))
			dst = appendNumber(append(dst, '-'), uint64(be32(data[4:])))
			lead = ","
		}
	}
	return dst
}

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// facts are the values of the fields that tell frames of a protocol apart.
func (y *Summary) facts(dst []byte, f *proto.Frame, layer int) []byte {
	for _, s := range y.protos[f.Layers()[layer].Proto].facts {
		y.values = s.Values(y.values[:0], f)
		for _, v := range y.values {
			if int(v.Part.Layer) != layer {
				continue
			}
			dst = append(dst, ' ')
			if name := v.Field.Enum.Name(v.Num); name != "" && v.Field.Numeric() {
				dst = append(dst, name...)
				continue
			}
			y.scratch = v.AppendText(y.scratch[:0])
			dst = AppendSafe(dst, y.scratch)
		}
	}
	return dst
}
