package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/quiz"
)

// examCount is how many questions an exam has if nobody says.
const examCount = 20

// exam is what a command line asks of an exam.
type exam struct {
	limit  time.Duration
	pass   int    // of 100
	report string // file, "" for none
}

// sit asks questions under a clock, without a word on the answers, and marks them
// at the end. Below the pass mark it fails with exit code 1.
func (p *play) sit(ctx context.Context, questions []*quiz.Question, x exam) error {
	if err := reportable(x.report); err != nil {
		return err
	}
	until := time.Now().Add(x.limit)
	clock, stop := context.WithDeadline(ctx, until)
	defer stop()
	p.round = quiz.NewRound(questions)
	fmt.Fprintln(p.prompts(), term.Wrap(p.e.text.T("quiz.exam.intro", "N", len(questions), "Limit", x.limit, "Pass", x.pass), p.width()))
	given := make([]quiz.Value, len(questions))
	var ended error
	for i, q := range questions {
		p.examHead(q, i, len(questions), time.Until(until))
		start := time.Now()
		o, err := p.examAsk(clock, q)
		if err != nil {
			ended = err
			break
		}
		given[i] = o.value
		p.save(p.round.Answer(o.value), o.said, time.Since(start))
	}
	if errors.Is(ended, context.DeadlineExceeded) || errors.Is(ended, io.EOF) || errors.Is(ended, errLeft) {
		if clock.Err() != nil {
			fmt.Fprintln(p.prompts(), "\n"+p.e.text.T("quiz.exam.over"))
		}
		ended = nil
	}
	paper := quiz.Mark(questions, given, x.pass, p.e.text)
	p.showPaper(paper)
	if err := p.e.writeReport(x.report, paper); err != nil {
		return err
	}
	if ended == nil && !paper.Passed {
		return &failure{code: exitWrong}
	}
	return ended
}

// examAsk asks a question of an exam: of the keys only those that give no help.
func (p *play) examAsk(ctx context.Context, q *quiz.Question) (outcome, error) {
	for {
		o, err := p.ask(ctx, q)
		switch {
		case err != nil:
			return o, err
		case o.key == 'q':
			return o, errLeft
		case o.key == 0, o.key == '?', o.key == 's', o.key == 'n':
			return o, nil
		}
		fmt.Fprintln(p.prompts(), term.Wrap(p.e.text.T("quiz.exam.no_help"), p.width()))
	}
}

func (p *play) examHead(q *quiz.Question, i, of int, left time.Duration) {
	out := p.prompts()
	head := p.e.text.T("quiz.exam.head", "N", i+1, "Of", of, "Stage", p.e.text.T("quiz.stage."+q.Skill.Stage()), "Left", max(left, 0).Round(time.Second))
	fmt.Fprintf(out, "\n%s\n", p.paint(out, term.Wrap(head, p.width()), color.Faint))
	p.showQuestion(q)
}

// showPaper prints the marks: in all, by stage, and each question with its
// explanation.
func (p *play) showPaper(x quiz.Paper) {
	out, l := p.e.out, p.e.text
	id, ink := "quiz.exam.failed", color.FgRed
	if x.Passed {
		id, ink = "quiz.exam.passed", color.FgGreen
	}
	fmt.Fprintf(out, "\n%s\n", p.paint(out, l.T(id, "Score", x.Score, "Pass", x.Pass, "Right", x.Right, "Asked", x.Asked), ink, color.Bold))
	var rows [][]string
	for _, s := range x.Stages {
		rows = append(rows, []string{l.T("quiz.stage." + s.Stage), fmt.Sprintf("%d/%d", s.Right, s.Asked)})
	}
	if rows != nil {
		p.e.writeRows(rows)
	}
	stage := ""
	for i, item := range x.Items {
		if stage != item.Topic {
			stage = item.Topic
			fmt.Fprintf(out, "\n%s\n", p.paint(out, l.T("quiz.stage."+stage), color.FgCyan, color.Bold))
		}
		ink := color.FgRed
		if item.Right {
			ink = color.FgGreen
		}
		fmt.Fprintf(out, "\n%s\n", p.paint(out, term.Hang(fmt.Sprintf("%d. ", i+1), item.Prompt, p.width()), color.Bold))
		if solution := p.solution(item.Question); solution != "" && !item.Right {
			fmt.Fprintf(out, "%s\n%s\n", p.paint(out, term.Wrap(l.T("quiz.exam.solution", "Given", p.e.given(item)), p.width()), ink), solution)
		} else {
			fmt.Fprintln(out, p.paint(out, term.Wrap(p.e.bothAnswers(item), p.width()), ink))
		}
		if item.Why != "" {
			fmt.Fprintln(out, term.Wrap(item.Why, p.width()))
		}
		fmt.Fprintln(out, term.Wrap(l.T("quiz.because", "Why", item.Explain, "Ref", item.Ref), p.width()))
	}
	if t := p.round.Tally(); t.Unsaved > 0 {
		fmt.Fprintln(out, p.paint(out, term.Wrap(l.Plural("quiz.summary.unsaved", t.Unsaved), p.width()), color.FgYellow))
	}
}

// bothAnswers says what was answered and what is right.
func (e *env) bothAnswers(item quiz.PaperItem) string {
	if item.Right {
		return e.text.T("quiz.exam.right", "Given", e.given(item))
	}
	return e.text.T("quiz.exam.given", "Given", e.given(item), "Answer", item.Question.Answer.In(e.text))
}

// given says what was answered.
func (e *env) given(item quiz.PaperItem) string {
	if item.Given == nil {
		return e.text.T("quiz.exam.blank")
	}
	return item.Said
}

// reportable refuses a report whose form cannot be told by its name, or that is
// there already, before anything is asked.
func reportable(name string) error {
	if name == "" {
		return nil
	}
	if ending := filepath.Ext(name); ending != ".json" && ending != ".html" {
		return usage("quiz.report.form", "Path", name)
	}
	if _, err := os.Lstat(name); err == nil {
		return usage("decode.file_exists", "Path", name)
	}
	return nil
}

//go:embed quiz_report.html
var reportHTML string

// writeReport writes the marks to a file, as its name says.
func (e *env) writeReport(name string, x quiz.Paper) error {
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if filepath.Ext(name) == ".json" {
		out := json.NewEncoder(file)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		err = out.Encode(x)
	} else {
		err = e.reportPage(file, x)
	}
	if err = errors.Join(err, file.Close()); err == nil {
		e.remark(e.text.T("quiz.report.written", "Path", name))
	}
	return err
}

func (e *env) reportPage(out io.Writer, x quiz.Paper) error {
	page, err := htmltemplate.New("report").Funcs(htmltemplate.FuncMap{
		"T":       func(id string, args ...any) string { return e.text.T("quiz."+id, args...) },
		"stage":   func(stage string) string { return e.text.T("quiz.stage." + stage) },
		"answers": e.bothAnswers,
		"bytes":   func(q *quiz.Question, i int) htmltemplate.HTML { return htmltemplate.HTML(q.MarkedHTML(i)) },
		"add":     func(a, b int) int { return a + b },
	}).Parse(reportHTML)
	if err != nil {
		return err
	}
	return page.Execute(out, map[string]any{"Lang": string(e.text.Lang()), "X": x})
}
