package peers

import (
	"bytes"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"netquiz/proto/fuzz"
)

// BenchmarkFuzz compares runs a second: a plain loop over gopacket in one process
// (change a byte of a frame, decode it, serialize the layers again, compare), our
// campaign that changes the same frames, and the usual mix of every protocol, each
// with every law of the codec.
func BenchmarkFuzz(b *testing.B) {
	b.Run("gopacket", gopacketLoop)
	var same []fuzz.Seed
	for _, r := range rows[:2] {
		same = append(same, fuzz.NewSeed(r.name, *r.packet(b)))
	}
	for _, ours := range []struct {
		name string
		o    fuzz.Options
	}{
		{"same", fuzz.Options{Strategy: fuzz.Mutate, Seeds: same, Workers: 1}},
		{"mix/1", fuzz.Options{Seeds: fuzz.BuiltIn(), Workers: 1}},
		{"mix/2", fuzz.Options{Seeds: fuzz.BuiltIn(), Workers: 2}},
	} {
		b.Run(ours.name, func(b *testing.B) {
			o := ours.o
			o.Seed, o.Runs, o.KeepGoing = 1, uint64(b.N), true
			r, err := fuzz.New(o).Run(b.Context())
			if err != nil || len(r.Findings) > 0 {
				b.Fatal(err, r.Findings)
			}
			perSecond(b)
		})
	}
}

func perSecond(b *testing.B) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s") }

func gopacketLoop(b *testing.B) {
	var seeds [][]byte
	for _, r := range rows[:2] {
		p := r.packet(b)
		seeds = append(seeds, p.Bytes[:len(p.Bytes)-4])
	}
	buffer := gopacket.NewSerializeBuffer()
	frame := make([]byte, 0, 2048)
	differed := 0
	x := uint64(1)
	for i := 0; b.Loop(); i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		frame = append(frame[:0], seeds[i%len(seeds)]...)
		frame[x%uint64(len(frame))] ^= byte(x >> 32)
		p := gopacket.NewPacket(frame, layers.LayerTypeEthernet, gopacket.DecodeOptions{NoCopy: true})
		var parts []gopacket.SerializableLayer
		for _, l := range p.Layers() {
			if s, ok := l.(gopacket.SerializableLayer); ok {
				parts = append(parts, s)
			}
		}
		if gopacket.SerializeLayers(buffer, gopacket.SerializeOptions{}, parts...) != nil || !bytes.Equal(buffer.Bytes(), frame) {
			differed++
		}
	}
	perSecond(b)
	_ = differed
}
