package proto

import "fmt"

// IPv4 options (RFC 791 §3.1, IANA "IP Option Numbers"): a type byte, then,
// except for the two one-byte options, a length that counts both, and data.
// All go on until the option list ends or the header does.

// OptionsError is options that do not fit their header.
type OptionsError struct {
	Proto     Proto
	Len, Most int // bytes
}

func (e *OptionsError) Error() string {
	return fmt.Sprintf("%s: %d bytes of options, at most %d fit", e.Proto, e.Len, e.Most)
}

// extendWithOptions makes room for a fixed header, whose bytes hold anything,
// and appends the options, padded to whole 32-bit words, at most 60 bytes in
// all. It is nil if they do not fit.
func (b *building) extendWithOptions(fixed int, options []byte, p Proto) []byte {
	if len(options) == 0 {
		return b.extend(fixed)
	}
	if len(options) > 60-fixed {
		b.err = &OptionsError{p, len(options), 60 - fixed}
		return nil
	}
	h := b.extend(fixed + (len(options)+3)&^3)
	copy(h[fixed:], options)
	copy(h[fixed+len(options):], zeros[:])
	return h
}

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
	ipOptEOL = 0
	ipOptNOP = 1
)

var (
	ipOptTypeField = Field{ID: "ip.opt.type", Width: 8, Kind: EnumValue, Enum: ipOptNames, Ref: "RFC 791 §3.1"}
	ipOptLenField  = Field{ID: "ip.opt.len", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 791 §3.1"}

	ipOptNames = &Enum{
		{ipOptEOL, "End of Options List"}, {ipOptNOP, "No-Operation"}, {7, "Record Route"},
		{68, "Time Stamp"}, {130, "Security"}, {131, "Loose Source Route"}, {136, "Stream ID"},
		{137, "Strict Source Route"}, {148, "Router Alert"},
	}
	ipOptShort = Table{ID: "ip.opt.single", Fields: []Field{ipOptTypeField}}
	ipOptOther = Table{ID: "ip.opt", Fields: []Field{
		ipOptTypeField, ipOptLenField, {ID: "ip.opt.data", Bit: 16, Kind: Bytes, Ref: "RFC 791 §3.1"},
	}}
	ipOptPadding = Table{ID: "ip.opt.end", Fields: []Field{
		{ID: "ip.opt.padding", Kind: Bytes, Ref: "RFC 791 §3.1"},
	}}
	ipOptType = ipOptOther.field("ip.opt.type")
	ipOptLen  = ipOptOther.field("ip.opt.len")
)

func ipv4OptionTables() []*Table { return []*Table{&ipOptShort, &ipOptOther, &ipOptPadding} }

func ipv4Parts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &ipv4Table, Off: l.Off, Len: IPv4MinLen})
	return optionParts(dst, h, l, IPv4MinLen, &ipOptPadding, ipv4OptionParts)
}

func ipv4OptionParts(dst []Part, o []byte, off uint32) []Part {
	table := &ipOptOther
	if o[0] <= ipOptNOP {
		table = &ipOptShort
	}
	return append(dst, Part{Table: table, Off: off, Len: uint32(len(o)), Depth: 1})
}

// optionParts appends the parts of each option from byte at on; what follows the
// end of the list is padding, what follows a length that cannot be is undecoded.
func optionParts(dst []Part, h []byte, l *Layer, at int, padding *Table, parts func([]Part, []byte, uint32) []Part) []Part {
	for at < len(h) {
		off := l.Off + uint32(at)
		n, ok := option(h[at:])
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
			f.badOption(ipOptType, ipOptLen, h, at, off)
			return
		}
		at += n
	}
}

// badOption notes that the option at h[at:] has a length that cannot be.
func (f *Frame) badOption(kind, length *Field, h []byte, at int, off uint32) {
	if at+1 == len(h) {
		f.problem(BadOption, kind, off+uint32(at), uint64(h[at]), 0, nil)
		return
	}
	f.problem(BadOption, length, off+uint32(at)+1, uint64(h[at+1]), uint64(len(h)-at), nil)
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
		if t := h[at]; (t == 131 || t == 137) && n >= 7 && int(h[at+2]) < n {
			return at + n - 4, true
		}
		at += n
	}
	return 0, false
}
