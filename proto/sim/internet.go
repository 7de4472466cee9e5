package sim

import "time"

// internet is the network of a scene:
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

// Shares of the one-way delay between client and server, in percent: on each
// link of the client's network, and on the link between the routers. What is
// left is the last link's.
const (
	lanShare    = 1
	accessShare = 28
)

const (
	usualDelay     = 20 * time.Millisecond // one way
	usualBandwidth = 100_000_000           // of the link between the routers, in bits a second
	gigabit        = 1_000_000_000         // of all other links
)

// reactions are how long the programs at the two ends need to do something
// about what comes. They differ, so that nothing depends on a tie.
var reactions = [2]time.Duration{100 * time.Microsecond, 150 * time.Microsecond}

// newInternet lays out the hosts and links of a scene.
func newInternet(o *Options) (*internet, error) {
	client, router, masquerade := clientPlace, routerPlace, 0
	if o.NAT {
		client, router, masquerade = homePlace, gatewayPlace, 1
	}
	far, err := placesFor(o.Host, client, router)
	if err != nil {
		return nil, err
	}
	n := &internet{net: NewNetwork(o.Seed), lan: NewSwitch(4)}
	routerLAN, routerWAN := client.gate(localMAC(1)), router.own()
	coreWAN := router.gate(localMAC(3))
	routerWAN.MTU, coreWAN.MTU = o.PathMTU, o.PathMTU

	n.client = o.host(HostConfig{
		Name: client.name, Interfaces: []Interface{client.own()}, Routes: client.out(),
		End: o.Client, Reaction: reactions[Client],
	})
	n.router = o.host(HostConfig{
		Name: router.name, Interfaces: []Interface{routerLAN, routerWAN}, Routes: router.out(),
		Forward: true, Masquerade: masquerade,
	})
	core := HostConfig{Name: "core", Interfaces: []Interface{coreWAN}, Routes: client.to(&router), Forward: true}
	for i := range far {
		core.Interfaces = append(core.Interfaces, far[i].gate(localMAC(3, byte(i))))
	}
	n.core = o.host(core)

	n.net.Join(n.client, 0, n.lan, 0, o.link(lanShare))
	n.net.Join(n.lan, 1, n.router, 0, o.link(lanShare))
	access := o.link(accessShare)
	access.Bandwidth, access.Queue = o.Bandwidth, o.Queue
	access.Loss, access.Reorder, access.Duplicate = o.Loss, o.Reorder, o.Duplicate
	n.net.Join(n.router, 1, n.core, 0, access)
	acquaint(n.router, 1, n.core, 0)

	n.hosts = []*Host{n.client, n.router, n.core}
	for i := range far {
		p := &far[i]
		cfg := HostConfig{Name: p.name, Interfaces: []Interface{p.own()}, Routes: p.out(), Reaction: reactions[Server]}
		if i == len(far)-1 {
			cfg.End = o.Server
		}
		h := o.host(cfg)
		n.net.Join(n.core, 1+i, h, 0, o.link(p.distance))
		acquaint(n.core, 1+i, h, 0)
		n.hosts = append(n.hosts, h)
	}
	n.resolver, n.root, n.tld, n.authority, n.server = n.hosts[3], n.hosts[4], n.hosts[5], n.hosts[6], n.hosts[7]
	return n, nil
}

// host makes a host with what all hosts of a scene share.
func (o *Options) host(cfg HostConfig) *Host {
	cfg.Seed, cfg.CloseAtOnce = o.Seed, o.Close == CloseByThree
	for i := range cfg.Interfaces {
		if at := &cfg.Interfaces[i].MTU; *at == 0 || o.MTU != 0 && o.MTU < *at {
			*at = o.MTU
		}
	}
	return NewHost(cfg)
}

// link is a link that takes a share of the one-way delay.
func (o *Options) link(percent int) Link {
	return Link{Delay: o.RTT / 2 * time.Duration(percent) / 100, Bandwidth: gigabit}
}

// acquaint lets two hosts know each other's hardware addresses: those that are
// always there have talked before. Only the client asks.
func acquaint(a *Host, aPort int, b *Host, bPort int) {
	a.know(aPort, &b.Interfaces[bPort])
	b.know(bPort, &a.Interfaces[aPort])
}

func (h *Host) know(port int, ifc *Interface) {
	for _, p := range ifc.Addrs {
		h.neighbours = append(h.neighbours, &neighbour{addr: p.Addr(), port: port, mac: ifc.MAC, known: true})
	}
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
