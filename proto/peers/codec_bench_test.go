package peers

import (
	"hash/crc32"
	"testing"

	"netquiz/proto"
)

var result uint64

func floor(frame []byte) {
	result += uint64(crc32.ChecksumIEEE(frame)) + proto.Sum(0, frame[proto.EthernetLen:len(frame)-4])
}

// BenchmarkDecode: the floor, netquiz with all sums verified, gopacket with the
// same checks.
func BenchmarkDecode(b *testing.B) {
	for _, r := range rows {
		p := r.packet(b)
		b.Run(r.name+"/floor", func(b *testing.B) {
			for b.Loop() {
				floor(p.Bytes)
			}
		})
		b.Run(r.name+"/netquiz", func(b *testing.B) {
			var f proto.Frame
			b.ReportAllocs()
			for b.Loop() {
				f.Decode(p, proto.CheckAll)
			}
			if len(f.Problems()) != 0 {
				b.Fatal(f.Problems())
			}
		})
		b.Run(r.name+"/gopacket", func(b *testing.B) {
			peer := newPeer()
			b.ReportAllocs()
			for b.Loop() {
				if err := peer.check(p.Bytes); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMixed decodes a capture with frames of every kind, a capture an
// operation.
func BenchmarkMixed(b *testing.B) {
	packets := mixedPackets(b)
	perFrame := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(packets)), "ns/frame")
	}
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			for _, p := range packets {
				floor(p.Bytes)
			}
		}
		perFrame(b)
	})
	b.Run("netquiz", func(b *testing.B) {
		var f proto.Frame
		b.ReportAllocs()
		for b.Loop() {
			for _, p := range packets {
				f.Decode(p, proto.CheckAll)
			}
		}
		perFrame(b)
	})
	b.Run("gopacket", func(b *testing.B) {
		peer := newPeer()
		b.ReportAllocs()
		for b.Loop() {
			for _, p := range packets {
				if err := peer.check(p.Bytes); err != nil {
					b.Fatal(err)
				}
			}
		}
		perFrame(b)
	})
}

// BenchmarkBuild: the floor, which is the sums and a copy, and netquiz.
func BenchmarkBuild(b *testing.B) {
	for _, r := range rows {
		p := r.packet(b)
		made := append([]byte(nil), p.Bytes...)
		b.Run(r.name+"/floor", func(b *testing.B) {
			dst := make([]byte, len(made))
			for b.Loop() {
				copy(dst, made)
				floor(dst)
			}
		})
		b.Run(r.name+"/netquiz", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := proto.Build(p, r.layers...); err != nil {
					b.Fatal(err)
				}
			}
			if string(p.Bytes) != string(made) {
				b.Fatal("built something else")
			}
		})
	}
}

// BenchmarkFields reads every field of a frame through the tables.
func BenchmarkFields(b *testing.B) {
	for _, r := range rows {
		var f proto.Frame
		f.Decode(r.packet(b), proto.CheckAll)
		b.Run(r.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = 0
				for i, l := range f.Layers() {
					h, fields := f.Header(i), l.Proto.Table().Fields
					for j := range fields {
						result += fields[j].Uint(h)
					}
					n += len(fields)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/field")
		})
	}
}
