package proto

import "strconv"

// The frame itself is the first layer of tshark's output: what is known of a
// packet besides its bytes. It is no Layer; MetaPart holds its fields.
var metaTable = Table{ID: "frame", Fields: []Field{
	{ID: "frame.number", Kind: Computed, derive: func(f *Frame, _ int) (uint64, bool) {
		return uint64(f.packet.Number), f.packet.Number > 0
	}},
	{ID: "frame.len", Kind: Computed, derive: func(f *Frame, _ int) (uint64, bool) {
		return uint64(f.packet.WireLength()), true
	}},
	{ID: "frame.cap_len", Kind: Computed, derive: func(f *Frame, _ int) (uint64, bool) {
		return uint64(len(f.data)), true
	}},
	{ID: "frame.time_epoch", Kind: ComputedText, deriveText: appendEpoch},
	{ID: "frame.protocols", Kind: ComputedText, deriveText: appendProtocols},
	{ID: "frame.comment", Kind: ComputedText, deriveText: func(f *Frame, _ Part, dst []byte) ([]byte, bool) {
		return append(dst, f.packet.Comment...), f.packet.Comment != ""
	}},
}}

func init() { register(ProtoFrame, protocol{id: "frame", table: &metaTable}) }

// MetaPart is the part whose table holds the frame.* fields; it has no bytes.
func (f *Frame) MetaPart() Part { return Part{Table: &metaTable} }

func appendEpoch(f *Frame, _ Part, dst []byte) ([]byte, bool) {
	t := f.packet.Time
	if t.IsZero() {
		return dst, false
	}
	dst = strconv.AppendInt(dst, t.Unix(), 10)
	dst = append(dst, '.')
	for unit := 100_000_000; unit > 0; unit /= 10 {
		dst = append(dst, '0'+byte(t.Nanosecond()/unit%10))
	}
	return dst, true
}

// appendProtocols names the layers as tshark does: with one for the look-up of
// an EtherType, without what it shows inside another (padding, trailers).
func appendProtocols(f *Frame, _ Part, dst []byte) ([]byte, bool) {
	start := len(dst)
	if linkProto(f.packet.Link) == protoRaw {
		dst = append(dst, "raw:"...)
	}
	for i := range f.Layers() {
		switch l := &f.layers[i]; {
		case l.Proto >= ProtoPadding && l.Proto <= ProtoFCS, l.Hdr == 0, l.Proto == ProtoDNSLength:
			continue
		case i > 0 && l.Proto == f.layers[i-1].Proto && (l.Proto == ProtoTLS || l.Proto == ProtoHTTP):
			continue // record after record, request after request
		case l.Proto == ProtoData && f.continuesHTTP(i):
			dst = append(dst, "http:data:"...)
		case l.Proto == ProtoSLL2:
			dst = append(dst, "sll:"...)
		case l.Proto == ProtoLoop:
			dst = append(dst, "null:"...)
		case l.Proto == ProtoDNS && f.dnsPortOf(i) == mdnsPort:
			dst = append(dst, "mdns:"...)
		case l.Proto == ProtoDNS && f.dnsPortOf(i) == llmnrPort:
			dst = append(dst, "llmnr:"...)
		default:
			dst = append(append(dst, l.Proto.String()...), ':')
		}
		if f.namesEtherType(i) && int(f.layers[i].Next()) < len(f.data) {
			dst = append(dst, "ethertype:"...)
		}
	}
	return dst[:max(start, len(dst)-1)], len(dst) > start
}

// continuesHTTP tells whether the layer is what a segment to or from a web server
// holds that begins no message.
func (f *Frame) continuesHTTP(layer int) bool {
	if layer == 0 || f.layers[layer-1].Proto != ProtoTCP || f.layers[layer-1].Hdr < TCPMinLen {
		return false
	}
	h := TCP(f.Header(layer - 1))
	return byPort(&tcpPorts, h.SrcPort(), h.DstPort()) == ProtoHTTP
}

// namesEtherType tells whether the header of layer i announces what follows by
// an EtherType.
func (f *Frame) namesEtherType(i int) bool {
	l, h := &f.layers[i], f.Header(i)
	var number uint16
	switch {
	case l.Proto == ProtoEthernet && len(h) == EthernetLen:
		number = Ethernet(h).Type()
	case l.Proto == ProtoVLAN && len(h) == VLANLen:
		return VLAN(h).Type() > maxLength
	case l.Proto == ProtoServiceVLAN && len(h) == VLANLen:
		return true
	case l.Proto == ProtoSLL && len(h) == SLLLen:
		return SLL(h).Protocol() > maxSLLNumber
	case l.Proto == ProtoSLL2 && len(h) == SLL2Len:
		return SLL2(h).Protocol() > maxSLLNumber
	default:
		return false
	}
	return number == 0 || number >= minEtherType
}
