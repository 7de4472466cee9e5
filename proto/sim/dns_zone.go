package sim

import (
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// zone is what a name server knows for sure (RFC 1034 §4.2): the records of its
// names, and for each zone below the servers to ask instead.
type zone struct {
	apex    string // "com.", the root is "."
	records []dnsmessage.Resource
}

// Times to live in seconds: of addresses, and of which servers to ask.
const (
	addressTTL    = 300
	delegationTTL = 86400
	negativeTTL   = 60
)

func header(name string, t dnsmessage.Type, ttl uint32) dnsmessage.ResourceHeader {
	return dnsmessage.ResourceHeader{
		Name: dnsmessage.MustNewName(name), Type: t, Class: dnsmessage.ClassINET, TTL: ttl,
	}
}

// address adds an A or AAAA record.
func (z *zone) address(name string, a netip.Addr, ttl uint32) {
	if a.Is6() {
		z.add(header(name, dnsmessage.TypeAAAA, ttl), &dnsmessage.AAAAResource{AAAA: a.As16()})
	} else {
		z.add(header(name, dnsmessage.TypeA, ttl), &dnsmessage.AResource{A: a.As4()})
	}
}

// server adds an NS record and the addresses of the server it names.
func (z *zone) server(of, name string, addrs ...netip.Addr) {
	z.add(header(of, dnsmessage.TypeNS, delegationTTL), &dnsmessage.NSResource{NS: dnsmessage.MustNewName(name)})
	for _, a := range addrs {
		z.address(name, a, delegationTTL)
	}
}

func (z *zone) alias(name, of string) {
	z.add(header(name, dnsmessage.TypeCNAME, addressTTL), &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName(of)})
}

func (z *zone) add(h dnsmessage.ResourceHeader, body dnsmessage.ResourceBody) {
	z.records = append(z.records, dnsmessage.Resource{Header: h, Body: body})
}

// soa goes with every answer that something does not exist (RFC 2308 §3).
func (z *zone) soa() dnsmessage.Resource {
	return dnsmessage.Resource{
		Header: header(z.apex, dnsmessage.TypeSOA, negativeTTL),
		Body: &dnsmessage.SOAResource{
			NS:   dnsmessage.MustNewName(under("ns", z.apex)),
			MBox: dnsmessage.MustNewName(under("hostmaster", z.apex)), Serial: 2026112201,
			Refresh: 7200, Retry: 3600, Expire: 1209600, MinTTL: negativeTTL,
		},
	}
}

// under is the name label in a zone.
func under(label, apex string) string {
	if apex == "." {
		return label + "."
	}
	return label + "." + apex
}

// inZone tells whether name is apex or below it. Case does not count (RFC 1034 §3.1).
func inZone(name, apex string) bool {
	name, apex = strings.ToLower(name), strings.ToLower(apex)
	return apex == "." || name == apex || strings.HasSuffix(name, "."+apex)
}

func sameName(a, b dnsmessage.Name) bool { return strings.EqualFold(a.String(), b.String()) }

// find is all records of a name and type.
func (z *zone) find(name dnsmessage.Name, t dnsmessage.Type) (all []dnsmessage.Resource) {
	for _, r := range z.records {
		if sameName(r.Header.Name, name) && r.Header.Type == t {
			all = append(all, r)
		}
	}
	return all
}

func (z *zone) exists(name dnsmessage.Name) bool {
	for _, r := range z.records {
		if inZone(r.Header.Name.String(), name.String()) {
			return true
		}
	}
	return false
}

// delegation is the NS records of the zone below this one that name belongs to.
func (z *zone) delegation(name dnsmessage.Name) (all []dnsmessage.Resource) {
	for _, r := range z.records {
		below := r.Header.Name.String()
		if r.Header.Type == dnsmessage.TypeNS && !strings.EqualFold(below, z.apex) && inZone(name.String(), below) {
			all = append(all, r)
		}
	}
	return all
}

// answer is the server's algorithm of RFC 1034 §4.3.2.
func (z *zone) answer(query *dnsmessage.Message) dnsmessage.Message {
	q := query.Questions[0]
	m := reply(query)
	if q.Class != dnsmessage.ClassINET || !inZone(q.Name.String(), z.apex) {
		m.RCode = dnsmessage.RCodeRefused
		return m
	}
	if ns := z.delegation(q.Name); ns != nil {
		m.Authorities = ns
		for _, r := range ns {
			name := r.Body.(*dnsmessage.NSResource).NS
			m.Additionals = append(m.Additionals, z.find(name, dnsmessage.TypeA)...)
			m.Additionals = append(m.Additionals, z.find(name, dnsmessage.TypeAAAA)...)
		}
		return m
	}
	m.Authoritative = true
	name := q.Name
	for range 8 { // aliases of aliases come to an end
		alias := z.find(name, dnsmessage.TypeCNAME)
		if alias == nil || q.Type == dnsmessage.TypeCNAME {
			break
		}
		m.Answers = append(m.Answers, alias...)
		name = alias[0].Body.(*dnsmessage.CNAMEResource).CNAME
	}
	found := z.find(name, q.Type)
	m.Answers = append(m.Answers, found...)
	if len(found) == 0 && inZone(name.String(), z.apex) {
		m.Authorities = append(m.Authorities, z.soa())
		if !z.exists(name) {
			m.RCode = dnsmessage.RCodeNameError
		}
	}
	return m
}

// reply is an answer to query without any records yet.
func reply(query *dnsmessage.Message) dnsmessage.Message {
	return dnsmessage.Message{
		Header: dnsmessage.Header{
			ID: query.ID, Response: true, OpCode: query.OpCode, RecursionDesired: query.RecursionDesired,
		},
		Questions: query.Questions,
	}
}
