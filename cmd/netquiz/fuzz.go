package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/kballard/go-shellquote"
	"github.com/urfave/cli/v2"

	"netquiz/proto/fuzz"
)

func fuzzCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "fuzz",
		Aliases:     []string{"퍼징"},
		Description: "netquiz fuzz --time 30s\nnetquiz fuzz --target-exec \"python3 decoder.py\" --runs 100000\nnetquiz fuzz replay 42:1093",
		Flags: []cli.Flag{
			&cli.DurationFlag{Name: "time", Usage: "30s"},
			between("runs", 0, 1, 1<<63),
			&cli.Uint64Flag{Name: "seed", Usage: "N"},
			between("workers", 0, 1, 1024),
			&cli.StringFlag{Name: "from", Usage: "CAPTURE|DIR"},
			choose("strategy", "mix", []string{"mix", "generate", "attack", "mutate", "raw"}),
			&cli.StringFlag{Name: "layers", Usage: "LAYER,…"},
			between("protect", 0, 0, 1<<16-1),
			&cli.StringFlag{Name: "shard", Usage: "K/N"},
			&cli.StringFlag{Name: "out", Usage: "DIR"},
			&cli.BoolFlag{Name: "resume"},
			&cli.BoolFlag{Name: "keep-going"},
			between("max-findings", 0, 1, 1<<32-1),
			&cli.BoolFlag{Name: "ci"},
			&cli.BoolFlag{Name: "json"},
			choose("target", "self", []string{"self"}),
			&cli.StringFlag{Name: "target-exec", Usage: "CMD"},
			choose("oracle", "fields", []string{"fields", "crash", "reencode"}),
			between("window", 64, 1, 1<<16),
			&cli.DurationFlag{Name: "timeout", Value: time.Second, Usage: "1s"},
			&cli.StringFlag{Name: "memory", Value: "2GiB", Usage: "SIZE"},
			choose("protocol", "line", []string{"line", "binary"}),
			&cli.BoolFlag{Name: "grade"},
		},
		Action: e.fuzz,
		Subcommands: []*cli.Command{
			{
				Name:        "replay",
				Aliases:     []string{"재현"},
				ArgsUsage:   "FILE|SEED:I",
				Description: "netquiz fuzz replay findings/hang/case.json\nnetquiz fuzz replay 42:1093\nnetquiz fuzz replay capture.pcap",
				Action:      e.fuzzReplay,
			},
		},
	}
}

// findingsDir is where findings are kept when nobody says.
const findingsDir = "findings"

func (e *env) fuzz(c *cli.Context) error {
	o, err := e.fuzzOptions(c)
	if err != nil {
		return err
	}
	if o.Target != nil {
		manner, err := o.Manner()
		if err != nil {
			return e.unfit(err)
		}
		if note := e.fuzzManner(manner); note != "" {
			fmt.Fprintln(e.err, note)
		}
	}
	campaign := fuzz.New(o)
	stop := e.follow(campaign, &o)
	result, err := campaign.Run(c.Context)
	stop()
	if err != nil {
		return e.unfit(err)
	}
	dir := c.String("out")
	if dir == "" {
		dir = findingsDir
	}
	for k := range result.Findings {
		if err := e.fuzzFinding(c, &o, &result.Findings[k], dir); err != nil {
			return err
		}
	}
	if err := e.fuzzSummary(c, &o, result); err != nil {
		return err
	}
	if len(result.Findings) > 0 {
		return &failure{code: exitWrong}
	}
	return c.Context.Err()
}

// fuzzFinding tells one finding and keeps it.
func (e *env) fuzzFinding(c *cli.Context, o *fuzz.Options, f *fuzz.Finding, dir string) error {
	found := f.Cases(*o)
	if small, _ := fuzz.Shrink(*o, &found[0]); small.Shrunk {
		found = append([]fuzz.Kept{*small}, found...)[:min(len(found)+1, 3)]
	}
	first := &found[0]
	var report strings.Builder
	style := e.style()
	style.Width, style.Color = 100, false
	again := e.fuzzAgain(c, first)
	e.fuzzReport(&report, style, first, again)
	if err := fuzz.Keep(dir, found, []byte(report.String())); err != nil {
		return err
	}
	switch {
	case c.Bool("json"):
		return e.fuzzJSON(first)
	case c.Bool("ci"):
		fmt.Fprintf(e.out, "%s\t%s\t%s\n", f.Signature, again, e.fuzzLaw(&first.Failure))
	default:
		e.fuzzReport(e.out, e.style(), first, again)
		fmt.Fprintln(e.out, e.text.T("fuzz.kept", "N", f.Count, "Dir", filepath.Join(dir, f.Signature)))
		fmt.Fprintln(e.out)
	}
	return nil
}

// fuzzAgain is the command that makes the case again: what the campaign's cases
// depend on must be said again.
func (e *env) fuzzAgain(c *cli.Context, k *fuzz.Kept) string {
	words := []string{fmt.Sprintf("netquiz fuzz replay %d:%d", k.Case.Seed, k.Case.I)}
	for _, name := range []string{"from", "strategy", "layers", "protect", "target-exec", "oracle", "protocol"} {
		if c.IsSet(name) {
			words = append(words, "--"+name+" "+shellquote.Join(fmt.Sprint(c.Value(name))))
		}
	}
	return strings.Join(words, " ")
}

func (e *env) fuzzSummary(c *cli.Context, o *fuzz.Options, r *fuzz.Result) error {
	speed := uint64(float64(r.Runs) / max(r.Elapsed.Seconds(), 1e-3))
	if c.Bool("json") {
		_, err := fmt.Fprintf(e.out, `{"runs":%d,"seed":%d,"seconds":%.3f,"shapes":%d,"findings":%d,"next":%d}`+"\n",
			r.Runs, o.Seed, r.Elapsed.Seconds(), len(r.Shapes), len(r.Findings), r.Next)
		return err
	}
	id := "fuzz.clean"
	if len(r.Findings) > 0 {
		id = "fuzz.found"
	}
	_, err := fmt.Fprintln(e.out, e.text.T(id, "Runs", r.Runs, "Time", e.text.Duration(r.Elapsed), "Speed", speed,
		"Shapes", len(r.Shapes), "Findings", len(r.Findings), "Seed", o.Seed))
	return err
}
