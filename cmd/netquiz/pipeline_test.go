package main

import (
	"context"
	"io"
	"runtime"
	"testing"

	"netquiz/proto"
)

// echo is a worker whose text of a packet is its bytes.
type echo struct{}

func (echo) appendTo(dst []byte, p *proto.Packet) ([]byte, verdict, bool) {
	return append(dst, p.Bytes...), verdict{}, true
}

// carry puts packets of 1,000 bytes through a pipeline, and returns the bytes that
// were allocated for it.
func carry(tb testing.TB, packets int) uint64 {
	tb.Helper()
	bytes, read, written := make([]byte, 1000), 0, 0
	lines := &pipeline{
		next: func(p *proto.Packet) error {
			if read == packets {
				return io.EOF
			}
			read++
			*p = proto.Packet{Number: read, Bytes: bytes}
			return nil
		},
		worker: func() worker { return echo{} },
		put: func(b *batch) error {
			written += len(b.text)
			return nil
		},
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := lines.run(context.Background()); err != nil {
		tb.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if written != packets*len(bytes) || lines.read != packets {
		tb.Fatalf("%d packets, %d bytes came out of %d", lines.read, written, packets)
	}
	return after.TotalAlloc - before.TotalAlloc
}

// All memory that a pipeline takes it takes for the batches that can be under
// way at once, which are used again and again.
func TestBatchesAreUsedAgain(t *testing.T) {
	const atOnce = 2*maxWorkers + 2
	most := uint64(atOnce * 16 * batchBytes) // append grows by less than that
	if got := carry(t, 100_000); got > most {
		t.Errorf("%d bytes were allocated for 100,000 packets, at most %d are needed", got, most)
	}
}

func BenchmarkPipeline(b *testing.B) {
	b.SetBytes(1000)
	carry(b, b.N)
}
