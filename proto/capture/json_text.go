package capture

import (
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// appendTime appends t in UTC as RFC 3339 has it, with six digits of a second,
// or nine if it needs them. Its year has at most four digits.
func appendTime(dst []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = appendDigits(dst, year, 4)
	dst = appendDigits(append(dst, '-'), int(month), 2)
	dst = appendDigits(append(dst, '-'), day, 2)
	dst = appendDigits(append(dst, 'T'), hour, 2)
	dst = appendDigits(append(dst, ':'), minute, 2)
	dst = appendDigits(append(dst, ':'), second, 2)
	if ns := t.Nanosecond(); ns%1000 == 0 {
		dst = appendDigits(append(dst, '.'), ns/1000, 6)
	} else {
		dst = appendDigits(append(dst, '.'), ns, 9)
	}
	return append(dst, 'Z')
}

// appendDigits appends n with so many digits.
func appendDigits(dst []byte, n, digits int) []byte {
	dst = append(dst, "000000000"[:digits]...)
	for i := len(dst) - 1; n > 0; i-- {
		dst[i] = '0' + byte(n%10)
		n /= 10
	}
	return dst
}

// appendString quotes s for JSON; what is no UTF-8 becomes U+FFFD. What would
// move a terminal's cursor or turn the direction of its text is escaped.
func appendString(dst, s []byte) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(s[i:])
			if strconv.IsPrint(r) {
				dst = utf8.AppendRune(dst, r)
			} else {
				dst = appendUnits(dst, r)
			}
			i += n
			continue
		}
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < ' ' || c == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = append(dst, c)
		}
		i++
	}
	return append(dst, '"')
}

// appendUnits appends r as JSON escapes: one, or two for a surrogate pair.
func appendUnits(dst []byte, r rune) []byte {
	var room [2]uint16
	for _, unit := range utf16.AppendRune(room[:0], r) {
		dst = append(dst, '\\', 'u', hexDigits[unit>>12], hexDigits[unit>>8&15], hexDigits[unit>>4&15], hexDigits[unit&15])
	}
	return dst
}
