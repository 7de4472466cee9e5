package fuzz

import (
	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

var (
	seedEth  = &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	seedIP   = &proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
	seedIPv6 = &proto.IPv6Spec{Src: [16]byte{0xfd, 15: 1}, Dst: [16]byte{0xfd, 15: 2}, HopLimit: 64}
)

// seeding gathers the built-in frames.
type seeding []Seed

// frame builds one; FCS as in Packet.
func (all *seeding) frame(name string, fcs int8, layers ...proto.Spec) {
	all.on(name, proto.LinkEthernet, fcs, layers...)
}

func (all *seeding) on(name string, link proto.LinkType, fcs int8, layers ...proto.Spec) {
	defer func() { _ = recover() }() // a codec that cannot even do this is caught at its own cases
	p := proto.Packet{Link: link, FCS: fcs}
	if proto.Build(&p, layers...) == nil {
		*all = append(*all, NewSeed(name, p))
	}
}

// BuiltIn are the frames that every campaign knows, each with its reason.
func BuiltIn() []Seed {
	var all seeding
	all.tcp()
	all.ip()
	all.link()
	all.errors()
	all.applications()
	all.conversations()
	return all
}

func (all *seeding) tcp() {
	none := proto.TCPOptions(nil)
	all.frame("bare ACK, padded", 4, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Ack: 1, Flags: proto.ACK, Window: 502})
	all.frame("SYN with options", 4, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: proto.SYN, Window: 64240,
		Options: none.MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)})
	all.frame("SACK, odd data", 0, seedEth, seedIP, &proto.TCPSpec{SrcPort: 1, DstPort: 65535, Flags: proto.ACK | proto.PSH,
		Options: none.NOP().NOP().SACK([2]uint32{1, 2}, [2]uint32{5, 9})}, proto.Payload("odd"))
	all.frame("Fast Open, MD5, end of list", proto.FCSUnknown, seedEth, seedIP, &proto.TCPSpec{Flags: proto.SYN | proto.ECE | proto.CWR | proto.AE,
		Options: none.FastOpen([]byte("cookie")).MD5([16]byte{1}).Other(99, []byte{1}).EOL()})
}

func (all *seeding) ip() {
	none := proto.IPv4Options(nil)
	rst := &proto.TCPSpec{Flags: proto.RST}
	all.frame("IPv4 options", 4, seedEth, &proto.IPv4Spec{TTL: 1, Options: none.NOP().RecordRoute(2).Timestamps(3).RouterAlert()}, rst, proto.Payload("data"))
	all.frame("source route", 4, seedEth, &proto.IPv4Spec{TTL: 1, Options: none.SourceRoute(false, [4]byte{10, 0, 0, 1})}, rst, proto.Payload("data"))
	all.frame("first fragment", proto.FCSUnknown, seedEth, &proto.IPv4Spec{TTL: 1, MoreFragments: true}, &proto.TCPSpec{Flags: proto.ACK}, proto.Payload("begin"))
	all.frame("later fragment", 4, seedEth, &proto.IPv4Spec{TTL: 1, FragmentOffset: 32, Protocol: 6}, proto.Payload(make([]byte, 20)))
	all.frame("unknown protocol", 4, seedEth, &proto.IPv4Spec{TTL: 1, Protocol: 250}, proto.Payload("opaque"))
	all.frame("tunnel", 0, seedEth, seedIP, seedIPv6, seedIP, rst)
	alert := proto.IPv6Options(nil).RouterAlert(0)
	home := proto.IPv6Options(nil).Other(0xc9, make([]byte, 16))
	all.frame("IPv6 extension headers", 4, seedEth, seedIPv6, &proto.HopByHopSpec{Options: alert},
		&proto.RoutingSpec{Addresses: [][16]byte{{0xfd, 15: 3}}, SegmentsLeft: 1}, &proto.DestOptsSpec{Options: home},
		&proto.FragmentSpec{ID: 9}, &proto.AHSpec{SPI: 1, ICV: make([]byte, 12)}, &proto.UDPSpec{SrcPort: 1, DstPort: 2}, proto.Payload("end"))
	all.frame("jumbo payload option", 0, seedEth, seedIPv6, &proto.HopByHopSpec{Options: proto.IPv6Options(nil).Jumbo(70000)},
		&proto.UDPSpec{SrcPort: 1, DstPort: 2}, proto.Payload("x"))
	all.frame("segment routing", 0, seedEth, seedIPv6, &proto.RoutingSpec{Type: 4, Addresses: [][16]byte{{0xfd, 15: 3}, {0xfd, 15: 4}}, SegmentsLeft: 1}, rst)
	all.frame("IPv6 later fragment", 0, seedEth, seedIPv6, &proto.FragmentSpec{NextHeader: 6, Offset: 1232, ID: 9}, proto.Payload("end"))
}

func (all *seeding) link() {
	arp := &proto.ARPSpec{Op: proto.ARPRequest, SenderMAC: [6]byte{2, 0, 0, 0, 0, 1}, SenderIP: [4]byte{10, 0, 0, 1}, TargetIP: [4]byte{10, 0, 0, 2}}
	udp := &proto.UDPSpec{SrcPort: 1000, DstPort: 2000}
	all.frame("ARP request, padded", 4, seedEth, arp)
	all.frame("VLAN tag", 4, seedEth, &proto.VLANSpec{ID: 100, Priority: 5}, seedIP, udp, proto.Payload("tagged"))
	all.frame("service tag and two more", 0, &proto.EthernetSpec{Type: proto.EtherTypeServiceVLAN}, &proto.VLANSpec{ID: 1}, &proto.VLANSpec{ID: 2}, &proto.VLANSpec{ID: 3}, arp)
	all.frame("unknown EtherType", 0, &proto.EthernetSpec{Type: 0x88b5}, proto.Payload("experimental"))
	all.frame("LLC, spanning tree", 4, &proto.EthernetSpec{Type: 1}, &proto.LLCSpec{DSAP: 0x42, SSAP: 0x42}, proto.Payload(make([]byte, 35)))
	all.frame("LLC without an information field", 4, &proto.EthernetSpec{Type: 1}, proto.Payload("\x06\x06\x00\x00"))
	all.frame("SNAP", 4, &proto.EthernetSpec{Type: 1}, &proto.SNAPSpec{}, seedIP, udp)
	all.on("Linux cooked", proto.LinkLinuxSLL, 0, &proto.SLLSpec{PacketType: 4, Src: [6]byte{2}}, seedIP, udp)
	all.on("Linux cooked, version 2", proto.LinkLinuxSLL2, 0, &proto.SLL2Spec{Interface: 2}, seedIPv6, udp)
	all.on("BSD loopback", proto.LinkNull, 0, &proto.NullSpec{}, seedIP, udp)
	all.on("BSD loopback, network order", proto.LinkLoop, 0, &proto.NullSpec{}, seedIPv6, udp)
	all.on("raw IPv6", proto.LinkRaw, 0, seedIPv6, udp)
}

func (all *seeding) errors() {
	quoted := proto.Packet{Link: proto.LinkIPv4}
	proto.Build(&quoted, seedIP, &proto.UDPSpec{SrcPort: 40000, DstPort: 33434}, proto.Payload("traceroute"))
	all.frame("time exceeded, quoting 8 bytes", 4, seedEth, seedIP, &proto.ICMPSpec{Type: proto.ICMPTimeExceeded}, proto.Payload(quoted.Bytes[:28]))
	all.frame("fragmentation needed, quoting all", 4, seedEth, seedIP, &proto.ICMPSpec{Type: proto.ICMPUnreachable, Code: 4, Rest: proto.NextHopMTU(1280)}, proto.Payload(quoted.Bytes))
	all.frame("redirect, quoting 8 bytes", 0, seedEth, seedIP, &proto.ICMPSpec{Type: proto.ICMPRedirect, Code: 1, Rest: [4]byte{192, 168, 0, 2}}, proto.Payload(quoted.Bytes[:28]))
	all.frame("echo", 4, seedEth, seedIP, &proto.ICMPSpec{Type: proto.ICMPEcho, Rest: proto.EchoID(1, 2)}, proto.Payload("ping"))
	all.frame("timestamp", 0, seedEth, seedIP, &proto.ICMPSpec{Type: proto.ICMPTimestamp}, proto.Payload(make([]byte, 12)))
	quoted6 := proto.Packet{Link: proto.LinkIPv6}
	proto.Build(&quoted6, seedIPv6, &proto.TCPSpec{SrcPort: 1, DstPort: 2, Flags: proto.SYN})
	all.frame("packet too big", 4, seedEth, seedIPv6, &proto.ICMPv6Spec{Type: proto.ICMPv6PacketTooBig, Rest: proto.PacketTooBigMTU(1280)}, proto.Payload(quoted6.Bytes))
	target := make([]byte, 16)
	all.frame("neighbor solicitation", 4, seedEth, seedIPv6, &proto.ICMPv6Spec{Type: proto.NDPNeighborSolicitation},
		proto.Payload(proto.NDPOptions(target).SourceLinkAddr([6]byte{2})))
	all.frame("router advertisement", 4, seedEth, seedIPv6, &proto.ICMPv6Spec{Type: proto.NDPRouterAdvertisement, Rest: [4]byte{64}},
		proto.Payload(proto.NDPOptions(target[:8]).MTU(1500).Prefix([16]byte{0xfd}, 64, true, true, 1, 1)))
	redirect := append(make([]byte, 32), 4, byte(1+len(quoted6.Bytes)/8), 0, 0, 0, 0, 0, 0)
	all.frame("redirect, quoting", 0, seedEth, seedIPv6, &proto.ICMPv6Spec{Type: proto.NDPRedirect}, proto.Payload(append(redirect, quoted6.Bytes[:len(quoted6.Bytes)&^7]...)))
	all.frame("listener report", 0, seedEth, seedIPv6, &proto.ICMPv6Spec{Type: proto.MLDv2Report, Rest: [4]byte{3: 1}}, proto.Payload(append([]byte{4, 0, 0, 0}, target...)))
}

func (all *seeding) applications() {
	name := dnsmessage.MustNewName("www.example.com.")
	question := dnsmessage.Question{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}
	head := dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 300}
	query := &proto.DNSSpec{Message: dnsmessage.Message{Header: dnsmessage.Header{ID: 7, RecursionDesired: true}, Questions: []dnsmessage.Question{question}}}
	answer := &proto.DNSSpec{Message: dnsmessage.Message{
		Header: dnsmessage.Header{ID: 7, Response: true}, Questions: []dnsmessage.Question{question},
		Answers: []dnsmessage.Resource{
			{Header: head, Body: &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("example.com.")}},
			{Header: head, Body: &dnsmessage.AResource{A: [4]byte{93, 184, 216, 34}}},
			{Header: head, Body: &dnsmessage.AAAAResource{AAAA: [16]byte{0xfd}}},
			{Header: head, Body: &dnsmessage.MXResource{Pref: 10, MX: name}},
			{Header: head, Body: &dnsmessage.TXTResource{TXT: []string{"a", "", "bc"}}},
			{Header: head, Body: &dnsmessage.SOAResource{NS: name, MBox: name, Serial: 1}},
			{Header: head, Body: &dnsmessage.SRVResource{Port: 80, Target: name}},
		},
		Additionals: []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName("."), Class: 1232},
			Body: &dnsmessage.OPTResource{Options: []dnsmessage.Option{{Code: 10, Data: make([]byte, 8)}}}}},
	}}
	all.frame("DNS query", 4, seedEth, seedIP, &proto.UDPSpec{SrcPort: 40000, DstPort: 53}, query)
	all.frame("DNS answer, compressed", 4, seedEth, seedIP, &proto.UDPSpec{SrcPort: 53, DstPort: 40000}, answer)
	all.frame("DNS over TCP", 0, seedEth, seedIPv6, &proto.TCPSpec{SrcPort: 53, DstPort: 40000, Flags: proto.ACK}, &proto.DNSLengthSpec{Len: 33}, query)
	all.frame("HTTP request", 4, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Flags: proto.ACK},
		proto.Payload("GET / HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: \r\n\r\n"))
	all.frame("HTTP response", 0, seedEth, seedIP, &proto.TCPSpec{SrcPort: 80, DstPort: 51000, Flags: proto.ACK},
		proto.Payload("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
	all.frame("TLS ClientHello", 0, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 443, Flags: proto.ACK}, proto.Payload(clientHello()))
	all.frame("TLS records", 0, seedEth, seedIP, &proto.TCPSpec{SrcPort: 443, DstPort: 51000, Flags: proto.ACK},
		proto.Payload("\x14\x03\x03\x00\x01\x01\x17\x03\x03\x00\x04data\x15\x03\x03\x00\x00"))
}

// clientHello is the record that asks for www.example.com.
func clientHello() []byte {
	const name = "www.example.com"
	sni := append([]byte{0, 0, 0, byte(5 + len(name)), 0, byte(3 + len(name)), 0, 0, byte(len(name))}, name...)
	hello := append([]byte{3, 3}, make([]byte, 32)...)
	hello = append(hello, 0, 0, 2, 0x13, 1, 1, 0, 0, byte(len(sni)))
	hello = append(hello, sni...)
	record := []byte{22, 3, 1, 0, byte(4 + len(hello)), 1, 0, 0, byte(len(hello))}
	return append(record, hello...)
}
