package locales

import (
	"strconv"
	"testing"
)

// What a command pays at its start for the first message of a part, and for ten.
func BenchmarkFirstMessages(b *testing.B) {
	ids := []string{
		"explain.tcp.seq_raw", "explain.tcp.ack_raw", "explain.tcp.flags", "explain.tcp.srcport", "explain.tcp.dstport",
		"explain.ip.src", "explain.ip.dst", "explain.ip.ttl", "explain.eth.dst", "explain.eth.src",
	}
	for _, n := range []int{1, len(ids)} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				l := New(Korean)
				for _, id := range ids[:n] {
					l.T(id)
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
