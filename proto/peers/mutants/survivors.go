package main

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed survivors.txt
var survivorsList string

// survivors are the mutants that may live: by their keys, how many of each.
type survivors map[string]int

// readSurvivors reads the list: a line with a reason, and behind it, each in a
// line that begins with a tab, the mutants that live for it. Empty lines and
// those that begin with # say nothing.
func readSurvivors(list string) (survivors, error) {
	all, reason := survivors{}, ""
	for line := range strings.Lines(list) {
		key, indented := strings.CutPrefix(strings.TrimRight(line, "\n"), "\t")
		switch {
		case key == "" || strings.HasPrefix(key, "#"):
		case !indented:
			reason = key
		case reason == "":
			return nil, fmt.Errorf("survivors.txt: no reason for %s", key)
		default:
			all[key]++
		}
	}
	return all, nil
}

// take takes one such mutant off the list, and tells whether there was one.
func (s survivors) take(key string) bool {
	if s[key] == 0 {
		return false
	}
	s[key]--
	return true
}

// rest are the keys of those that were not taken, sorted.
func (s survivors) rest() []string {
	maps.DeleteFunc(s, func(_ string, n int) bool { return n == 0 })
	return slices.Sorted(maps.Keys(s))
}
