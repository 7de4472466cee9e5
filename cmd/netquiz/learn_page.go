package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	htmltemplate "html/template"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/lessons"
	"netquiz/proto"
	"netquiz/proto/view"
)

//go:embed learn.html
var courseHTML string

//go:embed learn.css
var courseCSS string

// writeCourse writes the whole course as one page into the file that --html
// names; - is standard output.
func (e *env) writeCourse(c *cli.Context) error {
	page, err := e.course(c.Context)
	if err != nil {
		return err
	}
	write := func(out io.Writer) error {
		_, err := out.Write(page)
		return err
	}
	if name := c.String("html"); name != "-" {
		return replace(name, c.Bool("force"), write)
	}
	return write(e.out)
}

// course is the course as an HTML document that needs nothing else and runs no
// script. What lessons name is explained at its end.
func (e *env) course(ctx context.Context) ([]byte, error) {
	quiet := *e
	quiet.out, quiet.err = io.Discard, io.Discard
	quiet.term = e.term.Within(strings.NewReader(""), io.Discard)
	d, err := quiet.dictionary(ctx)
	if err != nil {
		return nil, err
	}
	p := &courseMaker{e: &quiet, ctx: ctx, terms: newGlossary(d)}
	hash := sha256.Sum256([]byte(courseCSS))
	page := map[string]any{
		"Lang": string(e.text.Lang()), "CSS": htmltemplate.CSS(courseCSS),
		"Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'",
	}
	if page["Stages"], err = p.stages(); err != nil {
		return nil, err
	}
	page["Terms"] = p.terms.explained()
	t, err := htmltemplate.New("course").Funcs(htmltemplate.FuncMap{
		"T": func(id string, args ...any) string { return e.text.T("lesson."+id, args...) },
	}).Parse(courseHTML)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, page)
	return out.Bytes(), err
}

// courseMaker makes of lessons what the template shows.
type courseMaker struct {
	e     *env
	ctx   context.Context
	terms *glossary
}

type stagePage struct {
	ID, Title string
	Talk      []string
	Steps     []stepPage
}

type stepPage struct {
	ID, Title string
	Number    int
	Blocks    []blockPage
}

// blockPage is a block; what it has none of is empty.
type blockPage struct {
	Kind    string            // of lessons: prose run guess try check
	Text    htmltemplate.HTML // what is said, asked or set as a task
	Runs    []runPage
	Items   []string
	Choices []lessons.Choice
	Misses  []missPage
	Key     int // number of the right choice
	Reveal  htmltemplate.HTML
	Given   htmltemplate.HTML
	Hints   []hintPage
	Answer  string
	Wrong   []wrongPage
	Count   int
	Command string
}

type runPage struct{ Command, Output htmltemplate.HTML }

type hintPage struct {
	N    int
	Text htmltemplate.HTML
}

type missPage struct{ Miss, Fact string }

type wrongPage struct {
	Answer string
	Reply  htmltemplate.HTML
}

func (p *courseMaker) stages() (all []stagePage, err error) {
	for _, stage := range stageNames() {
		l, err := lessons.Load(p.e.text.Lang(), stage)
		if err != nil {
			return nil, err
		}
		s := stagePage{ID: stage, Title: l.Title, Talk: strings.Split(l.Talk, "\n")}
		for _, step := range l.Steps {
			t := stepPage{ID: fmt.Sprintf("%s-%d", stage, step.Number), Title: step.Title, Number: step.Number}
			for _, b := range step.Blocks {
				made, err := p.block(l, b)
				if err != nil {
					return nil, err
				}
				t.Blocks = append(t.Blocks, made)
			}
			s.Steps = append(s.Steps, t)
		}
		all = append(all, s)
	}
	return all, nil
}

func (p *courseMaker) block(l *lessons.Lesson, b lessons.Block) (blockPage, error) {
	switch b := b.(type) {
	case lessons.Prose:
		return blockPage{Kind: "prose", Text: p.html(b.Markdown)}, nil
	case lessons.Run:
		return p.run(b)
	case lessons.Guess:
		return p.guess(b), nil
	case lessons.Try:
		return p.try(b)
	case lessons.Check:
		return blockPage{Kind: "check", Count: b.Count, Command: checkCommand(l, b)}, nil
	}
	return blockPage{}, nil
}

func (p *courseMaker) run(b lessons.Run) (made blockPage, err error) {
	made.Kind = "run"
	for _, c := range b.Commands {
		text, err := p.e.printed(p.ctx, c)
		if err != nil {
			return made, err
		}
		made.Runs = append(made.Runs, runPage{p.terms.commandLine(spokenCommand(c)), inCells(text)})
	}
	return made, nil
}

func (p *courseMaker) guess(b lessons.Guess) blockPage {
	made := blockPage{Kind: "guess", Text: p.html(b.Prompt), Choices: b.Choices, Key: b.Key + 1, Reveal: p.html(b.Reveal)}
	for _, miss := range missesOf(b) {
		made.Misses = append(made.Misses, missPage{p.e.text.T("quiz.miss." + miss), p.e.text.T("quiz.fact." + miss)})
	}
	return made
}

func (p *courseMaker) try(t lessons.Try) (made blockPage, err error) {
	made = blockPage{Kind: "try", Text: p.html(t.Task), Items: t.Items, Answer: strings.Join(t.Answers, ", ")}
	if t.Given.Line != "" {
		var given proto.Frame
		if err := p.e.firstFrame(p.ctx, t.Given.Pipe, &given); err != nil {
			return made, err
		}
		dump := view.Hexdump{Style: view.Style{Width: 80, L: p.e.text}}.Append(nil, &given)
		made.Given = inCells(strings.TrimRight(string(dump), "\n"))
	}
	for i, h := range t.Hints {
		made.Hints = append(made.Hints, hintPage{i + 1, p.html(h)})
	}
	for _, w := range t.Wrong {
		made.Wrong = append(made.Wrong, wrongPage{w.Answer, p.html(w.Reply)})
	}
	return made, nil
}

func (p *courseMaker) html(markdown string) htmltemplate.HTML {
	return hypertext(markdown, p.terms)
}
