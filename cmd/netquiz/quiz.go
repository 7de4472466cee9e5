package main

import (
	"encoding/json"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/quiz"
)

func quizCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "quiz",
		Aliases:     []string{"퀴즈"},
		Description: "netquiz quiz\nnetquiz quiz --topic handshake --level 2 --count 5\nnetquiz quiz --exam 20 --pass 80 --report result.html",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "topic", Usage: "STAGE,…"},
			between("level", 0, 1, quiz.Levels),
			between("count", defaultCount, 1, 1000),
			&cli.StringFlag{Name: "seed", Usage: "S"},
			&cli.StringFlag{Name: "id", Usage: "SKILL#SEED"},
			&cli.BoolFlag{Name: "review"},
			&cli.StringFlag{Name: "from", Usage: "FILE"},
			between("exam", 0, 1, 24*60),
			between("pass", 70, 0, 100),
			&cli.StringFlag{Name: "report", Usage: "FILE"},
			&cli.BoolFlag{Name: "json"},
			choose("export", "", quiz.Forms),
		},
		Subcommands: []*cli.Command{gradeCommand(e)},
		Action:      e.quiz,
	}
}

// quizPairs are flags that cannot stand together.
var quizPairs = [][2]string{
	{"json", "export"}, {"json", "review"}, {"json", "exam"}, {"export", "review"}, {"export", "exam"},
	{"review", "exam"}, {"review", "seed"}, {"review", "id"}, {"review", "from"},
	{"id", "exam"}, {"id", "topic"}, {"id", "level"}, {"id", "count"}, {"id", "seed"},
}

// clashing refuses the first pair of flags that are given together but cannot be.
func clashing(c *cli.Context, pairs [][2]string) error {
	for _, p := range pairs {
		if c.IsSet(p[0]) && c.IsSet(p[1]) {
			return usage("quiz.not_together", "Flag", "--"+p[0], "Other", "--"+p[1])
		}
	}
	return nil
}

func (e *env) quiz(c *cli.Context) error {
	if err := clashing(c, quizPairs); err != nil {
		return err
	}
	for _, flag := range []string{"pass", "report"} {
		if c.IsSet(flag) && !c.IsSet("exam") {
			return usage("quiz.exam.only", "Flag", "--"+flag)
		}
	}
	if c.String("from") == "-" && !c.Bool("json") && c.String("export") == "" {
		return usage("quiz.from.stdin").hinted("cli.usage.see_help", "Help", "netquiz help quiz")
	}
	wish, err := e.readWish(c)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return e.printQuestions(wish)
	}
	if form := c.String("export"); form != "" {
		return quiz.Export(e.out, form, wish.alone(), e.text)
	}
	p := &play{e: e, from: c.String("from")}
	defer p.close()
	if c.IsSet("exam") {
		return p.exam(c, wish)
	}
	questions, err := p.choose(wish)
	if err != nil {
		return err
	}
	return p.run(c.Context, questions)
}

// exam asks the questions of a wish without regard to the learner's record, which
// keeps the answers all the same.
func (p *play) exam(c *cli.Context, w *wish) error {
	if !c.IsSet("count") {
		w.count = examCount
	}
	if err := p.open(); err != nil {
		return err
	}
	x := exam{time.Duration(c.Uint64("exam")) * time.Minute, int(c.Uint64("pass")), c.String("report")}
	return p.sit(c.Context, w.alone(), x)
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
