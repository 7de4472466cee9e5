package proto

import (
	"sync"
	"testing"
)

var (
	testEth = &EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	testIP  = &IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
)

type seed struct {
	why    string
	fcs    int8
	layers []Spec
}

func seeds() []seed {
	return append([]seed{
		{"bare ACK: 54 bytes padded to 60", 4, []Spec{testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Ack: 1, Flags: ACK, Window: 502}}},
		{"SYN with the options of a real one", 4, []Spec{testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: SYN, Window: 64240,
			Options: TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)}}},
		{"SACK of two blocks, odd data length", 0, []Spec{testEth, testIP, &TCPSpec{SrcPort: 1, DstPort: 65535, Flags: ACK | PSH,
			Options: TCPOptions(nil).NOP().NOP().SACK([2]uint32{1, 2}, [2]uint32{5, 9})}, Payload("odd")}},
		{"Fast Open, MD5 and an unknown kind; list ended early", FCSUnknown, []Spec{testEth, testIP, &TCPSpec{Flags: SYN | ECE | CWR | AE,
			Options: TCPOptions(nil).FastOpen([]byte("cookie")).MD5([16]byte{1}).Other(99, []byte{1}).EOL()}}},
		{"IPv4 options: record route, no-operation", 4, []Spec{testEth, &IPv4Spec{TTL: 1, Options: []byte{1, 7, 7, 4, 0, 0, 0, 0}},
			&TCPSpec{Flags: RST}, Payload("data")}},
		{"first fragment: its transport cannot be summed", FCSUnknown, []Spec{testEth, &IPv4Spec{TTL: 1, MoreFragments: true}, &TCPSpec{Flags: ACK}, Payload("begin")}},
		{"later fragment: data, not TCP", 4, []Spec{testEth, &IPv4Spec{TTL: 1, FragmentOffset: 32, Protocol: 6}, Payload(make([]byte, 20))}},
		{"unknown protocol of IP", 4, []Spec{testEth, &IPv4Spec{TTL: 1, Protocol: 250}, Payload("opaque")}},
		{"unknown EtherType", 0, []Spec{&EthernetSpec{Type: 0x88b5}, Payload("experimental")}},
		{"802.3 length", 4, []Spec{&EthernetSpec{Type: 6}, Payload("\x42\x42\x03abc")}},
	}, moreSeeds...)
}

// moreSeeds are those of the protocols whose tests stand in files of their own.
var moreSeeds []seed

var seedFrames = sync.OnceValue(func() []*Packet {
	var all []*Packet
	for _, s := range seeds() {
		p := &Packet{Link: linkOf(s.layers[0]), FCS: s.fcs}
		if err := Build(p, s.layers...); err != nil {
			panic(s.why + ": " + err.Error())
		}
		all = append(all, p)
	}
	return all
})

// linkOf is the link type of frames that begin with the header.
func linkOf(first Spec) LinkType {
	switch first.(type) {
	case *SLLSpec:
		return LinkLinuxSLL
	case *SLL2Spec:
		return LinkLinuxSLL2
	case *NullSpec:
		return LinkNull
	case *IPv4Spec, *IPv6Spec:
		return LinkRaw
	}
	return LinkEthernet
}

// What Build makes decodes without a problem worth calling broken.
func TestBuildDecodes(t *testing.T) {
	for i, s := range seeds() {
		t.Run(s.why, func(t *testing.T) {
			var f Frame
			f.Decode(seedFrames()[i], CheckAll)
			for _, p := range f.Problems() {
				t.Errorf("%s at %d: got %#x, want %#x", p.Code, p.Off, p.Got, p.Want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, p := range seedFrames() {
		f.Add(p.Bytes)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, link := range linkTypesToTry() {
			for _, fcs := range []int8{FCSUnknown, 4} {
				checkTotal(t, &Packet{Bytes: b, Link: link, FCS: fcs})
			}
		}
		checkTotal(t, &Packet{Bytes: b, Link: LinkEthernet, Length: len(b) + 10})
	})
}

func FuzzField(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")) // the first field, zero
	f.Fuzz(func(t *testing.T, b []byte) {
		for field := range Fields() {
			if !field.Leaf() || !field.Numeric() {
				continue
			}
			v := field.Uint(b)
			c := append([]byte(nil), b...)
			if field.Put(c, v) == nil && string(c) != string(b) {
				t.Fatalf("%s: putting back %d changed %x to %x", field.ID, v, b, c)
			}
		}
	})
}
