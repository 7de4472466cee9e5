package main

import (
	"math"
	"strconv"
	"strings"
)

// sizes are the suffixes of amounts: decimal, as networks count, and binary.
var sizes = []struct {
	suffix string
	scale  float64
}{
	{"ki", 1 << 10}, {"mi", 1 << 20}, {"gi", 1 << 30}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"", 1},
}

// mostAmount is more than any option takes.
const mostAmount = 1 << 40

// parseSize reads an amount of bytes or bits: 20kB, 1.5M, 100Mbit/s, 64KiB.
func parseSize(flag, text string) (int, error) {
	plain := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), ",", ""))
	plain = strings.TrimSuffix(plain, "/s")
	for _, unit := range []string{"bytes", "byte", "bits", "bit", "bps"} {
		plain = strings.TrimSuffix(plain, unit)
	}
	plain = strings.TrimSuffix(plain, "b")
	for _, s := range sizes {
		digits, ok := strings.CutSuffix(plain, s.suffix)
		if !ok {
			continue
		}
		f, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil || math.IsNaN(f) || f < 0 || f*s.scale > mostAmount {
			break
		}
		return int(f * s.scale), nil
	}
	return 0, usage("trace.bad_size", "Flag", spelled(flag), "Value", text)
}

// parseNumbers reads numbers from 1 on, separated by commas.
func parseNumbers(flag, text string) (all []int, err error) {
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return nil, usage("trace.bad_numbers", "Flag", spelled(flag), "Value", text)
		}
		all = append(all, n)
	}
	if all == nil {
		return nil, usage("trace.bad_numbers", "Flag", spelled(flag), "Value", text)
	}
	return all, nil
}
