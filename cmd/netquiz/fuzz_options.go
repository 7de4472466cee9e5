package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/fuzz"
)

// What a campaign lasts when nobody says: for somebody who waits, and for CI,
// where it must be the same each time.
const (
	fuzzTime   = 30 * time.Second
	fuzzCIRuns = 2_000_000
	fuzzCISeed = 1
)

// fuzzOptions reads the flags of fuzz and its subcommands.
func (e *env) fuzzOptions(c *cli.Context) (o fuzz.Options, err error) {
	o = fuzz.Options{
		Seed: c.Uint64("seed"), Runs: c.Uint64("runs"), Time: c.Duration("time"), Workers: int(c.Uint64("workers")),
		Protect: int(c.Uint64("protect")), KeepGoing: c.Bool("keep-going") || c.Bool("grade"), MaxFindings: int(c.Uint64("max-findings")),
	}
	o.Look = e.fuzzLook()
	o.Strategy, _ = fuzz.ParseStrategy(c.String("strategy"))
	if o.Time < 0 {
		return o, usage("cli.usage.not_a_duration", "Flag", "--time", "Value", c.String("time"), "Example", "30s")
	}
	if o.Layers, err = parseLayers(c.String("layers")); err != nil {
		return o, err
	}
	if o.Shard, o.Shards, err = parseShard(c.String("shard")); err != nil {
		return o, err
	}
	switch {
	case c.IsSet("seed"):
	case c.Bool("ci"):
		o.Seed = fuzzCISeed
	default:
		o.Seed = rand.Uint64() >> 32 // short enough to be typed
	}
	if o.Time == 0 && o.Runs == 0 {
		if o.Time = fuzzTime; c.Bool("ci") {
			o.Time, o.Runs = 0, fuzzCIRuns
		}
	}
	if o.Target, err = fuzzTarget(c); err != nil {
		return o, err
	}
	o.Seeds, err = e.fuzzSeeds(c.String("from"))
	return o, err
}

func parseLayers(list string) (layers []proto.Proto, err error) {
	var known []string
	for _, p := range fuzz.Protos() {
		known = append(known, p.String())
	}
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		p, ok := proto.ProtoByID(name)
		if !ok || !fuzz.Builds(p) {
			return nil, notOneOf("--layers", name, known)
		}
		layers = append(layers, p)
	}
	return layers, nil
}

// parseShard reads "0/4": which part, counted from 0, of how many.
func parseShard(text string) (part, parts uint64, err error) {
	if text == "" {
		return 0, 1, nil
	}
	k, n, _ := strings.Cut(text, "/")
	part, errK := strconv.ParseUint(k, 10, 32)
	parts, errN := strconv.ParseUint(n, 10, 32)
	if errK != nil || errN != nil || part >= parts {
		return 0, 0, usage("fuzz.usage.shard", "Flag", "--shard", "Value", text)
	}
	return part, parts, nil
}
