package fuzz

import (
	"context"
	"testing"
	"time"
)

func campaign(t testing.TB, o Options) *Result {
	t.Helper()
	o.KeepGoing, o.Look = true, look
	if o.Seeds == nil {
		o.Seeds = BuiltIn()
	}
	return campaignOf(t, o)
}

// fewer is n, or a tenth of it where tests are to be short.
func fewer(n uint64) uint64 {
	if testing.Short() {
		return n / 10
	}
	return n
}

func campaignOf(t testing.TB, o Options) *Result {
	t.Helper()
	r, err := New(o).Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The codec as it is stays clean.
func TestClean(t *testing.T) {
	start := time.Now()
	r := campaign(t, Options{Runs: fewer(1_000_000), Seed: 1})
	t.Logf("%d runs in %v, %d shapes", r.Runs, time.Since(start), len(r.Shapes))
	for _, f := range r.Findings {
		t.Errorf("%s: %d cases, first %d: %+v", f.Signature, f.Count, f.First, f.Failure)
	}
}

func BenchmarkCase(b *testing.B) {
	for _, s := range []Strategy{Mix, Generate, Attack, Mutate, Raw} {
		b.Run(s.String(), func(b *testing.B) {
			o := Options{Seeds: BuiltIn(), Strategy: s}
			w := newWorker(New(o))
			w.block = &block{}
			b.ReportAllocs()
			for i := uint64(0); b.Loop(); i++ {
				w.row(i, i+1, 1)
			}
		})
	}
}
