package fuzz

import (
	"bytes"
	"testing"

	"netquiz/proto"
)

// FuzzCodec holds any bytes against every law, as each source may announce them,
// and seals them. What campaigns ever found is among its seeds in testdata.
func FuzzCodec(f *testing.F) {
	for _, s := range BuiltIn() {
		f.Add(s.Packet.Bytes)
	}
	f.Add([]byte{}) // nothing at all
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, start := range roots[10:] {
			for _, fcs := range fcsForms[1:] {
				p := proto.Packet{Bytes: b, Link: start.link, FCS: fcs}
				if failure := (&bench{}).try(&NewKept(p).Case, nil); failure != nil {
					t.Fatalf("link %d, FCS %d: %+v", start.link, fcs, failure)
				}
			}
			p := proto.Packet{Bytes: bytes.Clone(b), Link: start.link}
			_ = proto.Seal(&p, len(b), proto.KeepNone) // content too long for its lengths is refused
		}
	})
}
