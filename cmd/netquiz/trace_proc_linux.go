package main

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
)

// parseNameServers reads the servers of a resolv.conf (resolv.conf(5)).
func parseNameServers(text string) (all []string) {
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "nameserver" {
			all = append(all, words[1])
		}
	}
	return all
}

// Of a route (linux/route.h).
const (
	routeUp      = 1
	routeGateway = 2
	routeReject  = 0x200
)

// parseRoutes4 finds in /proc/net/route the next hop to an address: the gateway
// of the longest prefix that fits, then of the least metric, or the address
// itself where it is on the link.
func parseRoutes4(text string, to netip.Addr) (hop netip.Addr, ok bool) {
	best, least := -1, uint64(0)
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 8 {
			continue
		}
		network, bad1 := parseRaw4(words[1])
		gateway, bad2 := parseRaw4(words[2])
		mask, bad3 := parseRaw4(words[7])
		flags, bad4 := strconv.ParseUint(words[3], 16, 32)
		metric, bad5 := strconv.ParseUint(words[6], 10, 64)
		if bad1 != nil || bad2 != nil || bad3 != nil || bad4 != nil || bad5 != nil || flags&routeUp == 0 || flags&routeReject != 0 {
			continue // the head of the table, or no way
		}
		bits := ones(mask)
		if netip.PrefixFrom(network, bits).Contains(to) && (bits > best || bits == best && metric < least) {
			best, least, hop = bits, metric, to
			if flags&routeGateway != 0 {
				hop = gateway
			}
		}
	}
	return hop, best >= 0
}

// parseRaw4 reads an address as /proc/net/route writes it: the 32 bits as the
// machine reads them from memory, in hex.
func parseRaw4(word string) (netip.Addr, error) {
	n, err := strconv.ParseUint(word, 16, 32)
	var b [4]byte
	binary.NativeEndian.PutUint32(b[:], uint32(n))
	return netip.AddrFrom4(b), err
}

func ones(mask netip.Addr) (n int) {
	for _, b := range mask.As4() {
		for ; b&0x80 != 0; b <<= 1 {
			n++
		}
	}
	return n
}

// parseRoutes6 finds in /proc/net/ipv6_route the next hop to an address, as
// parseRoutes4 does.
func parseRoutes6(text string, to netip.Addr) (hop netip.Addr, ok bool) {
	best, least := -1, uint64(0)
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 10 {
			continue
		}
		network, bad1 := parseRaw6(words[0])
		bits, bad2 := strconv.ParseUint(words[1], 16, 8)
		gateway, bad3 := parseRaw6(words[4])
		metric, bad4 := strconv.ParseUint(words[5], 16, 64)
		flags, bad5 := strconv.ParseUint(words[8], 16, 32)
		if bad1 != nil || bad2 != nil || bad3 != nil || bad4 != nil || bad5 != nil || bits > 128 || flags&routeUp == 0 || flags&routeReject != 0 {
			continue
		}
		if netip.PrefixFrom(network, int(bits)).Contains(to) && (int(bits) > best || int(bits) == best && metric < least) {
			best, least, hop = int(bits), metric, to
			if flags&routeGateway != 0 {
				hop = gateway
			}
		}
	}
	return hop, best >= 0
}

func parseRaw6(word string) (netip.Addr, error) {
	b, err := hex.DecodeString(word)
	if err != nil || len(b) != 16 {
		return netip.Addr{}, hex.ErrLength
	}
	return netip.AddrFrom16([16]byte(b)), nil
}

// parseARP finds the hardware address of a neighbour in /proc/net/arp, "" where
// it is not known.
func parseARP(text string, of netip.Addr) string {
	const complete = 2 // ATF_COM
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 4 || words[0] != of.String() {
			continue
		}
		if flags, err := strconv.ParseUint(words[2], 0, 32); err == nil && flags&complete != 0 {
			return words[3]
		}
	}
	return ""
}
