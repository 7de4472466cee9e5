package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"github.com/xrash/smetrics"
)

// usage is the failure of a command line that asks for what there is not.
func usage(id string, args ...any) *failure {
	return &failure{code: exitUsage, id: id, args: args}
}

func unknownCommand(known []*cli.Command, word string) *failure {
	var names []string
	for _, c := range known {
		names = append(names, c.Names()...)
	}
	f := usage("cli.usage.unknown_command", "Command", word)
	if near := nearest(word, names); near != "" {
		return f.hinted("cli.usage.nearest", "Nearest", near)
	}
	return f.hinted("cli.usage.see_help", "Help", "netquiz help")
}

func (a *arrangement) unknownFlag(word string) *failure {
	var known []string
	for _, l := range a.levels {
		for _, f := range l.flags {
			known = append(known, f.Names()...)
		}
	}
	typed, _, _ := strings.Cut(word, "=")
	command := a.name()
	f := usage("cli.usage.unknown_flag", "Command", strings.TrimSpace("netquiz "+command), "Flag", typed)
	if near := nearest(strings.TrimLeft(typed, "-"), known); near != "" {
		return f.hinted("cli.usage.nearest", "Nearest", spelled(near))
	}
	return f.hinted("cli.usage.see_help", "Help", strings.TrimSpace("netquiz help "+command))
}

func notOneOf(flag, value string, values []string) *failure {
	f := usage("cli.usage.not_one_of", "Flag", flag, "Value", value, "Values", strings.Join(values, ", "))
	if near := nearest(value, values); near != "" {
		return f.hinted("cli.usage.nearest", "Nearest", near)
	}
	return f
}

// onUsageError tells what the flag package refuses after arrange let it pass: a
// value of the wrong kind. The package says it in English only.
func onUsageError(c *cli.Context, refused error, _ bool) error {
	var value, name string
	if n, _ := fmt.Sscanf(refused.Error(), "invalid value %q for flag -%s", &value, &name); n < 2 {
		if n, _ = fmt.Sscanf(refused.Error(), "invalid boolean value %q for -%s", &value, &name); n < 2 {
			return refused
		}
	}
	name = strings.TrimSuffix(name, ":")
	flag := named(c.Command.Flags, name)
	if f, ok := flag.(*number); ok {
		return f.refuse(value)
	}
	switch flag.(type) {
	case *switchFlag:
		return usage("cli.usage.not_a_switch", "Flag", spelled(name), "Value", value)
	case *durationFlag:
		return usage("cli.usage.not_a_duration", "Flag", spelled(name), "Value", value, "Example", "40ms")
	}
	return usage("cli.usage.not_a_number", "Flag", spelled(name), "Value", value)
}

// nearest returns the candidate that is spelled most like word, "" if none is
// like it. It measures as cli.SuggestCommand does, which always finds one; of
// short words, which that measures badly, one wrong letter or letters in another
// order will do. Case counts for nothing.
func nearest(word string, candidates []string) string {
	const (
		boost, prefix = 0.7, 4 // as in urfave/cli
		alike         = 0.8
	)
	word = strings.ToLower(word)
	best, found := alike, ""
	for _, candidate := range candidates {
		if likeness := smetrics.JaroWinkler(word, strings.ToLower(candidate), boost, prefix); likeness > best {
			best, found = likeness, candidate
		}
	}
	for i := 0; found == "" && i < len(candidates); i++ {
		if slipped(word, strings.ToLower(candidates[i])) {
			found = candidates[i]
		}
	}
	return found
}

// slipped tells whether two words differ by one letter or by their order.
func slipped(a, b string) bool {
	return len(a) > 2 && smetrics.WagnerFischer(a, b, 1, 1, 1) == 1 || letters(a) == letters(b)
}

// letters are those of a word in the order of their codes.
func letters(word string) string {
	runes := []rune(word)
	slices.Sort(runes)
	return string(runes)
}
