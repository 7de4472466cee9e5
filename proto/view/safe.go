package view

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Safe returns text from a packet or a file fit to be shown: what would move
// the cursor, change colours, turn the direction of text or hide in it is shown
// as an escape (\n, \x1b, \u202e), a byte that is no UTF-8 as \xff, and a
// backslash doubled, so that the escapes can be told from text. Letters of
// every script stay as they are.
func Safe(text string) string {
	for i, r := range text {
		if !shown(r) || r == utf8.RuneError {
			return string(appendSafe([]byte(text[:i]), []byte(text[i:])))
		}
	}
	return text
}

// printable is Safe for text of our own, whose backslashes are its own.
func printable(text string) string {
	return strings.ReplaceAll(Safe(text), `\\`, `\`)
}

// AppendSafe appends text to dst as Safe shows it, without allocating.
func AppendSafe(dst, text []byte) []byte {
	for i, c := range text {
		if c < ' ' || c > '~' || c == '\\' {
			return appendSafe(append(dst, text[:i]...), text[i:])
		}
	}
	return append(dst, text...)
}

func appendSafe(dst, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1:
			dst = appendHexEscape(dst, text[0])
		case shown(r):
			dst = append(dst, text[:size]...)
		default:
			dst = appendEscape(dst, r)
		}
		text = text[size:]
	}
	return dst
}

// shown tells whether r stands for itself: graphic, of its own direction, and
// no backslash. Format characters (Unicode class Cf: bidi controls, joiners,
// marks of no width) are not graphic.
func shown(r rune) bool { return r != '\\' && strconv.IsPrint(r) }

func appendEscape(dst []byte, r rune) []byte {
	switch r {
	case '\\':
		return append(dst, `\\`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	if r < 0x80 {
		return appendHexEscape(dst, byte(r))
	}
	digits := 4
	dst = append(dst, '\\', 'u')
	if r > 0xffff {
		dst[len(dst)-1], digits = 'U', 8
	}
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[r>>shift&15])
	}
	return dst
}

const hexDigits = "0123456789abcdef"

func appendHexEscape(dst []byte, c byte) []byte {
	return append(dst, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
}

// readable tells whether bytes are text that someone would want to read: UTF-8,
// but for a letter cut at either end, with few control characters and some
// letters.
func readable(b []byte) bool {
	start := 0
	for start < min(len(b), utf8.UTFMax-1) && b[start]&0xc0 == 0x80 {
		start++
	}
	letters, controls := 0, 0
	for b = b[start:]; len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			if !utf8.FullRune(b) {
				b = nil
				continue
			}
			return false
		case strconv.IsPrint(r) && r != ' ':
			letters++
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f:
			controls++
		}
		b = b[size:]
	}
	return letters > 2 && controls*8 <= letters
}
