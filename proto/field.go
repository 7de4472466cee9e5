package proto

import (
	"encoding/binary"
	"fmt"
)

// Kind tells what the bits of a field are, and so how they are read and shown.
type Kind uint8

// The kinds of fields. A Group covers the leaves that follow it in its table
// and lie inside it, and is bytes if it has no width; every other kind is a leaf,
// or is computed and has no bits.
const (
	Uint Kind = iota
	Flag
	MAC
	IPv4Addr
	IPv6Addr
	EnumValue
	Length
	Checksum
	Reserved
	Bytes
	Text
	Name // a domain name, possibly compressed
	Group
	Computed     // a number computed from the frame
	ComputedText // text computed from the frame
)

// Field says where one field lies in its header, what it is called and what
// it means. Fields are immutable, live in the Table of their protocol and are
// compared by address.
type Field struct {
	ID    string // Wireshark's name: "tcp.window_size_value"
	Bit   uint16 // first bit, from the start of its header
	Width uint16 // bits; 0: to the end of the part
	Kind  Kind
	Unit  uint8 // 4 for IHL: text is value × Unit; 0 counts as 1
	Hex   uint8 // digits of tshark's hexadecimal text; 0: decimal
	Enum  *Enum
	Ref   string // "RFC 9293 §3.1"

	none       string // text of bytes that an option has room for, but none of; "": then it has no value
	derive     func(f *Frame, layer int) (uint64, bool)
	deriveText func(f *Frame, p Part, dst []byte) ([]byte, bool)
	table      *Table
}

// Table is the layout of one header or repeated sub-header. Its leaves tile
// it: they lie side by side from bit 0, and only the last may have no width.
type Table struct {
	ID     string // "tcp", "tcp.options.mss"
	Proto  Proto  // the protocol it belongs to
	Fields []Field
}

// Enum names the values of a field by their standard terms.
type Enum []EnumName

// EnumName is one named value.
type EnumName struct {
	Value uint64
	Name  string
}

// Name is the standard term for v, "" if it has none.
func (e *Enum) Name(v uint64) string {
	if e != nil {
		for i := range *e {
			if (*e)[i].Value == v {
				return (*e)[i].Name
			}
		}
	}
	return ""
}

// Table is the table that the field stands in.
func (f *Field) Table() *Table { return f.table }

// Leaf tells whether the field has bits of its own.
func (f *Field) Leaf() bool { return f.Kind < Group }

// Numeric tells whether the field's value is a number of up to 64 bits.
func (f *Field) Numeric() bool {
	switch f.Kind {
	case Uint, Flag, EnumValue, Length, Checksum, Computed:
		return true
	case Group:
		return f.Width != 0
	case Reserved:
		return f.Width != 0 && f.Width <= 64
	}
	return false
}

// Scale is what one step of the value counts for in the text of the field: 4
// for the IPv4 header length, which is written in 32-bit words.
func (f *Field) Scale() uint64 { return uint64(max(f.Unit, 1)) }

// Max is the largest value that fits in the field, before scaling.
func (f *Field) Max() uint64 { return 1<<f.Width - 1 }

// Uint reads the field's bits from h, the header they lie in, as an unsigned
// number of up to 64 bits in network byte order, at any alignment. It is 0
// where h is too short for the field.
func (f *Field) Uint(h []byte) uint64 {
	at, shift := int(f.Bit>>3), f.Bit&7
	width := f.Width
	if at+8 <= len(h) && shift+width <= 64 {
		return binary.BigEndian.Uint64(h[at:]) << (shift & 63) >> ((64 - width) & 63)
	}
	if after := 8*len(h) - int(f.Bit+width); len(h) >= 8 && after >= 0 && after+int(width) <= 64 {
		return binary.BigEndian.Uint64(h[len(h)-8:]) << ((64 - after - int(width)) & 63) >> ((64 - width) & 63)
	}
	return f.uintSlow(h)
}

func (f *Field) uintSlow(h []byte) uint64 {
	bit, end := int(f.Bit), int(f.Bit)+int(f.Width)
	if end > 8*len(h) {
		return 0
	}
	var v uint64
	for bit < end {
		n := min(8-bit&7, end-bit)
		piece := h[bit>>3] << (bit & 7) >> (8 - n)
		v = v<<n | uint64(piece)
		bit += n
	}
	return v
}

// RangeError is a value that does not fit in the bits of its field.
type RangeError struct {
	Field *Field
	Value uint64 // before scaling
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("%s: %d is more than %d", e.Field.ID, e.Value, e.Field.Max())
}

// ShortError is a field that lies beyond the bytes there are.
type ShortError struct {
	Field *Field
	Have  int // bytes
}

func (e *ShortError) Error() string {
	return fmt.Sprintf("%s: ends at bit %d of %d bytes", e.Field.ID, int(e.Field.Bit)+int(e.Field.Width), e.Have)
}

// Put writes v into the field's bits in h and touches no others. It refuses a
// value that does not fit (RangeError) and a header too short (ShortError).
func (f *Field) Put(h []byte, v uint64) error {
	bit, end := int(f.Bit), int(f.Bit)+int(f.Width)
	if end > 8*len(h) {
		return &ShortError{f, len(h)}
	}
	if f.Width < 64 && v>>f.Width != 0 {
		return &RangeError{f, v}
	}
	for end > bit {
		n := min(end-bit, (end-1)&7+1)
		shift := (8 - end&7) & 7
		mask := byte(1<<n-1) << shift
		at := (end - 1) >> 3
		h[at] = h[at]&^mask | byte(v)<<shift&mask
		v >>= n
		end -= n
	}
	return nil
}
