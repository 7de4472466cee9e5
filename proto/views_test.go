package proto

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What the views read, each of bytes in which no two fields are alike, and each
// flag of a byte in which it stands alone.
func TestViews(t *testing.T) {
	b := func(text string) []byte {
		h, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	flags := func(all ...bool) (set string) {
		for i, f := range all {
			if f {
				set += fmt.Sprint(i, " ")
			}
		}
		return strings.TrimSpace(set)
	}
	ip4 := func(word string) string {
		h := IPv4(b("46 b9 0064 1234 " + word + " 40 11 abcd 0a000001 0a000002 01010101"))
		return fmt.Sprint(h.HeaderLen(), h.DSCP(), h.ECN(), h.TotalLen(), h.ID(), h.TTL(), h.Protocol(), h.Checksum(), h.Src(), h.Dst(), h.Options(),
			h.FragmentOffset(), " ", flags(h.DontFragment(), h.MoreFragments()))
	}
	dns := func(word string) string {
		h := DNS(b("1234 " + word + " 0001 0102 0203 0304"))
		return fmt.Sprint(h.ID(), h.Opcode(), h.Rcode(), h.Questions(), h.Records(), " ",
			flags(h.Response(), h.Authoritative(), h.Truncated(), h.RecursionDesired(), h.RecursionAvailable()))
	}
	vlan := func(word string) string {
		h := VLAN(b(word + " 0800"))
		return fmt.Sprint(h.Priority(), h.ID(), h.Type(), " ", flags(h.DropEligible()))
	}
	tcp := TCP(b("0001 0002 00000003 00000004 a1c2 0005 0006 0007 0204 05b4 0303 0e 080a 00000064 00000063 01"))
	mss, _ := tcp.MSS()
	scale, _ := tcp.WindowScale()
	val, ecr, _ := tcp.Timestamps()
	icmp := func(rest string) ICMPv6 { return ICMPv6(b("87 01 abcd " + rest)) }
	for _, c := range []struct{ got, want string }{
		{ip4("0000"), "24 46 1 100 4660 64 17 43981 [10 0 0 1] [10 0 0 2] [1 1 1 1] 0 "},
		{ip4("4001"), "24 46 1 100 4660 64 17 43981 [10 0 0 1] [10 0 0 2] [1 1 1 1] 8 0"},
		{ip4("3fff"), "24 46 1 100 4660 64 17 43981 [10 0 0 1] [10 0 0 2] [1 1 1 1] 65528 1"},
		{dns("0000"), "4660 0 0 1 1545 "}, {dns("8000"), "4660 0 0 1 1545 0"}, {dns("0400"), "4660 0 0 1 1545 1"}, {dns("0200"), "4660 0 0 1 1545 2"},
		{dns("0100"), "4660 0 0 1 1545 3"}, {dns("0080"), "4660 0 0 1 1545 4"}, {dns("7870"), "4660 15 0 1 1545 "}, {dns("000f"), "4660 0 15 1 1545 "},
		{vlan("0000"), "0 0 2048 "}, {vlan("1000"), "0 0 2048 0"}, {vlan("efff"), "7 4095 2048 "},
		{fmt.Sprint(tcp.SrcPort(), tcp.DstPort(), tcp.Seq(), tcp.Ack(), tcp.HeaderLen(), tcp.Window(), tcp.Checksum(), tcp.Urgent(), len(tcp.Options())), "1 2 3 4 40 5 6 7 18"},
		{fmt.Sprintf("%#x", tcp.Flags()), "0x1c2"}, {fmt.Sprint(mss, scale, val, ecr), "1460 14 100 99"},
		{fmt.Sprint(icmp("00000500").MTU(), icmp("00000506").Pointer(), icmp("00070008").ID(), icmp("00070008").Seq()), "1280 1286 7 8"},
		{fmt.Sprint(icmp("000005").MTU(), icmp("00000000").Type(), icmp("").Code(), icmp("").Checksum()), "0 135 1 43981"},
		{hex.EncodeToString(bytesOf(icmp("00000000 20010db8 0000000000000000 00000005").Target())), "20010db8000000000000000000000005"},
		{hex.EncodeToString(bytesOf(icmp("00000000 20010db8 0000000000000000 000000").Target())), "00000000000000000000000000000000"},
		{fmt.Sprint(AH(b("0004")).HeaderLen(), Extension(b("0002")).HeaderLen(), Routing(b("0002")).HeaderLen()), "24 24 24"},
		{fmt.Sprint(Fragment(b("0000 fff9 00000007")).Offset(), Fragment(b("0000 fff8 00000007")).More(), Fragment(b("0000 0001 00000007")).More()), "65528 false true"},
		{fmt.Sprint(HTTP("HTTP/1.1 404 Not Found\r\n").Status(), HTTP("GET 404 HTTP/1.1\r\n").Status(), HTTP("HTTP/1.1 -5 x\r\n").Status(), HTTP("HTTP/1.1 x").Status()), "404 0 0 0"},
		{fmt.Sprint(Null(b("02000000")).Family(), Null(b("00000002")).Family(), Null(b("02000001")).Family(), Null(b("00000000")).Family()), "2 2 33554433 0"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func bytesOf(a [16]byte) []byte { return a[:] }

// An option is found by its kind before the end of the list, and its value is
// read where it has the size of its kind.
func TestTCPOption(t *testing.T) {
	header := func(options string) TCP { return append(make(TCP, TCPMinLen), options...) }
	for _, c := range []struct {
		name, options string
		kind          TCPOption
		data          string
		ok            bool
	}{
		{"the first", "\x02\x04\x05\xb4", OptMSS, "\x05\xb4", true},
		{"behind others", "\x01\x01\x03\x03\x07\x02\x04\x05\xb4", OptMSS, "\x05\xb4", true},
		{"of no data", "\x04\x02", OptSACKPermitted, "", true},
		{"behind the end", "\x00\x04\x02", OptSACKPermitted, "", false},
		{"behind a length that cannot be", "\x03\x01\x04\x02", OptSACKPermitted, "", false},
		{"its own length past the end", "\x02\x05\x05\xb4", OptMSS, "", false},
		{"none of one byte", "\x01\x01", OptNOP, "", false},
		{"none at all", "", OptMSS, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if data, ok := header(c.options).Option(c.kind); string(data) != c.data || ok != c.ok {
				t.Errorf("%x %v, want %x", data, ok, c.data)
			}
		})
	}
	for options, want := range map[string]string{
		"\x02\x04\x05\xb4": "1460 true 0 false 0 0 false", "\x02\x03\x05": "0 false 0 false 0 0 false", "\x03\x03\x0f": "0 false 14 true 0 0 false",
		"\x03\x04\x01\x01": "0 false 0 false 0 0 false", "\x08\x0a\x00\x00\x00\x01\x00\x00\x00\x02": "0 false 0 false 1 2 true",
		"\x08\x09\x00\x00\x00\x01\x00\x00\x00": "0 false 0 false 0 0 false",
	} {
		h := header(options)
		mss, ok1 := h.MSS()
		scale, ok2 := h.WindowScale()
		val, ecr, ok3 := h.Timestamps()
		if got := fmt.Sprint(mss, ok1, scale, ok2, val, ecr, ok3); got != want {
			t.Errorf("%x: %s, want %s", options, got, want)
		}
	}
}

// The accessors answer for the headers that are whole, and for no others.
func TestViewsOfFrames(t *testing.T) {
	for _, c := range []struct {
		link  LinkType
		bytes string
		want  string // of those that are there
	}{
		{LinkEthernet, strings.Repeat("00", 12) + "88b5", "eth"},
		{LinkEthernet, strings.Repeat("00", 12) + "88", ""},
		{LinkEthernet, strings.Repeat("00", 12) + "8100 0001 88b5", "eth vlan"},
		{LinkEthernet, strings.Repeat("00", 12) + "88a8 0001 8100 0002 88b5", "eth vlan"},
		{LinkEthernet, strings.Repeat("00", 12) + "0003 424203", "eth llc"},
		{LinkLinuxSLL, strings.Repeat("00", 14) + "88b5", "sll"},
		{LinkLinuxSLL, strings.Repeat("00", 14) + "88", ""},
		{LinkLinuxSLL2, "88b5" + strings.Repeat("00", 18), "sll2"},
		{LinkLinuxSLL2, "88b5" + strings.Repeat("00", 17), ""},
		{LinkNull, "00000007", "null"},
		{LinkLoop, "00000007", "null"},
		{LinkNull, "000000", ""},
		{LinkType(len(linkTypes)), "4500", ""}, // the first number beyond those that are known
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(c.bytes, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(&Packet{Bytes: b, Link: c.link}, CheckAll)
		var there []string
		add := func(name string, ok bool) {
			if ok {
				there = append(there, name)
			}
		}
		_, ok := f.Ethernet()
		add("eth", ok)
		_, ok = f.VLAN()
		add("vlan", ok)
		_, ok = f.LLC()
		add("llc", ok)
		_, ok = f.SLL()
		add("sll", ok)
		_, ok = f.SLL2()
		add("sll2", ok)
		_, ok = f.Null()
		add("null", ok)
		if got := strings.Join(there, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.bytes, got, c.want)
		}
	}
}

// What is known of a frame besides its bytes is told where it is known.
func TestMeta(t *testing.T) {
	for _, c := range []struct {
		p    Packet
		want string
	}{
		{Packet{Bytes: make([]byte, 3)}, " 3 3   "},
		{Packet{Bytes: make([]byte, 3), Number: 1, Length: 9, Comment: "why", Time: time.Unix(1700000000, 1230)}, "1 9 3 1700000000.000001230 why "},
		{Packet{Bytes: make([]byte, 3), Number: 7, Time: time.Unix(0, 999_999_999)}, "7 3 3 0.999999999  "},
	} {
		c.p.Link = LinkType(len(linkTypes))
		var f Frame
		f.Decode(&c.p, CheckNone)
		got := ""
		for _, id := range []string{"frame.number", "frame.len", "frame.cap_len", "frame.time_epoch", "frame.comment"} {
			got += texts(t, &f, id) + " "
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// A field of no bytes has no value, but where tshark has words for it.
func TestNoBytes(t *testing.T) {
	for _, c := range []struct {
		name, id string
		layers   []Spec
		want     string // of each value
	}{
		{"padding of no bytes", "ipv6.opt.padn", []Spec{testIP6, &HopByHopSpec{Options: IPv6Options{1, 0, 1, 1, 0, 0}}, &UDPSpec{}}, "[<none> 00]"},
		{"an option of no bytes", "ipv6.opt.unknown", []Spec{testIP6, &HopByHopSpec{Options: IPv6Options{0x99, 0, 0, 0, 0, 0}}, &UDPSpec{}}, "[<MISSING>]"},
		{"a cookie that is asked for", "tcp.options.tfo.cookie", []Spec{testIP, &TCPSpec{Options: TCPOptions(nil).FastOpen(nil)}}, "[]"},
		{"a cookie", "tcp.options.tfo.cookie", []Spec{testIP, &TCPSpec{Options: TCPOptions(nil).FastOpen([]byte("cook"))}}, "[636f6f6b]"},
		{"a text of no bytes", "dns.txt", []Spec{testIP, &UDPSpec{SrcPort: mdnsPort, DstPort: mdnsPort}, Payload(mdnsAnswer)}, "[hi ]"},
	} {
		p := &Packet{Link: LinkEthernet}
		if err := Build(p, append([]Spec{testEth}, c.layers...)...); err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(p, CheckAll)
		s, err := Select(c.id)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(s.Values(nil, &f)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
