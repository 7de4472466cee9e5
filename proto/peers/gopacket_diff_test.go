package peers

import (
	"testing"

	"pgregory.net/rapid"

	"netquiz/proto"
)

// What both codecs read of a frame that was built is the same, and of one with
// bytes changed in its headers.
func TestGopacketAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(rows).Draw(t, "frame")
		p := &proto.Packet{Link: proto.LinkEthernet, FCS: 0}
		if err := proto.Build(p, r.layers...); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			p.Bytes[rapid.IntRange(0, min(len(p.Bytes), 74)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		c := &comparison{t: t, listed: map[string]int{}}
		c.packet(p)
	})
}
