package main

import "github.com/urfave/cli/v2"

func refCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "ref",
		Aliases:     []string{"사전"},
		ArgsUsage:   "[TERM]…",
		Description: "netquiz ref tcp.flags.syn\nnetquiz ref 윈도우\nnetquiz ref --search ㅊㅋㅅ",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "search"},
			&cli.BoolFlag{Name: "json"},
		},
	}
}
