package main

import (
	"maps"
	"slices"
	"testing"
)

// What becomes of a mutant behind its switch is what becomes of it alone.
func TestSwitches(t *testing.T) {
	p, err := load("netquiz/proto/peers/mutants/testdata/tiny")
	if err != nil {
		t.Fatal(err)
	}
	tests, err := build(p)
	if err != nil {
		t.Fatal(err)
	}
	defer tests.close()
	if v, out := tests.run(0); v != lived {
		t.Fatalf("without a change: %s %s", v, out)
	}
	verdicts := map[string]verdict{}
	for i := range p.mutants {
		m := &p.mutants[i]
		v, err := tests.try(m)
		if err != nil {
			t.Fatal(err)
		}
		verdicts[m.function+": "+m.text+" "+m.to.String()] = v
		alone := *m
		if alone.constant = true; m.viable { // as if it could have no switch
			if w, err := tests.try(&alone); err != nil || w != v {
				t.Errorf("%s: %s behind its switch, %s alone (%v)", m.key(), v, w, err)
			}
		}
	}
	want := map[string]verdict{
		": 1 + 1 -":                    killed,
		"Clamp: n > most >=":           lived, // the same
		"Clamp: n > most <=":           killed,
		"Wrap: a - b +":                killed,
		"Halves: n%2 == 0 !=":          killed,
		"Halves: n%2 *":                killed,
		"Halves: n != 0 ==":            killed,
		"Halves: count++ --":           killed,
		"Area: w*h + 1<<w/4 - -h +":    lived, // nobody asks
		"Area: w*h + 1<<w/4 -":         lived,
		"Area: w*h /":                  lived,
		"Area: 1<<w/4 *":               lived,
		"Area: -h +":                   lived,
		`Greeting: "hello, " + name -`: notViable,
	}
	if !maps.Equal(verdicts, want) {
		for _, key := range slices.Sorted(maps.Keys(verdicts)) {
			t.Logf("%q: %s", key, verdicts[key])
		}
		t.Errorf("want %v", want)
	}
}

func TestSurvivorsList(t *testing.T) {
	s, err := readSurvivors("# why\n\nit is the same\n\ta\n\tb\nothers\n\tc\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key  string
		want bool
	}{{"a", true}, {"a", false}, {"c", true}, {"d", false}} {
		if got := s.take(c.key); got != c.want {
			t.Errorf("%s: %v", c.key, got)
		}
	}
	if rest := s.rest(); !slices.Equal(rest, []string{"b"}) {
		t.Errorf("left: %v", rest)
	}
	if _, err := readSurvivors("\ta\n"); err == nil {
		t.Error("one without a reason is taken")
	}
}
