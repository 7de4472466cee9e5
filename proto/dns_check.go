package proto

import "encoding/binary"

// checkDNS notes names that cannot be, and a message that ends before its counts
// are met.
func (f *Frame) checkDNS(message []byte, off uint32) {
	have := 0 // questions and records
	at, whole := dnsWalk(message, func(p dnsPiece) {
		if p.name != nameWhole {
			f.problem(BadValue, &p.table.Fields[0], off+uint32(p.at), 0, 0, nil)
		}
		switch p.table {
		case dnsQryTable, dnsRespTable, dnsOptTable:
			have++
		}
	})
	if whole {
		return
	}
	h, left := DNS(message), have
	for i, field := range dnsCounts {
		count := int(binary.BigEndian.Uint16(h[4+2*i:]))
		if left < count {
			lie := Problem{Field: field, Off: off + 4 + 2*uint32(i), Got: uint64(count), Want: uint64(left)}
			f.cut(off+uint32(at), uint32(have), uint32(h.Questions()+h.Records()), lie)
			return
		}
		left -= count
	}
}

// dnsRight tells of most messages that there is nothing wrong with them: all that
// is announced is there, and names are labels, or labels and a pointer to labels.
func dnsRight(message []byte) bool {
	at := DNSHeaderLen
	first := at // most names are a pointer to this one
	for range DNS(message).Questions() {
		if at = plainName(message, at); at == 0 || at+4 > len(message) {
			return false
		}
		at += 4
	}
	for range DNS(message).Records() {
		if at > first && at+2 <= len(message) && binary.BigEndian.Uint16(message[at:]) == uint16(0xc000|first) {
			at += 2
		} else if at = plainName(message, at); at == 0 {
			return false
		}
		if at+10 > len(message) {
			return false
		}
		if at += 10 + int(binary.BigEndian.Uint16(message[at+8:])); at > len(message) {
			return false
		}
	}
	return true
}

// plainName is where the name at byte at ends; 0 if that takes a longer look.
func plainName(message []byte, at int) (end int) {
	start, size := at, 0
	for at < len(message) {
		n := int(message[at])
		if n == 0 {
			if end == 0 {
				end = at + 1
			}
			return end
		}
		if n >= 0x40 {
			if n < 0xc0 || end != 0 || at+2 > len(message) {
				return 0
			}
			end = at + 2
			if at = int(binary.BigEndian.Uint16(message[at:]) & 0x3fff); at >= start {
				return 0
			}
			continue
		}
		if size += 1 + n; size >= maxDNSName {
			return 0
		}
		at += 1 + n
	}
	return 0
}
