package fuzz

import (
	"bufio"
	"encoding/hex"
	"io"
	"os/exec"
	"testing"
)

// echo answers each line, and does as little as a target in Python can.
var echo = []string{"python3", "-c", "import sys\nfor line in sys.stdin:\n sys.stdout.write('ok\\n')\n sys.stdout.flush()"}

// BenchmarkTarget compares a campaign with a bare pipe to the same program that
// carries the same frames, 64 lines on their way.
func BenchmarkTarget(b *testing.B) {
	b.Run("pipe", barePipe)
	b.Run("campaign", func(b *testing.B) {
		o := Options{Seed: 1, Runs: uint64(b.N), Workers: 1, Target: &Target{Command: echo}, Seeds: BuiltIn()}
		if err := o.ready(); err != nil {
			b.Skip(err)
		}
		b.ResetTimer()
		if _, err := New(o).Run(b.Context()); err != nil {
			b.Fatal(err)
		}
	})
}

func barePipe(b *testing.B) {
	cmd := exec.Command(echo[0], echo[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Skip(err)
	}
	const half = 32
	lots := linesOf(b, 4096, half)
	answers := bufio.NewReader(out)
	answer := func() {
		for range half {
			if _, err := answers.ReadSlice('\n'); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ResetTimer()
	in.Write(lots[0])
	for i := half; i < b.N; i += half {
		in.Write(lots[i/half%len(lots)])
		answer()
	}
	answer()
	b.StopTimer()
	in.Close()
	io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
}

// linesOf are the frames of the first n cases, so many lines a lot.
func linesOf(b *testing.B, n, lot int) (lots [][]byte) {
	b.Helper()
	o := Options{Seed: 1, Target: &Target{}, Seeds: fit(BuiltIn(), &Options{Target: &Target{}})}
	m := newMaker(&o)
	var c Case
	for i := range n {
		if i%lot == 0 {
			lots = append(lots, nil)
		}
		m.make(&c, uint64(i))
		last := len(lots) - 1
		lots[last] = append(hex.AppendEncode(lots[last], c.Packet.Bytes), '\n')
	}
	return lots
}
