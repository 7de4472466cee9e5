package capture

import (
	"encoding/binary"
	"slices"
)

// appendBytes appends b in hex digits: four bytes at once, since most of what a
// capture becomes as text is data in hex.
func appendBytes(dst, b []byte) []byte {
	const ones = 0x0101010101010101
	at := len(dst)
	dst = slices.Grow(dst, 2*len(b))[:at+2*len(b)]
	for ; len(b) >= 4; b = b[4:] {
		// One digit to a byte: ab cd ef 01 becomes 0a 0b 0c 0d 0e 0f 00 01.
		v := uint64(binary.BigEndian.Uint32(b))
		v = (v<<16 | v) & 0x0000ffff0000ffff
		v = (v<<8 | v) & 0x00ff00ff00ff00ff
		v = (v<<4 | v) & 0x0f0f0f0f0f0f0f0f
		letters := (v + 6*ones) >> 4 & ones
		binary.BigEndian.PutUint64(dst[at:], v+'0'*ones+letters*('a'-'9'-1))
		at += 8
	}
	const digits = "0123456789abcdef"
	for _, c := range b {
		dst[at], dst[at+1] = digits[c>>4], digits[c&15]
		at += 2
	}
	return dst
}
