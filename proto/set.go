package proto

import (
	"encoding/hex"
	"fmt"
	"math/bits"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// ParseError is text that is no value of its field.
type ParseError struct {
	Field *Field
	Text  string
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("%s: %q is no value of it", e.Field.ID, e.Text)
}

// UnitError is a number that is no whole number of the field's units: an IPv4
// header length that 4 does not divide.
type UnitError struct {
	Field *Field
	Value uint64 // in the unit of the text
}

func (e *UnitError) Error() string {
	return fmt.Sprintf("%s: %d is no multiple of %d", e.Field.ID, e.Value, e.Field.Scale())
}

// SizeError is a value of another length than the bytes of its field.
type SizeError struct {
	Field      *Field
	Have, Want int // bytes
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("%s: %d bytes, where there are %d", e.Field.ID, e.Have, e.Want)
}

// Parse reads a value as AppendText prints it: a number (decimal, 0x, 0b or 0o,
// with _ between digits) in the unit of the field's text, a name of its Enum,
// true or false for a flag, an address, or bytes in hex (with or without :).
// A number comes back unscaled, anything else as bytes.
func (f *Field) Parse(text string) (num uint64, data []byte, err error) {
	text = strings.TrimSpace(text)
	switch {
	case f.Kind == MAC:
		if mac, err := net.ParseMAC(text); err == nil && len(mac) == 6 {
			return 0, mac, nil
		}
	case f.Kind == IPv4Addr || f.Kind == IPv6Addr:
		if a, err := netip.ParseAddr(text); err == nil && a.Is4() == (f.Kind == IPv4Addr) && a.Zone() == "" {
			return 0, a.AsSlice(), nil
		}
	case f.Kind == Name:
		if wire, ok := parseName(text); ok {
			return 0, wire, nil
		}
	case f.Kind == Text:
		return 0, []byte(text), nil
	case f.Numeric():
		return f.parseNumber(text)
	default:
		if b, err := hex.DecodeString(strings.ReplaceAll(strings.TrimPrefix(text, "0x"), ":", "")); err == nil {
			return 0, b, nil
		}
	}
	return 0, nil, &ParseError{f, text}
}

func (f *Field) parseNumber(text string) (uint64, []byte, error) {
	if f.Kind == Flag && (text == "true" || text == "false") {
		if text == "true" {
			return 1, nil, nil
		}
		return 0, nil, nil
	}
	n, err := strconv.ParseUint(text, 0, 64)
	if err != nil {
		if f.Enum != nil {
			for _, e := range *f.Enum {
				if strings.EqualFold(e.Name, text) {
					return e.Value, nil, nil
				}
			}
		}
		return 0, nil, &ParseError{f, text}
	}
	if n%f.Scale() != 0 {
		return 0, nil, &UnitError{f, n}
	}
	if n /= f.Scale(); f.Leaf() && bits.Len64(n) > int(f.Width) || f.Kind == Group && bits.Len64(n) > int(f.Width) {
		return 0, nil, &RangeError{f, n}
	}
	return n, nil, nil
}

// Set writes a value that Parse returned into the field's bits in h, the bytes
// of its part. Bytes must be as many as the field has there (*SizeError).
func (f *Field) Set(h []byte, num uint64, data []byte) error {
	if data == nil && f.Numeric() {
		return f.Put(h, num)
	}
	width, ok := f.width(uint32(len(h)))
	if !ok {
		return &ShortError{f, len(h)}
	}
	from, size := int(f.Bit/8), int(width/8)
	if len(data) != size {
		return &SizeError{f, len(data), size}
	}
	copy(h[from:from+size], data)
	return nil
}
