package capture

import (
	"encoding/binary"
	"strconv"

	"netquiz/proto"
)

// linkUser is a link type without a meaning of its own: here, what tcpdump -x
// prints of a frame that carries no IP, without its link header
// (draft-ietf-opsawg-pcaplinktype, LINKTYPE_USER0).
const linkUser proto.LinkType = 147

// linkNames are the names of link types in JSON: LINKTYPE_ in small letters,
// "en10mb" but by its common name.
var linkNames = map[proto.LinkType]string{
	0: "null", 1: "ethernet", 9: "ppp", 101: "raw", 105: "ieee802_11", 108: "loop",
	113: "linux_sll", 127: "ieee802_11_radiotap", 228: "ipv4", 229: "ipv6", 276: "linux_sll2",
}

// LinkName is the name of a link type in JSON: "ethernet", or its number.
func LinkName(l proto.LinkType) string {
	if name := linkNames[l]; name != "" {
		return name
	}
	return strconv.Itoa(int(l))
}

// ParseLink is the link type that LinkName calls so.
func ParseLink(name string) (proto.LinkType, bool) {
	for l, n := range linkNames {
		if n == name {
			return l, true
		}
	}
	n, err := strconv.ParseUint(name, 10, 16)
	return proto.LinkType(n), err == nil
}

// linkOf is the link type of a frame that came without one: raw IP if an IP
// header stands at its start and fits it in every way, Ethernet else.
func linkOf(b []byte) proto.LinkType {
	if rawIPv4(b) || rawIPv6(b) {
		return proto.LinkRaw
	}
	return proto.LinkEthernet
}

// tcpdumpLink is linkOf for tcpdump -x, which leaves out link headers, and -xx,
// which does not; lengths and sums may be wrong in what it prints. What tells
// neither is as the frames before it were: bare, or not.
func tcpdumpLink(b []byte, bare bool) proto.LinkType {
	switch {
	case rawIPv4(b) || rawIPv6(b):
		return proto.LinkRaw
	case ethernetLike(b):
		return proto.LinkEthernet
	case len(b) >= 20 && b[0]>>4 == 4 && b[0]&15 >= 5, len(b) >= 40 && b[0]>>4 == 6:
		return proto.LinkRaw
	case bare, len(b) >= 8 && binary.BigEndian.Uint64(b)>>16 == 0x000108000604: // ARP
		return linkUser
	}
	return proto.LinkEthernet
}

// ethernetLike tells whether an EtherType stands in its place, and, of IP, the
// version behind it.
func ethernetLike(b []byte) bool {
	if len(b) < 18 {
		return false
	}
	switch binary.BigEndian.Uint16(b[12:]) {
	case 0x0800:
		return b[14]>>4 == 4
	case 0x86dd:
		return b[14]>>4 == 6
	case 0x0806, 0x8100, 0x88a8:
		return true
	}
	return false
}

func rawIPv4(b []byte) bool {
	if len(b) < 20 || b[0]>>4 != 4 {
		return false
	}
	hdr, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
	return hdr >= 20 && hdr <= len(b) && total >= hdr && total <= len(b) && proto.Fold(proto.Sum(0, b[:hdr])) == 0xffff
}

func rawIPv6(b []byte) bool {
	if len(b) < 40 || b[0]>>4 != 6 || 40+int(binary.BigEndian.Uint16(b[4:])) != len(b) {
		return false
	}
	switch b[6] { // what follows: TCP, UDP, ICMPv6, extension headers
	case 0, 6, 17, 43, 44, 51, 58, 59, 60:
		return binary.BigEndian.Uint16(b[12:]) != 0x86dd
	}
	return false
}
