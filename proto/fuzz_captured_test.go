package proto_test

import (
	"path/filepath"
	"testing"

	"netquiz/proto"
)

// FuzzCaptured begins with real frames, the first of each shape in the captures:
// every protocol is among them as others speak it.
func FuzzCaptured(f *testing.F) {
	seen := map[string]bool{}
	for _, name := range captureNames(f) {
		for _, p := range packets(f, gunzip(f, filepath.Join(captures, name+".gz"))) {
			if shape, _ := shapeOf(p); !seen[shape] { // the reason: no other seed has its headers
				seen[shape] = true
				f.Add(uint16(p.Link), p.FCS, p.Bytes)
			}
		}
	}
	f.Fuzz(func(t *testing.T, link uint16, fcs int8, b []byte) {
		p := &proto.Packet{Bytes: b, Link: proto.LinkType(link), FCS: max(fcs, proto.FCSUnknown)}
		proto.CheckTotal(t, p)
		p.Length = len(b) + 1
		proto.CheckTotal(t, p)
	})
}
