package proto

import (
	"encoding/binary"
	"testing"
)

func init() {
	udp := &UDPSpec{SrcPort: 40000, DstPort: 9}
	moreSeeds = append(moreSeeds,
		seed{"UDP without data, padded", 4, []Spec{testEth, testIP, udp}},
		seed{"UDP with an odd length", FCSUnknown, []Spec{testEth, testIP, udp, Payload("odd")}},
		seed{"first fragment of a UDP datagram", 0, []Spec{testEth, &IPv4Spec{TTL: 1, MoreFragments: true}, &UDPSpec{SrcPort: 1, DstPort: 2, Len: 30}, Payload("begin...")}},
	)
}

// udpFrame is an Ethernet frame with a UDP datagram, changed by change before
// it is decoded; change gets the datagram's bytes.
func udpFrame(t *testing.T, change func(udp []byte)) *Frame {
	t.Helper()
	p := &Packet{Link: LinkEthernet}
	err := Build(p, testEth, testIP, &UDPSpec{SrcPort: 40000, DstPort: 9}, Payload("twenty bytes of data"))
	if err != nil {
		t.Fatal(err)
	}
	change(p.Bytes[EthernetLen+IPv4MinLen:])
	f := &Frame{}
	f.Decode(p, CheckAll)
	return f
}

func TestUDPRules(t *testing.T) {
	length := func(n uint16) func([]byte) {
		return func(b []byte) { binary.BigEndian.PutUint16(b[4:], n) }
	}
	for _, c := range []struct {
		name    string
		change  func([]byte)
		status  Status
		problem Code // 0: none
	}{
		{"as built", func([]byte) {}, StatusGood, 0},
		{"no checksum", func(b []byte) { b[6], b[7] = 0, 0 }, StatusNotPresent, 0},
		{"wrong checksum", func(b []byte) { b[6] ^= 1 }, StatusBad, BadChecksum},
		{"length of the header less one", length(7), StatusNone, BadLength},
		{"length zero", length(0), StatusNone, BadLength},
		{"length past the packet", length(29), StatusUnverified, BadLength},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := udpFrame(t, c.change)
			if s := f.Layers()[f.Find(ProtoUDP)].Status; s != c.status {
				t.Errorf("status %d, want %d", s, c.status)
			}
			if c.problem == 0 && len(f.Problems()) != 0 {
				t.Errorf("problems: %+v", f.Problems())
			}
			if c.problem != 0 && (len(f.Problems()) != 1 || f.Problems()[0].Code != c.problem) {
				t.Errorf("problems: %+v, want %s", f.Problems(), c.problem)
			}
		})
	}
}

// A sum that comes out as zero is sent as 0xffff, since zero says that there is
// none (RFC 768).
func TestUDPZeroSum(t *testing.T) {
	data := make([]byte, 2)
	for v := range 1 << 16 {
		binary.BigEndian.PutUint16(data, uint16(v))
		p := &Packet{Link: LinkEthernet}
		if err := Build(p, testEth, testIP, &UDPSpec{}, Payload(data)); err != nil {
			t.Fatal(err)
		}
		sum := UDP(p.Bytes[EthernetLen+IPv4MinLen:]).Checksum()
		if sum == 0 {
			t.Fatalf("data %04x: sum 0", v)
		}
		if sum == 0xffff {
			var f Frame
			f.Decode(p, CheckAll)
			if f.Layers()[2].Status != StatusGood {
				t.Fatalf("0xffff is called %d", f.Layers()[2].Status)
			}
			return
		}
	}
	t.Fatal("no data gives 0xffff")
}

// A UDP length of zero means a jumbogram (RFC 2675 §4), and no datagram that its
// field could still tell the length of.
func TestLengthZeroOfTheLongestDatagram(t *testing.T) {
	const most = 0xffff
	p := Packet{Link: LinkRaw, Bytes: make([]byte, IPv6Len+most)}
	p.Bytes[0], p.Bytes[4], p.Bytes[5], p.Bytes[6] = 0x60, 0xff, 0xff, IPProtoUDP
	var f Frame
	f.Decode(&p, CheckNone)
	for _, problem := range f.Problems() {
		if problem.Field == udpLength && problem.Code == BadLength && problem.Want == most {
			return
		}
	}
	t.Errorf("%+v", f.Problems())
}
