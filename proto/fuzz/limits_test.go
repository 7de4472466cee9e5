package fuzz

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"netquiz/proto"
)

// What does not come back ends the campaign, and says at which case.
func TestHang(t *testing.T) {
	var ended atomic.Bool
	t.Cleanup(func() { ended.Store(true) })
	stuck := func(*proto.Frame) {
		for !ended.Load() {
		}
	}
	r := campaignOf(t, Options{Seed: 1, Workers: 2, Timeout: 50 * time.Millisecond, Look: stuck})
	if len(r.Findings) != 1 || r.Findings[0].Signature != "hang" || r.Findings[0].First&rareMask != 0 {
		t.Errorf("%+v", r.Findings)
	}
}

// So does what takes more memory than it may.
func TestHoard(t *testing.T) {
	var kept [][]byte
	hoard := func(*proto.Frame) { kept = append(kept, make([]byte, 200<<20)) }
	r := campaignOf(t, Options{Seed: 1, Workers: 1, Timeout: 2 * time.Second, Memory: 512 << 20, Look: hoard, Time: time.Minute})
	if len(r.Findings) != 1 || r.Findings[0].Signature != "memory" {
		t.Errorf("%+v, %d kept", r.Findings, len(kept))
	}
}

// Shards find together what one run finds, as often, and first at the same case.
func TestShardsFindTheSame(t *testing.T) {
	odd := func(f *proto.Frame) {
		if len(f.Bytes())%2 == 1 {
			panic("odd")
		}
	}
	o := Options{Seed: 5, Runs: 12 << 14, KeepGoing: true, Look: odd, Seeds: BuiltIn()}
	if testing.Short() {
		o.Runs = 5 << 14
	}
	whole := campaignOf(t, o)
	if len(whole.Findings) != 1 || whole.Findings[0].Count < 2 {
		t.Fatalf("%+v", whole.Findings)
	}
	var joined *Finding
	for o.Shard, o.Shards = 0, 3; o.Shard < o.Shards; o.Shard++ {
		for _, f := range campaignOf(t, o).Findings {
			if joined == nil {
				joined = &f
			} else {
				joined.join(&f)
			}
		}
	}
	if joined == nil || joined.Count != whole.Findings[0].Count || joined.First != whole.Findings[0].First {
		t.Errorf("%+v, not %+v", joined, whole.Findings[0])
	}
}

// A slow target is not waited for when the time is over, and the campaign goes on
// with the frame that was not tried.
func TestTimeOfASlowTarget(t *testing.T) {
	target := script(t, eachLine+" time.sleep(0.01)\n print('ok')")
	r := campaignOf(t, Options{Seed: 1, Workers: 1, Target: target, Seeds: BuiltIn(), Time: 200 * time.Millisecond})
	if r.Next != r.Runs || r.Runs >= blockLen {
		t.Errorf("%d runs, to go on with %d", r.Runs, r.Next)
	}
}

// What a target did is told as it happens, not when a row of cases has ended.
func TestProgressOfASlowTarget(t *testing.T) {
	t.Parallel()
	on := filepath.Join(t.TempDir(), "on")
	target := script(t, eachLine+" print('hm' if len(b) == 15 else 'ok', flush=True)\n while len(b) == 15 and not os.path.exists('"+on+"'): time.sleep(.01)")
	c := New(Options{Seed: 1, Runs: 1500, Workers: 1, Target: target, Seeds: BuiltIn(), Strategy: Mutate, KeepGoing: true})
	ended := make(chan *Result)
	go func() {
		defer close(ended)
		if r, err := c.Run(t.Context()); err == nil {
			ended <- r
		}
	}()
	for c.Progress().Findings == 0 { // the target waits for it
		time.Sleep(time.Millisecond)
	}
	if p := c.Progress(); p.Runs == 0 || p.Runs >= 1500 {
		t.Errorf("%d runs", p.Runs)
	}
	if err := os.WriteFile(on, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := <-ended; r == nil || r.Runs != 1500 || len(r.Findings) != 1 {
		t.Errorf("%+v", r)
	}
}
