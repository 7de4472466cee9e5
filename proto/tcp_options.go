package proto

import (
	"encoding/binary"
	"fmt"
)

// TCPOption is the kind of a TCP option (IANA "TCP Option Kind Numbers"): a kind
// byte, then, except for the two one-byte options, a length that counts both,
// and data (RFC 9293 §3.2).
type TCPOption uint8

// The option kinds that have a layout of their own here; others are kept as
// opaque data.
const (
	OptEOL           TCPOption = 0
	OptNOP           TCPOption = 1
	OptMSS           TCPOption = 2
	OptWindowScale   TCPOption = 3 // RFC 7323 §2.2
	OptSACKPermitted TCPOption = 4 // RFC 2018 §2
	OptSACK          TCPOption = 5 // RFC 2018 §3
	OptTimestamps    TCPOption = 8 // RFC 7323 §3.2
	OptMD5           TCPOption = 19
	OptFastOpen      TCPOption = 34 // RFC 7413 §4.1.1
)

// MaxWindowScale is the largest shift that counts (RFC 7323 §2.3).
const MaxWindowScale = 14

var tcpOptionNames = &Enum{
	{0, "EOL"}, {1, "NOP"}, {2, "MSS"}, {3, "Window Scale"}, {4, "SACK Permitted"}, {5, "SACK"},
	{6, "Echo"}, {7, "Echo Reply"}, {8, "Timestamps"}, {19, "MD5"}, {27, "Quick-Start"},
	{28, "User Timeout"}, {29, "TCP-AO"}, {30, "MPTCP"}, {34, "TCP Fast Open"},
	{172, "AccECN Order 0"}, {174, "AccECN Order 1"}, {253, "Experiment 1"}, {254, "Experiment 2"},
}

// tcpOption is the layout of one kind; most is its greatest length, least its
// smallest, in bytes with kind and length.
type tcpOption struct {
	table       *Table
	least, most uint8
}

func tcpOptionTable(id string, fields ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: "tcp.option_kind", Width: 8, Kind: EnumValue, Enum: tcpOptionNames, Ref: "RFC 9293 §3.2"},
		{ID: "tcp.option_len", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 9293 §3.2"},
	}, fields...)}
}

var (
	tcpOptSingle = Table{ID: "tcp.options.single", Fields: []Field{
		{ID: "tcp.option_kind", Width: 8, Kind: EnumValue, Enum: tcpOptionNames, Ref: "RFC 9293 §3.2"},
	}}
	tcpOptPadding = Table{ID: "tcp.options.end", Fields: []Field{
		{ID: "tcp.options.padding", Kind: Bytes, Ref: "RFC 9293 §3.1"},
	}}
	tcpOptMSS = tcpOptionTable("tcp.options.mss",
		Field{ID: "tcp.options.mss_val", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 9293 §3.7.1"})
	tcpOptScale = tcpOptionTable("tcp.options.wscale",
		Field{ID: "tcp.options.wscale.shift", Bit: 16, Width: 8, Kind: Uint, Ref: "RFC 7323 §2.2"})
	tcpOptSACKPerm = tcpOptionTable("tcp.options.sack_perm",
		Field{ID: "tcp.options.sack_perm", Kind: ComputedText, Ref: "RFC 2018 §2", deriveText: sackPermitted})
	tcpOptSACK   = tcpOptionTable("tcp.options.sack")
	tcpSACKBlock = Table{ID: "tcp.options.sack.block", Fields: []Field{
		{ID: "tcp.options.sack_le", Width: 32, Kind: Uint, Ref: "RFC 2018 §3"},
		{ID: "tcp.options.sack_re", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 2018 §3"},
	}}
	tcpOptTimestamps = tcpOptionTable("tcp.options.timestamp",
		Field{ID: "tcp.options.timestamp.tsval", Bit: 16, Width: 32, Kind: Uint, Ref: "RFC 7323 §3.2"},
		Field{ID: "tcp.options.timestamp.tsecr", Bit: 48, Width: 32, Kind: Uint, Ref: "RFC 7323 §3.2"})
	tcpOptMD5 = tcpOptionTable("tcp.options.md5",
		Field{ID: "tcp.options.md5.digest", Bit: 16, Width: 128, Kind: Bytes, Ref: "RFC 2385 §3.0"})
	tcpOptFastOpen = tcpOptionTable("tcp.options.tfo",
		Field{ID: "tcp.options.tfo.cookie", Bit: 16, Kind: Bytes, Ref: "RFC 7413 §4.1.1"})
	tcpOptMisfit = tcpOptionTable("tcp.options.misfit") // its length is not its kind's
	tcpOptOther  = tcpOptionTable("tcp.options.unknown",
		Field{ID: "tcp.options.unknown.payload", Bit: 16, Kind: Bytes, Ref: "RFC 9293 §3.2"})

	tcpOptions = [256]tcpOption{
		OptMSS:           {tcpOptMSS, 4, 4},
		OptWindowScale:   {tcpOptScale, 3, 3},
		OptSACKPermitted: {tcpOptSACKPerm, 2, 2},
		OptSACK:          {tcpOptSACK, 10, 34},
		OptTimestamps:    {tcpOptTimestamps, 10, 10},
		OptMD5:           {tcpOptMD5, 18, 18},
		OptFastOpen:      {tcpOptFastOpen, 2, 18},
	}
	tcpOptKind  = tcpOptOther.field("tcp.option_kind")
	tcpOptLen   = tcpOptOther.field("tcp.option_len")
	tcpOptShift = tcpOptScale.field("tcp.options.wscale.shift")
)

// sackPermitted is the text of an option that says all by being there: its bytes.
func sackPermitted(_ *Frame, _ Part, dst []byte) ([]byte, bool) { return append(dst, "0402"...), true }

func tcpOptionTableList() []*Table {
	return []*Table{
		&tcpOptSingle, &tcpOptPadding, tcpOptMSS, tcpOptScale, tcpOptSACKPerm, tcpOptSACK,
		&tcpSACKBlock, tcpOptTimestamps, tcpOptMD5, tcpOptFastOpen, tcpOptMisfit, tcpOptOther,
	}
}

func tcpParts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &tcpTable, Off: l.Off, Len: TCPMinLen})
	dst = optionParts(dst, h, l, TCPMinLen, TCP(h).HeaderLen(), &tcpOptPadding, tcpOptionParts)
	p := dst[len(dst)-1]
	if p.Table != &tcpOptPadding {
		return dst
	}
	// Every zero is an end of the list; what follows them is padding.
	dst = dst[:len(dst)-1]
	for p.Len > 0 && h[p.Off-l.Off] == 0 {
		dst = append(dst, Part{Table: &tcpOptSingle, Off: p.Off, Len: 1, Depth: 1})
		p.Off++
		p.Len--
	}
	if p.Len > 0 {
		dst = append(dst, p)
	}
	return dst
}

func tcpOptionParts(dst []Part, o []byte, off uint32) []Part {
	table, n := &tcpOptSingle, uint32(len(o))
	if o[0] > 1 {
		layout := &tcpOptions[o[0]]
		switch table = layout.table; {
		case table == nil:
			table = tcpOptOther
		case (o[1] < layout.least || o[1] > layout.most) && table != tcpOptSACK:
			table = tcpOptMisfit
		}
	}
	if table != tcpOptSACK {
		return append(dst, Part{Table: table, Off: off, Len: n, Depth: 1})
	}
	dst = append(dst, Part{Table: table, Off: off, Len: 2, Depth: 1})
	for at := uint32(2); at < n; at += 8 {
		dst = append(dst, Part{Table: &tcpSACKBlock, Off: off + at, Len: min(8, n-at), Depth: 2})
	}
	return dst
}

// stampedOptions are the first bytes, in little-endian order, of the options that
// nearly all segments bear: two NOPs and timestamps (RFC 7323 Appendix A).
const stampedOptions = 0x0a_08_01_01

// checkTCPOptions finds options whose length cannot be or is not their kind's.
func (f *Frame) checkTCPOptions(h []byte, off uint32) {
	if len(h) == TCPMinLen+12 && le32(h[TCPMinLen:]) == stampedOptions {
		return
	}
	for at := TCPMinLen; at < len(h); {
		kind := h[at]
		if kind <= 1 {
			if kind == 0 {
				return
			}
			at++
			continue
		}
		n, ok := option(h[at:])
		if !ok {
			f.badOption(tcpOptKind, tcpOptLen, h[at:], off+uint32(at), 2, len(h)-at)
			return
		}
		if o := &tcpOptions[kind]; o.table != nil {
			size := min(max(n, int(o.least)), int(o.most))
			if TCPOption(kind) == OptSACK {
				size -= (size - 2) & 7 // whole blocks
			}
			switch {
			case n != size:
				f.problem(BadOption, tcpOptLen, off+uint32(at)+1, uint64(n), uint64(size), nil)
			case TCPOption(kind) == OptWindowScale && h[at+2] > MaxWindowScale:
				f.problem(BadValue, tcpOptShift, off+uint32(at)+2, uint64(h[at+2]), MaxWindowScale, nil)
			}
		}
		at += n
	}
}

// TCPOptionBytes yields the options of the header: kind and data, without
// padding, as far as their lengths can be.
func (h TCP) Option(kind TCPOption) (data []byte, ok bool) {
	for at := TCPMinLen; at < len(h) && h[at] != byte(OptEOL); {
		n, fits := option(h[at:])
		if !fits {
			break
		}
		if h[at] == byte(kind) && n >= 2 {
			return h[at+2 : at+n : at+n], true
		}
		at += n
	}
	return nil, false
}

// MSS is the largest segment the sender takes, from its option (RFC 9293 §3.7.1).
func (h TCP) MSS() (uint16, bool) {
	data, ok := h.Option(OptMSS)
	if !ok || len(data) != 2 {
		return 0, false
	}
	return binary.BigEndian.Uint16(data), true
}

// WindowScale is the shift of the sender's window, at most 14, from its option
// (RFC 7323 §2.3).
func (h TCP) WindowScale() (uint8, bool) {
	data, ok := h.Option(OptWindowScale)
	if !ok || len(data) != 1 {
		return 0, false
	}
	return min(data[0], MaxWindowScale), true
}

// Timestamps are TSval and TSecr, from their option (RFC 7323 §3.2).
func (h TCP) Timestamps() (val, ecr uint32, ok bool) {
	data, ok := h.Option(OptTimestamps)
	if !ok || len(data) != 8 {
		return 0, 0, false
	}
	return binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:]), true
}

// TCPOptions is a list of options being built; each method appends one and
// returns the longer list. Lists of a length that is no multiple of four are
// padded with zeros where they enter a header.
type TCPOptions []byte

// MSS announces the largest segment the sender takes, in bytes.
func (o TCPOptions) MSS(n uint16) TCPOptions {
	return append(o, byte(OptMSS), 4, byte(n>>8), byte(n))
}

// WindowScale announces the shift of the sender's window.
func (o TCPOptions) WindowScale(shift uint8) TCPOptions {
	return append(o, byte(OptWindowScale), 3, shift)
}

// SACKPermitted announces that selective acknowledgments are understood.
func (o TCPOptions) SACKPermitted() TCPOptions { return append(o, byte(OptSACKPermitted), 2) }

// SACK acknowledges blocks [left, right) beyond the acknowledgment number; at
// most four fit in a header.
func (o TCPOptions) SACK(blocks ...[2]uint32) TCPOptions {
	o = append(o, byte(OptSACK), byte(2+8*len(blocks)))
	for _, b := range blocks {
		o = binary.BigEndian.AppendUint32(o, b[0])
		o = binary.BigEndian.AppendUint32(o, b[1])
	}
	return o
}

// Timestamps sends TSval and echoes TSecr.
func (o TCPOptions) Timestamps(val, ecr uint32) TCPOptions {
	o = append(o, byte(OptTimestamps), 10)
	o = binary.BigEndian.AppendUint32(o, val)
	return binary.BigEndian.AppendUint32(o, ecr)
}

// NOP fills one byte, to align what follows.
func (o TCPOptions) NOP() TCPOptions { return append(o, byte(OptNOP)) }

// EOL ends the list.
func (o TCPOptions) EOL() TCPOptions { return append(o, byte(OptEOL)) }

// FastOpen asks for a cookie (none given) or sends one of 4 to 16 bytes.
func (o TCPOptions) FastOpen(cookie []byte) TCPOptions { return o.Other(OptFastOpen, cookie) }

// MD5 carries a digest of 16 bytes, which is kept as it is.
func (o TCPOptions) MD5(digest [16]byte) TCPOptions { return o.Other(OptMD5, digest[:]) }

// Other appends an option of any kind with opaque data of up to 253 bytes; more
// is cut off, and no header has room for it.
func (o TCPOptions) Other(kind TCPOption, data []byte) TCPOptions {
	data = data[:min(len(data), 253)]
	return append(append(o, byte(kind), byte(2+len(data))), data...)
}

// String names the kind: "MSS", or "kind 99".
func (k TCPOption) String() string {
	if name := tcpOptionNames.Name(uint64(k)); name != "" {
		return name
	}
	return fmt.Sprintf("kind %d", uint8(k))
}
