package term

import (
	"strconv"
	"unicode/utf8"
)

// Safe returns s fit for one line of a terminal: what would move the cursor,
// change its colours or turn the direction of text is shown as an escape
// (\n, \x1b, \u202e), and bytes that are not UTF-8 as \xff. A backslash stays
// one, so the text is for reading and not for parsing back.
func Safe(s string) string {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, `\x`...)
			out = append(out, "0123456789abcdef"[s[0]>>4], "0123456789abcdef"[s[0]&15])
		case r == '\\' || r == '\'' || strconv.IsPrint(r):
			out = append(out, s[:size]...)
		default:
			quoted := strconv.QuoteRune(r)
			out = append(out, quoted[1:len(quoted)-1]...)
		}
		s = s[size:]
	}
	return string(out)
}
