package peers

import (
	"encoding/binary"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"netquiz/proto"
)

// payload is what a transport carries, as if it were a field.
const payload = "payload"

func bit(on bool) uint64 {
	if on {
		return 1
	}
	return 0
}

// factsOf is what a layer of gopacket's says, by our ids; NoProto of a layer that
// is none of ours.
func factsOf(l gopacket.Layer) (proto.Proto, []fact) {
	switch l := l.(type) {
	case *layers.Ethernet:
		all := []fact{{id: "eth.dst", bytes: l.DstMAC}, {id: "eth.src", bytes: l.SrcMAC}}
		if l.Length != 0 {
			return proto.ProtoEthernet, append(all, fact{id: "eth.len", num: uint64(l.Length)})
		}
		if l.EthernetType == 0 { // theirs of a length of 0
			return proto.ProtoEthernet, all
		}
		return proto.ProtoEthernet, append(all, fact{id: "eth.type", num: uint64(l.EthernetType)})
	case *layers.Dot1Q:
		return proto.ProtoVLAN, []fact{
			{id: "vlan.priority", num: uint64(l.Priority)}, {id: "vlan.dei", num: bit(l.DropEligible)}, {id: "vlan.id", num: uint64(l.VLANIdentifier)},
		}
	case *layers.LLC:
		return proto.ProtoLLC, []fact{{id: "llc.dsap", num: uint64(l.DSAP) | bit(l.IG)}, {id: "llc.ssap", num: uint64(l.SSAP) | bit(l.CR)}}
	case *layers.LinuxSLL:
		return proto.ProtoSLL, []fact{{id: "sll.pkttype", num: uint64(l.PacketType)}, {id: "sll.halen", num: uint64(l.AddrLen)}, {id: "sll.hatype", num: uint64(l.AddrType)}}
	case *layers.LinuxSLL2:
		return proto.ProtoSLL2, []fact{{id: "sll.ifindex", num: uint64(l.InterfaceIndex)}, {id: "sll.hatype", num: uint64(l.ARPHardwareType)},
			{id: "sll.pkttype", num: uint64(l.PacketType)}, {id: "sll.halen", num: uint64(l.AddrLength)}}
	case *layers.Loopback:
		return proto.ProtoNull, []fact{{id: "null.family", num: uint64(l.Family)}}
	case *layers.ARP:
		return proto.ProtoARP, []fact{
			{id: "arp.hw.type", num: uint64(l.AddrType)}, {id: "arp.proto.type", num: uint64(l.Protocol)},
			{id: "arp.hw.size", num: uint64(l.HwAddressSize)}, {id: "arp.proto.size", num: uint64(l.ProtAddressSize)},
			{id: "arp.opcode", num: uint64(l.Operation)},
		}
	case *layers.IPv4:
		return proto.ProtoIPv4, ipv4Facts(l)
	case *layers.IPv6:
		return proto.ProtoIPv6, []fact{
			{id: "ipv6.version", num: uint64(l.Version)}, {id: "ipv6.tclass", num: uint64(l.TrafficClass)}, {id: "ipv6.flow", num: uint64(l.FlowLabel)},
			{id: "ipv6.plen", num: uint64(l.Length)}, {id: "ipv6.nxt", num: uint64(l.NextHeader)}, {id: "ipv6.hlim", num: uint64(l.HopLimit)},
			{id: "ipv6.src", bytes: l.SrcIP}, {id: "ipv6.dst", bytes: l.DstIP},
		}
	case *layers.IPv6Fragment:
		return proto.ProtoFragment, []fact{
			{id: "ipv6.fraghdr.nxt", num: uint64(l.NextHeader)}, {id: "ipv6.fraghdr.offset", num: uint64(l.FragmentOffset)},
			{id: "ipv6.fraghdr.more", num: bit(l.MoreFragments)}, {id: "ipv6.fraghdr.ident", num: uint64(l.Identification)},
		}
	case *layers.TCP:
		return proto.ProtoTCP, tcpFacts(l)
	case *layers.UDP:
		return proto.ProtoUDP, []fact{
			{id: payload, bytes: append([]byte{}, l.Payload...)},
			{id: "udp.srcport", num: uint64(l.SrcPort)}, {id: "udp.dstport", num: uint64(l.DstPort)},
			{id: "udp.length", num: uint64(l.Length)}, {id: "udp.checksum", num: uint64(l.Checksum)},
		}
	case *layers.ICMPv4:
		all := []fact{{id: "icmp.type", num: uint64(l.TypeCode.Type())}, {id: "icmp.code", num: uint64(l.TypeCode.Code())}, {id: "icmp.checksum", num: uint64(l.Checksum)}}
		if t := l.TypeCode.Type(); t == 0 || t == 8 {
			all = append(all, fact{id: "icmp.ident", num: uint64(l.Id)}, fact{id: "icmp.seq", num: uint64(l.Seq)})
		}
		return proto.ProtoICMP, all
	case *layers.ICMPv6:
		return proto.ProtoICMPv6, []fact{{id: "icmpv6.type", num: uint64(l.TypeCode.Type())}, {id: "icmpv6.code", num: uint64(l.TypeCode.Code())},
			{id: "icmpv6.checksum", num: uint64(l.Checksum)}}
	case *layers.DNS:
		return proto.ProtoDNS, dnsFacts(l)
	}
	return proto.NoProto, nil
}

func ipv4Facts(l *layers.IPv4) []fact {
	return []fact{
		{id: "ip.version", num: uint64(l.Version)}, {id: "ip.hdr_len", num: uint64(l.IHL)}, {id: "ip.dsfield", num: uint64(l.TOS)},
		{id: "ip.len", num: uint64(l.Length)}, {id: "ip.id", num: uint64(l.Id)}, {id: "ip.flags", num: uint64(l.Flags)},
		{id: "ip.frag_offset", num: uint64(l.FragOffset)}, {id: "ip.ttl", num: uint64(l.TTL)}, {id: "ip.proto", num: uint64(l.Protocol)},
		{id: "ip.checksum", num: uint64(l.Checksum)}, {id: "ip.src", bytes: l.SrcIP.To4()}, {id: "ip.dst", bytes: l.DstIP.To4()},
	}
}

func tcpFacts(l *layers.TCP) []fact {
	flags := bit(l.FIN) | bit(l.SYN)<<1 | bit(l.RST)<<2 | bit(l.PSH)<<3 | bit(l.ACK)<<4 | bit(l.URG)<<5 | bit(l.ECE)<<6 | bit(l.CWR)<<7 | bit(l.NS)<<8
	all := []fact{
		{id: payload, bytes: append([]byte{}, l.Payload...)},
		{id: "tcp.srcport", num: uint64(l.SrcPort)}, {id: "tcp.dstport", num: uint64(l.DstPort)}, {id: "tcp.seq_raw", num: uint64(l.Seq)},
		{id: "tcp.ack_raw", num: uint64(l.Ack)}, {id: "tcp.hdr_len", num: uint64(l.DataOffset)},
		{id: "tcp.window_size_value", num: uint64(l.Window)}, {id: "tcp.checksum", num: uint64(l.Checksum)}, {id: "tcp.urgent_pointer", num: uint64(l.Urgent)},
		{id: "tcp.flags.fin", num: flags & 1}, {id: "tcp.flags.syn", num: flags >> 1 & 1}, {id: "tcp.flags.reset", num: flags >> 2 & 1},
		{id: "tcp.flags.push", num: flags >> 3 & 1}, {id: "tcp.flags.ack", num: flags >> 4 & 1}, {id: "tcp.flags.urg", num: flags >> 5 & 1},
		{id: "tcp.flags.ece", num: flags >> 6 & 1}, {id: "tcp.flags.cwr", num: flags >> 7 & 1}, {id: "tcp.flags.ae", num: flags >> 8 & 1},
	}
	seen := map[layers.TCPOptionKind]bool{}
	for _, o := range l.Options {
		if seen[o.OptionType] {
			continue // the first of a kind is compared
		}
		seen[o.OptionType] = true
		switch data := o.OptionData; {
		case o.OptionType == layers.TCPOptionKindMSS && len(data) == 2:
			all = append(all, fact{id: "tcp.options.mss_val", num: uint64(binary.BigEndian.Uint16(data))})
		case o.OptionType == layers.TCPOptionKindWindowScale && len(data) == 1:
			all = append(all, fact{id: "tcp.options.wscale.shift", num: uint64(data[0])})
		case o.OptionType == layers.TCPOptionKindTimestamps && len(data) == 8:
			all = append(all, fact{id: "tcp.options.timestamp.tsval", num: uint64(binary.BigEndian.Uint32(data))},
				fact{id: "tcp.options.timestamp.tsecr", num: uint64(binary.BigEndian.Uint32(data[4:]))})
		case o.OptionType == layers.TCPOptionKindSACK && len(data) >= 8:
			all = append(all, fact{id: "tcp.options.sack_le", num: uint64(binary.BigEndian.Uint32(data))},
				fact{id: "tcp.options.sack_re", num: uint64(binary.BigEndian.Uint32(data[4:]))})
		}
	}
	return all
}

func dnsFacts(l *layers.DNS) []fact {
	all := []fact{
		{id: "dns.id", num: uint64(l.ID)}, {id: "dns.flags.response", num: bit(l.QR)}, {id: "dns.flags.opcode", num: uint64(l.OpCode)},
		{id: "dns.flags.truncated", num: bit(l.TC)}, {id: "dns.count.queries", num: uint64(l.QDCount)}, {id: "dns.count.answers", num: uint64(l.ANCount)},
		{id: "dns.count.auth_rr", num: uint64(l.NSCount)}, {id: "dns.count.add_rr", num: uint64(l.ARCount)},
	}
	if len(l.Questions) > 0 {
		all = append(all, fact{id: "dns.qry.type", num: uint64(l.Questions[0].Type)})
	}
	for _, r := range l.Answers {
		if r.Type == layers.DNSTypeA && r.IP.To4() != nil {
			return append(all, fact{id: "dns.a", bytes: r.IP.To4()})
		}
	}
	return all
}
