package capture

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Reader makes UTF-8 of UTF-16, as PowerShell writes it; what is no
// character becomes U+FFFD.
type utf16Reader struct {
	in    *window
	order binary.ByteOrder
}

func (r *utf16Reader) Read(b []byte) (int, error) {
	n := 0
	for n+utf8.UTFMax <= len(b) {
		if n > 0 && len(r.in.rest()) < 4 {
			return n, nil // hand on what there is before waiting for more
		}
		unit := r.in.peek(2)
		if len(unit) == 0 {
			return n, r.in.err
		}
		if len(unit) == 1 {
			r.in.skip(1)
			return n + utf8.EncodeRune(b[n:], utf8.RuneError), nil
		}
		char, size := rune(r.order.Uint16(unit)), 2
		if utf16.IsSurrogate(char) {
			char, size = utf8.RuneError, 2
			if pair := r.in.peek(4); len(pair) == 4 {
				both := utf16.DecodeRune(rune(r.order.Uint16(pair)), rune(r.order.Uint16(pair[2:])))
				if both != utf8.RuneError {
					char, size = both, 4
				}
			}
		}
		r.in.skip(size)
		n += utf8.EncodeRune(b[n:], char)
	}
	return n, nil
}
