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

// survivors are the mutants that may live, by their keys.
type survivors map[string]bool

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
			all[key] = true
		}
	}
	return all, nil
}

// take takes the mutant off the list, and tells whether it was there.
func (s survivors) take(key string) bool {
	listed := s[key]
	delete(s, key)
	return listed
}

// rest are the keys of those that were not taken, sorted.
func (s survivors) rest() []string { return slices.Sorted(maps.Keys(s)) }
