package fuzz

import "netquiz/proto"

// Protocols that the codec names and does not read: all bytes are theirs. The
// numbers are IANA's and the IEEE Registration Authority's.
func init() {
	for _, o := range []struct {
		proto      proto.Proto
		etherTypes []uint16
		ipProto    uint8
	}{
		{proto.ProtoMPLS, []uint16{0x8847, 0x8848}, 0},
		{proto.ProtoPPPoED, []uint16{0x8863}, 0},
		{proto.ProtoPPPoES, []uint16{0x8864}, 0},
		{proto.ProtoEAPOL, []uint16{0x888e}, 0},
		{proto.ProtoLLDP, []uint16{0x88cc}, 0},
		{proto.ProtoSlow, []uint16{0x8809}, 0},
		{proto.ProtoMACsec, []uint16{0x88e5}, 0},
		{proto.ProtoPTP, []uint16{0x88f7}, 0},
		{proto.ProtoWOL, []uint16{0x0842}, 0},
		{proto.ProtoIPX, []uint16{0x8137}, 0},
		{proto.ProtoSTP, nil, 0},
		{proto.ProtoCDP, nil, 0},
		{proto.ProtoNetBIOS, nil, 0},
		{proto.ProtoOSI, nil, 0},
		{proto.ProtoIGMP, nil, 2},
		{proto.ProtoDCCP, nil, 33},
		{proto.ProtoGRE, nil, 47},
		{proto.ProtoESP, nil, 50},
		{proto.ProtoEIGRP, nil, 88},
		{proto.ProtoOSPF, nil, 89},
		{proto.ProtoPIM, nil, 103},
		{proto.ProtoVRRP, nil, 112},
		{proto.ProtoSCTP, nil, 132},
		{proto.ProtoUDPLite, nil, 136},
	} {
		register(o.proto, protocol{read: func(w *reading, off, end int) (proto.Proto, int, int) {
			w.layer(o.proto, off, end-off, end)
			return proto.NoProto, end, end
		}})
		opaque[o.proto] = true
		for _, t := range o.etherTypes {
			etherTypes[t] = o.proto
		}
		if o.ipProto != 0 {
			ipProtos[o.ipProto] = o.proto
		}
	}
}

// opaque are the protocols that are named and not read.
var opaque [1 << 8]bool
