package peers

import (
	"fmt"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"netquiz/proto"
)

// difference is a reason why the two codecs differ, whether it is that of a fact,
// and packets that show it alone.
type difference struct {
	why      string
	is       func(c *comparison, l gopacket.Layer, theirs fact, ours string) bool
	examples []proto.Packet
}

// differences are all the ways in which the codecs differ on purpose.
var differences = []difference{
	{"gopacket reads a header by what announced it, whatever its version says", func(_ *comparison, l gopacket.Layer, _ fact, ours string) bool {
		return otherVersion(l) && (ours == "" || ours == "none")
	}, []proto.Packet{ethernet(0x0800, "\x65\x00\x00\x14", make([]byte, 16)),
		ethernet(0x86dd, "\x45\x00\x00\x00", make([]byte, 36))}},
	{"gopacket fills in a total length of 0, which ours shows as it is", func(_ *comparison, l gopacket.Layer, f fact, ours string) bool {
		return f.id == "ip.len" && ours == "0" && f.num == uint64(uint16(len(l.LayerContents())+len(l.LayerPayload())))
	}, []proto.Packet{ethernet(0x0800, "\x45\x00\x00\x00", make([]byte, 16))}},
	{"behind a datagram length that cannot be, ours takes nothing for a header", func(_ *comparison, l gopacket.Layer, f fact, ours string) bool {
		udp, ok := l.(*layers.UDP)
		return ok && udp.Length < 8 && (f.id == "udp.checksum" && ours == "" || f.id == payload)
	}, []proto.Packet{ethernet(0x0800, "\x45\x00\x00\x1c\x00\x00\x00\x00\x40\x11\x00\x00", make([]byte, 8), "\x00\x01\x00\x02\x00\x07\x00\x00")}},
	{"gopacket knows no FCS, and takes it for content that a length announces beyond it", func(c *comparison, _ gopacket.Layer, f fact, ours string) bool {
		i := c.frame.Find(proto.ProtoFCS)
		return f.id == payload && i >= 0 && f.String() == ours+fmt.Sprintf("%x", c.frame.Header(i))
	}, []proto.Packet{announced(ethernet(0x0800, "\x45\x00\x20\x00\x00\x00\x00\x00\x40\x06\x00\x00", make([]byte, 8+12), "\x50", make([]byte, 7+4)))}},
	{"gopacket takes 1501 to 1535 for a length, which IEEE 802.3 §3.2.6 leaves undefined", func(c *comparison, _ gopacket.Layer, f fact, _ string) bool {
		h, ok := c.frame.Ethernet()
		return ok && h.Type() > 1500 && h.Type() < 1536 && (f.id == "eth.len" && f.num == uint64(h.Type()) || f.id == "llc")
	}, []proto.Packet{ethernet(1520, "\xaa\xaa\x03", make([]byte, 1517))}},
	{"gopacket takes a protocol of 0 in a cooked header for LLC", func(c *comparison, _ gopacket.Layer, f fact, ours string) bool {
		v1, is1 := c.frame.SLL()
		v2, is2 := c.frame.SLL2()
		return f.id == "llc" && ours == "none" && (is1 && v1.Protocol() == 0 || is2 && v2.Protocol() == 0)
	}, []proto.Packet{
		{Link: proto.LinkLinuxSLL, Bytes: append(make([]byte, 16), "\x42\x42\x03"...)},
		{Link: proto.LinkLinuxSLL2, Bytes: append(make([]byte, 20), "\x42\x42\x03"...)},
	}},
}

// ethernet is a frame of that type, or length, that carries the pieces.
func ethernet(t uint16, pieces ...any) proto.Packet {
	b := append(make([]byte, 12), byte(t>>8), byte(t))
	for _, piece := range pieces {
		switch piece := piece.(type) {
		case string:
			b = append(b, piece...)
		case []byte:
			b = append(b, piece...)
		}
	}
	return proto.Packet{Link: proto.LinkEthernet, Bytes: b}
}

// announced is a packet of which it is said that an FCS ends it.
func announced(p proto.Packet) proto.Packet {
	p.FCS = 4
	return p
}

// Each reason is needed: its example shows it, and none but it.
func TestReasonsOccur(t *testing.T) {
	for _, d := range differences {
		for _, p := range d.examples {
			c := &comparison{t: t, listed: map[string]int{}}
			c.packet(&p)
			if len(c.listed) != 1 || c.listed[d.why] == 0 {
				t.Errorf("%q: %x shows %v", d.why, p.Bytes, c.listed)
			}
		}
	}
}
