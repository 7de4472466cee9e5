package proto

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// What most frames are goes the quick way: to decode, to seal and to build them.
// What differs by as little as can be does not.
func TestQuickIsTaken(t *testing.T) {
	ones := [4]byte{255, 255, 255, 255}
	zeros := func(n int) Payload { return make(Payload, n) }
	high := func(n int) Payload { return bytes.Repeat([]byte{0xff}, n) }
	eth, ip, tcp := testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 9, Flags: ACK}
	with := func(options int) *TCPSpec { return &TCPSpec{Options: bytes.Repeat([]byte{1}, options)} }
	for _, c := range []struct {
		name                string
		layers              []Spec
		decode, seal, build bool
	}{
		{"a bare segment", []Spec{eth, ip, tcp}, true, true, true},
		{"no data", []Spec{eth, ip, tcp, zeros(0)}, true, true, true},
		{"data", []Spec{eth, ip, tcp, zeros(5)}, true, true, true},
		{"options", []Spec{eth, ip, with(40)}, true, true, true},
		{"options and data", []Spec{eth, ip, with(4), zeros(5)}, true, true, true},
		{"options that are padded", []Spec{eth, ip, with(3)}, true, true, false},
		{"as much as Ethernet carries", []Spec{eth, ip, tcp, zeros(1460)}, true, true, true},
		{"more than Ethernet carries", []Spec{eth, ip, tcp, zeros(1461)}, false, true, true},
		{"as much as IPv4 carries", []Spec{eth, ip, tcp, zeros(65495)}, false, true, true},
		{"numbers whose sums carry over", []Spec{eth, &IPv4Spec{Src: ones, Dst: ones, ID: 0xffff, TTL: 255, DSCP: 63, ECN: 3}, &TCPSpec{
			SrcPort: 0xffff, DstPort: 0xffff, Seq: 0xffffffff, Ack: 0xffffffff, Flags: 0x1ff, Window: 0xffff, Urgent: 0xffff}, high(20)}, true, true, true},
		{"a payload in two pieces", []Spec{eth, ip, tcp, zeros(1), zeros(1)}, true, true, false},
		{"a given EtherType", []Spec{&EthernetSpec{Type: EtherTypeIPv4}, ip, tcp}, true, true, false},
		{"a given protocol", []Spec{eth, &IPv4Spec{Protocol: IPProtoTCP}, tcp}, true, true, false},
		{"IPv4 options", []Spec{eth, &IPv4Spec{Options: IPv4Options{1, 1, 1, 1}}, tcp}, false, false, false},
		{"a first fragment", []Spec{eth, &IPv4Spec{MoreFragments: true}, tcp}, false, false, false},
		{"a later fragment", []Spec{eth, &IPv4Spec{FragmentOffset: 8, Protocol: IPProtoTCP}, tcp}, false, false, false},
		{"UDP", []Spec{eth, ip, &UDPSpec{}, zeros(20)}, false, false, false},
		{"IPv6", []Spec{eth, testIP6, tcp}, false, false, false},
		{"a tag", []Spec{eth, &VLANSpec{}, ip, tcp}, false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := (&Packet{Link: LinkEthernet}).buildQuick(c.layers); got != c.build {
				t.Errorf("built the quick way: %v", got)
			}
			b, err := Append(nil, c.layers...)
			if err != nil {
				t.Fatal(err)
			}
			if err := sealHeaders(b, LinkEthernet, KeepNone); err != nil {
				t.Fatal(err)
			}
			sealed := bytes.Clone(b)
			if got := sealQuick(sealed); got != c.seal || !bytes.Equal(sealed, b) {
				t.Errorf("sealed the quick way: %v", got)
			}
			p := &Packet{Link: LinkEthernet, Bytes: b}
			var f Frame
			f.Decode(p, CheckNone) // sets f up
			if _, _, _, ok := f.quick(CheckAll); ok != c.decode {
				t.Errorf("decoded the quick way: %v", ok)
			}
			for _, check := range []Check{CheckNone, CheckHeader, CheckTransport, CheckFCS} {
				if _, _, _, ok := f.quick(check); ok {
					t.Errorf("decoded the quick way, though not all sums are asked for: %d", check)
				}
			}
		})
	}
	long, err := Append(nil, eth, ip, tcp, zeros(65496)) // a byte more than IPv4 carries
	if err != nil || sealQuick(long) || sealQuick(long[:EthernetLen+IPv4MinLen+TCPMinLen-1]) {
		t.Errorf("sealed the quick way (%v)", err)
	}
}

// A header whose sum carries over in its very last piece is sealed and decoded
// as any other.
func TestQuickHeaderCarries(t *testing.T) {
	p := &Packet{Link: LinkEthernet}
	if err := Build(p, testEth, testIP, &TCPSpec{Flags: ACK}); err != nil {
		t.Fatal(err)
	}
	b := p.Bytes[:EthernetLen+IPv4MinLen+TCPMinLen]
	binary.LittleEndian.PutUint64(b[EthernetLen+12:], ^le64(b[EthernetLen:])) // the addresses make it all ones so far
	want := bytes.Clone(b)
	if err := sealHeaders(want, LinkEthernet, KeepNone); err != nil {
		t.Fatal(err)
	}
	if !sealQuick(b) || !bytes.Equal(b, want) {
		t.Errorf("sealed %x, want %x", b, want)
	}
	p.Bytes = want
	var f Frame
	f.Decode(p, CheckNone) // sets f up
	if _, _, _, ok := f.quick(CheckAll); !ok {
		t.Error("not decoded the quick way")
	}
}
