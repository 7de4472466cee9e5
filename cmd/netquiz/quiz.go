package main

import (
	"encoding/json"

	"github.com/urfave/cli/v2"

	"netquiz/quiz"
)

func quizCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "quiz",
		Aliases:     []string{"퀴즈"},
		Description: "netquiz quiz\nnetquiz quiz --topic handshake --level 2 --count 5\nnetquiz quiz --id handshake.ack-number#7c1e",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "topic", Usage: "STAGE,…"},
			between("level", 0, 1, quiz.Levels),
			between("count", defaultCount, 1, 1000),
			&cli.StringFlag{Name: "seed", Usage: "S"},
			&cli.StringFlag{Name: "id", Usage: "SKILL#SEED"},
			&cli.BoolFlag{Name: "review"},
			&cli.BoolFlag{Name: "json"},
		},
		Action: e.quiz,
	}
}

func (e *env) quiz(c *cli.Context) error {
	wish, err := readWish(c)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return e.printQuestions(wish)
	}
	p := &play{e: e}
	defer p.close()
	questions, err := p.choose(wish)
	if err != nil {
		return err
	}
	return p.run(c.Context, questions)
}

// printQuestions prints questions as JSON Lines.
func (e *env) printQuestions(w *wish) error {
	out := json.NewEncoder(e.out)
	out.SetEscapeHTML(false)
	for _, q := range w.alone() {
		if err := out.Encode(q.Document(e.text)); err != nil {
			return err
		}
	}
	return nil
}
