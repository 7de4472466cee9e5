package proto

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// The most that a header takes, and one more.
func TestBuildLimits(t *testing.T) {
	ip6 := func(s IPv6Spec) Spec { return &s }
	for _, c := range []struct {
		name   string
		layers []Spec
		want   string // error; "": it is built
	}{
		{"VLAN priority of 7", []Spec{&VLANSpec{Priority: 7}}, ""},
		{"VLAN priority of 8", []Spec{&VLANSpec{Priority: 8}}, "vlan.priority: 8 is more than 7"},
		{"VLAN id of 4095", []Spec{&VLANSpec{ID: 4095}}, ""},
		{"VLAN id of 4096", []Spec{&VLANSpec{ID: 4096}}, "vlan.id: 4096 is more than 4095"},
		{"IPv4 DSCP of 63", []Spec{&IPv4Spec{DSCP: 63}}, ""},
		{"IPv4 DSCP of 64", []Spec{&IPv4Spec{DSCP: 64}}, "ip.dsfield.dscp: 64 is more than 63"},
		{"IPv4 offset of 65528", []Spec{&IPv4Spec{FragmentOffset: 65528}}, ""},
		{"IPv4 offset of 65536", []Spec{&IPv4Spec{FragmentOffset: 65536}}, "ip.frag_offset: 65536 is more than 8191"},
		{"IPv4 offset of 12", []Spec{&IPv4Spec{FragmentOffset: 12}}, "ip.frag_offset: 12 is more than 8191"},
		{"IPv4 options of 40 bytes", []Spec{&IPv4Spec{Options: make([]byte, 40)}}, ""},
		{"IPv4 options of 41 bytes", []Spec{&IPv4Spec{Options: make([]byte, 41)}}, "ip: 41 bytes of options, at most 40 fit"},
		{"TCP options of 40 bytes", []Spec{&TCPSpec{Options: make([]byte, 40)}}, ""},
		{"TCP options of 41 bytes", []Spec{&TCPSpec{Options: make([]byte, 41)}}, "tcp: 41 bytes of options, at most 40 fit"},
		{"all flags of TCP", []Spec{&TCPSpec{Flags: 0x1ff}}, ""},
		{"a reserved bit among the flags of TCP", []Spec{&TCPSpec{Flags: 0x200}}, "tcp.flags: 512 is more than 4095"},
		{"IPv6 DSCP of 63", []Spec{ip6(IPv6Spec{DSCP: 63})}, ""},
		{"IPv6 DSCP of 64", []Spec{ip6(IPv6Spec{DSCP: 64})}, "ipv6.tclass.dscp: 64 is more than 63"},
		{"IPv6 ECN of 3", []Spec{ip6(IPv6Spec{ECN: 3})}, ""},
		{"IPv6 ECN of 4", []Spec{ip6(IPv6Spec{ECN: 4})}, "ipv6.tclass.ecn: 4 is more than 3"},
		{"IPv6 flow label of 20 bits", []Spec{ip6(IPv6Spec{FlowLabel: 1<<20 - 1})}, ""},
		{"IPv6 flow label of 21 bits", []Spec{ip6(IPv6Spec{FlowLabel: 1 << 20})}, "ipv6.flow: 1048576 is more than 1048575"},
		{"hop-by-hop options of 2046 bytes", []Spec{&HopByHopSpec{Options: make([]byte, 2046)}}, ""},
		{"hop-by-hop options of 2047 bytes", []Spec{&HopByHopSpec{Options: make([]byte, 2047)}}, "ipv6.hopopts: 2047 bytes of options, at most 2046 fit"},
		{"a route of 127 addresses", []Spec{&RoutingSpec{Addresses: make([][16]byte, 127)}}, ""},
		{"a route of 128 addresses", []Spec{&RoutingSpec{Addresses: make([][16]byte, 128)}}, "ipv6.routing: 2052 bytes of options, at most 2044 fit"},
		{"a route of 2044 bytes", []Spec{&RoutingSpec{Type: 9, Data: make([]byte, 2044)}}, ""},
		{"a route of 2052 bytes", []Spec{&RoutingSpec{Type: 9, Data: make([]byte, 2052)}}, "ipv6.routing: 2052 bytes of options, at most 2044 fit"},
		{"a route of eight bytes", []Spec{&RoutingSpec{Type: 9, Data: make([]byte, 8)}}, "ipv6.routing: 8 bytes of options, at most 2044 fit"},
		{"a fragment offset of 65528", []Spec{&FragmentSpec{Offset: 65528}}, ""},
		{"a fragment offset of 65536", []Spec{&FragmentSpec{Offset: 65536}}, "ipv6.fraghdr.offset: 65536 is more than 8191"},
		{"a check value of 1016 bytes", []Spec{&AHSpec{ICV: make([]byte, 1016)}}, ""},
		{"a check value of 1020 bytes", []Spec{&AHSpec{ICV: make([]byte, 1020)}}, "ah: 1020 bytes of options, at most 1016 fit"},
		{"HTTP status of 100", []Spec{&HTTPSpec{Status: 100}}, ""},
		{"HTTP status of 99", []Spec{&HTTPSpec{Status: 99}}, `http.response.status: "99" is no value of it`},
		{"HTTP status of 999", []Spec{&HTTPSpec{Status: 999}}, ""},
		{"TLS session id of 32 bytes", []Spec{&ClientHelloSpec{SessionID: make([]byte, 32)}}, ""},
		{"an Ethernet length of 1500", []Spec{&EthernetSpec{Type: 1}, Payload(make([]byte, 1500))}, ""},
		{"an Ethernet length of 1501", []Spec{&EthernetSpec{Type: 1}, Payload(make([]byte, 1501))}, "eth.len: 1501 is more than 65535"},
		{"an IPv4 packet of 65535 bytes", []Spec{testEth, testIP, Payload(make([]byte, 65515))}, ""},
		{"an IPv4 packet of 65536 bytes", []Spec{testEth, testIP, Payload(make([]byte, 65516))}, "ip.len: 65536 is more than 65535"},
		{"a segment of 65535 bytes over IPv4", []Spec{testEth, testIP, &TCPSpec{}, Payload(make([]byte, 65495))}, ""},
		{"a segment of 65536 bytes over IPv4", []Spec{testEth, testIP, &TCPSpec{}, Payload(make([]byte, 65496))}, "ip.len: 65536 is more than 65535"},
		{"an IPv6 payload of 65535 bytes", []Spec{testEth, testIP6, Payload(make([]byte, 65535))}, ""},
		{"an IPv6 payload of 65536 bytes", []Spec{testEth, testIP6, Payload(make([]byte, 65536))}, "ipv6.plen: 65536 is more than 65535"},
		{"a DNS name that is none", []Spec{&DNSSpec{dnsmessage.Message{Questions: []dnsmessage.Question{{}}}}}, "packing Question: Name: name is not in canonical format (it must end with a .)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Append(nil, c.layers...)
			if _, whole := c.layers[0].(*EthernetSpec); whole {
				err = Build(&Packet{Link: LinkEthernet}, c.layers...)
			}
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A datagram longer than its length field can tell is refused by itself, too,
// where the header around it could tell its own length.
func TestSealLongDatagram(t *testing.T) {
	for n, want := range map[int]bool{0xffff: true, 0x10000: false} {
		s := sealing{b: make([]byte, n), next: ProtoUDP}
		s.udp()
		var wrong *RangeError
		if (s.err == nil) != want || !want && (!errors.As(s.err, &wrong) || wrong.Field != udpLength) {
			t.Errorf("%d bytes: %v", n, s.err)
		}
	}
}

// What is built is these bytes.
func TestBuiltBytes(t *testing.T) {
	zero8 := Payload(make([]byte, 8))
	for _, c := range []struct {
		name   string
		layers []Spec
		want   string
	}{
		{"record route for two", []Spec{Payload(IPv4Options(nil).RecordRoute(2))}, "070b04 0000000000000000"},
		{"time stamps for two", []Spec{Payload(IPv4Options(nil).Timestamps(2))}, "440c0500 0000000000000000"},
		{"loose and strict routes", []Spec{Payload(IPv4Options(nil).SourceRoute(false, [4]byte{1, 2, 3, 4}).SourceRoute(true, [4]byte{5, 6, 7, 8}))},
			"83070401020304 89070405060708"},
		{"SNAP around IPv4", []Spec{&SNAPSpec{}, &IPv4Spec{Protocol: 9}}, "aaaa030000000800 45" + strings.Repeat("00", 8) + "09" + strings.Repeat("00", 10)},
		{"SNAP of a given type", []Spec{&SNAPSpec{Type: 0x1234}, &IPv4Spec{Protocol: 9}}, "aaaa030000001234 45" + strings.Repeat("00", 8) + "09" + strings.Repeat("00", 10)},
		{"Ethernet of a given type", []Spec{&EthernetSpec{Type: 0x1234}, &VLANSpec{Type: 5}}, strings.Repeat("00", 12) + "1234 00000005"},
		{"loopback around IPv4", []Spec{&NullSpec{}, &IPv4Spec{Protocol: 9}}, "00000002 45" + strings.Repeat("00", 8) + "09" + strings.Repeat("00", 10)},
		{"loopback of a given family", []Spec{&NullSpec{Family: 7}, &IPv4Spec{Protocol: 9}}, "00000007 45" + strings.Repeat("00", 8) + "09" + strings.Repeat("00", 10)},
		{"cooked of a given protocol", []Spec{&SLLSpec{Protocol: 0x1234}, &IPv4Spec{Protocol: 9}},
			"0000 0001 0006 0000000000000000 1234 45" + strings.Repeat("00", 8) + "09" + strings.Repeat("00", 10)},
		{"IPv4 at an offset", []Spec{&IPv4Spec{Protocol: 9, FragmentOffset: 16, DontFragment: true, MoreFragments: true}},
			"45000000 0000 6002 00090000" + strings.Repeat("00", 8)},
		{"extension header of four bytes of options", []Spec{&HopByHopSpec{NextHeader: 9, Options: IPv6Options{5, 2, 0, 0}}}, "0900 05020000 0100"},
		{"extension header of five bytes of options", []Spec{&HopByHopSpec{NextHeader: 9, Options: IPv6Options{5, 2, 0, 0, 0}}}, "0900 05020000 0000"},
		{"extension header of six bytes of options", []Spec{&HopByHopSpec{NextHeader: 9, Options: make(IPv6Options, 6)}}, "0900 000000000000"},
		{"extension header of seven bytes of options", []Spec{&HopByHopSpec{NextHeader: 9, Options: make(IPv6Options, 7)}}, "0901 00000000000000 01050000000000"},
		{"extension header without options", []Spec{&DestOptsSpec{NextHeader: 9}}, "0900 010400000000"},
		{"source route of two", []Spec{&RoutingSpec{NextHeader: 9, SegmentsLeft: 2, Addresses: [][16]byte{{1}, {2}}}},
			"09040002 00000000 01" + strings.Repeat("00", 15) + "02" + strings.Repeat("00", 15)},
		{"segment route of two: the last entry is the second", []Spec{&RoutingSpec{NextHeader: 9, Type: 4, SegmentsLeft: 1, Addresses: [][16]byte{{1}, {2}}}},
			"09040401 01000000 01" + strings.Repeat("00", 15) + "02" + strings.Repeat("00", 15)},
		{"route of another type", []Spec{&RoutingSpec{NextHeader: 9, Type: 7, Data: make([]byte, 12)}}, "09010700" + strings.Repeat("00", 12)},
		{"authentication header", []Spec{&AHSpec{NextHeader: 9, SPI: 1, Seq: 2, ICV: []byte("icv!icv!")}}, "09030000 00000001 00000002 6963762169637621"},
		{"TLS record of its usual version", []Spec{&TLSSpec{Type: 23, Data: []byte{5}}}, "17 0303 0001 05"},
		{"TLS record of a given version", []Spec{&TLSSpec{Type: 23, Version: 0x0301, Data: []byte{5}}}, "17 0301 0001 05"},
		{"ClientHello without extensions", []Spec{&ClientHelloSpec{}}, "16 0301 002f 01 00002b 0303" + strings.Repeat("00", 32) + "00 0002 1301 0100 0000"},
		{"ClientHello of one version", []Spec{&ClientHelloSpec{Versions: []uint16{0x0304}}},
			"16 0301 0036 01 000032 0303" + strings.Repeat("00", 32) + "00 0002 1301 0100 0007 002b 0003 02 0304"},
		{"ClientHello of one protocol", []Spec{&ClientHelloSpec{ALPN: []string{"h2"}}},
			"16 0301 0038 01 000034 0303" + strings.Repeat("00", 32) + "00 0002 1301 0100 0009 0010 0005 0003 02 6832"},
		{"data", []Spec{zero8}, "0000000000000000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want, err := hex.DecodeString(strings.ReplaceAll(c.want, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Append(nil, c.layers...)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%x (%v), want\n%x", got, err, want)
			}
		})
	}
}

// One byte of options more is one byte of the header more, up to whole units,
// and what is built is read back.
func TestExtensionLengths(t *testing.T) {
	for n := range 40 {
		p := &Packet{Link: LinkEthernet}
		if err := Build(p, testEth, testIP6, &HopByHopSpec{Options: make(IPv6Options, n)}, &UDPSpec{}, Payload("data")); err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(p, CheckAll)
		if h, ok := f.HopByHop(); !ok || h.HeaderLen() != (2+n+7)/8*8 || len(h) != h.HeaderLen() || len(f.Problems()) > 0 {
			t.Errorf("%d bytes of options: header of %d, %+v", n, len(h), f.Problems())
		}
	}
}

// The longest packet, of numbers whose sum carries over at every place, is as
// right as any.
func TestBuildCarries(t *testing.T) {
	ones := [4]byte{255, 255, 255, 255}
	p := &Packet{Link: LinkEthernet, FCS: 4}
	err := Build(p, testEth, &IPv4Spec{Src: ones, Dst: ones, ID: 0xffff, TTL: 255, DSCP: 63, ECN: 3, DontFragment: true},
		&TCPSpec{SrcPort: 0xffff, DstPort: 0xffff, Seq: 0xffffffff, Ack: 0xffffffff, Flags: 0x1ff, Window: 0xffff, Urgent: 0xffff},
		Payload(bytes.Repeat([]byte{0xff}, 65495)))
	if err != nil {
		t.Fatal(err)
	}
	var f Frame
	f.Decode(p, CheckAll)
	if len(f.Problems()) != 1 || f.Problems()[0].Code != Offloaded || f.Layers()[1].Status != StatusGood || f.Layers()[2].Status != StatusGood {
		t.Errorf("%+v %+v", f.Problems(), f.Layers())
	}
}

// Seal writes what it is to write, and nothing else.
func TestSealKeeps(t *testing.T) {
	wrong := func() *Packet { // wrong in its length, its sums and its FCS
		p := &Packet{Link: LinkEthernet, FCS: 4}
		if err := Build(p, testEth, testIP, &TCPSpec{Flags: ACK}, Payload("data and more")); err != nil {
			t.Fatal(err)
		}
		p.Bytes[17]--
		p.Bytes[24] ^= 1
		p.Bytes[50] ^= 1
		p.Bytes[len(p.Bytes)-1] ^= 1
		return p
	}
	const length, header, segment, fcs = "length ", "header's sum ", "segment's sum ", "FCS "
	for _, c := range []struct {
		name string
		keep Derived
		cut  int // of the bytes at the end that are no content
		link LinkType
		want string // what is changed
	}{
		{"all anew", KeepNone, 4, LinkEthernet, length + header + segment + fcs},
		{"all kept", KeepAll, 4, LinkEthernet, ""},
		{"lengths kept", KeepLengths, 4, LinkEthernet, header + segment + fcs},
		{"sums kept", KeepChecksums, 4, LinkEthernet, length + fcs},
		{"FCS kept", KeepFCS, 4, LinkEthernet, length + header + segment},
		{"lengths and sums kept", KeepLengths | KeepChecksums, 4, LinkEthernet, fcs},
		{"content to the end leaves no room for an FCS", KeepNone, 0, LinkEthernet, length + header + segment},
		{"content into the FCS leaves no room for one", KeepNone, 3, LinkEthernet, length + header + segment},
		{"content that ends before the FCS", KeepNone, 5, LinkEthernet, header + segment + fcs}, // one byte is padding: the length is right
		{"another link has none of these headers", KeepFCS, 4, LinkType(147), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, p := wrong(), wrong()
			p.Link = c.link
			if err := Seal(p, len(p.Bytes)-c.cut, c.keep); err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, at := range []struct {
				name     string
				from, to int
			}{
				{"", 0, 16}, {length, 16, 18}, {"", 18, 24}, {header, 24, 26}, {"", 26, 50}, {segment, 50, 52}, {"data ", 52, len(p.Bytes) - 4}, {fcs, len(p.Bytes) - 4, len(p.Bytes)},
			} {
				if !bytes.Equal(before.Bytes[at.from:at.to], p.Bytes[at.from:at.to]) {
					got += at.name
					if at.name == "" {
						got += "something else "
					}
				}
			}
			if got != c.want {
				t.Errorf("changed: %s, want %s", got, c.want)
			}
		})
	}
}

// A length of 802.3 is put wherever the field is none yet, or was one.
func TestSealEthernetLength(t *testing.T) {
	for _, c := range []struct {
		before, after uint16
		content       int
	}{
		{0, 3, 3}, {1, 3, 3}, {1500, 3, 3}, {1501, 1501, 3}, {5, 0, 0}, {1, 1500, 1500},
	} {
		p := &Packet{Link: LinkEthernet, Bytes: make([]byte, EthernetLen+c.content)}
		p.Bytes[12], p.Bytes[13] = byte(c.before>>8), byte(c.before)
		if err := Seal(p, len(p.Bytes), KeepNone); err != nil {
			t.Fatal(err)
		}
		if got := Ethernet(p.Bytes).Type(); got != c.after {
			t.Errorf("%d became %d, want %d", c.before, got, c.after)
		}
	}
	// What is behind the longest one is sealed, too.
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, &EthernetSpec{Type: 1500}, &SNAPSpec{}, testIP, &TCPSpec{}, Payload(make([]byte, 1452))); err != nil {
		t.Fatal(err)
	}
	var f Frame
	if f.Decode(p, CheckAll); len(f.Problems()) > 0 || Ethernet(p.Bytes).Type() != 1500 {
		t.Errorf("length of %d: %+v", Ethernet(p.Bytes).Type(), f.Problems())
	}
}
