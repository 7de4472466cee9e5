package proto

import (
	"encoding/hex"
	"net/netip"
	"strconv"
)

// Value is a field of a decoded frame. It refers to the frame's bytes.
type Value struct {
	Field *Field
	Part  Part
	Num   uint64 // a numeric field's value, before scaling
	Bytes []byte // every byte that the field touches; nil for a computed one
	frame *Frame
}

// Value is the field's value in part p of the frame; false if not all of its
// bits are there, or it has none.
func (f *Frame) Value(p Part, field *Field) (Value, bool) {
	v := Value{Field: field, Part: p, frame: f}
	switch field.Kind {
	case Computed:
		num, ok := field.derive(f, int(p.Layer))
		v.Num = num
		return v, ok
	case ComputedText:
		var ok bool
		f.text, ok = field.deriveText(f, p, f.text[:0])
		return v, ok
	}
	width, ok := field.width(p.Len)
	if !ok || width == 0 && field.Kind != Text && field.none == "" {
		return v, false
	}
	from := p.Off + uint32(field.Bit/8)
	to := p.Off + (uint32(field.Bit)+width+7)/8
	v.Bytes = f.data[from:to:to]
	if field.Numeric() {
		v.Num = field.Uint(f.data[p.Off : p.Off+p.Len])
	}
	return v, true
}

// Scaled is Num in the unit of the field's text: bytes for ip.hdr_len.
func (v Value) Scaled() uint64 { return v.Num * v.Field.Scale() }

const hexDigits = "0123456789abcdef"

// AppendText appends the value as tshark -T fields prints it.
func (v Value) AppendText(dst []byte) []byte {
	switch v.Field.Kind {
	case MAC:
		for i, b := range v.Bytes {
			if i > 0 {
				dst = append(dst, ':')
			}
			dst = append(dst, hexDigits[b>>4], hexDigits[b&15])
		}
		return dst
	case IPv4Addr:
		return netip.AddrFrom4([4]byte(v.Bytes)).AppendTo(dst)
	case IPv6Addr:
		return appendIPv6(dst, [16]byte(v.Bytes))
	case Name:
		l := &v.frame.layers[v.Part.Layer]
		return appendName(dst, v.frame.data[l.Off:l.End], int(v.Part.Off-l.Off)+int(v.Field.Bit/8))
	case Bytes:
		if len(v.Bytes) == 0 {
			return append(dst, v.Field.none...)
		}
		return hex.AppendEncode(dst, v.Bytes)
	case Text:
		return append(dst, v.Bytes...)
	case ComputedText:
		dst, _ = v.Field.deriveText(v.frame, v.Part, dst)
		return dst
	}
	if v.Field.Numeric() {
		return v.appendNumber(dst)
	}
	return hex.AppendEncode(dst, v.Bytes)
}

// appendIPv6 writes the address as RFC 5952 has it, and the low half of one with
// nothing but zeros before as IPv4 (RFC 4291 §2.5.5.1), except for numbers that
// fit in 16 bits, such as ::1.
func appendIPv6(dst []byte, a [16]byte) []byte {
	if [12]byte(a[:]) == [12]byte{} && a[12]|a[13] != 0 {
		return netip.AddrFrom4([4]byte(a[12:])).AppendTo(append(dst, "::"...))
	}
	return netip.AddrFrom16(a).AppendTo(dst)
}

func (v Value) appendNumber(dst []byte) []byte {
	n := v.Scaled()
	if v.Field.Hex == 0 {
		return strconv.AppendUint(dst, n, 10)
	}
	dst = append(dst, '0', 'x')
	digits := int(v.Field.Hex)
	for n>>(4*digits) != 0 && digits < 16 {
		digits++
	}
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[n>>shift&15])
	}
	return dst
}

// String is AppendText's text.
func (v Value) String() string { return string(v.AppendText(nil)) }
