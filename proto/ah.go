package proto

import "encoding/binary"

// AH is an IP authentication header (RFC 4302 §2):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|  Next Header  |  Payload Len  |           Reserved            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                 Security Parameters Index (SPI)               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                        Sequence Number                        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|              Integrity Check Value (variable)                 |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// where the length counts 32-bit words less two. The view is over a whole
// header, as Frame.AH gives it.
type AH []byte

const ahMinLen = 12

// HeaderLen is the length of the header in bytes: 8 to 1028.
func (h AH) HeaderLen() int { return (int(h[1]) + 2) * 4 }

// SPI says, with the destination, which security association is used.
func (h AH) SPI() uint32 { return binary.BigEndian.Uint32(h[4:8]) }

// Seq counts the packets of the security association.
func (h AH) Seq() uint32 { return binary.BigEndian.Uint32(h[8:12]) }

var (
	ahTable = Table{ID: "ah", Fields: []Field{
		{ID: "ah.next_header", Bit: 0, Width: 8, Kind: EnumValue, Enum: ipProtoNames, Ref: "RFC 4302 §2.1"},
		{ID: "ah.length", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 4302 §2.2"},
		{ID: "ah.reserved", Bit: 16, Width: 16, Kind: Bytes, Ref: "RFC 4302 §2.3"},
		{ID: "ah.spi", Bit: 32, Width: 32, Kind: Uint, Hex: 8, Ref: "RFC 4302 §2.4"},
		{ID: "ah.sequence", Bit: 64, Width: 32, Kind: Uint, Ref: "RFC 4302 §2.5"},
	}}
	ahICV = Table{ID: "ah.icv", Fields: []Field{
		{ID: "ah.icv", Kind: Bytes, Ref: "RFC 4302 §2.6"},
	}}
	ahLength = ahTable.field("ah.length")
)

func init() {
	register(ProtoAH, protocol{
		id: "ah", table: &ahTable, extra: []*Table{&ahICV}, min: ahMinLen, decode: decodeAH, parts: ahParts,
	})
	registerIPProto(ipProtoAH, ProtoAH)
}

func decodeAH(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < ahMinLen {
		return f.short(ProtoAH, off, end)
	}
	h := AH(f.data[off:end:end])
	hdr := uint32(h.HeaderLen())
	l := f.add(ProtoAH, off, ahMinLen, end)
	if hdr < ahMinLen {
		f.problem(BadLength, ahLength, off+1, uint64(h[1]), ahMinLen/4-2, nil)
		return ProtoData, off + ahMinLen, end
	}
	if off+hdr > end {
		f.cut(off, end-off, hdr, Problem{Field: ahLength, Off: off + 1, Got: uint64(h[1]), Want: uint64((end-off)/4) - 2})
		l.Hdr = end - off
		return NoProto, end, end
	}
	l.Hdr = hdr
	return f.ipProto(h[0], off+hdr, end)
}

func ahParts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &ahTable, Off: l.Off, Len: ahMinLen})
	if l.Hdr > ahMinLen {
		dst = append(dst, Part{Table: &ahICV, Off: l.Off + ahMinLen, Len: l.Hdr - ahMinLen})
	}
	return dst
}

// AH is the frame's outermost authentication header.
func (f *Frame) AH() (AH, bool) { return f.view(ProtoAH) }

// AHSpec builds an authentication header, whose integrity check value is taken
// as it is: a multiple of 4 bytes. NextHeader 0 means that of what follows.
type AHSpec struct {
	NextHeader uint8
	SPI, Seq   uint32
	ICV        []byte // up to 1016 bytes
}

// Proto implements Spec.
func (s *AHSpec) Proto() Proto { return ProtoAH }

func (s *AHSpec) appendTo(b *building) {
	if len(s.ICV)&3 != 0 || len(s.ICV) > 1016 {
		b.err = &OptionsError{ProtoAH, len(s.ICV), 1016}
		return
	}
	b.nextHeader(s.NextHeader)
	b.b = append(b.b, byte(1+len(s.ICV)/4), 0, 0)
	b.b = binary.BigEndian.AppendUint32(b.b, s.SPI)
	b.b = binary.BigEndian.AppendUint32(b.b, s.Seq)
	b.b = append(b.b, s.ICV...)
}

func (s *sealing) ah() {
	h := AH(s.b[s.off:])
	if len(h) < ahMinLen || h.HeaderLen() < ahMinLen || len(h) < h.HeaderLen() {
		s.next = NoProto
		return
	}
	s.extension(h.HeaderLen())
}
