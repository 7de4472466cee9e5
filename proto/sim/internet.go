package sim

import (
	"net/netip"
	"slices"
	"time"
)

// The hosts of a scene. All addresses are set aside for documentation,
// benchmarks or carriers (RFC 5737, RFC 2544, RFC 6598, RFC 3849); hardware
// addresses are administered locally.
//
//	client ─ switch ─ router ═ core ┬ resolver
//	                                ├ root
//	                                ├ tld
//	                                ├ authority
//	                                └ server
type internet struct {
	net                            *Network
	lan                            *Switch
	client, router, core, resolver *Host
	root, tld, authority, server   *Host
	hosts                          []*Host
}

// place is where a host is: its network's number and its own.
type place struct {
	name  string
	v4    string // address with length
	v6    string
	gate4 string // the router in its network
	gate6 string
	mac   byte
	share int // of the one-way delay between client and server, in percent
}

var places = []place{
	{"resolver", "198.51.100.53/24", "2001:db8:53::53/64", "198.51.100.1", "2001:db8:53::1", 0x53, 10},
	{"root", "198.18.0.53/24", "2001:db8:a::53/64", "198.18.0.1", "2001:db8:a::1", 0xa0, 60},
	{"tld", "198.18.1.53/24", "2001:db8:b::53/64", "198.18.1.1", "2001:db8:b::1", 0xb0, 60},
	{"authority", "198.18.2.53/24", "2001:db8:c::53/64", "198.18.2.1", "2001:db8:c::1", 0xc0, 60},
	{"server", "203.0.113.80/24", "2001:db8:80::80/64", "203.0.113.1", "2001:db8:80::1", 0x80, 70},
}

const (
	gigabit     = 1_000_000_000
	lanShare    = 1  // percent of the one-way delay on each link of the client's network
	accessShare = 28 // and on the link between the routers
)

func mac(last ...byte) (m [6]byte) {
	m[0] = 2
	copy(m[6-len(last):], last)
	return m
}

func prefixes(texts ...string) (all []netip.Prefix) {
	for _, t := range texts {
		all = append(all, netip.MustParsePrefix(t))
	}
	return all
}

// everywhere is the route to all networks of both versions.
func everywhere(via4, via6 string) []Route {
	return []Route{
		{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParseAddr(via4)},
		{netip.MustParsePrefix("::/0"), netip.MustParseAddr(via6)},
	}
}

// placesFor are the places with the web server's moved to its address, if that
// is given instead of a name.
func placesFor(o *Options) ([]place, error) {
	a, err := netip.ParseAddr(o.Host)
	if err != nil {
		return places, nil
	}
	bits, gate := 24, 1
	if a.Is6() {
		bits = 64
	}
	b := a.AsSlice()
	if b[len(b)-1] == 1 {
		gate = 2
	}
	b[len(b)-1] = byte(gate)
	router, _ := netip.AddrFromSlice(b)
	network := netip.PrefixFrom(a, bits)
	if !a.IsGlobalUnicast() || a.Zone() != "" || a.Is4In6() || a == network.Masked().Addr() {
		return nil, &HostError{o.Host}
	}
	for _, p := range append(prefixes(clientNet4, clientNet6, accessNet4, accessNet6), elsewhere()...) {
		if p.Overlaps(network) {
			return nil, &HostError{o.Host}
		}
	}
	all := slices.Clone(places)
	at := &all[len(all)-1]
	if a.Is6() {
		at.v6, at.gate6 = network.String(), router.String()
	} else {
		at.v4, at.gate4 = network.String(), router.String()
	}
	return all, nil
}

// elsewhere are the networks of all places but the web server's.
func elsewhere() (all []netip.Prefix) {
	for _, p := range places[:len(places)-1] {
		all = append(all, prefixes(p.v4, p.v6)...)
	}
	return all
}

const (
	clientNet4, clientNet6 = "192.0.2.0/24", "2001:db8:1::/64"
	accessNet4, accessNet6 = "100.64.0.0/30", "2001:db8:64::/64"
)

// newInternet lays out the hosts and links of a scene.
func newInternet(o *Options) (*internet, error) {
	places, err := placesFor(o)
	if err != nil {
		return nil, err
	}
	n := &internet{net: NewNetwork(o.Seed), lan: NewSwitch(4)}
	base := HostConfig{Seed: o.Seed, CloseAtOnce: o.Close == CloseByThree}
	mtu := func(cfg HostConfig) HostConfig {
		for i := range cfg.Interfaces {
			cfg.Interfaces[i].MTU = o.MTU
		}
		return cfg
	}
	delay := o.RTT / 2
	if delay == 0 {
		delay = 20 * time.Millisecond
	}
	part := func(percent int) Link {
		return Link{Delay: delay * time.Duration(percent) / 100, Bandwidth: gigabit}
	}

	cfg := base
	cfg.Name, cfg.End, cfg.Reaction = "client", o.Client, reactions[Client]
	cfg.Interfaces = []Interface{{MAC: mac(0x10), Addrs: prefixes("192.0.2.10/24", "2001:db8:1::10/64")}}
	cfg.Routes = everywhere("192.0.2.1", "2001:db8:1::1")
	n.client = NewHost(mtu(cfg))

	cfg = base
	cfg.Name, cfg.Forward = "router", true
	cfg.Interfaces = []Interface{
		{MAC: mac(1, 1), Addrs: prefixes("192.0.2.1/24", "2001:db8:1::1/64")},
		{MAC: mac(1, 2), Addrs: prefixes("100.64.0.2/30", "2001:db8:64::2/64")},
	}
	cfg.Routes = everywhere("100.64.0.1", "2001:db8:64::1")
	cfg = mtu(cfg)
	access := cfg.Interfaces[1].MTU
	if o.PathMTU > 0 {
		access = o.PathMTU
	}
	cfg.Interfaces[1].MTU = access
	n.router = NewHost(cfg)

	cfg = base
	cfg.Name, cfg.Forward = "core", true
	cfg.Interfaces = []Interface{{MAC: mac(2, 1), Addrs: prefixes("100.64.0.1/30", "2001:db8:64::1/64")}}
	for i, p := range places {
		size4, size6 := p.v4[len(p.v4)-3:], p.v6[len(p.v6)-3:]
		cfg.Interfaces = append(cfg.Interfaces, Interface{MAC: mac(2, byte(2+i)), Addrs: prefixes(p.gate4+size4, p.gate6+size6)})
	}
	cfg.Routes = []Route{
		{netip.MustParsePrefix(clientNet4), netip.MustParseAddr("100.64.0.2")},
		{netip.MustParsePrefix(clientNet6), netip.MustParseAddr("2001:db8:64::2")},
	}
	cfg = mtu(cfg)
	cfg.Interfaces[0].MTU = access
	n.core = NewHost(cfg)

	n.net.Join(n.client, 0, n.lan, 0, part(lanShare))
	n.net.Join(n.lan, 1, n.router, 0, part(lanShare))
	way := part(accessShare)
	way.Bandwidth, way.Loss, way.Reorder, way.Duplicate = o.Bandwidth, o.Loss, o.Reorder, o.Duplicate
	if way.Bandwidth == 0 {
		way.Bandwidth = 100_000_000
	}
	n.net.Join(n.router, 1, n.core, 0, way)
	for i, p := range places {
		cfg = base
		cfg.Name = p.name
		cfg.Interfaces = []Interface{{MAC: mac(p.mac), Addrs: prefixes(p.v4, p.v6)}}
		cfg.Routes = everywhere(p.gate4, p.gate6)
		cfg.Reaction = reactions[Server]
		if p.name == "server" {
			cfg.End = o.Server
		}
		h := NewHost(mtu(cfg))
		*[]**Host{&n.resolver, &n.root, &n.tld, &n.authority, &n.server}[i] = h
		n.net.Join(n.core, 1+i, h, 0, part(p.share))
	}
	n.hosts = []*Host{n.client, n.router, n.core, n.resolver, n.root, n.tld, n.authority, n.server}
	return n, nil
}

// tap watches where t says.
func (n *internet) tap(t Tap, watch Watch) {
	switch t {
	case AtClient:
		n.net.Tap(n.client, 0, watch)
	case AtRouter:
		n.net.Tap(n.router, 1, watch)
	case AtResolver:
		n.net.Tap(n.resolver, 0, watch)
	case AtServer:
		n.net.Tap(n.server, 0, watch)
	}
}
