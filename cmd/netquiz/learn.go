package main

import "github.com/urfave/cli/v2"

func learnCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "learn",
		Aliases:     []string{"학습"},
		ArgsUsage:   "[STAGE[#STEP]]",
		Description: "netquiz learn\nnetquiz learn handshake#2\nnetquiz learn --list",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "list"},
			&cli.BoolFlag{Name: "print"},
			&cli.BoolFlag{Name: "reset"},
		},
	}
}
