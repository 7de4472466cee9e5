package sim

import (
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// validName tells whether a DNS message can hold the name.
func validName(host string) bool {
	name, err := dnsmessage.NewName(host + ".")
	if err != nil || len(host) > 253 {
		return false
	}
	m := dnsmessage.Message{Questions: []dnsmessage.Question{{Name: name}}}
	_, err = m.Pack()
	return err == nil
}

// zonesOf are the top-level domain and the domain that a name is in.
func zonesOf(host string) (tld, apex string) {
	labels := strings.Split(host, ".")
	tld = labels[len(labels)-1] + "."
	if len(labels) > 2 {
		labels = labels[1:]
	}
	return tld, strings.Join(labels, ".") + "."
}

// playNames starts the name servers of a scene, and gives the client a way to
// find the server's address.
func (n *internet) playNames(o *Options, server netip.Addr) func(*Host, func(netip.Addr, error)) {
	host := o.Host + "."
	tld, apex := zonesOf(o.Host)
	root, top, own := &zone{apex: "."}, &zone{apex: tld}, &zone{apex: apex}
	root.server(tld, under("ns", tld), n.tld.addrs()...)
	if apex != tld {
		top.server(apex, under("ns", apex), n.authority.addrs()...)
		own.server(apex, under("ns", apex), n.authority.addrs()...)
	} else {
		own.server(apex, under("ns", apex), n.tld.addrs()...)
	}
	records := o.recordsOf(host, apex, server)
	if !o.NoName {
		own.records = append(own.records, records...)
	}
	at := func(h *Host) netip.Addr {
		a, _ := h.addrOf(0, o.IPv6)
		return a
	}
	n.root.serveZone(at(n.root), root)
	if apex == tld {
		n.tld.serveZone(at(n.tld), own)
	} else {
		n.tld.serveZone(at(n.tld), top)
		n.authority.serveZone(at(n.authority), own)
	}

	caching := &resolver{start: []netip.Addr{at(n.root)}, cache: newCache()}
	if o.Name == NameCached && !o.NoName {
		caching.cache.put(0, records)
	} else if o.Name == NameCached {
		caching.cache.putNothing(0, o.question(), dnsmessage.RCodeNameError)
	}
	n.resolver.serveDNS(at(n.resolver), caching.serve)

	stub := &resolver{start: []netip.Addr{at(n.resolver)}, recurse: true, cache: newCache()}
	if o.Name == NameIterative {
		stub = &resolver{start: []netip.Addr{at(n.root)}, cache: newCache()}
	}
	return func(h *Host, done func(netip.Addr, error)) {
		stub.resolve(h, o.question(), func(_ *Host, records []dnsmessage.Resource, rcode dnsmessage.RCode) {
			switch all := addressesIn(records); {
			case len(all) > 0:
				done(all[0], nil)
			case rcode == dnsmessage.RCodeNameError:
				done(netip.Addr{}, ErrNoName)
			case rcode == dnsmessage.RCodeSuccess:
				done(netip.Addr{}, ErrNoAddress)
			default:
				done(netip.Addr{}, ErrNoAnswer)
			}
		})
	}
}

// serve answers a query with what the resolver finds.
func (r *resolver) serve(h *Host, query *dnsmessage.Message, done func(dnsmessage.Message)) {
	m := reply(query)
	m.RecursionAvailable = true
	if !query.RecursionDesired {
		m.RCode = dnsmessage.RCodeRefused
		done(m)
		return
	}
	r.resolve(h, query.Questions[0], func(_ *Host, records []dnsmessage.Resource, rcode dnsmessage.RCode) {
		m.Answers, m.RCode = records, rcode
		done(m)
	})
}

func (o *Options) question() dnsmessage.Question {
	q := dnsmessage.Question{Name: dnsmessage.MustNewName(o.Host + "."), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}
	if o.IPv6 {
		q.Type = dnsmessage.TypeAAAA
	}
	return q
}

// recordsOf are the records of the web server's name: its own address first,
// then neighbouring ones.
func (o *Options) recordsOf(host, apex string, server netip.Addr) []dnsmessage.Resource {
	var z zone
	if o.Alias {
		name := under("edge", apex)
		if strings.EqualFold(name, host) {
			name = under("node", apex)
		}
		z.alias(host, name)
		host = name
	}
	for range max(o.Addresses, 1) {
		z.address(host, server, addressTTL)
		server = server.Next()
	}
	return z.records
}

// addrs are the addresses of the host's first port.
func (h *Host) addrs() (all []netip.Addr) {
	for _, p := range h.Interfaces[0].Addrs {
		all = append(all, p.Addr())
	}
	return all
}
