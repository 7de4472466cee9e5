package proto_test

import (
	"slices"
	"strings"

	"netquiz/proto"
)

// difference is a reason why this package and tshark differ, and whether it is
// that of a cell.
type difference struct {
	why string
	is  func(c *cell) bool
}

// reasons, with textReasons, are all the ways in which this package and tshark 4.0.17 differ on
// purpose.
var reasons = []difference{
	{"a sum of 0xffff is as good as one of 0x0000: they are the same number in ones' complement", func(c *cell) bool {
		return c.field == "tcp.checksum.status" && c.ours == "1" && c.theirs == "0" && text(c.frame, "tcp.checksum") == "0xffff"
	}},
	{"a sum of the pseudo-header alone is left to the network card, and no wrong one", func(c *cell) bool {
		return strings.HasSuffix(c.field, ".checksum.status") && c.theirs == "0" && has(c.frame, proto.PartialChecksum)
	}},
	{"tshark gives up at an exception, where this package goes on as far as there are bytes", func(c *cell) bool {
		gaveUp := strings.Contains(c.expert, "Exception occurred") || strings.Contains(c.expert, "Unreassembled") ||
			c.frame.Packet().Length > len(c.frame.Bytes()) || quoted(c.frame)
		return gaveUp && (c.theirs == "" || strings.HasPrefix(c.ours, c.theirs+",") || c.field == "eth.padding")
	}},
	{"where nobody announced an FCS, tshark takes any four bytes for one, and this package only those that fit", func(c *cell) bool {
		return strings.HasPrefix(c.field, "eth.") && c.frame.Packet().FCS < 0 && !c.frame.FCSGuessed() &&
			(c.field == "eth.fcs" || c.field == "eth.fcs.status" || c.field == "eth.trailer" && len(c.ours) == len(c.theirs)+8)
	}},
	{"tshark fills in a total length of 0, which this package shows as it is", func(c *cell) bool {
		return c.field == "ip.len" && strings.Contains(","+c.ours+",", ",0,")
	}},
	{"tshark shows the last address of a source route as the destination, in place of the one in the header", func(c *cell) bool {
		return (c.field == "ip.dst" || c.field == "ip.src_rt") && sourceRouted(c.frame)
	}},
	{"Linux sums with the header's destination under a source route; tshark takes the last address alone", func(c *cell) bool {
		return strings.HasSuffix(c.field, ".checksum.status") && c.ours == "1" && sourceRouted(c.frame)
	}},
	{"the header length shares a byte with the version that is wrong", func(c *cell) bool {
		return c.field == "ip.hdr_len" && strings.HasPrefix(c.ours, c.theirs) && strings.Contains(c.expert, "Bogus IP")
	}},
	{"a TCP header length that cannot be stands behind the acknowledgment number, which tshark leaves out", func(c *cell) bool {
		return (c.field == "tcp.ack_raw" || c.field == "tcp.flags.res" || c.field == "tcp.flags.ae") &&
			c.theirs == "" && text(c.frame, "tcp.flags") == ""
	}},
	{"tshark leaves out the sequence number of a segment that an ICMP error quotes", func(c *cell) bool {
		return c.field == "tcp.seq_raw" && c.theirs == "" && quoted(c.frame)
	}},
	{"a packet that an ICMP error quotes is cut, and so cannot be found wrong", func(c *cell) bool {
		return strings.HasSuffix(c.field, ".checksum.status") && quoted(c.frame) &&
			(strings.HasSuffix(c.ours, "2") || c.theirs == c.ours+",2")
	}},
	{"tshark numbers the custom blocks of a pcapng file as frames", func(c *cell) bool {
		return c.field == "frame.number" && c.frame.Packet().Number < 9 && strings.HasPrefix(text(c.frame, "frame.time_epoch"), "1795328311.9")
	}},
	{"a segment that ends before its header does is not summed", func(c *cell) bool {
		return c.field == "tcp.checksum.status" && c.ours == "2" && c.theirs == "0" && text(c.frame, "tcp.urgent_pointer") == ""
	}},
	{"tshark takes the first bytes of an echo for a time, and shows as data what follows", func(c *cell) bool {
		return (c.field == "data.data" || c.field == "data.len") && strings.Contains(c.protocols, ":icmp:data")
	}},
	{"tshark and this package see other ends of an HTTP head", func(c *cell) bool {
		return (c.field == "data.data" || c.field == "data.len") && strings.Contains(c.protocols, ":http")
	}},
	{"tshark makes an EtherType of a family that is no small number in either byte order", func(c *cell) bool {
		return len(text(c.frame, "null.family")) > 5
	}},
	{"tshark shows values of an option that is cut, or of another size, even past its header's end", func(c *cell) bool {
		return (strings.HasPrefix(c.field, "ipv6.opt.") || strings.HasPrefix(c.field, "ip.opt.") ||
			strings.HasPrefix(c.field, "icmpv6.opt.")) && broken(c.frame)
	}},
	{"Wireshark lays out messages and options that this package keeps as bytes", func(c *cell) bool {
		return strings.HasPrefix(c.field, "icmpv6.") && text(c.frame, "icmpv6.data") != ""
	}},
	{"Wireshark tells the security option of RFC 1108 by its first byte", func(c *cell) bool {
		return strings.HasPrefix(c.field, "ip.opt.sec_rfc791") && strings.Contains(c.expert, "Extraneous data")
	}},
	{"tshark takes an option of no bytes for one of some", func(c *cell) bool {
		return c.field == "ipv6.opt.type" && strings.Contains(c.ours, "0x08")
	}},
	{"a home address of no bytes is none", func(c *cell) bool {
		return strings.HasSuffix(c.field, ".checksum.status") && strings.Contains(c.expert, "Home Address: Invalid length")
	}},
	{"what is only named here is read by tshark, with what it carries", func(c *cell) bool {
		return strings.Contains(c.protocols, ":mpls:") && strings.HasPrefix(c.theirs, c.ours)
	}},
	{"tshark shows identifier and sequence number of an echo that is cut", func(c *cell) bool {
		return strings.HasPrefix(c.field, "icmp.") && c.ours == "" && broken(c.frame)
	}},
	{"Wireshark works out the interval from its code", func(c *cell) bool { return c.field == "icmpv6.mld.qqi" && len(c.ours) == 3 }},
	{"tshark reads UDP-Lite as UDP", func(c *cell) bool { return strings.Contains(c.protocols, ":udplite") }},
	{"tshark shows nothing behind a length that is neither length nor type", func(c *cell) bool {
		return text(c.frame, "eth.invalid_lentype") != ""
	}},
	{"tshark reads SNAP behind unnumbered information alone", func(c *cell) bool {
		return c.field == "llc.type" && c.theirs == "" && text(c.frame, "llc.control") != "0x0003"
	}},
	{"protocols that are only named here have lengths of their own", func(c *cell) bool {
		return strings.HasSuffix(c.field, ".trailer") && text(c.frame, "frame.protocols") != c.protocols
	}},
	{"once a connection has agreed on AccECN, tshark shows its three bits as one counter", func(c *cell) bool {
		return c.theirs == "" && (c.field == "tcp.flags.ae" || c.field == "tcp.flags.cwr" || c.field == "tcp.flags.ece")
	}},
	{"Wireshark repeats the version of an IPv4 header that is 6", func(c *cell) bool {
		return c.field == "ip.version" && c.theirs == c.ours+",6" && strings.Contains(c.expert, "Bogus IPv4 version")
	}},
	{"tshark finds a protocol by guessing in what this package shows as data, or shows it with TCP", func(c *cell) bool {
		return (c.field == "data.data" || c.field == "data.len") && text(c.frame, "frame.protocols") != c.protocols
	}},
	{"Wireshark shows the reserved bits as one flag", func(c *cell) bool {
		return c.field == "tcp.flags.res" && c.ours != "0" && c.theirs == "1"
	}},
	{"Wireshark tells of reserved bytes that they are there, not what they are", func(c *cell) bool {
		return c.field == "icmpv6.opt.reserved" && c.theirs != ""
	}},
	{"Wireshark lays out options that this package keeps as bytes", func(c *cell) bool {
		return c.field == "tcp.options.unknown.payload" && c.theirs == ""
	}},
	{"tshark has words for a value of no bytes", func(c *cell) bool {
		return strings.Contains(c.theirs, "<none>") || strings.Contains(c.theirs, "<MISSING>")
	}},
	{"Wireshark shows no padding of IPv4 options", func(c *cell) bool {
		return c.field == "ip.opt.padding" && c.theirs == ""
	}},
	{"tshark shows no routers behind a pointer into the middle of one", func(c *cell) bool {
		return strings.HasPrefix(c.field, "ip.") && strings.HasSuffix(c.field, "_rt") && strings.Contains(c.expert, "Pointer points")
	}},
	{"tshark shows no trailer behind a service tag", func(c *cell) bool {
		return c.field == "eth.trailer" && c.theirs == "" && strings.Contains(c.protocols, "ieee8021ad:ethertype:ip")
	}},
	{"tshark guesses a network monitor in a trailer", func(c *cell) bool {
		return strings.HasSuffix(c.protocols, ":vssmonitoring")
	}},
	{"Wireshark shows no fields of an IPv4 option that it does not know", func(c *cell) bool {
		return (c.field == "ip.opt.type" || c.field == "ip.opt.len") && text(c.frame, "ip.opt.data") != ""
	}},
	{"Wireshark lays out IPv6 options that this package keeps as bytes", func(c *cell) bool {
		return c.field == "ipv6.opt.unknown" && c.theirs == ""
	}},
	{"tshark takes padding behind a tag for a trailer where an FCS is announced", func(c *cell) bool {
		return (c.field == "eth.padding" || c.field == "vlan.trailer") && c.frame.Packet().FCS == 4
	}},
	{"a payload length of 0 is left to the network card, where tshark takes it for the length", func(c *cell) bool {
		return strings.HasSuffix(c.field, ".trailer") && text(c.frame, "ipv6.plen") == "0"
	}},
	{"text that is no text is escaped in another way", func(c *cell) bool {
		return strings.HasPrefix(c.field, "ip.opt.sec_") && strings.Contains(c.ours+c.theirs, "\\")
	}},
	{"a routing header of an odd length has an address that is cut", func(c *cell) bool {
		return c.field == "ipv6.routing.unknown_data" && c.theirs == ""
	}},
	{"tshark names what this package shows as data, or carries on a conversation", func(c *cell) bool {
		return c.field == "frame.protocols" && (sameProtocols(c.ours, c.theirs) ||
			strings.Contains(c.expert, "Exception") || strings.Contains(c.expert, "Bogus IP"))
	}},
}

// reason is why the two differ, "" if none is known.
func reason(c *cell) string {
	for _, r := range append(reasons, textReasons...) {
		if r.is(c) {
			return r.why
		}
	}
	return ""
}

func sameProtocols(ours, theirs string) bool {
	ours = strings.TrimSuffix(ours, ":data")
	for _, app := range []string{":dns", ":http", ":tls"} { // tshark looks for none of them in a retransmission
		ours, _, _ = strings.Cut(ours, app)
	}
	version6 := strings.NewReplacer(":ip:ipv6", ":ipv6") // an IPv4 EtherType before a version of 6
	ours, theirs = version6.Replace(ours), version6.Replace(theirs)
	theirs, _, _ = strings.Cut(theirs, ":data")
	return strings.HasPrefix(theirs, ours) || strings.HasPrefix(ours, theirs)
}

func broken(f *proto.Frame) bool {
	return has(f, proto.BadOption) || has(f, proto.BadLength) || has(f, proto.Truncated)
}

func has(f *proto.Frame, code proto.Code) bool {
	return slices.ContainsFunc(f.Problems(), func(p proto.Problem) bool { return p.Code == code })
}

func sourceRouted(f *proto.Frame) bool {
	for _, v := range named["ip.opt.type"].Values(nil, f) {
		if v.Num == 131 || v.Num == 137 {
			return true
		}
	}
	return false
}

// text is what the frame says of the field, "" if it has none.
func text(f *proto.Frame, id string) string {
	v := named[id].Values(nil, f)
	if len(v) == 0 {
		return ""
	}
	return v[0].String()
}

func quoted(f *proto.Frame) bool {
	for _, l := range f.Layers() {
		if l.Quoted {
			return true
		}
	}
	return false
}
