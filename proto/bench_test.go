package proto

import (
	"hash/crc32"
	"strconv"
	"testing"
)

// benchFrames are the frames of the benchmarks: with FCS, on the wire lengths.
func benchFrames(tb testing.TB) []*Packet {
	eth := &EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ip := &IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
	tcp := &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Ack: 1, Flags: ACK, Window: 502}
	syn := &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: SYN, Window: 64240,
		Options: TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)}
	var all []*Packet
	for _, layers := range [][]Spec{
		{eth, ip, tcp},
		{eth, ip, syn},
		{eth, ip, tcp, Payload(make([]byte, 512-58))},
		{eth, ip, tcp, Payload(make([]byte, 1518-58))},
	} {
		p := &Packet{Link: LinkEthernet, FCS: 4}
		if err := Build(p, layers...); err != nil {
			tb.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

var sink uint64

func BenchmarkDecode(b *testing.B) {
	for _, p := range benchFrames(b) {
		b.Run("floor/"+strconv.Itoa(len(p.Bytes)), func(b *testing.B) {
			for b.Loop() {
				sink += uint64(crc32.ChecksumIEEE(p.Bytes)) + Sum(0, p.Bytes[14:len(p.Bytes)-4])
			}
		})
		b.Run("decode/"+strconv.Itoa(len(p.Bytes)), func(b *testing.B) {
			var f Frame
			b.ReportAllocs()
			for b.Loop() {
				f.Decode(p, CheckAll)
			}
			if len(f.Problems()) != 0 {
				b.Fatal(f.Problems())
			}
		})
		b.Run("fields/"+strconv.Itoa(len(p.Bytes)), func(b *testing.B) {
			var f Frame
			f.Decode(p, CheckAll)
			n := 0
			for b.Loop() {
				n = 0
				for i := range f.Layers() {
					h := f.Header(i)
					t := f.layers[i].Proto.Table()
					for j := range t.Fields {
						sink += t.Fields[j].Uint(h)
						n++
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/field")
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	eth := &EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ip := &IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
	tcp := &TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Ack: 1, Flags: ACK, Window: 502}
	for _, n := range []int{0, 512 - 58, 1518 - 58} {
		layers := []Spec{eth, ip, tcp, Payload(make([]byte, n))}
		p := &Packet{Link: LinkEthernet, FCS: 4}
		Build(p, layers...)
		src := append([]byte(nil), p.Bytes...)
		dst := make([]byte, len(src))
		b.Run("floor/"+strconv.Itoa(len(src)), func(b *testing.B) {
			for b.Loop() {
				copy(dst, src)
				sink += uint64(crc32.ChecksumIEEE(dst)) + Sum(0, dst[14:len(dst)-4])
			}
		})
		b.Run("build/"+strconv.Itoa(len(src)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Build(p, layers...)
			}
		})
	}
}
