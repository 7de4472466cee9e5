package proto

import "encoding/binary"

// Records (RFC 1035 §4.1.3): a name, then type, class, time to live and length,
// then data by the type.

var dnsTypes = &Enum{
	{1, "A"}, {2, "NS"}, {5, "CNAME"}, {6, "SOA"}, {12, "PTR"}, {13, "HINFO"}, {15, "MX"}, {16, "TXT"},
	{28, "AAAA"}, {29, "LOC"}, {33, "SRV"}, {35, "NAPTR"}, {39, "DNAME"}, {41, "OPT"}, {43, "DS"}, {44, "SSHFP"},
	{46, "RRSIG"}, {47, "NSEC"}, {48, "DNSKEY"}, {50, "NSEC3"}, {52, "TLSA"}, {64, "SVCB"}, {65, "HTTPS"},
	{99, "SPF"}, {250, "TSIG"}, {251, "IXFR"}, {252, "AXFR"}, {255, "ANY"}, {256, "URI"}, {257, "CAA"},
}

var dnsClasses = &Enum{{1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}}

// Types that have a layout of their own.
const (
	dnsA     = 1
	dnsNS    = 2
	dnsCNAME = 5
	dnsSOA   = 6
	dnsPTR   = 12
	dnsMX    = 15
	dnsTXT   = 16
	dnsAAAA  = 28
	dnsSRV   = 33
	dnsNAPTR = 35
	dnsOPT   = 41
	dnsSSHFP = 44
	dnsSVCB  = 64
	dnsHTTPS = 65
	dnsSPF   = 99
	dnsCAA   = 257
)

func nameTable(id, ref string) *Table {
	return &Table{ID: id, Fields: []Field{{ID: id, Kind: Name, Ref: ref}}}
}

func stringTable(id, length, ref string) *Table {
	return &Table{ID: id, Fields: []Field{
		{ID: length, Width: 8, Kind: Length, Ref: ref}, {ID: id, Bit: 8, Kind: Text, Ref: ref},
	}}
}

var (
	dnsQryName  = nameTable("dns.qry.name", "RFC 1035 §4.1.2")
	dnsQryTable = &Table{ID: "dns.qry", Fields: []Field{
		{ID: "dns.qry.type", Width: 16, Kind: EnumValue, Enum: dnsTypes, Ref: "RFC 1035 §4.1.2"},
		{ID: "dns.qry.class", Bit: 16, Width: 16, Kind: EnumValue, Hex: 4, Enum: dnsClasses, Ref: "RFC 1035 §4.1.2"},
	}}
	dnsRespName  = nameTable("dns.resp.name", "RFC 1035 §4.1.3")
	dnsRespTable = &Table{ID: "dns.resp", Fields: []Field{
		{ID: "dns.resp.type", Width: 16, Kind: EnumValue, Enum: dnsTypes, Ref: "RFC 1035 §4.1.3"},
		{ID: "dns.resp.class", Bit: 16, Width: 16, Kind: EnumValue, Hex: 4, Enum: dnsClasses, Ref: "RFC 1035 §4.1.3"},
		{ID: "dns.resp.ttl", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 1035 §4.1.3"},
		{ID: "dns.resp.len", Bit: 64, Width: 16, Kind: Length, Ref: "RFC 1035 §4.1.3"},
	}}
	dnsOptTable = &Table{ID: "dns.resp.opt", Fields: []Field{
		{ID: "dns.resp.type", Width: 16, Kind: EnumValue, Enum: dnsTypes, Ref: "RFC 6891 §6.1.2"},
		{ID: "dns.rr.udp_payload_size", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 6891 §6.2.3"},
		{ID: "dns.resp.ext_rcode", Bit: 32, Width: 8, Kind: Uint, Hex: 2, Ref: "RFC 6891 §6.1.3"},
		{ID: "dns.resp.edns0_version", Bit: 40, Width: 8, Kind: Uint, Ref: "RFC 6891 §6.1.3"},
		{ID: "dns.resp.z", Bit: 48, Width: 16, Kind: Group, Hex: 4, Ref: "RFC 6891 §6.1.4"},
		{ID: "dns.resp.z.do", Bit: 48, Width: 1, Kind: Flag, Ref: "RFC 3225 §3"},
		{ID: "dns.resp.z.reserved", Bit: 49, Width: 15, Kind: Reserved, Hex: 4, Ref: "RFC 6891 §6.1.4"},
		{ID: "dns.resp.len", Bit: 64, Width: 16, Kind: Length, Ref: "RFC 6891 §6.1.2"},
	}}

	dnsDataTable = &Table{ID: "dns.data", Fields: []Field{{ID: "dns.data", Kind: Bytes, Ref: "RFC 3597 §5"}}}
	dnsExtra     = &Table{ID: "dns.extraneous", Fields: []Field{{ID: "dns.extraneous.data", Kind: Bytes}}}
	dnsATable    = &Table{ID: "dns.a", Fields: []Field{{ID: "dns.a", Width: 32, Kind: IPv4Addr, Ref: "RFC 1035 §3.4.1"}}}
	dnsAAAATable = &Table{ID: "dns.aaaa", Fields: []Field{{ID: "dns.aaaa", Width: 128, Kind: IPv6Addr, Ref: "RFC 3596 §2.2"}}}
	dnsNames     = map[uint16]*Table{
		dnsNS:    nameTable("dns.ns", "RFC 1035 §3.3.11"),
		dnsCNAME: nameTable("dns.cname", "RFC 1035 §3.3.1"),
		dnsPTR:   nameTable("dns.ptr.domain_name", "RFC 1035 §3.3.12"),
	}
	dnsMXTable = &Table{ID: "dns.mx", Fields: []Field{
		{ID: "dns.mx.preference", Width: 16, Kind: Uint, Ref: "RFC 1035 §3.3.9"},
		{ID: "dns.mx.mail_exchange", Bit: 16, Kind: Name, Ref: "RFC 1035 §3.3.9"},
	}}
	// The owner of an SRV record names a service: Wireshark has no dns.resp.name
	// for it.
	dnsSRVOwner = nameTable("dns.srv.owner", "RFC 2782")
	dnsSRVTable = &Table{ID: "dns.srv", Fields: []Field{
		{ID: "dns.srv.priority", Width: 16, Kind: Uint, Ref: "RFC 2782"},
		{ID: "dns.srv.weight", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 2782"},
		{ID: "dns.srv.port", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 2782"},
		{ID: "dns.srv.target", Bit: 48, Kind: Name, Ref: "RFC 2782"},
	}}
	dnsSOAPrimary = nameTable("dns.soa.mname", "RFC 1035 §3.3.13")
	dnsSOAMailbox = nameTable("dns.soa.rname", "RFC 1035 §3.3.13")
	dnsSOATable   = &Table{ID: "dns.soa", Fields: []Field{
		{ID: "dns.soa.serial_number", Width: 32, Kind: Uint, Ref: "RFC 1035 §3.3.13"},
		{ID: "dns.soa.refresh_interval", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 1035 §3.3.13"},
		{ID: "dns.soa.retry_interval", Bit: 64, Width: 32, Kind: Uint, Ref: "RFC 1035 §3.3.13"},
		{ID: "dns.soa.expire_limit", Bit: 96, Width: 32, Kind: Uint, Ref: "RFC 1035 §3.3.13"},
		{ID: "dns.soa.minimum_ttl", Bit: 128, Width: 32, Kind: Uint, Ref: "RFC 2308 §4"},
	}}
	dnsTXTTable   = stringTable("dns.txt", "dns.txt.length", "RFC 1035 §3.3.14")
	dnsSPFTable   = stringTable("dns.spf", "dns.spf.length", "RFC 7208 §3.1")
	dnsNAPTRTable = &Table{ID: "dns.naptr", Fields: []Field{
		{ID: "dns.naptr.order", Width: 16, Kind: Uint, Ref: "RFC 3403 §4.1"},
		{ID: "dns.naptr.preference", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 3403 §4.1"},
	}}
	dnsNAPTRStrings = [...]*Table{
		stringTable("dns.naptr.flags", "dns.naptr.flags_length", "RFC 3403 §4.1"),
		stringTable("dns.naptr.service", "dns.naptr.service_length", "RFC 3403 §4.1"),
		stringTable("dns.naptr.regex", "dns.naptr.regex_length", "RFC 3403 §4.1"),
	}
	dnsNAPTRName  = nameTable("dns.naptr.replacement", "RFC 3403 §4.1")
	dnsSSHFPTable = &Table{ID: "dns.sshfp", Fields: []Field{
		{ID: "dns.sshfp.algorithm", Width: 8, Kind: Uint, Ref: "RFC 4255 §3.1.1"},
		{ID: "dns.sshfp.fingerprint.type", Bit: 8, Width: 8, Kind: Uint, Ref: "RFC 4255 §3.1.2"},
		{ID: "dns.sshfp.fingerprint", Bit: 16, Kind: Bytes, Ref: "RFC 4255 §3.1.3"},
	}}
	dnsCAATable = &Table{ID: "dns.caa", Fields: []Field{
		{ID: "dns.caa.flags", Width: 8, Kind: Group, Hex: 2, Ref: "RFC 8659 §4.1"},
		{ID: "dns.caa.flags.issuer_critical", Width: 1, Kind: Flag, Ref: "RFC 8659 §4.1"},
		{ID: "dns.caa.flags.reserved", Bit: 1, Width: 7, Kind: Reserved, Ref: "RFC 8659 §4.1"},
	}}
	dnsCAATag   = stringTable("dns.caa.tag", "dns.caa.tag_length", "RFC 8659 §4.1")
	dnsCAAValue = &Table{ID: "dns.caa.value", Fields: []Field{{ID: "dns.caa.value", Kind: Text, Ref: "RFC 8659 §4.1"}}}
)

func dnsRecordTables() []*Table {
	all := []*Table{
		dnsQryName, dnsQryTable, dnsRespName, dnsRespTable, dnsOptTable, dnsDataTable, dnsExtra, dnsATable, dnsAAAATable,
		dnsNames[dnsNS], dnsNames[dnsCNAME], dnsNames[dnsPTR], dnsMXTable, dnsSRVOwner, dnsSRVTable, dnsSOAPrimary, dnsSOAMailbox,
		dnsSOATable, dnsTXTTable, dnsSPFTable, dnsNAPTRTable, dnsNAPTRName, dnsSSHFPTable, dnsCAATable, dnsCAATag, dnsCAAValue,
	}
	all = append(all, dnsNAPTRStrings[:]...)
	return append(all, dnsOptionTables()...)
}

// dnsPiece is a part of a message: size bytes from at.
type dnsPiece struct {
	table    *Table // nil: a record's data
	at, size int
	depth    uint8
	name     nameState // of a name
}

// dnsWalk yields the pieces of a message behind its header, in order, as far as
// its counts go and its bytes reach. It answers where it stopped, and whether all
// that is announced is there.
func dnsWalk(message []byte, yield func(dnsPiece)) (at int, whole bool) {
	h := DNS(message)
	at = DNSHeaderLen
	for range h.Questions() {
		end, state := checkName(message, at)
		if state == nameBroken || end+4 > len(message) {
			return at, false
		}
		yield(dnsPiece{dnsQryName, at, end - at, 1, state})
		yield(dnsPiece{dnsQryTable, end, 4, 1, nameWhole})
		at = end + 4
	}
	for range h.Records() {
		end, state := checkName(message, at)
		if state == nameBroken || end+10 > len(message) {
			return at, false
		}
		size := int(binary.BigEndian.Uint16(message[end+8:]))
		if end+10+size > len(message) {
			return at, false
		}
		owner, fixed := dnsRespName, dnsRespTable
		switch binary.BigEndian.Uint16(message[end:]) {
		case dnsOPT:
			fixed = dnsOptTable
		case dnsSRV:
			owner = dnsSRVOwner
		}
		yield(dnsPiece{owner, at, end - at, 1, state})
		yield(dnsPiece{fixed, end, 10, 1, nameWhole})
		if size > 0 {
			yield(dnsPiece{nil, end + 10, size, 2, nameWhole})
		}
		at = end + 10 + size
	}
	return at, true
}

func dnsParts(dst []Part, h []byte, l *Layer) []Part {
	table := dnsQueryTable
	switch {
	case DNS(h).Response():
		table = dnsTable
	case h[3]&0x20 != 0:
		table = dnsQueryADTable
	}
	dst = append(dst, Part{Table: table, Off: l.Off, Len: DNSHeaderLen})
	var kind uint16
	at, whole := dnsWalk(h, func(p dnsPiece) {
		switch p.table {
		case nil:
			dst = dnsData(dst, h, kind, p, l.Off)
			return
		case dnsRespTable, dnsOptTable:
			kind = binary.BigEndian.Uint16(h[p.at:])
		}
		dst = append(dst, Part{Table: p.table, Off: l.Off + uint32(p.at), Len: uint32(p.size), Depth: p.depth})
	})
	if at < len(h) {
		rest := dnsExtra
		if !whole {
			rest = &undecoded
		}
		dst = append(dst, Part{Table: rest, Off: l.Off + uint32(at), Len: uint32(len(h) - at), Depth: 1})
	}
	return dst
}

// dnsData appends the parts of a record's data. What is not as its type says is
// opaque.
func dnsData(dst []Part, message []byte, kind uint16, p dnsPiece, base uint32) []Part {
	w := pieces{dst: dst, b: message[:p.at+p.size], at: p.at, base: base}
	switch kind {
	case dnsA:
		w.fixed(dnsATable, 4)
	case dnsAAAA:
		w.fixed(dnsAAAATable, 16)
	case dnsNS, dnsCNAME, dnsPTR:
		w.name(dnsNames[kind], 0)
	case dnsMX:
		w.name(dnsMXTable, 2)
	case dnsSRV:
		w.name(dnsSRVTable, 6)
	case dnsSOA:
		if w.name(dnsSOAPrimary, 0) && w.name(dnsSOAMailbox, 0) {
			w.fixed(dnsSOATable, 20)
		}
	case dnsTXT:
		for w.string(dnsTXTTable) {
		}
	case dnsSPF:
		for w.string(dnsSPFTable) {
		}
	case dnsNAPTR:
		if w.fixed(dnsNAPTRTable, 4) && w.string(dnsNAPTRStrings[0]) && w.string(dnsNAPTRStrings[1]) && w.string(dnsNAPTRStrings[2]) {
			w.name(dnsNAPTRName, 0)
		}
	case dnsSSHFP:
		if len(w.b)-w.at >= 2 {
			w.fixed(dnsSSHFPTable, len(w.b)-w.at)
		}
	case dnsCAA:
		if w.fixed(dnsCAATable, 1) && w.string(dnsCAATag) {
			w.fixed(dnsCAAValue, len(w.b)-w.at)
		}
	case dnsOPT:
		w.options()
	case dnsSVCB, dnsHTTPS:
		if w.name(dnsSVCBTable, 2) {
			w.parameters()
		}
	}
	w.fixed(dnsDataTable, len(w.b)-w.at)
	return w.dst
}

// pieces lays tables over the data of a record, one behind the other. Each
// method is false, and lays none, where its bytes are not there.
type pieces struct {
	dst  []Part
	b    []byte // the message up to the end of the data
	at   int
	base uint32 // where the message begins in the frame
}

func (w *pieces) fixed(t *Table, n int) bool {
	if n <= 0 || w.at+n > len(w.b) {
		return false
	}
	w.dst = append(w.dst, Part{Table: t, Off: w.base + uint32(w.at), Len: uint32(n), Depth: 2})
	w.at += n
	return true
}

// name lays a table over n bytes and a name.
func (w *pieces) name(t *Table, n int) bool {
	if w.at+n > len(w.b) {
		return false
	}
	end, state := checkName(w.b, w.at+n)
	return state != nameBroken && w.fixed(t, end-w.at)
}

// string lays a table over a length and as many bytes of text.
func (w *pieces) string(t *Table) bool {
	return w.at < len(w.b) && w.fixed(t, 1+int(w.b[w.at]))
}
