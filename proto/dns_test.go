package proto

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
	"pgregory.net/rapid"
)

func init() {
	query := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 0x1a2b, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName("www.example.com."), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	answer := everyRecord()
	dns := &UDPSpec{SrcPort: 51000, DstPort: DNSPort}
	moreSeeds = append(moreSeeds,
		seed{"DNS query", 4, []Spec{testEth, testIP, dns, &DNSSpec{query}}},
		seed{"DNS answer with a record of each layout, names compressed", 0, []Spec{testEth, testIP, dns, &DNSSpec{answer}}},
		seed{"DNS over TCP: a length goes first", FCSUnknown, []Spec{testEth, testIP,
			&TCPSpec{SrcPort: 51000, DstPort: DNSPort, Flags: ACK}, &DNSLengthSpec{33}, &DNSSpec{query}}},
	)
}

func everyRecord() dnsmessage.Message {
	name := dnsmessage.MustNewName("www.example.com.")
	head := func(t dnsmessage.Type) dnsmessage.ResourceHeader {
		return dnsmessage.ResourceHeader{Name: name, Type: t, Class: dnsmessage.ClassINET, TTL: 300}
	}
	opt := dnsmessage.ResourceHeader{}
	if err := opt.SetEDNS0(1232, dnsmessage.RCodeSuccess, true); err != nil {
		panic(err)
	}
	return dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 7, Response: true, RecursionAvailable: true},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeALL, Class: dnsmessage.ClassINET}},
		Answers: []dnsmessage.Resource{
			{Header: head(dnsmessage.TypeCNAME), Body: &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("example.com.")}},
			{Header: head(dnsmessage.TypeA), Body: &dnsmessage.AResource{A: [4]byte{93, 184, 216, 34}}},
			{Header: head(dnsmessage.TypeAAAA), Body: &dnsmessage.AAAAResource{AAAA: [16]byte{0x20, 1, 13: 1}}},
			{Header: head(dnsmessage.TypeMX), Body: &dnsmessage.MXResource{Pref: 10, MX: dnsmessage.MustNewName("mail.example.com.")}},
			{Header: head(dnsmessage.TypeTXT), Body: &dnsmessage.TXTResource{TXT: []string{"first", "셋째"}}},
			{Header: head(dnsmessage.TypeSRV), Body: &dnsmessage.SRVResource{Priority: 1, Weight: 2, Port: 80, Target: name}},
			{Header: head(dnsmessage.TypePTR), Body: &dnsmessage.PTRResource{PTR: name}},
			{Header: head(65), Body: &dnsmessage.UnknownResource{Type: 65, Data: []byte("\x00\x01\x00\x00\x01\x00\x03\x02h2\x00\x03\x00\x02\x01\xbb\x00\x04\x00\x04\x5d\xb8\xd8\x22")}},
			{Header: head(250), Body: &dnsmessage.UnknownResource{Type: 250, Data: []byte("opaque")}},
		},
		Authorities: []dnsmessage.Resource{
			{Header: head(dnsmessage.TypeNS), Body: &dnsmessage.NSResource{NS: dnsmessage.MustNewName("ns.example.com.")}},
			{Header: head(dnsmessage.TypeSOA), Body: &dnsmessage.SOAResource{NS: name, MBox: name, Serial: 1, Refresh: 2, Retry: 3, Expire: 4, MinTTL: 5}},
		},
		Additionals: []dnsmessage.Resource{
			{Header: opt, Body: &dnsmessage.OPTResource{Options: []dnsmessage.Option{{Code: 10, Data: []byte("clientid")}, {Code: 12, Data: []byte{0, 0}}}}},
		},
	}
}

// values are the texts of a field in a message over UDP, joined with commas.
func values(t *testing.T, message []byte, id string) string {
	t.Helper()
	p := &Packet{Link: LinkEthernet, FCS: 0}
	if err := Build(p, testEth, testIP, &UDPSpec{SrcPort: DNSPort, DstPort: 51000}, Payload(message)); err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	s, err := Select(id)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, v := range s.Values(nil, &f) {
		all = append(all, v.String())
	}
	return strings.Join(all, ",")
}

func TestDNSRecords(t *testing.T) {
	m := everyRecord()
	packed, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"dns.qry.name":                  "www.example.com",
		"dns.cname":                     "example.com",
		"dns.a":                         "93.184.216.34",
		"dns.aaaa":                      "2001::1:0",
		"dns.mx.mail_exchange":          "mail.example.com",
		"dns.txt":                       "first,셋째",
		"dns.srv.target":                "www.example.com",
		"dns.ptr.domain_name":           "www.example.com",
		"dns.ns":                        "ns.example.com",
		"dns.soa.minimum_ttl":           "5",
		"dns.opt.cookie.client":         "636c69656e746964",
		"dns.opt.data":                  "636c69656e746964,0000",
		"dns.rr.udp_payload_size":       "1232",
		"dns.resp.z.do":                 "1",
		"dns.svcb.svcparam.alpn":        "h2",
		"dns.svcb.svcparam.port":        "443",
		"dns.svcb.svcparam.ipv4hint.ip": "93.184.216.34",
		"dns.data":                      "6f7061717565",
		"dns.flags.rcode":               "0",
		"dns.resp.type":                 "5,1,28,15,16,33,12,65,250,2,6,41",
		"dns.count.answers":             "9",
		"dns.svcb.targetname":           "<Root>",
	} {
		if got := values(t, packed, id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// The example of RFC 1035 §4.1.4: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA and the root.
func TestCompression(t *testing.T) {
	m := make([]byte, 93)
	copy(m[20:], "\x01F\x03ISI\x04ARPA\x00")
	copy(m[40:], "\x03FOO\xc0\x14")
	copy(m[64:], "\xc0\x1a")
	for at, want := range map[int]string{20: "F.ISI.ARPA", 40: "FOO.F.ISI.ARPA", 64: "ARPA", 92: "<Root>"} {
		if got := string(appendName(nil, m, at)); got != want {
			t.Errorf("name at %d: %q, want %q", at, got, want)
		}
	}
}

func TestNamesThatCannotBe(t *testing.T) {
	long := bytes.Repeat([]byte("\x3f"+strings.Repeat("a", 63)), 4)
	named := func(labels ...int) string {
		var all []string
		for _, n := range labels {
			all = append(all, strings.Repeat("a", n))
		}
		return strings.Join(all, ".")
	}
	pointers := func(n int) (wire string) { // each to the next, the last to the root
		for at := 2; at <= 2*n; at += 2 {
			wire += string([]byte{0xc0 | byte(at>>8), byte(at)})
		}
		return wire + "\x00"
	}
	for _, c := range []struct {
		name  string
		wire  string
		state nameState
		text  string
	}{
		{"pointer to itself", "\xc0\x00", nameLoops, "<Name contains a pointer that loops>"},
		{"two pointers to each other", "\xc0\x02\xc0\x00", nameLoops, "<Name contains a pointer that loops>"},
		{"pointer beyond the message", "\x01a\xc1\x00", nameBroken, "a"},
		{"half a pointer", "\xc0", nameBroken, "<Root>"},
		{"label beyond the message", "\x05ab", nameBroken, "<Root>"},
		{"label of 64 bytes", "\x40a\x00", nameBroken, "<Root>"},
		{"no end", "\x01a", nameBroken, "a"},
		{"256 bytes", string(long) + "\x00", nameBroken, "<Name too long>"},
		{"256 bytes behind a pointer", "\xc0\x02" + string(long) + "\x00", nameTooLong, "<Name too long>"},
		{"dot and backslash within a label", "\x03a.\\\x00", nameWhole, `a\.\\`},
		{"control bytes", "\x02\n\x7f\x00", nameWhole, `\010\127`},
		{"UTF-8", "\x06한국\x00", nameWhole, "한국"},
		{"a space, and no more a control byte", "\x03a b\x00", nameWhole, "a b"},
		{"label that ends a byte beyond the message", "\x02a", nameBroken, "<Root>"},
		{"label of 64 bytes, all there", "\x40" + strings.Repeat("a", 64) + "\x00", nameBroken, "<Root>"},
		{"255 bytes", string(long[:192]) + "\x3d" + string(long[1:62]) + "\x00", nameWhole, named(63, 63, 63, 61)},
		{"256 bytes, the last label one too long", string(long[:192]) + "\x3e" + string(long[1:63]) + "\x00", nameBroken, "<Name too long>"},
		{"255 bytes behind a pointer", "\xc0\x02" + string(long[:192]) + "\x3d" + string(long[1:62]) + "\x00", nameWhole, named(63, 63, 63, 61)},
		{"256 bytes behind a pointer, the last label one too long", "\xc0\x02" + string(long[:192]) + "\x3e" + string(long[1:63]) + "\x00", nameTooLong, "<Name too long>"},
		{"as many pointers as there may be", pointers(126), nameWhole, "<Root>"},
		{"one pointer more", pointers(127), nameLoops, "<Name contains a pointer that loops>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, got := checkName([]byte(c.wire), 0); got != c.state {
				t.Errorf("state %d, want %d", got, c.state)
			}
			if got := string(appendName(nil, []byte(c.wire), 0)); got != c.text {
				t.Errorf("text %q, want %q", got, c.text)
			}
		})
	}
}

// What is written for a name is its labels, or no name.
func TestParseName(t *testing.T) {
	label := func(n int) string { return strings.Repeat("a", n) }
	wire := func(n int) string { return string(rune(n)) + label(n) }
	for _, c := range []struct {
		text, wire string
		ok         bool
	}{
		{"", "\x00", true}, {".", "\x00", true}, {"<Root>", "\x00", true},
		{"a.kr", "\x01a\x02kr\x00", true}, {"a.kr.", "\x01a\x02kr\x00", true}, {"a..kr", "", false}, {".kr", "", false}, {"a..", "", false},
		{label(63), wire(63) + "\x00", true}, {label(64), "", false},
		{label(63) + "." + label(63) + "." + label(63) + "." + label(61), wire(63) + wire(63) + wire(63) + wire(61) + "\x00", true},
		{label(63) + "." + label(63) + "." + label(63) + "." + label(62), "", false},
		{`a\.b`, "\x03a.b\x00", true}, {`a\\b`, "\x03a\\b\x00", true}, {`a\`, "\x02a\\\x00", true}, {`\.`, "\x01.\x00", true},
		{`\010`, "\x01\n\x00", true}, {`\255b`, "\x02\xffb\x00", true}, {`\256`, "\x03256\x00", true}, {`\01`, "\x0201\x00", true},
		{`\0a1`, "\x030a1\x00", true}, {`\/12`, "\x03/12\x00", true}, {`\:12`, "\x03:12\x00", true}, {`\099\100`, "\x02cd\x00", true},
	} {
		got, ok := parseName(c.text)
		if string(got) != c.wire || ok != c.ok {
			t.Errorf("%q: %q %v, want %q", c.text, got, ok, c.wire)
		}
	}
}

// A name parsed from its text is the same bytes.
func TestNameRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var wire []byte
		for _, label := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 1, 40), 1, 5).Draw(t, "labels") {
			wire = append(append(wire, byte(len(label))), label...)
		}
		wire = append(wire, 0)
		text := string(appendName(nil, wire, 0))
		back, ok := parseName(text)
		if !ok || !bytes.Equal(back, wire) {
			t.Fatalf("%x is %q is %x", wire, text, back)
		}
	})
}

// What dnsmessage reads of any bytes, we read too, and the same.
func FuzzDNS(f *testing.F) {
	m := everyRecord()
	packed, err := m.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)                                                                             // every layout
	f.Add([]byte("\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\x01\x00\x01")) // a name that points to itself
	f.Fuzz(func(t *testing.T, b []byte) {
		checkTotal(t, &Packet{Bytes: append(bytes.Clone(dnsCarrier()), b...), Link: LinkEthernet})
		if len(b) < DNSHeaderLen {
			return
		}
		var p dnsmessage.Parser
		if _, err := p.Start(b); err != nil {
			return
		}
		questions, err := p.AllQuestions()
		if err != nil {
			return
		}
		var ours []string
		dnsWalk(b, func(piece dnsPiece) {
			if piece.table == dnsQryName {
				ours = append(ours, string(appendName(nil, b, piece.at)))
			}
		})
		for i, q := range questions {
			var wire []byte
			for label := range strings.SplitSeq(strings.TrimSuffix(q.Name.String(), "."), ".") {
				if label != "" {
					wire = append(append(wire, byte(len(label))), label...)
				}
			}
			if want := string(appendName(nil, append(wire, 0), 0)); i < len(ours) && !strings.Contains(ours[i], `\.`) && ours[i] != want {
				t.Fatalf("question %d: ours %q, dnsmessage %q", i, ours[i], want)
			}
		}
		if len(ours) < len(questions) {
			t.Fatalf("%d questions, dnsmessage %d", len(ours), len(questions))
		}
	})
}

// dnsCarrier is the headers before a DNS message whose length they leave open.
func dnsCarrier() []byte {
	p := &Packet{Link: LinkEthernet}
	b, err := Append(p.Bytes, testEth, testIP, &UDPSpec{SrcPort: DNSPort, DstPort: 51000})
	if err != nil {
		panic(err)
	}
	return b
}

// What is right at a glance has no problem at a longer look.
func TestDNSRight(t *testing.T) {
	m := everyRecord()
	packed, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	for _, right := range []string{
		string(packed), mdnsQuestion, mdnsAnswer, llmnrAnswer, subnetQuery,
		"\x00\x07\x01\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00",                                                    // it ends in a record of no data
		"\x00\x07\x81\x00\x00\x01\x00\x01\x00\x00\x00\x00\x01a\x02kr\x00\x00\x01\x00\x01\xc0\x0e\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x0a\x00\x00\x01", // a pointer into the first name
		"\x00\x07\x81\x00\x00\x02\x00\x00\x00\x00\x00\x00\x01a\x02kr\x00\x00\x01\x00\x01\x01b\xc0\x0e\x00\x01\x00\x01",                                    // a label before the pointer
	} {
		if !dnsRight([]byte(right)) {
			t.Errorf("%x takes a longer look", right)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := bytes.Clone(packed)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		b = b[:rapid.IntRange(DNSHeaderLen, len(b)).Draw(t, "cut")]
		if !dnsRight(b) {
			return
		}
		_, whole := dnsWalk(b, func(p dnsPiece) {
			if p.name != nameWhole {
				t.Fatalf("a name of state %d at %d of %x", p.name, p.at, b)
			}
		})
		if !whole {
			t.Fatalf("not whole: %x", b)
		}
	})
}
