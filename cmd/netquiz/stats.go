package main

import "github.com/urfave/cli/v2"

func statsCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "stats",
		Aliases:     []string{"기록"},
		Description: "netquiz stats\nnetquiz stats --json\nnetquiz stats --export record.json",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "json"},
			&cli.BoolFlag{Name: "html"},
			&cli.StringFlag{Name: "export", Usage: "FILE"},
			&cli.StringFlag{Name: "import", Usage: "FILE"},
		},
	}
}
