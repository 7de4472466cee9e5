package proto

// IPv4 options (RFC 791 §3.1, IANA "IP Option Numbers"): a type byte, then,
// except for the two one-byte options, a length that counts both, and data.
// All go on until the option list ends or the header does.

// option is the length of the option at the start of b, one-byte kinds being
// 0 and 1 in IPv4 and TCP alike; false where its length cannot be.
func option(b []byte) (int, bool) {
	if b[0] <= 1 {
		return 1, true
	}
	if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
		return len(b), false
	}
	return int(b[1]), true
}

const (
	ipOptEOL         = 0
	ipOptNOP         = 1
	ipOptRecordRoute = 7
	ipOptTimestamp   = 68
	ipOptSecurity    = 130
	ipOptLooseRoute  = 131
	ipOptStreamID    = 136
	ipOptStrictRoute = 137
	ipOptRouterAlert = 148 // RFC 2113
)

// Kinds of the timestamp option: what its flag says that each router enters.
const (
	ipTimesOnly     = 0
	ipTimesAddress  = 1
	ipTimesSpecific = 3 // only the routers whose addresses are given
)

var (
	ipOptTypeField = Field{ID: "ip.opt.type", Width: 8, Kind: EnumValue, Enum: ipOptNames, Ref: "RFC 791 §3.1"}
	ipOptLenField  = Field{ID: "ip.opt.len", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 791 §3.1"}
	ipOptPtrField  = Field{ID: "ip.opt.ptr", Bit: 16, Width: 8, Kind: Uint, Ref: "RFC 791 §3.1"}

	ipOptNames = &Enum{
		{ipOptEOL, "End of Options List"}, {ipOptNOP, "No-Operation"}, {ipOptRecordRoute, "Record Route"},
		{11, "MTU Probe"}, {12, "MTU Reply"}, {25, "Quick-Start"}, {ipOptTimestamp, "Time Stamp"}, {82, "Traceroute"},
		{ipOptSecurity, "Security"}, {ipOptLooseRoute, "Loose Source Route"}, {133, "Extended Security"},
		{ipOptStreamID, "Stream ID"}, {ipOptStrictRoute, "Strict Source Route"}, {ipOptRouterAlert, "Router Alert"},
	}
	ipOptTimesNames = &Enum{
		{ipTimesOnly, "Time stamps only"}, {ipTimesAddress, "Time stamp and address"}, {ipTimesSpecific, "Time stamps for prespecified addresses"},
	}
	ipOptAlertNames = &Enum{{0, "Router shall examine packet"}}
	ipOptShort      = Table{ID: "ip.opt.single", Fields: []Field{ipOptTypeField}}
	ipOptOther      = ipOptTable("ip.opt", Field{ID: "ip.opt.data", Bit: 16, Kind: Bytes, Ref: "RFC 791 §3.1"})
	ipOptRoute      = ipOptTable("ip.opt.route", ipOptPtrField)
	ipOptTimes      = ipOptTable("ip.opt.timestamp", ipOptPtrField,
		Field{ID: "ip.opt.overflow", Bit: 24, Width: 4, Kind: Uint, Ref: "RFC 791 §3.1"},
		Field{ID: "ip.opt.flag", Bit: 28, Width: 4, Kind: EnumValue, Hex: 2, Enum: ipOptTimesNames, Ref: "RFC 791 §3.1"})
	ipOptAlert = ipOptTable("ip.opt.routeralert",
		Field{ID: "ip.opt.ra", Bit: 16, Width: 16, Kind: EnumValue, Enum: ipOptAlertNames, Ref: "RFC 2113 §2.1"})
	ipOptStream = ipOptTable("ip.opt.stream",
		Field{ID: "ip.opt.sid", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 791 §3.1"})
	ipOptSecret = ipOptTable("ip.opt.security",
		Field{ID: "ip.opt.sec_rfc791_sec", Bit: 16, Width: 16, Kind: Uint, Hex: 4, Ref: "RFC 791 §3.1"},
		Field{ID: "ip.opt.sec_rfc791_comp", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 791 §3.1"},
		Field{ID: "ip.opt.sec_rfc791_hr", Bit: 48, Width: 16, Kind: Text, Ref: "RFC 791 §3.1"},
		Field{ID: "ip.opt.sec_rfc791_tcc", Bit: 64, Width: 24, Kind: Text, Ref: "RFC 791 §3.1"})
	ipOptRecorded  = ipOptAddress("ip.rec_rt") // a router that the packet came through
	ipOptEmpty     = ipOptAddress("ip.empty_rt")
	ipOptToVisit   = ipOptAddress("ip.src_rt")
	ipOptTimesAddr = ipOptAddress("ip.opt.time_stamp_addr")
	ipOptTime      = Table{ID: "ip.opt.time_stamp", Fields: []Field{
		{ID: "ip.opt.time_stamp", Width: 32, Kind: Uint, Ref: "RFC 791 §3.1"},
	}}
	ipOptPadding = Table{ID: "ip.opt.end", Fields: []Field{
		{ID: "ip.opt.padding", Kind: Bytes, Ref: "RFC 791 §3.1"},
	}}
	ipOptType = ipOptOther.field("ip.opt.type")
	ipOptLen  = ipOptOther.field("ip.opt.len")
	ipOptPtr  = ipOptRoute.field("ip.opt.ptr")
)

func ipOptTable(id string, fields ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{ipOptTypeField, ipOptLenField}, fields...)}
}

func ipOptAddress(id string) *Table {
	return &Table{ID: id, Fields: []Field{{ID: id, Width: 32, Kind: IPv4Addr, Ref: "RFC 791 §3.1"}}}
}

func ipv4OptionTables() []*Table {
	return []*Table{
		&ipOptShort, ipOptOther, &ipOptPadding, ipOptRoute, ipOptTimes, ipOptAlert, ipOptStream, ipOptSecret,
		ipOptRecorded, ipOptEmpty, ipOptToVisit, ipOptTimesAddr, &ipOptTime,
	}
}

// ipv4Options are the options that begin as their table says, and how: fixed
// bytes of it, then entries of 4 bytes, if any.
var ipv4Options = [256]struct {
	table   *Table
	fixed   uint8
	entries bool
}{
	ipOptRecordRoute: {ipOptRoute, 3, true},
	ipOptLooseRoute:  {ipOptRoute, 3, true},
	ipOptStrictRoute: {ipOptRoute, 3, true},
	ipOptTimestamp:   {ipOptTimes, 4, true},
	ipOptRouterAlert: {ipOptAlert, 4, false},
	ipOptStreamID:    {ipOptStream, 4, false},
	ipOptSecurity:    {ipOptSecret, 11, false},
}

func ipv4Parts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &ipv4Table, Off: l.Off, Len: IPv4MinLen})
	return optionParts(dst, h, l, IPv4MinLen, IPv4(h).HeaderLen(), &ipOptPadding, ipv4OptionParts)
}

func ipv4OptionParts(dst []Part, o []byte, off uint32) []Part {
	n := uint32(len(o))
	if n == 1 {
		return append(dst, Part{Table: &ipOptShort, Off: off, Len: n, Depth: 1})
	}
	layout := &ipv4Options[o[0]]
	fixed := uint32(layout.fixed)
	if layout.table == nil || n < fixed || n > fixed && !layout.entries {
		return append(dst, Part{Table: ipOptOther, Off: off, Len: n, Depth: 1})
	}
	dst = append(dst, Part{Table: layout.table, Off: off, Len: fixed, Depth: 1})
	for at := fixed; at < n; at += 4 {
		size := min(4, n-at)
		dst = append(dst, Part{Table: ipv4EntryTable(o, at), Off: off + at, Len: size, Depth: 2})
	}
	return dst
}

// ipv4EntryTable says what the entry at byte at of the option o is: routers that
// the packet came through lie before the pointer, which counts bytes from 1.
func ipv4EntryTable(o []byte, at uint32) *Table {
	switch {
	case o[0] == ipOptTimestamp:
		if flag := o[3] & 0xf; (flag == ipTimesAddress || flag == ipTimesSpecific) && at&4 != 0 {
			return ipOptTimesAddr
		}
		return &ipOptTime
	case at+1 < uint32(o[2]):
		return ipOptRecorded
	case o[0] == ipOptRecordRoute:
		return ipOptEmpty
	}
	return ipOptToVisit
}

// optionParts appends the parts of each option from byte at on; what follows the
// end of the list is padding, what follows a length that cannot be is undecoded.
// Of a header that was whole bytes long, the last option there may be cut.
func optionParts(dst []Part, h []byte, l *Layer, at, whole int, padding *Table, parts func([]Part, []byte, uint32) []Part) []Part {
	for at < len(h) {
		off := l.Off + uint32(at)
		n, ok := option(h[at:])
		if !ok && n >= 2 && h[at+1] >= 2 && at+int(h[at+1]) <= whole {
			ok = true
		}
		if !ok {
			return append(dst, Part{Table: &undecoded, Off: off, Len: uint32(n), Depth: 1})
		}
		dst = parts(dst, h[at:at+n], off)
		last := h[at] == 0
		if at += n; last && at < len(h) {
			return append(dst, Part{Table: padding, Off: l.Off + uint32(at), Len: uint32(len(h) - at), Depth: 1})
		}
	}
	return dst
}

func (f *Frame) checkIPv4Options(h []byte, off uint32) {
	for at := IPv4MinLen; at < len(h) && h[at] != ipOptEOL; {
		n, ok := option(h[at:])
		if !ok {
			f.badOption(ipOptType, ipOptLen, h[at:], off+uint32(at), 2, len(h)-at)
			return
		}
		f.checkIPv4Option(h[at:at+n], off+uint32(at))
		at += n
	}
}

// checkIPv4Option finds a length that is not that of the option's kind, and a
// pointer into the middle of an entry.
func (f *Frame) checkIPv4Option(o []byte, off uint32) {
	layout := &ipv4Options[o[0]]
	n, fixed, entry := len(o), int(layout.fixed), 4
	if o[0] == ipOptTimestamp && n > fixed && o[3]&0xf != ipTimesOnly {
		entry = 8 // an address with each time
	}
	switch {
	case layout.table == nil:
	case n < fixed, n > fixed && !layout.entries && o[0] != ipOptSecurity:
		f.problem(BadOption, ipOptLen, off+1, uint64(n), uint64(fixed), nil)
	case !layout.entries:
	case (n-fixed)%entry != 0:
		f.problem(BadOption, ipOptLen, off+1, uint64(n), uint64(n-(n-fixed)%entry), nil)
	default:
		first, pointer := fixed+1, int(o[2])
		if entry := max(first, pointer-(pointer-first)&3); pointer != entry {
			f.problem(BadValue, ipOptPtr, off+2, uint64(pointer), uint64(entry), nil)
		}
	}
}

// badOption notes that the option at the start of o, the rest of the list, has a
// length that cannot be: least and most are what its field could tell. One of
// which only the kind is there has none.
func (f *Frame) badOption(kind, length *Field, o []byte, off uint32, least, most int) {
	if len(o) == 1 {
		f.problem(BadOption, kind, off, uint64(o[0]), 0, nil)
		return
	}
	want := most
	if int(o[1]) < least {
		want = least
	}
	f.problem(BadOption, length, off+1, uint64(o[1]), uint64(want), nil)
}

// finalDestination is the last address of a source route that is not used up:
// where it lies in the header. It is the one that counts in the pseudo-header
// (RFC 9293 §3.1, RFC 791 §3.1).
func finalDestination(h []byte) (at int, ok bool) {
	for at = IPv4MinLen; at < len(h) && h[at] != ipOptEOL; {
		n, ok := option(h[at:])
		if !ok {
			break
		}
		if t := h[at]; (t == ipOptLooseRoute || t == ipOptStrictRoute) && n >= 7 && int(h[at+2]) < n {
			return at + n - 4, true
		}
		at += n
	}
	return 0, false
}
