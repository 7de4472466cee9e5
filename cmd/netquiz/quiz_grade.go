package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/quiz"
)

func gradeCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "grade",
		Aliases:     []string{"채점"},
		ArgsUsage:   "FILE",
		Description: "netquiz quiz grade answers.tsv --seed 7c1e\nnetquiz quiz grade answers.tsv --seed 7c1e --count 20\nnetquiz quiz grade - --seed 7c1e --topic handshake",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "topic", Usage: "STAGE,…"},
			between("level", 0, 1, quiz.Levels),
			between("count", defaultCount, 1, 1000),
			&cli.StringFlag{Name: "seed", Usage: "S"},
			&cli.StringFlag{Name: "from", Usage: "FILE"},
		},
		Action: e.grade,
	}
}

// grade marks a class: a learner a line, TAB between answers, and before them the
// learner's name if there is one field more than questions. It prints a line for
// each: name, score, right, asked, and o, x or - for each question.
func (e *env) grade(c *cli.Context) error {
	w, err := e.readWish(c)
	if err != nil {
		return err
	}
	if !w.seeded {
		return usage("quiz.grade.no_seed").hinted("cli.usage.see_help", "Help", "netquiz help quiz grade")
	}
	questions := w.alone()
	var in io.Reader = e.in
	if name := c.Args().First(); name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	right := make([]int, len(questions))
	class := 0
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(strings.TrimPrefix(lines.Text(), "\ufeff"), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Split(line, "\t")
		name := strconv.Itoa(n)
		if len(fields) == len(questions)+1 {
			name, fields = fields[0], fields[1:]
		}
		if len(fields) > len(questions) {
			return usage("quiz.grade.too_many", "Line", n, "Fields", len(fields), "Questions", len(questions))
		}
		class++
		fmt.Fprintln(e.out, e.marked(c.Context, name, questions, fields, right))
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if class > 0 {
		e.remark(e.text.Plural("quiz.grade.class", class))
		for i, q := range questions {
			e.remark(e.text.T("quiz.grade.question", "N", i+1, "ID", q.ID(), "Right", right[i], "Class", class))
		}
	}
	return nil
}

// marked marks one learner's answers and counts the right ones by question.
func (e *env) marked(ctx context.Context, name string, questions []*quiz.Question, answers []string, right []int) string {
	score, marks := 0, strings.Builder{}
	for i, q := range questions {
		mark := "-"
		if i < len(answers) && strings.TrimSpace(answers[i]) != "" {
			mark = "x"
			if value, err := e.answer(ctx, q, answers[i]); err == nil && q.Mark(value).Right {
				mark = "o"
				score++
				right[i]++
			}
		}
		marks.WriteString(mark)
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%s", name, percent(score, len(questions)), score, len(questions), marks.String())
}
