package sim

import (
	"bytes"
	"errors"
	"net/netip"
	"slices"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

// spoken is a DNS message that passes the tap.
type spoken struct {
	from string
	tcp  bool
	dnsmessage.Message
}

// names are the DNS messages of a scene, over TCP those that lie in one segment.
func names(t *testing.T, o Options) (all []spoken, s *Scene) {
	t.Helper()
	frames, s := watch(t, o)
	var f proto.Frame
	for _, w := range frames {
		f.Decode(&w.Packet, proto.CheckAll)
		data := w.data
		if i := f.Find(proto.ProtoUDP); i >= 0 {
			data = w.Packet.Bytes[f.Layers()[i].Next():f.Layers()[i].End]
		} else if w.tcp == nil || w.tcp.SrcPort() != proto.DNSPort && w.tcp.DstPort() != proto.DNSPort || len(data) < 2 {
			continue
		} else {
			data = data[2:]
		}
		m := spoken{from: w.Host, tcp: w.tcp != nil}
		if err := m.Unpack(data); err != nil {
			t.Fatalf("frame %d: %v", w.Packet.Number, err)
		}
		all = append(all, m)
	}
	return all, s
}

func hosts(all []spoken) (list []string) {
	for _, m := range all {
		list = append(list, m.from)
	}
	return list
}

func TestNameModes(t *testing.T) {
	all3 := []string{"root", "tld", "authority"}
	tests := []struct {
		name string
		o    Options
		want []string // who speaks, at the tap
	}{
		{"by the resolver, at the client", Options{}, []string{"client", "resolver"}},
		{"by the resolver, at the resolver", Options{Tap: AtResolver}, []string{
			"client", "resolver", "root", "resolver", "tld", "resolver", "authority", "resolver",
		}},
		{"cached, at the resolver", Options{Name: NameCached, Tap: AtResolver}, []string{"client", "resolver"}},
		{"iterative, at the client", Options{Name: NameIterative}, []string{
			"client", all3[0], "client", all3[1], "client", all3[2],
		}},
		{"known", Options{Name: NameKnown}, nil},
		{"an address", Options{Host: "198.51.7.8"}, nil},
		{"a top-level domain", Options{Name: NameIterative, Host: "com"}, []string{"client", "root", "client", "tld"}},
	}
	for _, test := range tests {
		for _, six := range []bool{false, true} {
			test.o.IPv6 = six
			all, s := names(t, test.o)
			if got := hosts(all); !slices.Equal(got, test.want) {
				t.Errorf("%s: %v, want %v", test.name, got, test.want)
			}
			if r, err := s.Responses(); err != nil || len(r) != 1 || !r[0].Whole {
				t.Errorf("%s: %v %v", test.name, r, err)
			}
		}
	}
}

func TestReferrals(t *testing.T) {
	all, _ := names(t, Options{Name: NameIterative})
	for i, m := range all {
		if i%2 == 0 {
			if m.Response || m.RecursionDesired {
				t.Errorf("message %d: %+v", i, m.Header)
			}
			continue
		}
		last := i == len(all)-1
		if !m.Response || m.Authoritative != last || (len(m.Answers) > 0) != last || (len(m.Authorities) > 0) == last {
			t.Errorf("message %d: %+v", i, m.Header)
		}
		if m.ID != all[i-1].ID || i > 1 && m.ID == all[i-2].ID {
			t.Errorf("message %d: id %#x", i, m.ID)
		}
	}
	all, _ = names(t, Options{})
	if q, a := all[0], all[1]; !q.RecursionDesired || !a.RecursionDesired || !a.RecursionAvailable || a.Authoritative {
		t.Errorf("%+v %+v", q.Header, a.Header)
	}
}

func TestAlias(t *testing.T) {
	for _, mode := range []NameMode{NameByResolver, NameCached, NameIterative} {
		all, s := names(t, Options{Alias: true, Name: mode})
		answers := all[len(all)-1].Answers
		if len(answers) != 2 || answers[0].Header.Type != dnsmessage.TypeCNAME || answers[1].Header.Type != dnsmessage.TypeA {
			t.Errorf("mode %d: %v", mode, answers)
		}
		if _, err := s.Responses(); err != nil {
			t.Error(err)
		}
	}
}

func TestNoName(t *testing.T) {
	for _, mode := range []NameMode{NameByResolver, NameCached, NameIterative} {
		all, s := names(t, Options{NoName: true, Name: mode})
		if last := all[len(all)-1]; last.RCode != dnsmessage.RCodeNameError {
			t.Errorf("mode %d: %v", mode, last.RCode)
		}
		if _, err := s.Responses(); !errors.Is(err, ErrNoName) {
			t.Errorf("mode %d: %v", mode, err)
		}
	}
}

func TestTruncation(t *testing.T) {
	for _, n := range []int{29, 30} {
		all, s := names(t, Options{Addresses: n, Name: NameCached})
		over := false
		for _, m := range all {
			over = over || m.tcp
			if !m.tcp && len(pack(m.Message)) > mostUDP {
				t.Errorf("%d addresses over UDP in %d bytes", n, len(pack(m.Message)))
			}
		}
		if last := all[len(all)-1]; over != (n == 30) || len(last.Answers) != n {
			t.Errorf("%d addresses: %d answers, over TCP: %v", n, len(last.Answers), over)
		}
		if _, err := s.Responses(); err != nil {
			t.Error(err)
		}
	}
}

func TestLostQuery(t *testing.T) {
	frames, _ := watch(t, Options{})
	o := Options{Drop: []int{find(frames, Query)}}
	frames, s := watch(t, o)
	if find(frames, QueryAgain) == 0 {
		t.Error("not asked again")
	}
	if _, err := s.Responses(); err != nil {
		t.Error(err)
	}
}

func TestCacheAges(t *testing.T) {
	c := newCache()
	var z zone
	z.address("a.example.", netip.MustParseAddr("192.0.2.7"), 300)
	z.alias("b.example.", "A.example.")
	c.put(0, z.records)
	q := dnsmessage.Question{Name: dnsmessage.MustNewName("B.EXAMPLE."), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}
	records, _, ok := c.answer(100e9, q)
	if !ok || len(records) != 2 || records[1].Header.TTL != 200 {
		t.Fatal(records, ok)
	}
	if _, _, ok := c.answer(300e9, q); ok {
		t.Fatal("outlived its time")
	}
	if z.records[0].Header.TTL != 300 {
		t.Fatal("the zone has changed")
	}
}

func TestHostNames(t *testing.T) {
	for _, host := range []string{
		"a..b", ".", string(bytes.Repeat([]byte("a"), 64)) + ".com", string(bytes.Repeat([]byte("abc."), 64)),
		"127.0.0.1", "192.0.2.77", "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0", "2001:db8:1::9", "10.0.0.0",
	} {
		var bad *HostError
		if _, err := New(Options{Host: host}); !errors.As(err, &bad) || bad.Host != host {
			t.Errorf("%q: %v", host, err)
		}
	}
	for _, host := range []string{"localhost", "xn--3e0b707e", "a.b.c.d.example", "10.1.2.1", "2001:db8:ffff::1", "203.0.113.80"} {
		_, s := watch(t, Options{Host: host})
		if r, err := s.Responses(); err != nil || !r[0].Whole {
			t.Errorf("%q: %v %v", host, r, err)
		}
	}
}
