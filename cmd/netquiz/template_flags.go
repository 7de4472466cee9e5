package main

import (
	"encoding/hex"
	"io"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// hosts are who sends a frame to whom.
type hosts struct {
	src, dst       netip.AddrPort
	srcMAC, dstMAC [6]byte
}

// The host, its gateway and a server that examples speak of. IPv6 addresses are
// those for documentation (RFC 3849).
var (
	client     = netip.MustParseAddrPort("192.168.0.10:51000")
	server     = netip.MustParseAddrPort("93.184.216.34:80")
	gateway    = netip.MustParseAddr("192.168.0.1")
	client6    = netip.MustParseAddrPort("[2001:db8::10]:51000")
	server6    = netip.MustParseAddrPort("[2001:db8:5::34]:80")
	gateway6   = netip.MustParseAddr("2001:db8::1")
	clientMAC  = [6]byte{2, 0, 0, 0, 0, 1}
	gatewayMAC = [6]byte{2, 0, 0, 0, 0, 2}
	broadcast  = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
)

// ends are the two hosts that a model is about: a client, and whom it asks.
func (m *model) ends(v6 bool) (asks, answers netip.AddrPort) {
	asks, answers, router := client, server, gateway
	if v6 {
		asks, answers, router = client6, server6, gateway6
	}
	switch m.carries {
	case overDNS:
		answers = netip.AddrPortFrom(router, proto.DNSPort)
	case overARP:
		answers = netip.AddrPortFrom(router, 0)
	}
	return asks, answers
}

// readHosts reads who sends the frame to whom. The side that is not given is
// one of the examples', of the same kind of address.
func (t *template) readHosts(c *cli.Context) error {
	v6 := false
	for _, flag := range []string{"src", "dst"} {
		a, err := parseAddress(c, flag, netip.AddrPort{})
		if err != nil {
			return err
		}
		v6 = v6 || a.Addr().Is6()
	}
	t.src, t.dst = t.ends(v6)
	t.srcMAC, t.dstMAC = clientMAC, gatewayMAC
	if t.fromServer {
		t.src, t.dst = t.dst, t.src
		t.srcMAC, t.dstMAC = gatewayMAC, clientMAC
	}
	if t.name == "arp-request" {
		t.dstMAC = broadcast
	}
	t.src, _ = parseAddress(c, "src", t.src)
	t.dst, _ = parseAddress(c, "dst", t.dst)
	if t.src.Addr().Is4() != t.dst.Addr().Is4() {
		return usage("build.mixed_addresses", "Src", t.src.Addr().String(), "Dst", t.dst.Addr().String())
	}
	if t.carries == overARP && t.src.Addr().Is6() {
		return usage("build.arp_is_ipv4", "Src", t.src.Addr().String())
	}
	return t.readMACs(c)
}

// parseAddress reads a flag with IP or IP:PORT; an IPv6 address with a port
// stands in brackets. What is not given is as otherwise.
func parseAddress(c *cli.Context, flag string, otherwise netip.AddrPort) (netip.AddrPort, error) {
	text := c.String(flag)
	if text == "" {
		return otherwise, nil
	}
	if a, err := netip.ParseAddrPort(text); err == nil {
		return netip.AddrPortFrom(a.Addr().WithZone(""), a.Port()), nil
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	if err != nil {
		return otherwise, usage("build.bad_address", "Flag", spelled(flag), "Value", text)
	}
	return netip.AddrPortFrom(a.WithZone(""), otherwise.Port()), nil
}

func (t *template) readMACs(c *cli.Context) error {
	for flag, at := range map[string]*[6]byte{"src-mac": &t.srcMAC, "dst-mac": &t.dstMAC} {
		if c.IsSet(flag) {
			mac, err := net.ParseMAC(c.String(flag))
			if err != nil || len(mac) != 6 {
				return usage("build.bad_mac", "Flag", spelled(flag), "Value", c.String(flag))
			}
			*at = [6]byte(mac)
		}
	}
	return nil
}

// tcpFlags are TCP's control bits, as people write them.
var tcpFlags = map[string]proto.TCPFlags{
	"FIN": proto.FIN, "SYN": proto.SYN, "RST": proto.RST, "RESET": proto.RST, "PSH": proto.PSH, "PUSH": proto.PSH,
	"ACK": proto.ACK, "URG": proto.URG, "ECE": proto.ECE, "CWR": proto.CWR, "AE": proto.AE, "NS": proto.AE,
}

// flagNames are the flags as they are shown.
var flagNames = []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// readTCP reads what the flags say of the TCP header. Numbers are those of a
// connection whose client began at 1,000 and its server at 5,000.
func (t *template) readTCP(c *cli.Context) (err error) {
	flags := t.tcp
	if c.IsSet("flags") {
		if flags, err = parseFlags(c.String("flags")); err != nil {
			return err
		}
	}
	seq, ack := uint64(1000), uint64(5001)
	if t.fromServer {
		seq, ack = 5000, 1001
	}
	if t.tcp&(proto.SYN|proto.RST) == 0 {
		seq++
	}
	if t.tcp&proto.ACK == 0 {
		ack = 0
	}
	t.header = proto.TCPSpec{
		SrcPort: t.src.Port(), DstPort: t.dst.Port(), Flags: flags,
		Seq: uint32(given(c, "seq", seq)), Ack: uint32(given(c, "ack", ack)), Window: uint16(given(c, "window", 64240)),
	}
	return t.readOptions(c)
}

func parseFlags(list string) (flags proto.TCPFlags, err error) {
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(",+| ", r) }) {
		bit, ok := tcpFlags[strings.ToUpper(word)]
		if !ok {
			f := usage("build.unknown_flag", "Flag", word)
			if near := nearest(word, flagNames); near != "" {
				return 0, f.hinted("cli.usage.nearest", "Nearest", near)
			}
			return 0, f.hinted("build.hint.flags", "Flags", joined(flagNames))
		}
		flags |= bit
	}
	return flags, nil
}

// readOptions gives SYNs the MSS of an Ethernet, and any segment the options
// asked for, in the order that Linux writes them.
func (t *template) readOptions(c *cli.Context) error {
	var o proto.TCPOptions
	mss := uint64(1460)
	if t.src.Addr().Is6() {
		mss = 1440
	}
	if c.IsSet("mss") || t.tcp&proto.SYN != 0 {
		o = o.MSS(uint16(given(c, "mss", mss)))
	}
	if c.Bool("sack-perm") {
		o = o.SACKPermitted()
	}
	if c.IsSet("timestamp") {
		value, echo, ok := strings.Cut(c.String("timestamp"), ",")
		v, err1 := strconv.ParseUint(strings.TrimSpace(value), 0, 32)
		e, err2 := strconv.ParseUint(strings.TrimSpace(echo), 0, 32)
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
	t.header.Options = o
	return nil
}

// readPayload reads what the frame carries.
func (t *template) readPayload(c *cli.Context) (err error) {
	var given []string
	for _, flag := range []string{"payload", "payload-hex", "payload-file"} {
		if c.IsSet(flag) {
			given = append(given, flag)
		}
	}
	switch {
	case len(given) > 1:
		return usage("build.one_of", "Flags", spelled(given[0])+", "+spelled(given[1]))
	case len(given) == 0 && t.model.payload != nil:
		t.payload = []byte(t.model.payload(t.domain))
	case c.IsSet("payload"):
		t.payload = []byte(c.String("payload"))
	case c.IsSet("payload-hex"):
		text := strings.NewReplacer(" ", "", ":", "", "-", "").Replace(strings.TrimPrefix(c.String("payload-hex"), "0x"))
		if t.payload, err = hex.DecodeString(text); err != nil {
			return usage("build.bad_hex", "Flag", "--payload-hex", "Value", c.String("payload-hex"))
		}
	case c.IsSet("payload-file"):
		return t.readPayloadFile(c.String("payload-file"))
	}
	return err
}

// readPayloadFile reads a payload, which need not be a file that has an end.
func (t *template) readPayloadFile(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if t.payload, err = io.ReadAll(io.LimitReader(file, capture.MaxFrame+1)); err != nil {
		return err
	}
	if len(t.payload) > capture.MaxFrame {
		return usage("build.file_too_long", "Path", name, "Max", capture.MaxFrame)
	}
	return nil
}
