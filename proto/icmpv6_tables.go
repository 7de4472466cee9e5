package proto

var (
	icmpv6TypeNames = &Enum{
		{1, "Destination Unreachable"}, {2, "Packet Too Big"}, {3, "Time Exceeded"}, {4, "Parameter Problem"},
		{128, "Echo Request"}, {129, "Echo Reply"}, {130, "Multicast Listener Query"}, {131, "Multicast Listener Report"},
		{132, "Multicast Listener Done"}, {133, "Router Solicitation"}, {134, "Router Advertisement"},
		{135, "Neighbor Solicitation"}, {136, "Neighbor Advertisement"}, {137, "Redirect"}, {138, "Router Renumbering"},
		{139, "Node Information Query"}, {140, "Node Information Response"}, {141, "Inverse Neighbor Discovery Solicitation"},
		{142, "Inverse Neighbor Discovery Advertisement"}, {143, "Multicast Listener Report v2"},
		{148, "Certification Path Solicitation"}, {149, "Certification Path Advertisement"},
		{151, "Multicast Router Advertisement"}, {152, "Multicast Router Solicitation"}, {153, "Multicast Router Termination"},
		{155, "RPL Control"}, {160, "Extended Echo Request"}, {161, "Extended Echo Reply"},
	}
	icmpv6UnreachableNames = &Enum{
		{0, "No Route to Destination"}, {1, "Administratively Prohibited"}, {2, "Beyond Scope of Source Address"},
		{3, "Address Unreachable"}, {4, "Port Unreachable"}, {5, "Source Address Failed Policy"},
		{6, "Reject Route to Destination"}, {7, "Error in Source Routing Header"},
	}
	icmpv6ExceededNames  = &Enum{{0, "Hop Limit Exceeded in Transit"}, {1, "Fragment Reassembly Time Exceeded"}}
	icmpv6ParameterNames = &Enum{
		{0, "Erroneous Header Field"}, {1, "Unrecognized Next Header"}, {2, "Unrecognized IPv6 Option"},
		{3, "Incomplete Header Chain in First Fragment"},
	}
	mldRecordNames = &Enum{
		{1, "MODE_IS_INCLUDE"}, {2, "MODE_IS_EXCLUDE"}, {3, "CHANGE_TO_INCLUDE_MODE"}, {4, "CHANGE_TO_EXCLUDE_MODE"},
		{5, "ALLOW_NEW_SOURCES"}, {6, "BLOCK_OLD_SOURCES"},
	}
	routerPreferenceNames = &Enum{{0, "Medium"}, {1, "High"}, {2, "Reserved"}, {3, "Low"}}
)

// icmpv6Table lays out the messages of one type, as rest describes.
func icmpv6Table(id string, codes *Enum, rest ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: "icmpv6.type", Bit: 0, Width: 8, Kind: EnumValue, Enum: icmpv6TypeNames, Ref: "RFC 4443 §2.1"},
		{ID: "icmpv6.code", Bit: 8, Width: 8, Kind: EnumValue, Enum: codes, Ref: "RFC 4443 §2.1"},
		{ID: "icmpv6.checksum", Bit: 16, Width: 16, Kind: Checksum, Hex: 4, Ref: "RFC 4443 §2.3"},
		{ID: "icmpv6.checksum.status", Kind: Computed, Enum: statusNames, derive: sumStatus},
	}, rest...)}
}

func icmpv6Reserved(bit, width uint16, ref string) Field {
	return Field{ID: "icmpv6.reserved", Bit: bit, Width: width, Kind: Bytes, Ref: ref}
}

var (
	icmpv6Other = icmpv6Table("icmpv6", nil,
		Field{ID: "icmpv6.data", Bit: 32, Kind: Bytes, Ref: "RFC 4443 §2.1"})
	icmpv6Unreachable    = icmpv6Table("icmpv6.unreachable", icmpv6UnreachableNames, icmpv6Reserved(32, 32, "RFC 4443 §3.1"))
	icmpv6UnreachableLen = icmpv6Table("icmpv6.unreachable.length", icmpv6UnreachableNames,
		Field{ID: "icmpv6.length", Bit: 32, Width: 8, Kind: Length, Ref: "RFC 4884 §4.4"}, icmpv6Reserved(40, 24, "RFC 4443 §3.1"))
	icmpv6ExceededLen = icmpv6Table("icmpv6.exceeded.length", icmpv6ExceededNames,
		Field{ID: "icmpv6.length", Bit: 32, Width: 8, Kind: Length, Ref: "RFC 4884 §4.5"}, icmpv6Reserved(40, 24, "RFC 4443 §3.3"))
	icmpv6TooBig = icmpv6Table("icmpv6.toobig", nil,
		Field{ID: "icmpv6.mtu", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 4443 §3.2"})
	icmpv6Exceeded  = icmpv6Table("icmpv6.exceeded", icmpv6ExceededNames, icmpv6Reserved(32, 32, "RFC 4443 §3.3"))
	icmpv6Parameter = icmpv6Table("icmpv6.parameter", icmpv6ParameterNames,
		Field{ID: "icmpv6.pointer", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 4443 §3.4"})
	icmpv6Echo = icmpv6Table("icmpv6.echo", nil,
		Field{ID: "icmpv6.echo.identifier", Bit: 32, Width: 16, Kind: Uint, Hex: 4, Ref: "RFC 4443 §4.1"},
		Field{ID: "icmpv6.echo.sequence_number", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 4443 §4.1"})
	ndpSolicitRouter = icmpv6Table("icmpv6.nd.rs", nil, icmpv6Reserved(32, 32, "RFC 4861 §4.1"))
	ndpRouter        = icmpv6Table("icmpv6.nd.ra", nil,
		Field{ID: "icmpv6.nd.ra.cur_hop_limit", Bit: 32, Width: 8, Kind: Uint, Ref: "RFC 4861 §4.2"},
		Field{ID: "icmpv6.nd.ra.flag", Bit: 40, Width: 8, Kind: Group, Hex: 2, Ref: "RFC 5175 §4"},
		Field{ID: "icmpv6.nd.ra.flag.m", Bit: 40, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.2"},
		Field{ID: "icmpv6.nd.ra.flag.o", Bit: 41, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.2"},
		Field{ID: "icmpv6.nd.ra.flag.h", Bit: 42, Width: 1, Kind: Flag, Ref: "RFC 6275 §7.1"},
		Field{ID: "icmpv6.nd.ra.flag.prf", Bit: 43, Width: 2, Kind: EnumValue, Enum: routerPreferenceNames, Ref: "RFC 4191 §2.2"},
		Field{ID: "icmpv6.nd.ra.flag.p", Bit: 45, Width: 1, Kind: Flag, Ref: "RFC 4389 §4.1"},
		Field{ID: "icmpv6.nd.ra.flag.rsv", Bit: 46, Width: 2, Kind: Uint, Ref: "RFC 5175 §4"},
		Field{ID: "icmpv6.nd.ra.router_lifetime", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 4861 §4.2"},
		Field{ID: "icmpv6.nd.ra.reachable_time", Bit: 64, Width: 32, Kind: Uint, Ref: "RFC 4861 §4.2"},
		Field{ID: "icmpv6.nd.ra.retrans_timer", Bit: 96, Width: 32, Kind: Uint, Ref: "RFC 4861 §4.2"})
	ndpSolicit = icmpv6Table("icmpv6.nd.ns", nil, icmpv6Reserved(32, 32, "RFC 4861 §4.3"),
		Field{ID: "icmpv6.nd.ns.target_address", Bit: 64, Width: 128, Kind: IPv6Addr, Ref: "RFC 4861 §4.3"})
	ndpNeighbor = icmpv6Table("icmpv6.nd.na", nil,
		Field{ID: "icmpv6.nd.na.flag", Bit: 32, Width: 32, Kind: Group, Hex: 8, Ref: "RFC 4861 §4.4"},
		Field{ID: "icmpv6.nd.na.flag.r", Bit: 32, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.4"},
		Field{ID: "icmpv6.nd.na.flag.s", Bit: 33, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.4"},
		Field{ID: "icmpv6.nd.na.flag.o", Bit: 34, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.4"},
		Field{ID: "icmpv6.nd.na.flag.rsv", Bit: 35, Width: 29, Kind: Uint, Ref: "RFC 4861 §4.4"},
		Field{ID: "icmpv6.nd.na.target_address", Bit: 64, Width: 128, Kind: IPv6Addr, Ref: "RFC 4861 §4.4"})
	ndpRedirect = icmpv6Table("icmpv6.rd", nil, icmpv6Reserved(32, 32, "RFC 4861 §4.5"),
		Field{ID: "icmpv6.nd.rd.target_address", Bit: 64, Width: 128, Kind: IPv6Addr, Ref: "RFC 4861 §4.5"},
		Field{ID: "icmpv6.rd.na.destination_address", Bit: 192, Width: 128, Kind: IPv6Addr, Ref: "RFC 4861 §4.5"})
	mldMessage = icmpv6Table("icmpv6.mld", nil,
		Field{ID: "icmpv6.mld.maximum_response_delay", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 2710 §3"},
		icmpv6Reserved(48, 16, "RFC 2710 §3"),
		Field{ID: "icmpv6.mld.multicast_address", Bit: 64, Width: 128, Kind: IPv6Addr, Ref: "RFC 2710 §3"})
	mldQuery = icmpv6Table("icmpv6.mldv2", nil,
		Field{ID: "icmpv6.mld.maximum_response_code", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 3810 §5.1"},
		icmpv6Reserved(48, 16, "RFC 3810 §5.1"),
		Field{ID: "icmpv6.mld.multicast_address", Bit: 64, Width: 128, Kind: IPv6Addr, Ref: "RFC 3810 §5.1"},
		Field{ID: "icmpv6.mld.flag", Bit: 192, Width: 8, Kind: Group, Hex: 2, Ref: "RFC 3810 §5.1"},
		Field{ID: "icmpv6.mld.flag.reserved", Bit: 192, Width: 4, Kind: Uint, Ref: "RFC 3810 §5.1"},
		Field{ID: "icmpv6.mld.flag.s", Bit: 196, Width: 1, Kind: Flag, Ref: "RFC 3810 §5.1"},
		Field{ID: "icmpv6.mld.flag.qrv", Bit: 197, Width: 3, Kind: Uint, Ref: "RFC 3810 §5.1"},
		Field{ID: "icmpv6.mld.qqi", Bit: 200, Width: 8, Kind: Uint, Ref: "RFC 3810 §5.1"},
		Field{ID: "icmpv6.mld.nb_sources", Bit: 208, Width: 16, Kind: Uint, Ref: "RFC 3810 §5.1"})
	mldReport = icmpv6Table("icmpv6.mldr", nil, icmpv6Reserved(32, 16, "RFC 3810 §5.2"),
		Field{ID: "icmpv6.mldr.nb_mcast_records", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 3810 §5.2"})
	mldRecord = Table{ID: "icmpv6.mldr.mar", Fields: []Field{
		{ID: "icmpv6.mldr.mar.record_type", Bit: 0, Width: 8, Kind: EnumValue, Enum: mldRecordNames, Ref: "RFC 3810 §5.2"},
		{ID: "icmpv6.mldr.mar.aux_data_len", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 3810 §5.2"},
		{ID: "icmpv6.mldr.mar.nb_sources", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 3810 §5.2"},
		{ID: "icmpv6.mldr.mar.multicast_address", Bit: 32, Width: 128, Kind: IPv6Addr, Ref: "RFC 3810 §5.2"},
	}}
	mldRecordSource = Table{ID: "icmpv6.mldr.mar.source", Fields: []Field{
		{ID: "icmpv6.mldr.mar.source_address", Width: 128, Kind: IPv6Addr, Ref: "RFC 3810 §5.2"},
	}}
	mldAuxiliary = Table{ID: "icmpv6.mldr.mar.aux", Fields: []Field{
		{ID: "icmpv6.mldr.mar.auxiliary_data", Kind: Bytes, Ref: "RFC 3810 §5.2"},
	}}
	mldQuerySource = Table{ID: "icmpv6.mld.source", Fields: []Field{
		{ID: "icmpv6.mld.source_address", Width: 128, Kind: IPv6Addr, Ref: "RFC 3810 §5.1"},
	}}
)

func icmpv6Tables() []*Table {
	return []*Table{
		icmpv6Unreachable, icmpv6UnreachableLen, icmpv6TooBig, icmpv6Exceeded, icmpv6ExceededLen, icmpv6Parameter, icmpv6Echo, ndpSolicitRouter, ndpRouter,
		ndpSolicit, ndpNeighbor, ndpRedirect, mldMessage, mldQuery, mldReport, &mldRecord, &mldRecordSource, &mldAuxiliary, &mldQuerySource,
		ndpOptLinkAddr, ndpOptPrefix, ndpOptRedirected, ndpOptMTU, ndpOptNonce, ndpOptRDNSS, &ndpRDNSSAddr, ndpOptOther, ndpOptCut,
	}
}

// icmpv6TableOf is the layout of the message h, which is at least four bytes
// long.
func icmpv6TableOf(h ICMPv6) *Table {
	switch h.Type() {
	case ICMPv6Unreachable:
		return h.withLength(icmpv6Unreachable, icmpv6UnreachableLen)
	case ICMPv6PacketTooBig:
		return icmpv6TooBig
	case ICMPv6TimeExceeded:
		return h.withLength(icmpv6Exceeded, icmpv6ExceededLen)
	case ICMPv6ParameterProblem:
		return icmpv6Parameter
	case ICMPv6Echo, ICMPv6EchoReply:
		return icmpv6Echo
	case NDPRouterSolicitation:
		return ndpSolicitRouter
	case NDPRouterAdvertisement:
		return ndpRouter
	case NDPNeighborSolicitation:
		return ndpSolicit
	case NDPNeighborAdvertisement:
		return ndpNeighbor
	case NDPRedirect:
		return ndpRedirect
	case MLDQuery:
		if len(h) >= 28 { // version 1 ends at 24 (RFC 3810 §8.1)
			return mldQuery
		}
		return mldMessage
	case MLDReport, MLDDone:
		return mldMessage
	case MLDv2Report:
		return mldReport
	}
	return icmpv6Other
}

// withLength tells a message with extensions behind the quoted packet, whose
// length it tells in units of 8 bytes (RFC 4884 §4).
func (h ICMPv6) withLength(plain, withLength *Table) *Table {
	if len(h) > 4 && h[4] != 0 {
		return withLength
	}
	return plain
}

// icmpv6Len is the length in bytes of what a table lays out; 0: all there is.
func icmpv6Len(t *Table) uint32 {
	last := &t.Fields[len(t.Fields)-1]
	if last.Width == 0 {
		return 0
	}
	return uint32(last.Bit+last.Width) / 8
}
