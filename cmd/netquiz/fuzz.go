package main

import (
	"time"

	"github.com/urfave/cli/v2"
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
				Description: "netquiz fuzz replay findings/hang/case.json\nnetquiz fuzz replay 42:1093\nnetquiz fuzz replay frame.pcap --target-exec \"python3 decoder.py\"",
				Action:      e.fuzzReplay,
			},
			{
				Name:        "shrink",
				Aliases:     []string{"최소화"},
				ArgsUsage:   "FILE",
				Description: "netquiz fuzz shrink findings/hang/case.json\nnetquiz fuzz shrink frame.hex --protect 14\nnetquiz fuzz shrink frame.pcap --target-exec \"python3 decoder.py\"",
				Action:      e.fuzzShrink,
			},
			{
				Name:        "merge",
				Aliases:     []string{"합치기"},
				ArgsUsage:   "DIR…",
				Description: "netquiz fuzz merge one two\nnetquiz fuzz merge shards --out merged\nnetquiz fuzz merge one two --json",
				Action:      e.fuzzMerge,
			},
			{
				Name:        "export",
				Aliases:     []string{"내보내기"},
				Description: "netquiz fuzz export --go-seeds testdata/fuzz/FuzzDecode\nnetquiz fuzz export --go-seeds seeds --from capture.pcap\nnetquiz fuzz export --zip seeds.zip --out findings",
				Flags:       []cli.Flag{&cli.StringFlag{Name: "go-seeds", Usage: "DIR"}, &cli.StringFlag{Name: "zip", Usage: "FILE"}},
				Action:      e.fuzzExport,
			},
		},
	}
}
