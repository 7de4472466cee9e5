package capture

import (
	"bytes"
	"io"
	"testing"

	"netquiz/proto"
)

func BenchmarkRead(b *testing.B) {
	p := syn(b)
	packets := make([]proto.Packet, 1000)
	for i := range packets {
		packets[i] = p
	}
	for _, kind := range []Kind{PCAP, PCAPNG, Hex, XXD, JSON} {
		input := write(b, kind, packets...)
		b.Run(kind.String(), func(b *testing.B) {
			var p proto.Packet
			r := newReader(b, input)
			for b.Loop() {
				err := r.Next(&p)
				if err == io.EOF {
					r = newReader(b, input)
				} else if err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(input) / len(packets)))
		})
	}
}

func newReader(b *testing.B, input []byte) *Reader {
	r, err := NewReader(bytes.NewReader(input), Auto)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func BenchmarkWrite(b *testing.B) {
	p := syn(b)
	for _, kind := range []Kind{PCAP, PCAPNG, Hex, JSON} {
		b.Run(kind.String(), func(b *testing.B) {
			w, err := NewWriter(io.Discard, kind)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				w.Write(&p)
			}
		})
	}
	b.Run("json-decoded", func(b *testing.B) {
		var f proto.Frame
		f.Decode(&p, proto.CheckAll)
		var buf []byte
		for b.Loop() {
			buf = AppendJSON(buf[:0], &f)
		}
	})
}
