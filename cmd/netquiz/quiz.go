package main

import "github.com/urfave/cli/v2"

var exportForms = []string{"anki", "csv", "md", "html"}

func quizCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "quiz",
		Aliases:     []string{"퀴즈"},
		Description: "netquiz quiz\nnetquiz quiz --topic handshake --level 2 --count 5\nnetquiz quiz --exam 20 --pass 80 --report result.html",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "topic", Usage: "STAGE,…"},
			between("level", 0, 1, 3),
			between("count", 0, 1, 1000),
			&cli.StringFlag{Name: "seed", Usage: "S"},
			&cli.StringFlag{Name: "id", Usage: "SKILL#SEED"},
			&cli.StringFlag{Name: "from", Usage: "CAPTURE"},
			between("exam", 0, 1, 24*60),
			between("pass", 70, 0, 100),
			&cli.StringFlag{Name: "report", Usage: "FILE"},
			&cli.BoolFlag{Name: "review"},
			&cli.BoolFlag{Name: "json"},
			choose("export", "", exportForms),
		},
		Subcommands: []*cli.Command{{
			Name:        "grade",
			Aliases:     []string{"채점"},
			ArgsUsage:   "FILE",
			Description: "netquiz quiz grade answers.tsv --seed 7c1e\nnetquiz quiz grade answers.tsv --seed 7c1e --count 20\nnetquiz quiz grade - --seed 7c1e --topic handshake",
		}},
	}
}
