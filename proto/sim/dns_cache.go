package sim

import (
	"net/netip"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// cache is what a resolver remembers of answers: sets of records, each until
// its time to live is over (RFC 1034 §5.3.3), and what does not exist (RFC 2308).
type cache struct {
	sets map[cacheKey]cacheSet
}

type cacheKey struct {
	name string // lower case
	t    dnsmessage.Type
}

type cacheSet struct {
	records []dnsmessage.Resource
	rcode   dnsmessage.RCode // with no records: why there are none
	expires time.Duration
}

func newCache() *cache { return &cache{map[cacheKey]cacheSet{}} }

func keyOf(name dnsmessage.Name, t dnsmessage.Type) cacheKey {
	return cacheKey{strings.ToLower(name.String()), t}
}

// put remembers records, which replace those of the same name and type.
func (c *cache) put(now time.Duration, records []dnsmessage.Resource) {
	fresh := map[cacheKey]bool{}
	for _, r := range records {
		k := keyOf(r.Header.Name, r.Header.Type)
		set := cacheSet{expires: now + time.Duration(r.Header.TTL)*time.Second}
		if fresh[k] {
			old := c.sets[k]
			set.records, set.expires = old.records, min(set.expires, old.expires)
		}
		fresh[k] = true
		set.records = append(set.records, r)
		c.sets[k] = set
	}
}

// putNothing remembers that a name, or a type of it, does not exist.
func (c *cache) putNothing(now time.Duration, q dnsmessage.Question, rcode dnsmessage.RCode) {
	c.sets[keyOf(q.Name, q.Type)] = cacheSet{rcode: rcode, expires: now + negativeTTL*time.Second}
}

// get is what is known of a name and type, with the time that it still has to
// live. ok is false if nothing is known.
func (c *cache) get(now time.Duration, name dnsmessage.Name, t dnsmessage.Type) (set cacheSet, ok bool) {
	set, ok = c.sets[keyOf(name, t)]
	if !ok || set.expires <= now {
		return cacheSet{}, false
	}
	left := uint32((set.expires - now) / time.Second)
	records := make([]dnsmessage.Resource, len(set.records))
	for i, r := range set.records {
		r.Header.TTL = left
		records[i] = r
	}
	set.records = records
	return set, true
}

// answer is what the cache knows of a question, aliases followed.
func (c *cache) answer(now time.Duration, q dnsmessage.Question) (records []dnsmessage.Resource, rcode dnsmessage.RCode, ok bool) {
	for range 8 {
		if set, ok := c.get(now, q.Name, q.Type); ok {
			return append(records, set.records...), set.rcode, true
		}
		alias, ok := c.get(now, q.Name, dnsmessage.TypeCNAME)
		if !ok || len(alias.records) == 0 {
			return nil, 0, false
		}
		records = append(records, alias.records...)
		q.Name = alias.records[0].Body.(*dnsmessage.CNAMEResource).CNAME
	}
	return nil, 0, false
}

// servers are the addresses of the name servers closest to a name.
func (c *cache) servers(now time.Duration, name dnsmessage.Name, six bool) (all []netip.Addr) {
	for zone := name.String(); zone != ""; {
		ns, _ := c.get(now, dnsmessage.MustNewName(zone), dnsmessage.TypeNS)
		for _, r := range ns.records {
			t := dnsmessage.TypeA
			if six {
				t = dnsmessage.TypeAAAA
			}
			set, _ := c.get(now, r.Body.(*dnsmessage.NSResource).NS, t)
			all = append(all, addressesIn(set.records)...)
		}
		if all != nil {
			return all
		}
		_, zone, _ = strings.Cut(zone, ".")
	}
	return nil
}

// addressesIn are the addresses that records tell.
func addressesIn(records []dnsmessage.Resource) (all []netip.Addr) {
	for _, r := range records {
		switch body := r.Body.(type) {
		case *dnsmessage.AResource:
			all = append(all, netip.AddrFrom4(body.A))
		case *dnsmessage.AAAAResource:
			all = append(all, netip.AddrFrom16(body.AAAA))
		}
	}
	return all
}
