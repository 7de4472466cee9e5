package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
)

// choice is a flag with a closed set of values.
type choice struct {
	*cli.StringFlag
	values []string
}

// choose returns a flag that takes one of values; otherwise is its value when
// it is not given.
func choose(name, otherwise string, values []string) *choice {
	return &choice{&cli.StringFlag{Name: name, Value: otherwise, Usage: strings.Join(values, "|")}, values}
}

// RunAction refuses a value that is none of the set.
func (f *choice) RunAction(c *cli.Context) error {
	if value := c.String(f.Name); !slices.Contains(f.values, value) {
		return notOneOf(spelled(f.Name), value, f.values)
	}
	return nil
}

// number is a flag for an integer in a range, in decimal or as 0x….
type number struct {
	*cli.Uint64Flag
	min, max uint64
}

// between returns a flag that takes an integer from min to max; otherwise is its
// value when it is not given.
func between(name string, otherwise, min, max uint64) *number {
	return &number{&cli.Uint64Flag{Name: name, Value: otherwise, Usage: "N"}, min, max}
}

// RunAction refuses an integer out of range.
func (f *number) RunAction(c *cli.Context) error {
	if value := c.Uint64(f.Name); value < f.min || value > f.max {
		return f.refuse(strconv.FormatUint(value, 10))
	}
	return nil
}

func (f *number) refuse(value string) error {
	return usage("cli.usage.not_in_range", "Flag", spelled(f.Name), "Value", value, "Min", f.min, "Max", f.max)
}

// spelled is a flag's name as it is typed.
func spelled(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// named returns the flag of this name or alias, nil if there is none.
func named(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

// takesValue reports whether a value follows the flag.
func takesValue(f cli.Flag) bool {
	documented, ok := f.(cli.DocGenerationFlag)
	return ok && documented.TakesValue()
}

// shape is the form of the value a flag takes, "" for none.
func shape(f cli.Flag) string {
	documented, ok := f.(cli.DocGenerationFlag)
	if !ok || !documented.TakesValue() {
		return ""
	}
	return documented.GetUsage()
}
