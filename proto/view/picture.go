package view

import "strconv"

// pictureBytes is how many bytes of a field are shown beside it.
const pictureBytes = 6

// picture shows what a field is made of: whole bytes in hexadecimal, part of a
// byte as bits among dots for those that are not its own. The dots reach over
// the window of bytes that the field shares with its group.
func picture(data []byte, n *node) string {
	if n.n == 0 {
		return ""
	}
	if n.bit%8 != 0 || n.n%8 != 0 {
		return string(appendBits(nil, data, n.window, n.bit, n.n))
	}
	b := data[n.from():n.to()]
	var dst []byte
	for i, c := range b[:min(len(b), pictureBytes)] {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, hexDigits[c>>4], hexDigits[c&15])
	}
	if len(b) > pictureBytes {
		dst = append(dst, "…"...)
	}
	return string(dst)
}

// appendBits appends the bits of a window of bytes in fours, those outside
// [bit, bit+n) as dots.
func appendBits(dst, data []byte, window [2]uint32, bit, n uint32) []byte {
	for at := 8 * window[0]; at < 8*window[1]; at++ {
		if at%4 == 0 && at > 8*window[0] {
			dst = append(dst, ' ')
		}
		switch {
		case at < bit || at >= bit+n:
			dst = append(dst, '.')
		default:
			dst = append(dst, '0'+data[at/8]>>(7-at%8)&1)
		}
	}
	return dst
}

// where tells the bytes of a field, and its bits where they are not all: 0x10,
// 0x10–0x11, 0x0e.4–7, 0x14.3–0x15.7; bit 0 is the most significant, as in RFCs.
func where(bit, n uint32, digits int) string {
	if n == 0 {
		return ""
	}
	last := bit + n - 1
	dst := appendOffset(nil, bit/8, digits)
	if bit%8 == 0 && n%8 == 0 {
		if n > 8 {
			dst = appendOffset(append(dst, "–"...), last/8, digits)
		}
		return string(dst)
	}
	dst = strconv.AppendUint(append(dst, '.'), uint64(bit%8), 10)
	if n == 1 {
		return string(dst)
	}
	dst = append(dst, "–"...)
	if last/8 != bit/8 {
		dst = append(appendOffset(dst, last/8, digits), '.')
	}
	return string(strconv.AppendUint(dst, uint64(last%8), 10))
}

func appendOffset(dst []byte, off uint32, digits int) []byte {
	dst = append(dst, "0x"...)
	return appendHex(dst, off, digits)
}

func appendHex(dst []byte, v uint32, digits int) []byte {
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[v>>shift&15])
	}
	return dst
}

// offsetDigits is how many hexadecimal digits tell any byte of size, at least
// least.
func offsetDigits(size, least int) int {
	for size > 1<<(4*least) {
		least++
	}
	return least
}
