// Mutants measures how strong the tests of netquiz/proto are: it changes one
// operator at a time, runs the tests, and counts the changes that they notice.
//
//	cd proto/peers && go run ./mutants            # all of them, about a quarter of an hour
//	cd proto/peers && go run ./mutants 'udp\.go'  # those whose line in the report matches
//
// The changes are those of gremlins (github.com/go-gremlins/gremlins) with its
// default operators, at the same places; also at those that gremlins takes for
// uncovered, such as the conditions of a case. Gremlins compiles the package
// anew for each of them. Here all of them are compiled at once, each behind a
// switch that an environment variable sets, and only what must be constant is
// compiled alone.
//
// The tests run with -short, a fixed seed and no tshark. A mutant is killed when
// they fail, and lives when they pass; one that hangs is counted apart, as one
// that does not compile. survivors.txt says of each that lives why it may. The
// command fails when one lives that is not there, or one that is there does not.
package main

import (
	"fmt"
	"os"
	"regexp"
	"time"
)

func main() {
	pattern := ""
	if len(os.Args) > 1 {
		pattern = os.Args[1]
	}
	ok, err := measure(pattern)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// measure runs the tests against each mutant whose key matches the pattern, and
// answers whether those that live are those that may.
func measure(pattern string) (ok bool, err error) {
	only, err := regexp.Compile(pattern)
	if err != nil {
		return false, err
	}
	may, err := readSurvivors(survivorsList)
	if err != nil {
		return false, err
	}
	p, err := load("netquiz/proto")
	if err != nil {
		return false, err
	}
	tests, err := build(p)
	if err != nil {
		return false, err
	}
	defer tests.close()

	start := time.Now()
	if v, out := tests.run(0); v != lived {
		return false, fmt.Errorf("the tests fail without a change:\n%s", out)
	}
	fmt.Printf("%d mutants; the tests take %v\n", p.count(), time.Since(start).Round(time.Millisecond))

	count := map[verdict]int{}
	ok = true
	for i := range p.mutants {
		m := &p.mutants[i]
		if !only.MatchString(m.key()) {
			continue
		}
		v, err := tests.try(m)
		if err != nil {
			return false, err
		}
		count[v] += len(m.kinds)
		listed := may.take(m.key())
		switch {
		case v == lived && !listed:
			ok = false
			fmt.Printf("LIVED      %s:%d:%d  %s\n", m.file, m.line, m.column, m.key())
		case v == timedOut:
			fmt.Printf("TIMED OUT  %s:%d:%d  %s\n", m.file, m.line, m.column, m.key())
		case v != lived && listed:
			ok = false
			fmt.Printf("%v, but listed: %s\n", v, m.key())
		}
	}
	if pattern == "" {
		for _, key := range may.rest() {
			ok = false
			fmt.Printf("listed, but no mutant: %s\n", key)
		}
	}
	fmt.Printf("killed %d, lived %d, timed out %d, not viable %d in %v: efficacy %.2f %%\n",
		count[killed], count[lived], count[timedOut], count[notViable], time.Since(start).Round(time.Second),
		100*float64(count[killed])/float64(max(1, count[killed]+count[lived])))
	return ok, nil
}
