package main

import (
	"cmp"
	"encoding/hex"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

// template is a frame that a name describes, with what the flags change.
type template struct {
	name     string
	src, dst netip.AddrPort
	macs     [2][6]byte // source, destination
	ttl      uint8
	vlan     int // -1: none
	tcp      proto.TCPSpec
	payload  []byte
	domain   string
	fcs, pad bool
	keep     proto.Derived
}

// The host, its server and their gateway that examples speak of.
var (
	clientAddr = netip.MustParseAddrPort("192.168.0.10:51000")
	serverAddr = netip.MustParseAddrPort("93.184.216.34:80")
	clientMAC  = [6]byte{2, 0, 0, 0, 0, 1}
	gatewayMAC = [6]byte{2, 0, 0, 0, 0, 2}
	broadcast  = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
)

// tcpTemplates are the segments that templates name: flags, and whether the
// server sends them.
var tcpTemplates = map[string]struct {
	flags      proto.TCPFlags
	fromServer bool
	options    bool
	payload    string
}{
	"syn":           {proto.SYN, false, true, ""},
	"syn-ack":       {proto.SYN | proto.ACK, true, true, ""},
	"ack":           {proto.ACK, false, false, ""},
	"data":          {proto.PSH | proto.ACK, false, false, "hello"},
	"fin-ack":       {proto.FIN | proto.ACK, false, false, ""},
	"rst":           {proto.RST | proto.ACK, true, false, ""},
	"http-get":      {proto.PSH | proto.ACK, false, false, "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"},
	"http-response": {proto.PSH | proto.ACK, true, false, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"},
}

// readTemplate reads a template's name and the flags that change it.
func readTemplate(c *cli.Context, name string) (*template, error) {
	if !slices.Contains(templates, name) {
		f := usage("build.unknown_template", "Name", name)
		if near := nearest(name, templates); near != "" {
			return nil, f.hinted("cli.usage.nearest", "Nearest", near)
		}
		return nil, f.hinted("build.hint.templates", "Templates", joined(templates))
	}
	t := &template{name: name, ttl: 64, vlan: -1, domain: "www.example.com", fcs: !c.Bool("no-fcs"), pad: !c.Bool("no-pad")}
	for _, read := range []func(*cli.Context) error{t.readAddresses, t.readTCP, t.readPayload} {
		if err := read(c); err != nil {
			return nil, err
		}
	}
	if c.IsSet("ttl") {
		t.ttl = uint8(c.Uint64("ttl"))
	}
	if c.IsSet("vlan") {
		t.vlan = int(c.Uint64("vlan"))
	}
	if c.IsSet("name") {
		t.domain = c.String("name")
	}
	return t, nil
}

func (t *template) fromServer() bool {
	return tcpTemplates[t.name].fromServer || slices.Contains([]string{"dns-response", "icmp-reply", "arp-reply"}, t.name)
}

// readAddresses reads who sends the frame to whom.
func (t *template) readAddresses(c *cli.Context) error {
	t.src, t.dst = clientAddr, serverAddr
	switch {
	case strings.HasPrefix(t.name, "dns"):
		t.dst = netip.AddrPortFrom(netip.MustParseAddr("192.168.0.1"), 53)
	case strings.HasPrefix(t.name, "arp"):
		t.dst = netip.AddrPortFrom(netip.MustParseAddr("192.168.0.1"), 0)
	}
	t.macs = [2][6]byte{clientMAC, gatewayMAC}
	if t.fromServer() {
		t.src, t.dst = t.dst, t.src
		t.macs = [2][6]byte{gatewayMAC, clientMAC}
	}
	if t.name == "arp-request" {
		t.macs[1] = broadcast
	}
	for flag, addr := range map[string]*netip.AddrPort{"src": &t.src, "dst": &t.dst} {
		if c.IsSet(flag) {
			a, err := parseAddress(c.String(flag), addr.Port())
			if err != nil {
				return usage("build.bad_address", "Flag", spelled(flag), "Value", c.String(flag))
			}
			*addr = a
		}
	}
	if t.src.Addr().Is4() != t.dst.Addr().Is4() {
		return usage("build.mixed_addresses", "Src", t.src.Addr().String(), "Dst", t.dst.Addr().String())
	}
	for i, flag := range []string{"src-mac", "dst-mac"} {
		if c.IsSet(flag) {
			mac, err := net.ParseMAC(c.String(flag))
			if err != nil || len(mac) != 6 {
				return usage("build.bad_mac", "Flag", spelled(flag), "Value", c.String(flag))
			}
			t.macs[i] = [6]byte(mac)
		}
	}
	return nil
}

// parseAddress reads IP or IP:PORT; an IPv6 address with a port stands in brackets.
func parseAddress(text string, port uint16) (netip.AddrPort, error) {
	if a, err := netip.ParseAddrPort(text); err == nil {
		return a, nil
	}
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return netip.AddrPortFrom(a, port), err
}

// flagNames are the names of TCP's flags, as people write them.
var flagNames = map[string]proto.TCPFlags{
	"FIN": proto.FIN, "SYN": proto.SYN, "RST": proto.RST, "RESET": proto.RST, "PSH": proto.PSH, "PUSH": proto.PSH,
	"ACK": proto.ACK, "URG": proto.URG, "ECE": proto.ECE, "CWR": proto.CWR, "AE": proto.AE, "NS": proto.AE,
}

// readTCP reads what the flags say of the TCP header.
func (t *template) readTCP(c *cli.Context) error {
	kind := tcpTemplates[t.name]
	t.tcp = proto.TCPSpec{
		SrcPort: t.src.Port(), DstPort: t.dst.Port(), Flags: kind.flags,
		Seq: 1000, Window: 64240,
	}
	if t.fromServer() {
		t.tcp.Seq = 5000
	}
	if kind.flags&proto.ACK != 0 {
		t.tcp.Seq++
		t.tcp.Ack = 5001
		if kind.fromServer {
			t.tcp.Ack = 1001
		}
	}
	if kind.flags&proto.SYN != 0 && kind.fromServer || t.name == "rst" {
		t.tcp.Seq--
	}
	t.tcp.Seq = uint32(given(c, "seq", uint64(t.tcp.Seq)))
	t.tcp.Ack = uint32(given(c, "ack", uint64(t.tcp.Ack)))
	t.tcp.Window = uint16(given(c, "window", uint64(t.tcp.Window)))
	if c.IsSet("flags") {
		t.tcp.Flags = 0
		for word := range strings.FieldsFuncSeq(c.String("flags"), func(r rune) bool { return strings.ContainsRune(",+| ", r) }) {
			bit, ok := flagNames[strings.ToUpper(word)]
			if !ok {
				f := usage("build.unknown_flag", "Flag", word)
				return f.hinted("build.hint.flags", "Flags", "FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE")
			}
			t.tcp.Flags |= bit
		}
	}
	return t.readOptions(c, kind.options)
}

func given(c *cli.Context, flag string, otherwise uint64) uint64 {
	if c.IsSet(flag) {
		return c.Uint64(flag)
	}
	return otherwise
}

// readOptions gives SYNs the options of a real one, and any segment those asked for.
func (t *template) readOptions(c *cli.Context, usual bool) error {
	var o proto.TCPOptions
	asked := c.IsSet("mss") || c.IsSet("wscale") || c.IsSet("timestamp") || c.Bool("sack-perm")
	if usual && !asked {
		t.tcp.Options = o.MSS(1460)
		return nil
	}
	if c.IsSet("mss") {
		o = o.MSS(uint16(c.Uint64("mss")))
	}
	if c.Bool("sack-perm") {
		o = o.SACKPermitted()
	}
	if c.IsSet("timestamp") {
		value, echo, ok := strings.Cut(c.String("timestamp"), ",")
		v, err1 := strconv.ParseUint(strings.TrimSpace(value), 0, 32)
		e, err2 := strconv.ParseUint(cmp.Or(strings.TrimSpace(echo), "0"), 0, 32)
		if err1 != nil || err2 != nil || !ok {
			return usage("build.bad_timestamp", "Value", c.String("timestamp"))
		}
		if !c.Bool("sack-perm") {
			o = o.NOP().NOP()
		}
		o = o.Timestamps(uint32(v), uint32(e))
	}
	if c.IsSet("wscale") {
		o = o.NOP().WindowScale(uint8(c.Uint64("wscale")))
	}
	for len(o)%4 != 0 {
		o = o.NOP()
	}
	t.tcp.Options = o
	return nil
}

// readPayload reads what the frame carries.
func (t *template) readPayload(c *cli.Context) (err error) {
	t.payload = []byte(tcpTemplates[t.name].payload)
	switch {
	case c.IsSet("payload"):
		t.payload = []byte(c.String("payload"))
	case c.IsSet("payload-hex"):
		text := strings.NewReplacer(" ", "", ":", "", "-", "").Replace(strings.TrimPrefix(c.String("payload-hex"), "0x"))
		if t.payload, err = hex.DecodeString(text); err != nil {
			return usage("build.bad_hex", "Flag", "--payload-hex", "Value", c.String("payload-hex"))
		}
	case c.IsSet("payload-file"):
		t.payload, err = os.ReadFile(c.String("payload-file"))
	}
	return err
}

func (t *template) each(do func(*draft) error) error {
	layers, err := t.layers()
	if err != nil {
		return err
	}
	b, err := proto.Append(nil, layers...)
	if err != nil {
		return tooLong(err)
	}
	d := draft{end: len(b), keep: t.keep}
	d.packet = proto.Packet{Number: 1, Link: proto.LinkEthernet, FCS: 0}
	if t.pad {
		b = append(b, make([]byte, max(0, proto.MinFrame-len(b)))...)
	}
	if t.fcs {
		b = append(b, 0, 0, 0, 0)
		d.packet.FCS = 4
	}
	d.packet.Bytes, d.packet.Length = b, len(b)
	return do(&d)
}

// layers are the headers of the frame, outermost first.
func (t *template) layers() ([]proto.Spec, error) {
	layers := []proto.Spec{&proto.EthernetSpec{Src: t.macs[0], Dst: t.macs[1]}}
	if t.vlan >= 0 {
		layers = append(layers, &proto.VLANSpec{ID: uint16(t.vlan)})
	}
	if strings.HasPrefix(t.name, "arp") {
		return t.arp(layers)
	}
	layers = append(layers, t.network())
	switch t.name {
	case "udp":
		return append(layers, t.udp(), proto.Payload(t.payload)), nil
	case "dns-query", "dns-response":
		message, err := t.dns()
		return append(layers, t.udp(), proto.Payload(message)), err
	case "icmp-echo", "icmp-reply":
		return append(layers, t.echo(), proto.Payload(t.payload)), nil
	}
	return append(layers, &t.tcp, proto.Payload(t.payload)), nil
}

func (t *template) network() proto.Spec {
	return &proto.IPv4Spec{Src: t.src.Addr().As4(), Dst: t.dst.Addr().As4(), TTL: t.ttl, DontFragment: true}
}

func (t *template) udp() proto.Spec {
	return &proto.UDPSpec{SrcPort: t.src.Port(), DstPort: t.dst.Port()}
}

func (t *template) echo() proto.Spec {
	kind := proto.ICMPEcho
	if t.name == "icmp-reply" {
		kind = proto.ICMPEchoReply
	}
	return &proto.ICMPSpec{Type: kind, Rest: proto.EchoID(1, 1)}
}

func (t *template) arp(layers []proto.Spec) ([]proto.Spec, error) {
	if !t.src.Addr().Is4() {
		return nil, usage("build.arp_is_ipv4", "Src", t.src.Addr().String())
	}
	a := &proto.ARPSpec{Op: proto.ARPRequest, SenderMAC: t.macs[0], SenderIP: t.src.Addr().As4(), TargetIP: t.dst.Addr().As4()}
	if t.name == "arp-reply" {
		a.Op, a.TargetMAC = proto.ARPReply, t.macs[1]
	}
	return append(layers, a), nil
}

// dns is a query for the address of t.domain, or the answer to it.
func (t *template) dns() ([]byte, error) {
	name, err := dnsmessage.NewName(strings.TrimSuffix(t.domain, ".") + ".")
	if err != nil {
		return nil, usage("build.bad_name", "Name", t.domain)
	}
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 0x1a2b, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	if t.name == "dns-response" {
		m.Response, m.RecursionAvailable = true, true
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 300},
			Body:   &dnsmessage.AResource{A: serverAddr.Addr().As4()},
		}}
	}
	b, err := m.Pack()
	if err != nil {
		return nil, usage("build.bad_name", "Name", t.domain)
	}
	return b, nil
}
