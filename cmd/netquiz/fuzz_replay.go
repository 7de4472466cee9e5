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
		kept, failed, err := fuzz.Replay(o, i)
		if err != nil {
			return e.unfit(err)
		}
		return e.fuzzTold(c, kept, failed, arg)
	}
	if filepath.Ext(arg) == ".json" {
		if kept, err := readKept(arg); err == nil {
			failed, err := e.fuzzTry(&o, kept)
			if err != nil {
				return err
			}
			return e.fuzzTold(c, kept, failed, arg)
		}
	}
	s := &sources{e: e, names: []string{arg}, fcs: proto.FCSUnknown}
	for {
		var p proto.Packet
		if err := s.next(&p); err == io.EOF {
			return nil
		} else if err != nil {
			return formless(err)
		}
		kept := fuzz.NewKept(p)
		failed, err := e.fuzzTry(&o, kept)
		if err != nil {
			return err
		}
		if err := e.fuzzTold(c, kept, failed, fmt.Sprintf("%s#%d", arg, p.Number)); err != nil {
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

// fuzzTry holds a case against the laws again: what it breaks now is its failure.
func (e *env) fuzzTry(o *fuzz.Options, k *fuzz.Kept) (failed bool, err error) {
	failure, err := k.Try(*o)
	if err != nil {
		return false, e.unfit(err)
	}
	if failure != nil {
		k.Failure, k.Signature = *failure, failure.Signature()
	}
	return failure != nil, nil
}

// fuzzTold says what a case that was tried again shows. The file is named as it
// is, without the number of the frame in it.
func (e *env) fuzzTold(c *cli.Context, k *fuzz.Kept, failed bool, name string) error {
	if !failed {
		e.fuzzTell(e.fuzzSentence("fuzz.replay.clean", "Case", name))
		return nil
	}
	again := fuzzReplayOf(c, c.Args().First())
	if c.Bool("json") {
		if err := e.fuzzJSON(k, again); err != nil {
			return err
		}
	} else {
		e.fuzzReport(e.out, e.style(), k, again)
	}
	return &failure{code: exitWrong}
}
