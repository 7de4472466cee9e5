package proto

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
)

func init() {
	tcp := &TCPSpec{SrcPort: 51000, DstPort: 80, Flags: SYN}
	options := func(o IPv4Options) *IPv4Spec { return &IPv4Spec{Src: testIP.Src, Dst: testIP.Dst, TTL: 64, Options: o} }
	route := [][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}
	moreSeeds = append(moreSeeds,
		seed{"record route, one router in", 4, []Spec{testEth, options(IPv4Options{7, 11, 8, 10, 0, 0, 1, 0, 0, 0, 0}), tcp}},
		seed{"loose source route: its last address is summed", 4, []Spec{testEth, options(IPv4Options(nil).SourceRoute(false, route...)), tcp}},
		seed{"strict source route at its end", 4, []Spec{testEth, options(IPv4Options{137, 7, 8, 10, 0, 0, 1}), tcp}},
		seed{"time stamps alone", 4, []Spec{testEth, options(IPv4Options(nil).Timestamps(2)), tcp}},
		seed{"time stamps with addresses", 0, []Spec{testEth, options(IPv4Options{68, 12, 13, 1, 10, 0, 0, 1, 0, 0, 0, 9}), tcp}},
		seed{"time stamps of given routers, one missed", 0, []Spec{testEth, options(IPv4Options{68, 12, 5, 0x13, 10, 0, 0, 1, 0, 0, 0, 0}), tcp}},
		seed{"router alert, stream id, security, an unknown one", 4, []Spec{testEth, options(IPv4Options(nil).RouterAlert().
			Other(136, []byte{1, 2}).Other(130, []byte("\x00\x00\x00\x00HRTCC")).NOP().Other(158, []byte("?"))), tcp}},
	)
}

// The examples of RFC 791 appendix A, written out by hand.
func TestRFC791Examples(t *testing.T) {
	for _, c := range []struct {
		name   string
		bytes  string
		fields string
	}{
		{"example 1: a datagram of one byte of data", "45000015006f0000 7b01 bf12 0a000001 0a000002 00",
			"ip.version=4 ip.hdr_len=20 ip.len=21 ip.id=0x006f ip.flags=0x00 ip.frag_offset=0 ip.ttl=123 ip.proto=1 ip.src=10.0.0.1 ip.dst=10.0.0.2"},
		{"example 2: the first fragment, of 256 bytes", "45000114006f2000 7706 a20e 0a000001 0a000002" + strings.Repeat("00", 256),
			"ip.len=276 ip.flags.mf=1 ip.frag_offset=0 ip.ttl=119"},
		{"example 2: the last one, 32 units of 8 bytes on", "450000d8006f0020 7706 c22a 0a000001 0a000002" + strings.Repeat("00", 196),
			"ip.len=216 ip.flags.mf=0 ip.frag_offset=32 ip.ttl=119"},
		{"example 3: options of 1, 2, 3 and 4 bytes end in EOL", "48000240006f0000 7b06 0000 0a000001 0a000002 01 9e03aa 9f04aabb 01 00 0000" + strings.Repeat("00", 544),
			"ip.hdr_len=32 ip.len=576 ip.opt.type=1,158,159,1,0 ip.opt.len=3,4 ip.opt.data=aa,aabb ip.opt.padding=0000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := hex.DecodeString(strings.ReplaceAll(c.bytes, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			checkFields(t, &Packet{Bytes: b, Link: LinkIPv4}, c.fields)
		})
	}
}

// checkFields compares fields, written as "id=text …", with those of the packet.
func checkFields(t *testing.T, p *Packet, fields string) {
	t.Helper()
	var f Frame
	f.Decode(p, CheckAll)
	for _, pair := range strings.Fields(fields) {
		id, want, _ := strings.Cut(pair, "=")
		s, err := Select(id)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, v := range s.Values(nil, &f) {
			texts = append(texts, v.String())
		}
		if got := strings.Join(texts, ","); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

// Sums worked out in RFC 1071: the example of §3, odd lengths, and either byte
// order.
func TestRFC1071(t *testing.T) {
	for _, c := range []struct {
		name string
		data string
		sum  uint16
	}{
		{"§3: the sum of its example is ddf2", "0001f203f4f5f6f7", 0xddf2},
		{"§2 (B): swapped bytes give the swapped sum", "010003f2f5f4f7f6", 0xf2dd},
		{"nothing", "", 0},
		{"one byte counts as the high one", "ab", 0xab00},
		{"the carry goes around", "ffff0001", 1},
		{"and around again", "ffffffffffff0002", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := hex.DecodeString(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if got := Fold(Sum(0, b)); got != c.sum {
				t.Errorf("%04x, want %04x", got, c.sum)
			}
			// §2 (A): the order of the words does not count.
			for at := 0; at+4 <= len(b); at += 2 {
				b[at], b[at+1], b[at+2], b[at+3] = b[at+2], b[at+3], b[at], b[at+1]
				if got := Fold(Sum(0, b)); got != c.sum {
					t.Errorf("%04x in another order, want %04x", got, c.sum)
				}
			}
		})
	}
}

// Either destination under a source route makes a sum good: the route's last,
// as RFC 9293 §3.1 has it, or the header's, as Linux sums.
func TestSourceRouteSums(t *testing.T) {
	p := &Packet{Link: LinkEthernet}
	spec := *testIP
	spec.Options = IPv4Options(nil).SourceRoute(false, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2})
	if err := Build(p, testEth, &spec, &UDPSpec{SrcPort: 1, DstPort: 2}, Payload("data")); err != nil {
		t.Fatal(err)
	}
	var f Frame
	status := func() Status {
		f.Decode(p, CheckAll)
		return f.Layers()[2].Status
	}
	if s := status(); s != StatusGood {
		t.Errorf("summed with the last address: %d", s)
	}
	sum := p.Bytes[EthernetLen+IPv4MinLen+12+6:]
	wrong := binary.BigEndian.Uint16(sum)
	udp := p.Bytes[EthernetLen+IPv4MinLen+12:][:12]
	sum[0], sum[1] = 0, 0
	addresses := p.Bytes[EthernetLen+12 : EthernetLen+20]
	binary.BigEndian.PutUint16(sum, ^Fold(Sum(pseudoHeader(addresses, IPProtoUDP, len(udp)), udp)))
	if binary.BigEndian.Uint16(sum) == wrong {
		t.Fatal("both sums are the same")
	}
	if s := status(); s != StatusGood {
		t.Errorf("summed with the header's: %d", s)
	}
	sum[0] ^= 1
	if s := status(); s != StatusBad {
		t.Errorf("wrong with either: %d", s)
	}
}

// A length, a header length or a version that cannot be leaves nothing behind it
// that is known to be a header.
func TestIPv4Malformed(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(ip []byte)
		problem Code
		hdr     uint32
	}{
		{"header length of 16", func(ip []byte) { ip[0] = 0x44 }, BadLength, 1},
		{"version 5", func(ip []byte) { ip[0] = 0x55 }, BadVersion, 1},
		{"total length of 19", func(ip []byte) { ip[3] = 19 }, BadLength, 4},
		{"total length of the packet plus one", func(ip []byte) {
			ip[3]++
			binary.BigEndian.PutUint16(ip[10:], ^Fold(headerSum(ip[:20])+uint64(ip[3])<<8))
		}, BadLength, 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Packet{Link: LinkEthernet}
			if err := Build(p, testEth, testIP, &TCPSpec{Flags: ACK}, Payload("data")); err != nil {
				t.Fatal(err)
			}
			p.Bytes = p.Bytes[:58] // without padding
			c.change(p.Bytes[EthernetLen:])
			p.Length = 0
			var f Frame
			f.Decode(p, CheckHeader)
			if l := f.Layers()[1]; l.Proto != ProtoIPv4 || l.Hdr != c.hdr {
				t.Errorf("header: %+v", l)
			}
			if len(f.Problems()) != 1 || f.Problems()[0].Code != c.problem {
				t.Errorf("problems: %+v", f.Problems())
			}
		})
	}
}
