package proto

import "hash/crc32"

// Data is what no further protocol explains; padding fills an Ethernet frame
// up to its least length (RFC 894); a trailer is what follows otherwise, and on
// other links the rest.
var (
	dataTable = Table{ID: "data", Fields: []Field{
		{ID: "data.data", Kind: Bytes},
		{ID: "data.len", Kind: Computed, derive: headerLength},
	}}
	paddingTable = Table{ID: "padding", Fields: []Field{
		{ID: "eth.padding", Kind: Bytes, Ref: "RFC 894"},
	}}
	trailerTable = Table{ID: "trailer", Fields: []Field{
		{ID: "eth.trailer", Kind: Bytes, Ref: "IEEE 802.3 §3.1"},
	}}
	vlanTrailerTable = Table{ID: "vlan.trailer", Fields: []Field{
		{ID: "vlan.trailer", Kind: Bytes, Ref: "IEEE 802.3 §3.1"},
	}}
	sllTrailerTable = Table{ID: "sll.trailer", Fields: []Field{
		{ID: "sll.trailer", Kind: Bytes, Ref: sllRef},
	}}
	restTable = Table{ID: "rest", Fields: []Field{
		{ID: "rest.data", Kind: Bytes},
	}}
	fcsTable = Table{ID: "fcs", Fields: []Field{
		{ID: "eth.fcs", Width: 32, Kind: Checksum, Hex: 8, Ref: "IEEE 802.3 §3.2.9"},
		{ID: "eth.fcs.status", Kind: Computed, Enum: statusNames, derive: sumStatus},
	}}
	fcsField = fcsTable.field("eth.fcs")
)

var statusNames = &Enum{
	{uint64(StatusBad), "Bad"}, {uint64(StatusGood), "Good"}, {uint64(StatusUnverified), "Unverified"},
	{uint64(StatusNotPresent), "Not present"}, {uint64(StatusIllegal), "Illegal"},
}

func init() {
	register(ProtoData, protocol{id: "data", table: &dataTable, decode: decodeData})
	register(ProtoPadding, protocol{id: "padding", table: &paddingTable})
	register(ProtoTrailer, protocol{id: "trailer", table: &trailerTable})
	register(ProtoVLANTrailer, protocol{id: "vlan.trailer", table: &vlanTrailerTable})
	register(ProtoSLLTrailer, protocol{id: "sll.trailer", table: &sllTrailerTable})
	register(ProtoRest, protocol{id: "rest", table: &restTable})
	register(ProtoFCS, protocol{id: "fcs", table: &fcsTable, min: 4})
}

func headerLength(f *Frame, layer int) (uint64, bool) {
	n := f.layers[layer].Hdr
	return uint64(n), n != 0
}

func sumStatus(f *Frame, layer int) (uint64, bool) {
	s := f.layers[layer].Status
	return uint64(s), s != StatusNone
}

func decodeData(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	f.add(ProtoData, off, end-off, end)
	return NoProto, end, end
}

// decodeTail accounts for what follows the innermost declared length: padding,
// a trailer, and the frame check sequence if it is announced or fits.
func (f *Frame) decodeTail(end uint32) {
	size := uint32(len(f.data))
	tail := f.data[end:f.limit]
	if len(tail) >= 4 && f.packet.FCS < 0 && size >= MinFrameFCS &&
		f.packet.Length <= len(f.data) && f.onEthernet() && fcsRight(f.data) {
		f.guessed = true
		f.limit -= 4
		tail = tail[:len(tail)-4]
	}
	f.wire = f.limit
	if len(tail) > 0 {
		if pad := f.padding(end, tail); pad > 0 {
			f.add(ProtoPadding, end, pad, end+pad)
			end += pad
		}
		if end < f.limit {
			f.add(f.beyond(), end, f.limit-end, f.limit)
		}
	}
	if f.limit < size {
		f.decodeFCS(f.limit, size)
	}
}

// decodeRest accounts for what the link carries beyond the innermost declared
// length: bytes of an IP packet behind the UDP datagram in it.
func (f *Frame) decodeRest(end uint32) uint32 {
	i := 0
	for i < int(f.nLayers)-1 && f.layers[i].Proto <= lastLink {
		i++
	}
	if l := &f.layers[i]; end < l.End {
		f.wire = l.End
		f.add(ProtoRest, end, l.End-end, l.End)
		end = l.End
	}
	return end
}

func (f *Frame) onEthernet() bool { return f.nLayers > 0 && f.layers[0].Proto == ProtoEthernet }

// beyond is what bytes behind the declared content are: of the innermost header
// of the link.
func (f *Frame) beyond() Proto {
	i := 0
	for i+1 < int(f.nLayers) && f.layers[i+1].Proto <= lastLink {
		i++
	}
	switch f.layers[i].Proto {
	case ProtoEthernet, ProtoServiceVLAN:
		return ProtoTrailer
	case ProtoVLAN:
		return ProtoVLANTrailer
	case ProtoSLL, ProtoSLL2:
		return ProtoSLLTrailer
	}
	return ProtoRest
}

// padding is how many bytes of tail fill the frame up to its least length:
// zeros, as everybody sends them; anything else is a trailer.
func (f *Frame) padding(end uint32, tail []byte) uint32 {
	if end >= MinFrame || f.limit < MinFrame || f.beyond() == ProtoRest {
		return 0
	}
	n := min(MinFrame-end, uint32(len(tail)))
	if !allZero(tail[:n]) {
		return 0
	}
	return n
}

func allZero(b []byte) bool {
	if n := len(b); n >= 4 && n <= 8 { // the padding of a segment without data
		return be32(b)|be32(b[n-4:]) == 0
	}
	for _, v := range b {
		if v != 0 {
			return false
		}
	}
	return true
}

func (f *Frame) decodeFCS(off, end uint32) {
	f.wire = end
	l := f.add(ProtoFCS, off, end-off, end)
	switch {
	case f.guessed:
		l.Status = StatusGood
	case end-off != 4 || f.packet.Length > len(f.data) || f.check&CheckFCS == 0:
		l.Status = StatusUnverified
	case len(f.data)&15 == 0 && crc32.ChecksumIEEE(f.data) == residue, fcsRight(f.data): // the first is soonest where it leaves nothing over
		l.Status = StatusGood
	default:
		l.Status = StatusBad
		f.problem(BadFCS, fcsField, off, fcsField.Uint(f.data[off:]), uint64(FCS(f.data[:off])), nil)
	}
}
