package proto

import (
	"strings"
	"testing"
)

func init() {
	port := func(n uint16) Spec { return &UDPSpec{SrcPort: n, DstPort: n} }
	moreSeeds = append(moreSeeds,
		seed{"multicast DNS: the top bit of a class is a flag", 4, []Spec{testEth, testIP, port(mdnsPort), Payload(mdnsQuestion)}},
		seed{"multicast DNS: so it is in a record", 0, []Spec{testEth, testIP, port(mdnsPort), Payload(mdnsAnswer)}},
		seed{"LLMNR: conflict and tentative", 4, []Spec{testEth, testIP, port(llmnrPort), Payload(llmnrAnswer)}},
		seed{"client subnet: an address cut to its prefix", 0, []Spec{testEth, testIP, port(DNSPort), Payload(subnetQuery)}},
	)
}

const (
	mdnsQuestion = "\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04host\x05local\x00\x00\x01\x80\x01"
	mdnsAnswer   = "\x00\x00\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00\x04host\x05local\x00\x00\x10\x80\x01\x00\x00\x00\x78\x00\x04\x02hi\x00"
	llmnrAnswer  = "\x00\x07\x85\x03\x00\x01\x00\x00\x00\x00\x00\x00\x04wpad\x00\x00\x01\x00\x01"
	subnetQuery  = "\x00\x07\x01\x20\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x0b\x00\x08\x00\x07\x00\x01\x18\x00\xc0\x00\x02"
)

// What a bit of a DNS message is called depends on the port it goes to, and on
// whether it is a query.
func TestDNSDialects(t *testing.T) {
	for _, c := range []struct {
		name, message string
		port          uint16
		want          map[string]string
	}{
		{"question of multicast DNS", mdnsQuestion, mdnsPort,
			map[string]string{"dns.qry.qu": "1", "dns.qry.class": "0x0001", "frame.protocols": "eth:ethertype:ip:udp:mdns"}},
		{"the same to a name server", mdnsQuestion, DNSPort,
			map[string]string{"dns.qry.qu": "", "dns.qry.class": "0x8001", "frame.protocols": "eth:ethertype:ip:udp:dns"}},
		{"record of multicast DNS, its second string empty", mdnsAnswer, mdnsPort,
			map[string]string{"dns.resp.cache_flush": "1", "dns.resp.class": "0x0001", "dns.txt": "hi,", "dns.txt.length": "2,0"}},
		{"answer of LLMNR", llmnrAnswer, llmnrPort,
			map[string]string{"dns.flags.conflict": "1", "dns.flags.tentative": "1", "dns.flags.rcode": "3",
				"dns.flags.authoritative": "", "dns.flags.recdesired": "", "frame.protocols": "eth:ethertype:ip:udp:llmnr"}},
		{"query that wants authentic data, with a client subnet", subnetQuery, DNSPort,
			map[string]string{"dns.flags.authenticated": "1", "dns.flags.recavail": "", "dns.opt.client.addr4": "192.0.2.0",
				"dns.opt.client.prefix": "c00002", "dns.opt.data": "00011800c00002"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Packet{Link: LinkEthernet, FCS: 0}
			if err := Build(p, testEth, testIP, &UDPSpec{SrcPort: c.port, DstPort: c.port}, Payload(c.message)); err != nil {
				t.Fatal(err)
			}
			var f Frame
			f.Decode(p, CheckAll)
			for id, want := range c.want {
				s, err := Select(id)
				if err != nil {
					t.Fatal(err)
				}
				var all []string
				for _, v := range s.Values(nil, &f) {
					all = append(all, v.String())
				}
				if got := strings.Join(all, ","); got != want {
					t.Errorf("%s: %q, want %q", id, got, want)
				}
			}
		})
	}
}
