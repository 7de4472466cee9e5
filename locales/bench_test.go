package locales

import "testing"

// Start-up cost of the first message of a part, which is what a command pays.
func BenchmarkLoadPart(b *testing.B) {
	for _, name := range []string{"unit", "field", "explain"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := load(name, Korean); err != nil {
					b.Skip("this part has no messages yet")
				}
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	l := New(Korean)
	for b.Loop() {
		l.Bytes(1460)
	}
}

func BenchmarkJosa(b *testing.B) {
	for b.Loop() {
		Josa("tcp.options.timestamp.tsval", "은/는")
		Josa("1,000,000", "으로/로")
	}
}
