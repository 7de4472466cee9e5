package sim

import "testing"

// BenchmarkTenMegabytes fetches a response of 10 MB, seen at the client.
func BenchmarkTenMegabytes(b *testing.B) {
	for _, test := range []struct {
		name string
		o    Options
	}{
		{"plain", Options{}},
		{"wide window", Options{Client: End{Buffer: 4 << 20}, Bandwidth: 1_000_000_000}},
		{"loss", Options{Client: End{Buffer: 1 << 20}, Loss: 0.01}},
	} {
		b.Run(test.name, func(b *testing.B) {
			test.o.Response = 10 << 20
			b.SetBytes(10 << 20)
			b.ReportAllocs()
			frames := 0
			for b.Loop() {
				s, err := New(test.o)
				if err != nil {
					b.Fatal(err)
				}
				frames = 0
				for range s.Events() {
					frames++
				}
				if r, err := s.Responses(); err != nil || !r[0].Whole {
					b.Fatal(r, err)
				}
			}
			b.ReportMetric(float64(frames), "frames")
		})
	}
}

// BenchmarkHandshake sets a scene up and runs it until the connection stands.
func BenchmarkHandshake(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s, err := New(Options{Name: NameKnown})
		if err != nil {
			b.Fatal(err)
		}
		for e := range s.Events() {
			if e.Why == ConfirmOpen {
				break
			}
		}
	}
}
