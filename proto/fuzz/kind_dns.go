package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoDNS, protocol{read: readDNS})
	register(proto.ProtoDNSLength, protocol{read: readDNSLength})
	known(&udpPorts, proto.ProtoDNS, 53, 5353, 5355)
	known(&tcpPorts, proto.ProtoDNSLength, 53)
}

// readDNSLength reads the length before a message over TCP; a message that is
// not whole is data.
func readDNSLength(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 14 {
		return proto.ProtoData, off, end
	}
	n := word(w.b, off)
	if n < 12 || n > end-off-2 || !dnsMessage(w.b[off+2:off+2+n]) {
		return proto.ProtoData, off, end
	}
	w.layer(proto.ProtoDNSLength, off, 2, end)
	w.stream = end
	return proto.ProtoDNS, off + 2, off + 2 + n
}

// dnsMessage tells whether the counts of m lead to its last byte.
func dnsMessage(m []byte) bool {
	at, whole := 12, true
	for k := word(m, 4); k > 0 && whole; k-- {
		_, at, whole = dnsEntry(m, at, 4)
	}
	for k := word(m, 6) + word(m, 8) + word(m, 10); k > 0 && whole; k-- {
		_, at, whole = dnsEntry(m, at, 10)
	}
	return whole && at == len(m)
}

func readDNS(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 12 {
		return w.lost()
	}
	w.layer(proto.ProtoDNS, off, end-off, end)
	m := w.b[off:end]
	at, whole := 12, true
	for k := word(m, 4); k > 0 && whole; k-- {
		at, whole = w.dnsEntry(m, at, 4, off, "dns.qry.name")
	}
	for k := word(m, 6) + word(m, 8) + word(m, 10); k > 0 && whole; k-- {
		at, whole = w.dnsEntry(m, at, 10, off, "dns.resp.name")
	}
	if !whole {
		return w.lost()
	}
	if w.stream > end {
		stream := w.stream
		w.stream = 0
		return proto.ProtoDNSLength, end, stream
	}
	return proto.NoProto, end, end
}

// dnsEntry reads a name and the fixed bytes behind it, a record's data too, and
// tells what it found wrong with the name.
func (w *reading) dnsEntry(m []byte, at, fixed, off int, field string) (int, bool) {
	state, next, whole := dnsEntry(m, at, fixed)
	if whole && state != nameGood {
		if end, _ := dnsName(m, at); fixed == 10 && word(m, end) == 33 {
			field = "dns.srv.owner"
		}
		w.fault(proto.BadValue, field, off+at)
	}
	return next, whole
}

// dnsEntry is what the name at byte at is, and where the next entry begins; or
// false, if this one is cut.
func dnsEntry(m []byte, at, fixed int) (state, next int, whole bool) {
	end, state := dnsName(m, at)
	if state == nameCut || end+fixed > len(m) {
		return state, at, false
	}
	if next = end + fixed; fixed == 10 {
		next += word(m, end+8)
	}
	return state, next, next <= len(m)
}

// What a domain name may be.
const (
	nameGood = iota
	nameCut  // it does not end within the message, or has a label of no known kind
	nameBad  // it never ends, or has more than 255 bytes (RFC 1035 §2.3.4)
)

// dnsName follows a name: where it ends before its first pointer, and what it is.
// More pointers than bytes in a name can only be a loop.
func dnsName(m []byte, at int) (end, state int) {
	length := 1
	for hops := 0; at < len(m); {
		switch n := int(m[at]); n >> 6 {
		case 3:
			if at+1 == len(m) {
				return end, nameCut
			}
			if hops == 0 {
				end = at + 2
			}
			if hops++; hops > 126 {
				return end, nameBad
			}
			at = word(m, at) & 0x3fff
		case 0:
			if n == 0 {
				if hops == 0 {
					end = at + 1
				}
				return end, nameGood
			}
			if length += n + 1; length > 255 {
				if hops == 0 {
					return end, nameCut
				}
				return end, nameBad
			}
			at += n + 1
		default:
			return end, nameCut
		}
	}
	return end, nameCut
}
