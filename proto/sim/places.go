package sim

import (
	"net/netip"
	"slices"
)

// The server's address was long that of www.example.com. All others are set aside
// for documentation, benchmarks, carriers or private use (RFC 5737, RFC 2544, RFC
// 6598, RFC 1918, RFC 3849); hardware addresses are administered locally.

// place is where a host is: its address in each version of IP, and that of the
// router in its network.
type place struct {
	name     string
	v4, v6   netip.Prefix
	via4     netip.Addr
	via6     netip.Addr
	mac      [6]byte
	distance int // from the provider's router, in percent of the way to the web server
}

var (
	clientPlace = placeAt("client", "192.0.2.10/24", "192.0.2.1", "2001:db8:1::10/64", "2001:db8:1::1", 0x10, 0)
	routerPlace = placeAt("router", "100.64.0.2/30", "100.64.0.1", "2001:db8:64::2/64", "2001:db8:64::1", 0x02, 0)
	// With NAT the client's address is private, and the router has the public one.
	homePlace    = placeAt("client", "192.168.0.10/24", "192.168.0.1", "2001:db8:1::10/64", "2001:db8:1::1", 0x10, 0)
	gatewayPlace = placeAt("router", "192.0.2.10/24", "192.0.2.1", "2001:db8:64::2/64", "2001:db8:64::1", 0x02, 0)
	// farPlaces are behind the provider's router, the web server last.
	farPlaces = []place{
		placeAt("resolver", "198.51.100.53/24", "198.51.100.1", "2001:db8:53::53/64", "2001:db8:53::1", 0x53, 10),
		placeAt("root", "198.18.0.53/24", "198.18.0.1", "2001:db8:a::53/64", "2001:db8:a::1", 0xa0, 60),
		placeAt("tld", "198.18.1.53/24", "198.18.1.1", "2001:db8:b::53/64", "2001:db8:b::1", 0xb0, 60),
		placeAt("authority", "198.18.2.53/24", "198.18.2.1", "2001:db8:c::53/64", "2001:db8:c::1", 0xc0, 60),
		placeAt("server", "93.184.216.34/24", "93.184.216.1", "2001:db8:80::80/64", "2001:db8:80::1", 0x80, 70),
	}
)

func placeAt(name, v4, via4, v6, via6 string, last byte, distance int) place {
	return place{
		name, netip.MustParsePrefix(v4), netip.MustParsePrefix(v6),
		netip.MustParseAddr(via4), netip.MustParseAddr(via6), localMAC(last), distance,
	}
}

// localMAC is an address of ours that ends in last (RFC 9542 §2.1).
func localMAC(last ...byte) (m [6]byte) {
	m[0] = 2
	copy(m[6-len(last):], last)
	return m
}

// own is the interface of the host at the place.
func (p *place) own() Interface {
	return Interface{MAC: p.mac, Addrs: []netip.Prefix{p.v4, p.v6}}
}

// gate is the interface of the router in the place's network.
func (p *place) gate(mac [6]byte) Interface {
	return Interface{MAC: mac, Addrs: []netip.Prefix{
		netip.PrefixFrom(p.via4, p.v4.Bits()), netip.PrefixFrom(p.via6, p.v6.Bits()),
	}}
}

var (
	everywhere4 = netip.MustParsePrefix("0.0.0.0/0")
	everywhere6 = netip.MustParsePrefix("::/0")
)

// out is the way from the place to all other networks.
func (p *place) out() []Route { return []Route{{everywhere4, p.via4}, {everywhere6, p.via6}} }

// to is the way to the place's network by way of another place. To a private one
// there is none.
func (p *place) to(by *place) []Route {
	six := Route{p.v6.Masked(), by.v6.Addr()}
	if p.v4.Addr().IsPrivate() {
		return []Route{six}
	}
	return []Route{{p.v4.Masked(), by.v4.Addr()}, six}
}

// overlaps tells whether a network shares addresses with the place's.
func (p *place) overlaps(network netip.Prefix) bool {
	return p.v4.Overlaps(network) || p.v6.Overlaps(network)
}

// placesFor are the far places with the web server's moved to its address, if
// that is given instead of a name. It must not be in one of the near networks.
func placesFor(host string, near ...place) ([]place, error) {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return farPlaces, nil
	}
	bits := 24
	if a.Is6() {
		bits = 64
	}
	network := netip.PrefixFrom(a, bits)
	first := network.Masked().Addr()
	if !a.IsGlobalUnicast() || a.Zone() != "" || a.Is4In6() || a == first {
		return nil, &HostError{host}
	}
	all := slices.Clone(farPlaces)
	server := &all[len(all)-1]
	for _, p := range append(near, all[:len(all)-1]...) {
		if p.overlaps(network) {
			return nil, &HostError{host}
		}
	}
	via := first.Next()
	if via == a {
		via = via.Next()
	}
	if a.Is6() {
		server.v6, server.via6 = network, via
	} else {
		server.v4, server.via4 = network, via
	}
	return all, nil
}
