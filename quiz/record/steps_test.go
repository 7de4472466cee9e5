package record

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func done(t rapidOrTesting, r *Record) string {
	steps, err := r.Done()
	if err != nil {
		t.Fatalf("Done: %v", err)
	}
	var names []string
	for _, s := range steps {
		names = append(names, fmt.Sprintf("%s/%s/%d", s.Stage, s.Name, s.Task))
	}
	return strings.Join(names, " ")
}

func TestSteps(t *testing.T) {
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	mark := func(stage, name string, task, h int) func(*Record) error {
		return func(r *Record) error { return r.Mark(Step{stage, name, task}, hour(h)) }
	}
	reset := func(stage string, h int) func(*Record) error {
		return func(r *Record) error { return r.Reset(stage, hour(h)) }
	}
	for _, tc := range []struct {
		name string
		acts []func(*Record) error
		want string
	}{
		{"nothing", nil, ""},
		{"steps and tasks", []func(*Record) error{mark("dns", "b", 0, 0), mark("dns", "a", 2, 1), mark("close", "a", 0, 2)}, "close/a/0 dns/a/2 dns/b/0"},
		{"twice", []func(*Record) error{mark("dns", "a", 0, 0), mark("dns", "a", 0, 1)}, "dns/a/0"},
		{"reset one stage", []func(*Record) error{mark("dns", "a", 0, 0), mark("close", "a", 0, 0), reset("dns", 1)}, "close/a/0"},
		{"reset all", []func(*Record) error{mark("dns", "a", 0, 0), mark("close", "a", 0, 0), reset("", 1)}, ""},
		{"reset and done again", []func(*Record) error{mark("dns", "a", 0, 0), reset("", 1), mark("dns", "a", 0, 2)}, "dns/a/0"},
		{"the clock went back before a mark", []func(*Record) error{reset("dns", 5), mark("dns", "a", 0, 1)}, "dns/a/0"},
		{"the clock went back before a reset", []func(*Record) error{mark("dns", "a", 0, 5), reset("dns", 1)}, ""},
		{"the clock went back before a reset of all", []func(*Record) error{mark("dns", "a", 0, 5), reset("", 1)}, ""},
		{"all in the same moment", []func(*Record) error{mark("dns", "a", 0, 0), reset("dns", 0), mark("dns", "b", 0, 0)}, "dns/b/0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			r := opened(t, dir)
			for _, act := range tc.acts {
				if err := act(r); err != nil {
					t.Fatal(err)
				}
			}
			if got := done(t, opened(t, dir)); got != tc.want {
				t.Fatalf("done %q, want %q", got, tc.want)
			}
		})
	}
}

func TestDoneTellsWhen(t *testing.T) {
	r := opened(t, t.TempDir())
	if err := r.Mark(Step{"dns", "a", 0}, noon); err != nil {
		t.Fatal(err)
	}
	if steps, err := r.Done(); err != nil || !steps[0].Time.Equal(noon) {
		t.Fatal(steps, err)
	}
}

// TestStepsAgainstModel: a mark always takes effect, a reset always does, whatever the clock says.
func TestStepsAgainstModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := hasty(t)
		model := make(map[Step]bool)
		when := rapid.Custom(func(t *rapid.T) time.Time {
			return noon.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "hour")) * time.Hour)
		})
		stage := rapid.SampledFrom([]string{"dns", "close"})
		t.Repeat(map[string]func(*rapid.T){
			"mark": func(t *rapid.T) {
				s := Step{stage.Draw(t, "stage"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "step"), rapid.IntRange(0, 1).Draw(t, "task")}
				if err := r.Mark(s, when.Draw(t, "when")); err != nil {
					t.Fatal(err)
				}
				model[s] = true
			},
			"reset": func(t *rapid.T) {
				which := rapid.OneOf(stage, rapid.Just("")).Draw(t, "stage")
				if err := r.Reset(which, when.Draw(t, "when")); err != nil {
					t.Fatal(err)
				}
				maps.DeleteFunc(model, func(s Step, _ bool) bool { return which == "" || s.Stage == which })
			},
			"": func(t *rapid.T) {
				steps, err := r.Done()
				if err != nil || len(steps) != len(model) {
					t.Fatalf("%v, want %v; %v", steps, model, err)
				}
				for _, s := range steps {
					if !model[s.Step] {
						t.Fatalf("%v should not be done", s)
					}
				}
			},
		})
	})
}
