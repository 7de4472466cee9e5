package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"netquiz/locales"
	"netquiz/proto/capture"
	"netquiz/proto/sim"
)

// manyRequests writes a capture of at least n frames: one request after another.
func manyRequests(tb testing.TB, n int) (name string, frames int) {
	tb.Helper()
	name = filepath.Join(tb.TempDir(), "many.pcap")
	file, err := os.Create(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	w, err := capture.NewWriter(out, capture.PCAP)
	if err != nil {
		tb.Fatal(err)
	}
	for seed := uint64(1); frames < n; seed++ {
		for p := range sim.Web(sim.Options{Seed: seed, Response: 60_000}) {
			p.Time = p.Time.Add(time.Duration(seed) * time.Second)
			if err := w.Write(&p); err != nil {
				tb.Fatal(err)
			}
			frames++
		}
	}
	if err := out.Flush(); err != nil {
		tb.Fatal(err)
	}
	return name, frames
}

// BenchmarkConversations measures trace -o summary over a capture, a frame an
// operation, and tshark -z conv,tcp over the same where it is installed.
func BenchmarkConversations(b *testing.B) {
	name, frames := manyRequests(b, 200_000)
	perFrame := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*frames), "ns/frame")
	}
	b.Run("netquiz", func(b *testing.B) {
		e, _, _ := inProcess(locales.Korean)
		e.out = io.Discard
		b.ReportAllocs()
		for b.Loop() {
			if err := e.tellConversations(b.Context(), e.captured(name)); err != nil {
				b.Fatal(err)
			}
		}
		perFrame(b)
	})
	b.Run("tshark", func(b *testing.B) {
		tshark, err := exec.LookPath("tshark")
		if err != nil {
			b.Skip("tshark is not installed")
		}
		for b.Loop() {
			if err := exec.Command(tshark, "-r", name, "-q", "-z", "conv,tcp").Run(); err != nil {
				b.Fatal(err)
			}
		}
		perFrame(b)
	})
}

// BenchmarkTenMegabytes measures trace --response 10MB -o pcap.
func BenchmarkTenMegabytes(b *testing.B) {
	e, _, _ := inProcess(locales.Korean)
	e.out = io.Discard
	b.SetBytes(10e6)
	for b.Loop() {
		o := usualScene
		o.Response = 10e6
		t, err := simulated(o)
		if err != nil {
			b.Fatal(err)
		}
		if err := e.copyPackets(b.Context(), t, "pcap"); err != nil {
			b.Fatal(err)
		}
	}
}

// The memory of a summary does not grow with the frames of a conversation.
func TestConversationsStream(t *testing.T) {
	name, frames := manyRequests(t, 5000)
	e, _, _ := inProcess(locales.Korean)
	e.out = io.Discard
	allocated := testing.AllocsPerRun(2, func() {
		if err := e.tellConversations(t.Context(), e.captured(name)); err != nil {
			t.Fatal(err)
		}
	})
	if perFrame := allocated / float64(frames); perFrame > 1 {
		t.Errorf("%.1f allocations a frame", perFrame)
	}
}
