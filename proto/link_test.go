package proto

import (
	"encoding/hex"
	"strconv"
	"testing"
)

func init() {
	tcp := &TCPSpec{SrcPort: 51000, DstPort: 80, Flags: SYN}
	length := &EthernetSpec{Type: 1} // a length, which Seal makes right
	moreSeeds = append(moreSeeds,
		seed{"spanning tree: LLC, named and kept as bytes", 4, []Spec{length, &LLCSpec{DSAP: sapSTP, SSAP: sapSTP}, Payload("bpdu")}},
		seed{"IPv4 in SNAP", 4, []Spec{length, &SNAPSpec{}, testIP, tcp}},
		seed{"an organization's own protocol in SNAP", 0, []Spec{length, Payload("\xaa\xaa\x03\x00\x11\x22\x00\x01opaque")}},
		seed{"Cisco's discovery protocol in SNAP", 0, []Spec{length, Payload("\xaa\xaa\x03\x00\x00\x0c\x20\x00opaque")}},
		seed{"LLC with a control field of two bytes", 0, []Spec{length, Payload("\x04\x04\x01\x04opaque")}},
		seed{"Novell's 802.3 without LLC", 4, []Spec{length, Payload("\xff\xff\x00\x1eopaque")}},
		seed{"Linux cooked", 0, []Spec{&SLLSpec{PacketType: 4, Src: testEth.Src}, testIP, tcp}},
		seed{"Linux cooked around a tag", 0, []Spec{&SLLSpec{}, &VLANSpec{ID: 5}, testIP6, tcp}},
		seed{"Linux cooked around LLC", 0, []Spec{&SLLSpec{Protocol: sllLLC}, &LLCSpec{DSAP: sapSTP}, Payload("bpdu")}},
		seed{"Linux cooked, version 2", 0, []Spec{&SLL2Spec{Interface: 3, Src: testEth.Src}, testIP6, tcp}},
		seed{"BSD loopback, IPv4", 0, []Spec{&NullSpec{}, testIP, tcp}},
		seed{"BSD loopback, IPv6", 0, []Spec{&NullSpec{}, testIP6, tcp}},
		seed{"BSD loopback, an EtherType for a family", 0, []Spec{&NullSpec{Family: EtherTypeIPv4}, testIP, tcp}},
		seed{"raw IPv4", 0, []Spec{testIP, tcp}},
		seed{"raw IPv6", 0, []Spec{testIP6, tcp}},
	)
}

// The headers that stand in for a link layer, by hand.
func TestLinkTypes(t *testing.T) {
	const (
		ip4 = "4500001c00010000401166ce0a0000010a0000020001000900080000" // UDP without data
		ip6 = "6000000000083b40" + "00000000000000000000000000000001" + "00000000000000000000000000000002" + "0001000900080000"
	)
	for _, c := range []struct {
		name      string
		link      LinkType
		bytes     string
		protocols string
		id, value string
	}{
		{"cooked", LinkLinuxSLL, "00040001000602000000000100000800" + ip4, "sll:ethertype:ip:udp", "sll.src.eth", "02:00:00:00:00:01"},
		{"cooked with an IPv4 address", LinkLinuxSLL, "0000030a00040a000001000000000800" + ip4, "sll:ethertype:ip:udp", "sll.src.ipv4", "10.0.0.1"},
		{"cooked with three bytes of address", LinkLinuxSLL, "00000001000302000000000100000800" + ip4, "sll:ethertype:ip:udp", "sll.src.other", "020000"},
		{"cooked around no EtherType", LinkLinuxSLL, "000000010006020000000001000000f6" + ip4, "sll:data", "sll.ltype", "0x00f6"},
		{"cooked 2", LinkLinuxSLL2, "0800000000000002000104060200000000010000" + ip4, "sll:ethertype:ip:udp", "sll.ifindex", "2"},
		{"null, low byte first", LinkNull, "02000000" + ip4, "null:ip:udp", "null.family", "2"},
		{"null, high byte first", LinkNull, "0000001c" + ip6, "null:ipv6:data", "null.family", "28"},
		{"null, Darwin's IPv6", LinkNull, "1e000000" + ip6, "null:ipv6:data", "null.family", "30"},
		{"null, an EtherType", LinkNull, "000086dd" + ip6, "null:ipv6:data", "null.type", "0x86dd"},
		{"loop is high byte first", LinkLoop, "02000000" + ip4, "null:data", "null.family", "33554432"},
		{"raw", LinkRaw, ip4, "raw:ip:udp", "ip.src", "10.0.0.1"},
		{"raw, by BSD's number", linkRawBSD, ip6, "raw:ipv6:data", "ipv6.dst", "::2"},
		{"IPv4", LinkIPv4, ip4, "ip:udp", "ip.ttl", "64"},
		{"IPv6", LinkIPv6, ip6, "ipv6:data", "ipv6.hlim", "64"},
		{"unknown", 147, ip4, "data", "data.len", "28"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := hex.DecodeString(c.bytes)
			if err != nil {
				t.Fatal(err)
			}
			var f Frame
			f.Decode(&Packet{Bytes: b, Link: c.link}, CheckAll)
			for id, want := range map[string]string{"frame.protocols": c.protocols, c.id: c.value} {
				s, err := Select(id)
				if err != nil {
					t.Fatal(err)
				}
				if v := s.Values(nil, &f); len(v) != 1 || v[0].String() != want {
					t.Errorf("%s: %v, want %s", id, v, want)
				}
			}
		})
	}
}

// An address of a cooked header and what is left of its room have 64 bits.
func TestCookedAddresses(t *testing.T) {
	for id, tables := range map[string][9]*Table{"sll.src.": sllAddrTables, "sll2.src.": sll2AddrTables} {
		for n, table := range tables {
			address, all := 0, 0
			for _, f := range table.Fields {
				all += int(f.Width)
				if f.ID != "sll.unused" {
					address += int(f.Width)
				}
			}
			if table.ID != id+strconv.Itoa(n) || address != 8*n || all != 64 {
				t.Errorf("%s: %d bits of address, %d in all", table.ID, address, all)
			}
		}
	}
}
