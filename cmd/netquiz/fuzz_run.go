package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kballard/go-shellquote"
	"github.com/urfave/cli/v2"

	"netquiz/proto/fuzz"
	"netquiz/proto/view"
)

// findingsDir is where findings are kept when nobody says.
const findingsDir = "findings"

func fuzzDir(c *cli.Context) string { return cmp.Or(c.String("out"), findingsDir) }

func (e *env) fuzz(c *cli.Context) error {
	o, err := e.fuzzOptions(c)
	if err != nil {
		return err
	}
	state, err := fuzzState(c, &o)
	if err != nil {
		return err
	}
	if err := e.fuzzKept(c, &o, &state); err != nil {
		return err
	}
	if o.Target != nil {
		manner, err := o.Manner()
		if err != nil {
			return e.unfit(err)
		}
		if note := e.fuzzManner(manner); note != "" {
			e.remark(note)
		}
	}
	campaign := fuzz.New(o)
	stop := e.follow(campaign, &o)
	result, err := campaign.Run(c.Context)
	stop()
	if err != nil {
		return e.unfit(err)
	}
	return e.fuzzEnded(c, &o, result, state)
}

// fuzzEnded tells and keeps what a campaign found.
func (e *env) fuzzEnded(c *cli.Context, o *fuzz.Options, r *fuzz.Result, state fuzz.State) error {
	for k := range r.Findings {
		if err := e.fuzzFinding(c, o, &r.Findings[k]); err != nil {
			return err
		}
	}
	if len(r.Findings) > 0 {
		if err := fuzz.WriteAll(fuzzDir(c)); err != nil {
			return err
		}
	}
	kept := 0
	if c.IsSet("out") {
		var err error
		if kept, err = fuzz.KeepShapes(c.String("out"), r.ShapeFrames(*o)); err != nil {
			return err
		}
		state.Next, state.Runs, state.Elapsed = r.Next, state.Runs+r.Runs, state.Elapsed+r.Elapsed
		if err := state.Write(c.String("out")); err != nil {
			return err
		}
	}
	if c.Bool("grade") {
		if err := e.fuzzGrade(c, r); err != nil {
			return err
		}
	}
	if err := e.fuzzSummary(c, o, r, kept); err != nil {
		return err
	}
	if err := c.Context.Err(); err != nil {
		return err
	}
	if len(r.Findings) > 0 {
		return &failure{code: exitWrong}
	}
	return nil
}

// fuzzCauses are the flags that the cases of a campaign depend on.
var fuzzCauses = []string{"from", "strategy", "layers", "protect", "target-exec", "oracle", "protocol"}

// fuzzState is where the campaign begins: where it stopped, under --resume.
func fuzzState(c *cli.Context, o *fuzz.Options) (fuzz.State, error) {
	asked := fmt.Sprintf("--seed %d --shard %d/%d", o.Seed, o.Shard, o.Shards)
	for _, name := range fuzzCauses {
		if c.IsSet(name) {
			asked += fmt.Sprintf(" --%s %v", name, c.Value(name))
		}
	}
	if !c.Bool("resume") {
		return fuzz.State{Campaign: asked}, nil
	}
	if !c.IsSet("out") || !c.IsSet("seed") && !c.Bool("ci") {
		return fuzz.State{}, usage("fuzz.usage.resume", "Flag", "--resume")
	}
	state, err := fuzz.ReadState(c.String("out"), asked)
	var other *fuzz.StateError
	if errors.As(err, &other) {
		return state, usage("fuzz.usage.other", "Dir", other.Dir, "Had", other.Had, "Wanted", other.Wanted)
	}
	o.First = state.Next
	return state, err
}

// fuzzKept lets a campaign begin with the frames that earlier ones kept in its
// folder, too, as if --from named them: so a replay repeats it. One that goes on
// begins with those that it began with. Marks are to be the same each time.
func (e *env) fuzzKept(c *cli.Context, o *fuzz.Options, state *fuzz.State) error {
	if !c.IsSet("out") || c.IsSet("from") || c.Bool("grade") {
		return nil
	}
	name := filepath.Join(c.String("out"), fuzz.KeptName)
	if !c.Bool("resume") {
		kept, err := fuzz.ReadShapes(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fuzzBroken(err)
		}
		state.Kept = len(kept)
	}
	if state.Kept == 0 {
		return nil
	}
	if err := c.Set("from", fmt.Sprintf("%s#%d", name, state.Kept)); err != nil {
		return err
	}
	e.remark(e.fuzzSentence("fuzz.begins", "N", state.Kept, "Path", name))
	seeds, err := e.fuzzSeeds(c.String("from"))
	o.Seeds = seeds
	return err
}

// fuzzFinding tells one finding, as small as it gets, and keeps it.
func (e *env) fuzzFinding(c *cli.Context, o *fuzz.Options, f *fuzz.Finding) error {
	found := f.Cases(*o)
	if len(found) == 0 {
		return nil
	}
	if c.Context.Err() == nil { // who interrupts does not want to wait
		if small, _ := fuzz.Shrink(*o, &found[0]); small.Shrunk {
			found = append([]fuzz.Kept{*small}, found...)
		}
	}
	first := &found[0]
	if err := fuzz.Keep(fuzzDir(c), found, e.fuzzPage(c)); err != nil {
		return err
	}
	switch again := fuzzAgain(c, first); {
	case c.Bool("json"):
		return e.fuzzJSON(first, again)
	case c.Bool("ci"):
		fmt.Fprintf(e.out, "%s\t%s\t%s\n", f.Signature, again, e.fuzzLaw(&first.Failure))
	case !c.Bool("grade"):
		e.fuzzReport(e.out, e.style(), first, again)
		e.fuzzTell(e.fuzzSentence("fuzz.kept", "N", f.Count, "Dir", filepath.Join(fuzzDir(c), f.Signature)) + "\n")
	}
	return nil
}

// fuzzPage writes the report that is kept beside a case.
func (e *env) fuzzPage(c *cli.Context) func(*fuzz.Kept) []byte {
	return func(k *fuzz.Kept) []byte {
		var page strings.Builder
		e.fuzzReport(&page, view.Style{Width: 100, L: e.text}, k, fuzzAgain(c, k))
		return []byte(page.String())
	}
}

// fuzzAgain is the command that makes the case again, with all that it depends
// on. What a target does only when frames are on their way together needs the
// campaign.
func fuzzAgain(c *cli.Context, k *fuzz.Kept) string {
	if k.Failure.Where != fuzz.Together {
		return fuzzReplayOf(c, fmt.Sprintf("%d:%d", k.Case.Seed, k.Case.I))
	}
	return fuzzLine(c, "--seed", fmt.Sprint(k.Case.Seed), "--runs", fmt.Sprint(k.Case.I+1))
}

// fuzzReplayOf is the command that tries what is named again.
func fuzzReplayOf(c *cli.Context, what string) string { return fuzzLine(c, "replay", what) }

// fuzzLimits are the flags that what a target may take depends on.
var fuzzLimits = []string{"window", "timeout", "memory"}

func fuzzLine(c *cli.Context, words ...string) string {
	words = append([]string{"netquiz", "fuzz"}, words...)
	for _, name := range slices.Concat(fuzzCauses, fuzzLimits) {
		if c.IsSet(name) {
			words = append(words, "--"+name, fmt.Sprint(c.Value(name)))
		}
	}
	return shellquote.Join(words...)
}

func (e *env) fuzzSummary(c *cli.Context, o *fuzz.Options, r *fuzz.Result, kept int) error {
	speed := uint64(float64(r.Runs) / max(r.Elapsed.Seconds(), 1e-3))
	if c.Bool("json") {
		_, err := fmt.Fprintf(e.out, `{"runs":%d,"seed":%d,"seconds":%.3f,"shapes":%d,"kept":%d,"findings":%d,"next":%d}`+"\n",
			r.Runs, o.Seed, r.Elapsed.Seconds(), len(r.Shapes), kept, len(r.Findings), r.Next)
		return err
	}
	id := "fuzz.clean"
	if len(r.Findings) > 0 {
		id = "fuzz.found"
	}
	e.fuzzTell(e.text.T(id, "Runs", r.Runs, "Time", e.text.Duration(r.Elapsed.Round(time.Millisecond)), "Speed", speed,
		"Shapes", len(r.Shapes), "Findings", len(r.Findings), "Seed", o.Seed))
	if kept > 0 && !c.Bool("ci") {
		e.fuzzTell(e.fuzzSentence("fuzz.kept_shapes", "N", kept, "Path", filepath.Join(c.String("out"), fuzz.KeptName)))
	}
	return nil
}
