package proto

import (
	"encoding/binary"
	"net/netip"
	"slices"
)

// Options of EDNS (RFC 6891 §6.1.2) and parameters of service bindings (RFC
// 9460 §2.2): a code, a length and data each.

var dnsOptCodes = &Enum{
	{3, "NSID"}, {8, "CLIENT-SUBNET"}, {9, "EXPIRE"}, {10, "COOKIE"}, {11, "TCP-KEEPALIVE"}, {12, "PADDING"}, {15, "EDE"},
}

var svcParamKeys = &Enum{
	{0, "mandatory"}, {1, "alpn"}, {2, "no-default-alpn"}, {3, "port"}, {4, "ipv4hint"}, {5, "ech"}, {6, "ipv6hint"}, {7, "dohpath"},
}

func dnsOption(id string, fields ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: "dns.opt.code", Width: 16, Kind: EnumValue, Enum: dnsOptCodes, Ref: "RFC 6891 §6.1.2"},
		{ID: "dns.opt.len", Bit: 16, Width: 16, Kind: Length, Ref: "RFC 6891 §6.1.2"},
	}, fields...)}
}

func svcParam(id string, fields ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: "dns.svcb.svcparam.key", Width: 16, Kind: EnumValue, Enum: svcParamKeys, Ref: "RFC 9460 §2.2"},
		{ID: "dns.svcb.svcparam.value.length", Bit: 16, Width: 16, Kind: Length, Ref: "RFC 9460 §2.2"},
	}, fields...)}
}

var (
	dnsOptOther  = dnsOption("dns.opt", Field{ID: "dns.opt.data", Bit: 32, Kind: Bytes, none: "<MISSING>", Ref: "RFC 6891 §6.1.2"})
	dnsOptCookie = dnsOption("dns.opt.cookie",
		Field{ID: "dns.opt.data", Bit: 32, Kind: Group, Ref: "RFC 6891 §6.1.2"},
		Field{ID: "dns.opt.cookie.client", Bit: 32, Width: 64, Kind: Bytes, Ref: "RFC 7873 §4"},
		Field{ID: "dns.opt.cookie.server", Bit: 96, Kind: Bytes, none: "<MISSING>", Ref: "RFC 7873 §4"})
	dnsOptSubnet4 = clientSubnet("dns.opt.client.addr4", 4)
	dnsOptSubnet6 = clientSubnet("dns.opt.client.addr6", 16)
	dnsOptSubnet  = dnsOption("dns.opt.client", append(slices.Clone(subnetFields),
		Field{ID: "dns.opt.client.addr", Bit: 64, Kind: Bytes, Ref: "RFC 7871 §6"})...)

	dnsSVCBTable = &Table{ID: "dns.svcb", Fields: []Field{
		{ID: "dns.svcb.svcpriority", Width: 16, Kind: Uint, Ref: "RFC 9460 §2.2"},
		{ID: "dns.svcb.targetname", Bit: 16, Kind: Name, Ref: "RFC 9460 §2.2"},
	}}
	svcParamHead = svcParam("dns.svcb.svcparam")
	svcParamKey  = &Table{ID: "dns.svcb.svcparam.mandatory", Fields: []Field{
		{ID: "dns.svcb.svcparam.mandatory.key", Width: 16, Kind: EnumValue, Enum: svcParamKeys, Ref: "RFC 9460 §8"}}}
	svcParamECH = svcParam("dns.svcb.svcparam.ech",
		Field{ID: "dns.svcb.svcparam.echconfig", Bit: 32, Kind: Bytes, Ref: "RFC 9848 §2"})
	svcParamOther = svcParam("dns.svcb.svcparam.other",
		Field{ID: "dns.svcb.svcparam.value", Bit: 32, Kind: Bytes, Ref: "RFC 9460 §2.2"})
	svcParamPort = svcParam("dns.svcb.svcparam.port",
		Field{ID: "dns.svcb.svcparam.port", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 9460 §7.2"})
	svcParamALPN = stringTable("dns.svcb.svcparam.alpn", "dns.svcb.svcparam.alpn.length", "RFC 9460 §7.1.1")
	svcParamIPv4 = &Table{ID: "dns.svcb.svcparam.ipv4hint", Fields: []Field{
		{ID: "dns.svcb.svcparam.ipv4hint.ip", Width: 32, Kind: IPv4Addr, Ref: "RFC 9460 §7.3"}}}
	svcParamIPv6 = &Table{ID: "dns.svcb.svcparam.ipv6hint", Fields: []Field{
		{ID: "dns.svcb.svcparam.ipv6hint.ip", Width: 128, Kind: IPv6Addr, Ref: "RFC 9460 §7.3"}}}
)

// subnetFields are what a client subnet of any family begins with.
var subnetFields = []Field{
	{ID: "dns.opt.data", Bit: 32, Kind: Group, Ref: "RFC 6891 §6.1.2"},
	{ID: "dns.opt.client.family", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 7871 §6"},
	{ID: "dns.opt.client.netmask", Bit: 48, Width: 8, Kind: Uint, Ref: "RFC 7871 §6"},
	{ID: "dns.opt.client.scope", Bit: 56, Width: 8, Kind: Uint, Ref: "RFC 7871 §6"},
}

// clientSubnet is the layout of a client subnet with an address of a family whose
// addresses have size bytes; what it leaves out of them is zero.
func clientSubnet(id string, size int) *Table {
	return dnsOption(id, append(slices.Clone(subnetFields),
		Field{ID: "dns.opt.client.prefix", Bit: 64, Kind: Bytes, Ref: "RFC 7871 §6"},
		Field{ID: id, Kind: ComputedText, Ref: "RFC 7871 §6", deriveText: func(f *Frame, p Part, dst []byte) ([]byte, bool) {
			var a [16]byte
			copy(a[:size], f.PartBytes(p)[8:])
			if size == 4 {
				return netip.AddrFrom4([4]byte(a[:])).AppendTo(dst), true
			}
			return appendIPv6(dst, a), true
		}})...)
}

func dnsOptionTables() []*Table {
	return []*Table{
		dnsOptOther, dnsOptCookie, dnsOptSubnet, dnsOptSubnet4, dnsOptSubnet6, dnsSVCBTable, svcParamHead, svcParamKey, svcParamECH,
		svcParamOther, svcParamPort,
		svcParamALPN, svcParamIPv4, svcParamIPv6,
	}
}

// codeAndSize reads a code and the length behind it; false if they, or the bytes
// they announce, are not there.
func (w *pieces) codeAndSize() (code, n int, ok bool) {
	rest := w.b[w.at:]
	if len(rest) < 4 {
		return 0, 0, false
	}
	code, n = int(binary.BigEndian.Uint16(rest)), int(binary.BigEndian.Uint16(rest[2:]))
	return code, n, 4+n <= len(rest)
}

func (w *pieces) options() {
	for {
		code, n, ok := w.codeAndSize()
		if !ok {
			return
		}
		table := dnsOptOther
		switch {
		case code == 8 && n >= 4 && n <= 8 && w.b[w.at+5] == 1 && w.b[w.at+4] == 0:
			table = dnsOptSubnet4
		case code == 8 && n >= 4 && n <= 20 && w.b[w.at+5] == 2 && w.b[w.at+4] == 0:
			table = dnsOptSubnet6
		case code == 8 && n >= 4:
			table = dnsOptSubnet
		case code == 10 && n >= 8:
			table = dnsOptCookie
		}
		w.fixed(table, 4+n)
	}
}

func (w *pieces) parameters() {
	for {
		code, n, ok := w.codeAndSize()
		if !ok {
			return
		}
		inner := w.at + 4 + n
		switch {
		case code == 0 && n > 0 && n%2 == 0:
			w.fixed(svcParamHead, 4)
			for w.at < inner {
				w.fixed(svcParamKey, 2)
			}
		case code == 1 && n > 0:
			w.fixed(svcParamHead, 4)
			for w.at < inner && w.at+1+int(w.b[w.at]) <= inner && w.string(svcParamALPN) {
			}
		case code == 5:
			w.fixed(svcParamECH, 4+n)
		case code == 3 && n == 2:
			w.fixed(svcParamPort, 6)
		case code == 4 && n > 0 && n%4 == 0:
			w.fixed(svcParamHead, 4)
			for w.at < inner {
				w.fixed(svcParamIPv4, 4)
			}
		case code == 6 && n > 0 && n%16 == 0:
			w.fixed(svcParamHead, 4)
			for w.at < inner {
				w.fixed(svcParamIPv6, 16)
			}
		default:
			w.fixed(svcParamOther, 4+n)
		}
		if w.at < inner {
			w.fixed(&undecoded, inner-w.at)
		}
	}
}
