package proto

// Protocols that are told by name and kept as bytes: to read them is no part of
// following a web request, but to call them nameless data would be wrong.
type opaque struct {
	proto      Proto
	id         string // Wireshark's abbreviation
	ref        string
	etherTypes []uint16
	ipProtos   []uint8
}

var opaques = []opaque{
	{proto: ProtoMPLS, id: "mpls", ref: "RFC 3032 §2.1", etherTypes: []uint16{0x8847, 0x8848}},
	{proto: ProtoPPPoED, id: "pppoed", ref: "RFC 2516 §4", etherTypes: []uint16{0x8863}},
	{proto: ProtoPPPoES, id: "pppoes", ref: "RFC 2516 §4", etherTypes: []uint16{0x8864}},
	{proto: ProtoEAPOL, id: "eapol", ref: "IEEE 802.1X §11", etherTypes: []uint16{0x888e}},
	{proto: ProtoLLDP, id: "lldp", ref: "IEEE 802.1AB §8", etherTypes: []uint16{0x88cc}},
	{proto: ProtoSlow, id: "slow", ref: "IEEE 802.3 Annex 57A", etherTypes: []uint16{0x8809}},
	{proto: ProtoMACsec, id: "macsec", ref: "IEEE 802.1AE §9", etherTypes: []uint16{0x88e5}},
	{proto: ProtoPTP, id: "ptp", ref: "IEEE 1588 Annex F", etherTypes: []uint16{0x88f7}},
	{proto: ProtoWOL, id: "wol", ref: "AMD 20213", etherTypes: []uint16{0x0842}},
	{proto: ProtoSTP, id: "stp", ref: "IEEE 802.1D §9"},
	{proto: ProtoCDP, id: "cdp", ref: "Cisco"},
	{proto: ProtoIPX, id: "ipx", ref: "Novell", etherTypes: []uint16{0x8137}},
	{proto: ProtoNetBIOS, id: "netbios", ref: "IBM SC30-3587"},
	{proto: ProtoOSI, id: "osi", ref: "ISO/IEC 9577"},
	{proto: ProtoIGMP, id: "igmp", ref: "RFC 3376 §4", ipProtos: []uint8{2}},
	{proto: ProtoGRE, id: "gre", ref: "RFC 2784 §2", ipProtos: []uint8{47}},
	{proto: ProtoESP, id: "esp", ref: "RFC 4303 §2", ipProtos: []uint8{ipProtoESP}},
	{proto: ProtoEIGRP, id: "eigrp", ref: "RFC 7868 §6", ipProtos: []uint8{88}},
	{proto: ProtoOSPF, id: "ospf", ref: "RFC 2328 A.3", ipProtos: []uint8{89}},
	{proto: ProtoPIM, id: "pim", ref: "RFC 7761 §4.9", ipProtos: []uint8{103}},
	{proto: ProtoVRRP, id: "vrrp", ref: "RFC 5798 §5", ipProtos: []uint8{112}},
	{proto: ProtoSCTP, id: "sctp", ref: "RFC 9260 §3", ipProtos: []uint8{132}},
	{proto: ProtoUDPLite, id: "udplite", ref: "RFC 3828 §3", ipProtos: []uint8{136}},
	{proto: ProtoDCCP, id: "dccp", ref: "RFC 4340 §5", ipProtos: []uint8{33}},
}

func init() {
	for i := range opaques {
		o := &opaques[i]
		register(o.proto, protocol{
			id:    o.id,
			table: &Table{ID: o.id, Fields: []Field{{ID: "opaque.data", Kind: Bytes, Ref: o.ref}}},
			decode: func(f *Frame, off, end uint32) (Proto, uint32, uint32) {
				f.add(o.proto, off, end-off, end)
				return NoProto, end, end
			},
		})
		for _, t := range o.etherTypes {
			registerEtherType(t, o.proto)
		}
		for _, n := range o.ipProtos {
			registerIPProto(n, o.proto)
		}
	}
}
