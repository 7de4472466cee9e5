package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/fuzz"
)

// fuzzReplay tries a case again: one that a campaign made, by seed and number,
// or frames of a file.
func (e *env) fuzzReplay(c *cli.Context) error {
	o, err := e.fuzzOptions(c)
	if err != nil {
		return err
	}
	arg := c.Args().First()
	if seed, i, ok := caseNumber(arg); ok {
		o.Seed = seed
		made, failed, err := fuzz.Replay(o, i)
		if err != nil {
			return e.unfit(err)
		}
		return e.fuzzTold(c, &o, made, failed, c.Args().First())
	}
	if filepath.Ext(arg) == ".json" {
		if kept, err := readKept(arg); err == nil {
			failed, err := kept.Try(o)
			if err != nil {
				return e.unfit(err)
			}
			return e.fuzzTold(c, &o, &kept.Case, failed, arg)
		}
	}
	s := &sources{e: e, names: []string{arg}, fcs: proto.FCSUnknown}
	for {
		var p proto.Packet
		if err := s.next(&p); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		made := &fuzz.Case{Strategy: fuzz.Raw, From: -1, Packet: p, Content: len(p.Bytes)}
		failed, err := fuzz.Try(o, &p)
		if err != nil {
			return e.unfit(err)
		}
		if err := e.fuzzTold(c, &o, made, failed, fmt.Sprintf("%s#%d", arg, p.Number)); err != nil {
			return err
		}
	}
}

// caseNumber reads "42:1093".
func caseNumber(text string) (seed, i uint64, ok bool) {
	a, b, found := strings.Cut(text, ":")
	seed, errA := strconv.ParseUint(a, 10, 64)
	i, errB := strconv.ParseUint(b, 10, 64)
	return seed, i, found && errA == nil && errB == nil
}

func readKept(name string) (*fuzz.Kept, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	kept := &fuzz.Kept{}
	return kept, json.Unmarshal(text, kept)
}

// fuzzTold says what a case that was tried again shows.
func (e *env) fuzzTold(c *cli.Context, o *fuzz.Options, made *fuzz.Case, failed *fuzz.Failure, name string) error {
	if failed == nil {
		fmt.Fprintln(e.out, e.text.T("fuzz.replay.clean", "Case", name))
		return nil
	}
	kept := fuzz.Kept{Case: *made, Signature: failed.Signature(), Failure: *failed, Count: 1}
	if made.From >= 0 {
		kept.Seed = o.Seeds[made.From].Name
	}
	if c.Bool("json") {
		if err := e.fuzzJSON(&kept); err != nil {
			return err
		}
	} else {
		e.fuzzReport(e.out, e.style(), &kept, "netquiz fuzz replay "+name)
	}
	return &failure{code: exitWrong}
}
