package view

import (
	"math/bits"
	"slices"
)

// pairs are the decimal numbers of two digits, side by side.
const pairs = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"

// appendNumber appends n in decimal.
func appendNumber(dst []byte, n uint64) []byte {
	if n < 10 {
		return append(dst, '0'+byte(n))
	}
	return appendDigits(dst, n, decimals(n))
}

// decimals is how many digits n has in decimal: log10(2) is near 1233/4096.
func decimals(n uint64) int {
	digits := bits.Len64(n|1) * 1233 >> 12
	if n >= powers[digits] {
		digits++
	}
	return max(digits, 1)
}

// powers are those of ten; the last has as many digits as a uint64 can.
var powers = func() (all [20]uint64) {
	all[0] = 1
	for i := range all[1:] {
		all[i+1] = all[i] * 10
	}
	return all
}()

// appendRight appends n in decimal, set to the right in columns.
func appendRight(dst []byte, n uint64, columns int) []byte {
	digits := decimals(n)
	if digits < columns {
		dst = append(dst, "                    "[:min(columns-digits, 20)]...)
	}
	return appendDigits(dst, n, digits)
}

// appendDigits appends the last digits of n, zeros in front. It writes them where
// they stay: to copy bytes just written stalls.
func appendDigits(dst []byte, n uint64, digits int) []byte {
	dst = slices.Grow(dst, digits)
	end := len(dst) + digits
	room := dst[len(dst):end]
	for len(room) >= 2 {
		two := n % 100 * 2
		n /= 100
		room[len(room)-2], room[len(room)-1] = pairs[two], pairs[two+1]
		room = room[:len(room)-2]
	}
	if len(room) > 0 {
		room[0] = '0' + byte(n%10)
	}
	return dst[:end]
}

// appendIPv4 appends an address in dotted decimal.
func appendIPv4(dst []byte, a [4]byte) []byte {
	dst = appendByte(dst, a[0])
	dst = appendByte(append(dst, '.'), a[1])
	dst = appendByte(append(dst, '.'), a[2])
	return appendByte(append(dst, '.'), a[3])
}

func appendByte(dst []byte, b byte) []byte {
	switch {
	case b >= 100:
		return append(dst, '0'+b/100, pairs[int(b%100)*2], pairs[int(b%100)*2+1])
	case b >= 10:
		return append(dst, pairs[int(b)*2], pairs[int(b)*2+1])
	}
	return append(dst, '0'+b)
}
