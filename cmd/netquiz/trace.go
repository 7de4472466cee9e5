package main

import "github.com/urfave/cli/v2"

var traceForms = []string{"diagram", "summary", "json", "pcap", "pcapng", "html", "svg"}

func traceCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "trace",
		Aliases:     []string{"추적"},
		ArgsUsage:   "[URL]",
		Description: "netquiz trace\nnetquiz trace http://www.example.com/ --loss 0.1 --step\nnetquiz trace --window 4096 --compare \"--window 65535\"",
		Flags: []cli.Flag{
			&cli.Uint64Flag{Name: "seed", Usage: "N"},
			between("mss", 0, 1, 1<<16-1),
			between("mtu", 0, 68, 1<<16-1),
			between("window", 0, 0, 1<<30-1),
			&cli.StringFlag{Name: "read-rate", Usage: "BYTES/S"},
			&cli.DurationFlag{Name: "rtt", Usage: "40ms"},
			&cli.StringFlag{Name: "bandwidth", Usage: "BITS/S"},
			&cli.Float64Flag{Name: "loss", Usage: "0..1"},
			&cli.StringFlag{Name: "drop", Usage: "N,M"},
			&cli.StringFlag{Name: "response", Usage: "SIZE"},
			choose("close-by", "", []string{"client", "server"}),
			choose("dns", "", []string{"iterative", "recursive", "cached"}),
			&cli.BoolFlag{Name: "ipv6"},
			&cli.BoolFlag{Name: "stop-and-wait"},
			&cli.StringFlag{Name: "from", Usage: "FILE"},
			&cli.BoolFlag{Name: "live"},
			&cli.StringFlag{Name: "compare", Usage: "FLAGS|FILE"},
			&cli.BoolFlag{Name: "step"},
			choose("o", "diagram", traceForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
	}
}
