package view

// pairs are the decimal numbers of two digits, side by side.
const pairs = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"

// appendNumber appends n in decimal.
func appendNumber(dst []byte, n uint64) []byte {
	if n < 10 {
		return append(dst, '0'+byte(n))
	}
	var room [20]byte
	at := len(room)
	for ; n >= 10; n /= 100 {
		at -= 2
		room[at], room[at+1] = pairs[n%100*2], pairs[n%100*2+1]
	}
	if n > 0 {
		at--
		room[at] = '0' + byte(n)
	}
	return append(dst, room[at:]...)
}

// appendRight appends n in decimal, set to the right in columns.
func appendRight(dst []byte, n uint64, columns int) []byte {
	for limit := uint64(10); columns > 1; columns-- {
		if n < limit {
			dst = append(dst, "                    "[:min(columns-1, 20)]...)
			break
		}
		limit *= 10
	}
	return appendNumber(dst, n)
}

// appendDigits appends the last digits of n, zeros in front.
func appendDigits(dst []byte, n uint64, digits int) []byte {
	at := len(dst)
	dst = append(dst, "00000000000000000000"[:digits]...)
	for i := at + digits - 1; i >= at; i-- {
		dst[i] = '0' + byte(n%10)
		n /= 10
	}
	return dst
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
