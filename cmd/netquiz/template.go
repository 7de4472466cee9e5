package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/net/idna"

	"netquiz/proto"
)

// model is what a template's name stands for.
type model struct {
	name       string
	carries    carrier
	fromServer bool
	tcp        proto.TCPFlags
	payload    func(domain string) string // nil: none
}

// carrier is the protocol that a template is about, and the flags that only
// templates of this protocol take.
type carrier struct {
	name  string
	flags string
}

var (
	overARP  = carrier{"ARP", ""}
	overUDP  = carrier{"UDP", "ttl payload payload-hex payload-file"}
	overDNS  = carrier{"DNS", "ttl name"}
	overICMP = carrier{"ICMP", "ttl payload payload-hex payload-file"}
	overTCP  = carrier{"TCP", "ttl payload payload-hex payload-file flags seq ack window mss wscale sack-perm timestamp"}
	overHTTP = carrier{"HTTP", overTCP.flags + " name"}
)

var models = []model{
	{"syn", overTCP, false, proto.SYN, nil},
	{"syn-ack", overTCP, true, proto.SYN | proto.ACK, nil},
	{"ack", overTCP, false, proto.ACK, nil},
	{"data", overTCP, false, proto.PSH | proto.ACK, func(string) string { return "hello" }},
	{"fin-ack", overTCP, false, proto.FIN | proto.ACK, nil},
	{"rst", overTCP, true, proto.RST | proto.ACK, nil},
	{"arp-request", overARP, false, 0, nil},
	{"arp-reply", overARP, true, 0, nil},
	{"dns-query", overDNS, false, 0, nil},
	{"dns-response", overDNS, true, 0, nil},
	{"icmp-echo", overICMP, false, 0, nil},
	{"icmp-reply", overICMP, true, 0, nil},
	{"udp", overUDP, false, 0, nil},
	{"http-get", overHTTP, false, proto.PSH | proto.ACK, func(domain string) string {
		return "GET / HTTP/1.1\r\nHost: " + domain + "\r\n\r\n"
	}},
	{"http-response", overHTTP, true, proto.PSH | proto.ACK, func(string) string {
		return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
	}},
}

// templates are the names of the models.
var templates = func() (names []string) {
	for _, m := range models {
		names = append(names, m.name)
	}
	return names
}()

// takes tells whether a flag changes frames of the model.
func (m *model) takes(flag string) bool {
	return slices.Contains([]string{"src", "dst", "src-mac", "dst-mac", "vlan"}, flag) ||
		slices.Contains(strings.Fields(m.carries.flags), flag)
}

// template is a model with what the flags change.
type template struct {
	model
	hosts
	ttl      uint8
	vlan     int // -1: none
	header   proto.TCPSpec
	payload  []byte
	domain   string
	fcs, pad bool
	keep     proto.Derived
}

// readTemplate reads a template's name and the flags that change it.
func readTemplate(c *cli.Context, name string) (*template, error) {
	i := slices.Index(templates, name)
	if i < 0 {
		f := usage("build.unknown_template", "Name", name)
		if near := nearest(name, templates); near != "" {
			return nil, f.hinted("cli.usage.nearest", "Nearest", near)
		}
		return nil, f.hinted("build.hint.templates", "Templates", joined(templates))
	}
	t := &template{model: models[i], ttl: uint8(given(c, "ttl", 64)), vlan: -1, domain: "www.example.com",
		fcs: !c.Bool("no-fcs"), pad: !c.Bool("no-pad")}
	if c.IsSet("vlan") {
		t.vlan = int(c.Uint64("vlan"))
	}
	for _, read := range []func(*cli.Context) error{t.readHosts, t.readDomain, t.readTCP, t.readPayload} {
		if err := read(c); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func given(c *cli.Context, flag string, otherwise uint64) uint64 {
	if c.IsSet(flag) {
		return c.Uint64(flag)
	}
	return otherwise
}

// readDomain reads a domain name. One in letters of any script becomes what is
// asked for on the wire: Punycode (RFC 5891 §5).
func (t *template) readDomain(c *cli.Context) error {
	if !c.IsSet("name") {
		return nil
	}
	name := strings.TrimSuffix(c.String("name"), ".")
	if c.String("name") == "." {
		t.domain = "" // the root
		return nil
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return usage("build.bad_name", "Name", c.String("name"))
		}
		name = ascii
	}
	for label := range strings.SplitSeq(name, ".") {
		if len(label) == 0 || len(label) > 63 {
			return usage("build.bad_name", "Name", c.String("name"))
		}
	}
	if len(name) > 253 {
		return usage("build.bad_name", "Name", c.String("name"))
	}
	t.domain = name
	return nil
}

func (t *template) each(do func(*draft) error) error {
	b, err := proto.Append(nil, t.layers()...)
	if err != nil {
		return tooLong(err)
	}
	d := draft{end: len(b), keep: t.keep}
	d.packet = proto.Packet{Link: proto.LinkEthernet, FCS: 0}
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
func (t *template) layers() []proto.Spec {
	layers := []proto.Spec{&proto.EthernetSpec{Src: t.srcMAC, Dst: t.dstMAC}}
	if t.vlan >= 0 {
		layers = append(layers, &proto.VLANSpec{ID: uint16(t.vlan)})
	}
	if t.carries == overARP {
		return append(layers, t.arp())
	}
	layers = append(layers, t.network())
	switch t.carries {
	case overUDP:
		return append(layers, t.udp(), proto.Payload(t.payload))
	case overDNS:
		return append(layers, t.udp(), t.dns())
	case overICMP:
		return append(layers, t.echo(), proto.Payload(t.payload))
	}
	return append(layers, &t.header, proto.Payload(t.payload))
}

func (t *template) network() proto.Spec {
	src, dst := t.src.Addr(), t.dst.Addr()
	if src.Is4() {
		return &proto.IPv4Spec{Src: src.As4(), Dst: dst.As4(), TTL: t.ttl, DontFragment: true}
	}
	return &proto.IPv6Spec{Src: src.As16(), Dst: dst.As16(), HopLimit: t.ttl}
}

func (t *template) udp() proto.Spec {
	return &proto.UDPSpec{SrcPort: t.src.Port(), DstPort: t.dst.Port()}
}

func (t *template) echo() proto.Spec {
	id := proto.EchoID(1, 1)
	switch v4 := t.src.Addr().Is4(); {
	case v4 && t.fromServer:
		return &proto.ICMPSpec{Type: proto.ICMPEchoReply, Rest: id}
	case v4:
		return &proto.ICMPSpec{Type: proto.ICMPEcho, Rest: id}
	case t.fromServer:
		return &proto.ICMPv6Spec{Type: proto.ICMPv6EchoReply, Rest: id}
	}
	return &proto.ICMPv6Spec{Type: proto.ICMPv6Echo, Rest: id}
}

func (t *template) arp() proto.Spec {
	a := &proto.ARPSpec{Op: proto.ARPRequest, SenderMAC: t.srcMAC, SenderIP: t.src.Addr().As4(), TargetIP: t.dst.Addr().As4()}
	if t.fromServer {
		a.Op, a.TargetMAC = proto.ARPReply, t.dstMAC
	}
	return a
}

// dns is a query for the address of t.domain, or the answer to it: for an
// address of the kind that the frame itself goes by.
func (t *template) dns() proto.Spec {
	name := dnsmessage.MustNewName(t.domain + ".")
	kind, body := dnsmessage.TypeA, dnsmessage.ResourceBody(&dnsmessage.AResource{A: server.Addr().As4()})
	if t.src.Addr().Is6() {
		kind, body = dnsmessage.TypeAAAA, &dnsmessage.AAAAResource{AAAA: server6.Addr().As16()}
	}
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 0x1a2b, RecursionDesired: true, Response: t.fromServer, RecursionAvailable: t.fromServer},
		Questions: []dnsmessage.Question{{Name: name, Type: kind, Class: dnsmessage.ClassINET}},
	}
	if t.fromServer {
		head := dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 300}
		m.Answers = []dnsmessage.Resource{{Header: head, Body: body}}
	}
	return &proto.DNSSpec{Message: m}
}
