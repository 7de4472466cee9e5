package record

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestGoldenIntervals(t *testing.T) {
	for _, tc := range []struct {
		name      string
		grades    []Grade
		intervals []Day
		stability []float64
	}{
		{"learned, forgotten, learned again", []Grade{Good, Good, Good, Again, Good, Good},
			[]Day{3, 14, 57, 3, 8, 19}, []float64{2.3065, 13.8269, 56.9567, 3.1881, 8.0808, 19.1348}},
		{"wrong at first", []Grade{Again, Good, Good, Good},
			[]Day{1, 3, 8, 22}, []float64{0.2120, 1.8868, 7.6382, 21.6078}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var s State
			on := Day(20000)
			for i, g := range tc.grades {
				s = s.Next(g, on)
				if s.Due-on != tc.intervals[i] || math.Abs(s.Stability-tc.stability[i]) > 5e-5 {
					t.Fatalf("answer %d: interval %d, stability %.4f, want %d, %.4f", i+1, s.Due-on, s.Stability, tc.intervals[i], tc.stability[i])
				}
				on = s.Due
			}
		})
	}
}

// TestAgainstReference replays histories of all grades, early, in time and late,
// that the algorithm's own authors' implementation computed.
func TestAgainstReference(t *testing.T) {
	text, err := os.ReadFile("testdata/fsrs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var s State
	on, reviews := Day(20000), 0
	for n, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line == "" {
			s = State{}
			continue
		}
		var after, interval Day
		var grade Grade
		var want State
		if _, err := fmt.Sscan(line, &after, (*uint8)(&grade), &interval, &want.Stability, &want.Difficulty, &want.Reps, &want.Lapses); err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		on += after
		want.Last, want.Due = on, on+interval
		got := s.Next(grade, on)
		exact := got
		exact.Stability, exact.Difficulty = want.Stability, want.Difficulty
		// The eighth decimal may differ with the order of operations.
		if exact != want || math.Abs(got.Stability-want.Stability) > 1e-6*want.Stability || math.Abs(got.Difficulty-want.Difficulty) > 1e-6 {
			t.Fatalf("line %d: got %+v, want %+v", n+1, got, want)
		}
		s = got
		reviews++
	}
	if reviews < 250 {
		t.Fatalf("only %d reviews compared", reviews)
	}
}

func drawState(t *rapid.T) State {
	var s State
	on := Day(20000)
	for range rapid.IntRange(0, 12).Draw(t, "reviews") {
		on += Day(rapid.IntRange(1, 400).Draw(t, "days"))
		s = s.Next(Grade(rapid.IntRange(1, 4).Draw(t, "grade")), on)
	}
	return s
}

func TestScheduleLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawState(t)
		on := s.Last + Day(rapid.IntRange(1, 4000).Draw(t, "elapsed"))
		var worse State
		for g := Again; g <= Easy; g++ {
			next := s.Next(g, on)
			if next.Stability < minStability || next.Stability > maxStability || next.Difficulty < 1 || next.Difficulty > 10 {
				t.Fatalf("%v: out of bounds: %+v", g, next)
			}
			if next.Due <= on || next.Due > on+maxInterval+3 {
				t.Fatalf("%v: due %d days on", g, next.Due-on)
			}
			if g > Again && next.Due <= worse.Due {
				t.Fatalf("%v is due no later than the grade below it", g)
			}
			worse = next
		}
		if again := s.Next(Again, on); s.Reps > 0 && again.Stability > s.Stability {
			t.Fatalf("forgetting made %v of stability %v", again.Stability, s.Stability)
		}
	})
}

func TestRetentionLaws(t *testing.T) {
	if r := (State{}).Retention(20000); r != 0 {
		t.Fatalf("retention %v of what was never asked", r)
	}
	if r := (State{Stability: 10, Reps: 1, Last: 20000}).Retention(20010); math.Abs(r-0.9) > 1e-7 {
		t.Fatalf("retention %v after as many days as the stability says", r)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := drawState(t).Next(Good, 40000)
		day := Day(rapid.IntRange(39990, 60000).Draw(t, "day"))
		today, tomorrow := s.Retention(day), s.Retention(day+1)
		if today <= 0 || today > 1 || tomorrow > today {
			t.Fatalf("retention %v, and %v a day later", today, tomorrow)
		}
		if day <= 40000 && today != 1 {
			t.Fatalf("retention %v on or before the day of the answer", today)
		}
	})
}
