package proto

import "encoding/binary"

// Domain names (RFC 1035 §3.1, §4.1.4): labels of 1 to 63 bytes, each behind its
// length, up to a length of zero; or, at any label, a pointer to a name that
// stands earlier in the message.
const (
	maxDNSName     = 255 // bytes, with the lengths
	maxDNSPointers = 126 // no name needs more: each leads to a label at least
)

// nameState is how a name ends.
type nameState uint8

const (
	nameWhole   nameState = iota
	nameBroken            // it leaves the message, or has a label of a kind that there is not
	nameLoops             // its pointers never end
	nameTooLong           // it has more than 255 bytes
)

// eachLabel yields the labels of the name at byte at, pointers followed.
func eachLabel(message []byte, at int, yield func(label []byte)) nameState {
	size, pointers := 0, 0
	for at < len(message) {
		switch n := int(message[at]); {
		case n == 0:
			return nameWhole
		case n >= 0xc0:
			if at+2 > len(message) {
				return nameBroken
			}
			if pointers++; pointers > maxDNSPointers {
				return nameLoops
			}
			at = int(binary.BigEndian.Uint16(message[at:]) & 0x3fff)
		case n >= 0x40 || at+1+n > len(message):
			return nameBroken
		default:
			if size += 1 + n; size >= maxDNSName {
				return nameTooLong
			}
			yield(message[at+1 : at+1+n])
			at += 1 + n
		}
	}
	return nameBroken
}

// checkName is where the name at byte at ends in the message, before what its
// pointers lead to, and how it ends.
func checkName(message []byte, at int) (end int, state nameState) {
	size, pointers := 0, 0
	for at < len(message) {
		switch n := int(message[at]); {
		case n == 0:
			if pointers == 0 {
				end = at + 1
			}
			return end, nameWhole
		case n >= 0xc0:
			if at+2 > len(message) {
				return end, nameBroken
			}
			if pointers == 0 {
				end = at + 2
			}
			if pointers++; pointers > maxDNSPointers {
				return end, nameLoops
			}
			at = int(binary.BigEndian.Uint16(message[at:]) & 0x3fff)
		case n >= 0x40:
			return end, nameBroken
		default:
			if size += 1 + n; size >= maxDNSName {
				if pointers == 0 {
					return at, nameBroken // where would it end?
				}
				return end, nameTooLong
			}
			at += 1 + n
		}
	}
	return end, nameBroken
}

// appendName appends the name at byte at of the message as text: labels with
// dots between, the root and names that cannot be as tshark writes them. A dot or
// backslash within a label has a backslash before it, and a control byte is \DDD
// (RFC 1035 §5.1); other bytes stay as they are, since labels may be UTF-8 (RFC
// 6762 §16).
func appendName(dst, message []byte, at int) []byte {
	start := len(dst)
	state := eachLabel(message, at, func(label []byte) {
		if len(dst) > start {
			dst = append(dst, '.')
		}
		for _, c := range label {
			switch {
			case c == '.' || c == '\\':
				dst = append(dst, '\\', c)
			case c < 0x20 || c == 0x7f:
				dst = append(dst, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
			default:
				dst = append(dst, c)
			}
		}
	})
	switch {
	case state == nameLoops:
		return append(dst[:start], "<Name contains a pointer that loops>"...)
	case state == nameTooLong:
		return append(dst[:start], "<Name too long>"...)
	case len(dst) == start:
		return append(dst, "<Root>"...)
	}
	return dst
}

// parseName is the wire form of a name written as appendName writes it, without
// compression.
func parseName(text string) (wire []byte, ok bool) {
	if text == "<Root>" || text == "." || text == "" {
		return []byte{0}, true
	}
	label := []byte{0}
	flush := func() bool {
		n := len(label) - 1
		if n == 0 || n > 63 {
			return false
		}
		label[0] = byte(n)
		wire = append(wire, label...)
		label = label[:1]
		return true
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '.' && i == len(text)-1:
		case c == '.':
			if !flush() {
				return nil, false
			}
		case c == '\\' && i+1 < len(text):
			if n, ok := escaped(text[i+1:]); ok {
				label = append(label, n)
				i += 3
				continue
			}
			i++
			label = append(label, text[i])
		default:
			label = append(label, c)
		}
	}
	if !flush() || len(wire) >= maxDNSName {
		return nil, false
	}
	return append(wire, 0), true
}

// escaped reads the three digits of \DDD.
func escaped(text string) (byte, bool) {
	if len(text) < 3 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(text[:3]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return byte(n), n < 256
}
