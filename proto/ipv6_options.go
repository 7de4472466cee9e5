package proto

import "encoding/binary"

// Options of the hop-by-hop and the destination options header (RFC 8200 §4.2,
// IANA "Destination Options and Hop-by-Hop Options"): a type byte, then, except
// for Pad1, a length that counts neither, and data.
const (
	ipv6Pad1        = 0
	ipv6PadN        = 1
	ipv6TunnelLimit = 4    // RFC 2473 §4.1.1
	ipv6RouterAlert = 5    // RFC 2711 §2.1
	ipv6Jumbo       = 0xc2 // RFC 2675 §2
	ipv6HomeAddress = 0xc9 // RFC 6275 §6.3
	ipv6Experiment  = 0x1e // in its lower five bits (RFC 4727 §2.2)
)

var ipv6OptionNames = &Enum{
	{ipv6Pad1, "Pad1"}, {ipv6PadN, "PadN"}, {ipv6TunnelLimit, "Tunnel Encapsulation Limit"},
	{ipv6RouterAlert, "Router Alert"}, {7, "CALIPSO"}, {8, "SMF_DPD"}, {15, "PDM"}, {0x23, "RPL"}, {0x26, "Quick-Start"},
	{0x30, "Path MTU"}, {0x31, "IOAM"}, {0x63, "RPL"}, {0x6d, "MPL"}, {0x8a, "Endpoint Identification"},
	{0x8b, "ILNP Nonce"}, {0x8c, "Line-Identification"}, {ipv6Jumbo, "Jumbo Payload"},
	{ipv6HomeAddress, "Home Address"}, {0xee, "DFF"},
}

// ipv6OptionTables are the layouts of options in one of the two headers.
type ipv6OptionTables struct {
	pad1, padN, tunnel, alert, jumbo, home, experiment, other, cut Table
}

func newIPv6OptionTables() *ipv6OptionTables {
	layout := func(id string, fields ...Field) Table {
		return Table{ID: id, Fields: append([]Field{
			{ID: "ipv6.opt.type", Width: 8, Kind: EnumValue, Hex: 2, Enum: ipv6OptionNames, Ref: "RFC 8200 §4.2"},
			{ID: "ipv6.opt.length", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 8200 §4.2"},
		}, fields...)}
	}
	t := &ipv6OptionTables{
		pad1: layout("ipv6.opt.pad1"),
		padN: layout("ipv6.opt.padn",
			Field{ID: "ipv6.opt.padn", Bit: 16, Kind: Bytes, none: "<none>", Ref: "RFC 8200 §4.2"}),
		tunnel: layout("ipv6.opt.tel",
			Field{ID: "ipv6.opt.tel", Bit: 16, Width: 8, Kind: Uint, Ref: "RFC 2473 §4.1.1"}),
		alert: layout("ipv6.opt.router_alert",
			Field{ID: "ipv6.opt.router_alert", Bit: 16, Width: 16, Kind: EnumValue, Enum: routerAlertNames, Ref: "RFC 2711 §2.1"}),
		jumbo: layout("ipv6.opt.jumbo",
			Field{ID: "ipv6.opt.jumbo", Bit: 16, Width: 32, Kind: Length, Ref: "RFC 2675 §2"}),
		home: layout("ipv6.opt.mipv6.home_address",
			Field{ID: "ipv6.opt.mipv6.home_address", Bit: 16, Width: 128, Kind: IPv6Addr, Ref: "RFC 6275 §6.3"}),
		experiment: layout("ipv6.opt.experimental",
			Field{ID: "ipv6.opt.experimental", Bit: 16, Kind: Bytes, Ref: "RFC 4727 §2.2"}),
		other: layout("ipv6.opt",
			Field{ID: "ipv6.opt.unknown", Bit: 16, Kind: Bytes, none: "<MISSING>", Ref: "RFC 8200 §4.2"}),
		cut: layout("ipv6.opt.cut"), // its length cannot be
	}
	t.pad1.Fields = t.pad1.Fields[:1]
	return t
}

func (t *ipv6OptionTables) all() []*Table {
	return []*Table{&t.pad1, &t.padN, &t.tunnel, &t.alert, &t.jumbo, &t.home, &t.experiment, &t.other, &t.cut}
}

// of is the layout of an option with size bytes of data.
func (t *ipv6OptionTables) of(kind byte, size int) *Table {
	switch {
	case kind == ipv6PadN:
		return &t.padN
	case kind&0x1f == ipv6Experiment:
		return &t.experiment
	case size != int(ipv6OptionSizes[kind]):
	case kind == ipv6TunnelLimit:
		return &t.tunnel
	case kind == ipv6RouterAlert:
		return &t.alert
	case kind == ipv6Jumbo:
		return &t.jumbo
	case kind == ipv6HomeAddress:
		return &t.home
	}
	return &t.other
}

var (
	hopByHopOptions = newIPv6OptionTables()
	destOptsOptions = newIPv6OptionTables()
	ipv6OptType     = hopByHopOptions.other.field("ipv6.opt.type")
	ipv6OptLength   = hopByHopOptions.other.field("ipv6.opt.length")
)

var routerAlertNames = &Enum{{0, "MLD"}, {1, "RSVP"}, {2, "Active Networks"}}

// ipv6OptionSizes are the bytes of data of the options with a layout of their
// own, 0 of any other.
var ipv6OptionSizes = [256]uint8{ipv6TunnelLimit: 1, ipv6RouterAlert: 2, ipv6Jumbo: 4, ipv6HomeAddress: 16}

// ipv6Option is the length of the option at the start of b, and whether it fits.
func ipv6Option(b []byte) (int, bool) {
	if b[0] == ipv6Pad1 {
		return 1, true
	}
	if len(b) < 2 || 2+int(b[1]) > len(b) {
		return len(b), false
	}
	return 2 + int(b[1]), true
}

// parts appends the parts of the options from byte at on of the header h, which
// begins at byte off of the frame.
func (t *ipv6OptionTables) parts(dst []Part, h []byte, at int, off uint32) []Part {
	for at < len(h) {
		n, ok := ipv6Option(h[at:])
		table := &t.cut
		switch {
		case !ok:
		case h[at] == ipv6Pad1:
			table = &t.pad1
		default:
			table = t.of(h[at], n-2)
		}
		dst = append(dst, Part{Table: table, Off: off + uint32(at), Len: uint32(n), Depth: 1})
		at += n
	}
	return dst
}

// checkIPv6Options finds options whose length cannot be or is not their kind's.
// A home address counts as the source in the pseudo-header (RFC 6275 §11.3.1).
func (f *Frame) checkIPv6Options(h []byte, at int, off uint32) {
	for at < len(h) {
		n, ok := ipv6Option(h[at:])
		if !ok {
			f.badOption(ipv6OptType, ipv6OptLength, h[at:], off+uint32(at), 0, len(h)-at-2)
			return
		}
		if size := int(ipv6OptionSizes[h[at]]); size != 0 && size != n-2 {
			f.problem(BadOption, ipv6OptLength, off+uint32(at)+1, uint64(n-2), uint64(size), nil)
		} else if h[at] == ipv6HomeAddress && f.addrs.size == 16 && f.layers[f.nLayers-1].Proto == ProtoDestOpts {
			f.addrs.src = off + uint32(at) + 2
		}
		at += n
	}
}

// findIPv6Option is where the data of an option of that type and size lies in
// the options header h, which need not be whole.
func findIPv6Option(h []byte, kind byte, size int) (at int, ok bool) {
	if len(h) < 2 {
		return 0, false
	}
	h = h[:min(len(h), 8+8*int(h[1]))]
	for at = 2; at < len(h); {
		n, fits := ipv6Option(h[at:])
		if !fits {
			break
		}
		if h[at] == kind && n == 2+size {
			return at + 2, true
		}
		at += n
	}
	return 0, false
}

// IPv6Options is a list of options being built; each method appends one and
// returns the longer list.
type IPv6Options []byte

// RouterAlert asks routers to look at the packet; 0 says that it is MLD's.
func (o IPv6Options) RouterAlert(value uint16) IPv6Options {
	return append(o, ipv6RouterAlert, 2, byte(value>>8), byte(value))
}

// Jumbo tells the length of a payload beyond 65535 bytes.
func (o IPv6Options) Jumbo(length uint32) IPv6Options {
	return binary.BigEndian.AppendUint32(append(o, ipv6Jumbo, 4), length)
}

// Other appends an option of any type with opaque data of up to 255 bytes; more
// is cut off.
func (o IPv6Options) Other(kind uint8, data []byte) IPv6Options {
	data = data[:min(len(data), 255)]
	return append(append(o, kind, byte(len(data))), data...)
}
