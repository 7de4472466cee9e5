package lessons

import (
	"bytes"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markdown reads block structure alone: what stands inside a paragraph is the
// renderer's concern.
var markdown = parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...))

// live blocks by the word after their fence; "" and "text" are drawings and
// stay prose.
var live = map[string]func(s source, begin, end int) (Block, error){
	"netquiz": parseRun,
	"guess":   parseGuess,
	"try":     parseTry,
	"check":   parseCheck,
}

// parse reads a whole lesson. file is its path below this folder; the error
// is a *ParseError.
func parse(file string, src []byte) (*Lesson, error) {
	s := source{file, bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))}
	lesson, body, err := s.front()
	if err != nil {
		return nil, err
	}
	// Blank lines in place of the front matter keep every place true.
	for i, c := range s.text[:body] {
		if c != '\n' {
			s.text[i] = ' '
		}
	}
	w := walker{source: s, from: body}
	doc := markdown.Parse(text.NewReader(s.text))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if err := w.visit(n); err != nil {
			return nil, err
		}
	}
	if err := w.prose(len(s.text)); err != nil {
		return nil, err
	}
	if err := w.endStep(); err != nil {
		return nil, err
	}
	if len(w.steps) == 0 {
		return nil, s.fail(body, NoSteps, "")
	}
	lesson.Steps = w.steps
	return lesson, nil
}

// front reads the front matter; body is the offset of what follows it.
func (s source) front() (lesson *Lesson, body int, err error) {
	const fence = "+++"
	line, rest, _ := strings.Cut(string(s.text), "\n")
	if strings.TrimRight(line, " \t") != fence {
		return nil, 0, s.fail(0, NoFrontMatter, "")
	}
	begin := len(s.text) - len(rest)
	for end := begin; end < len(s.text); end = s.lineEnd(end) {
		next := s.lineEnd(end)
		if strings.TrimSpace(string(s.text[end:next])) != fence {
			continue
		}
		t, err := s.table(begin, end)
		if err != nil {
			return nil, 0, err
		}
		lesson := &Lesson{Stage: t.text("stage"), Title: t.text("title"), Talk: strings.TrimSpace(t.text("talk"))}
		if want := strings.TrimSuffix(path.Base(s.file), ".md"); lesson.Stage != want {
			t.fail("stage", StageNotFile)
		}
		return lesson, next, t.done()
	}
	return nil, 0, s.fail(0, UnclosedFrontMatter, "")
}

// walker gathers the steps. Everything between two live blocks or headings is
// one Prose, cut from the source as it stands.
type walker struct {
	source
	steps []Step
	from  int // where the prose not yet taken begins
}

func (w *walker) visit(n ast.Node) error {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level <= 2 {
			return w.heading(n)
		}
	case *ast.FencedCodeBlock:
		return w.fence(n)
	}
	return ast.Walk(n, func(inner ast.Node, entering bool) (ast.WalkStatus, error) {
		if f, ok := inner.(*ast.FencedCodeBlock); ok && entering && live[w.info(f)] != nil {
			return ast.WalkStop, w.fail(f.Pos(), MisplacedFence, w.info(f))
		}
		return ast.WalkContinue, nil
	})
}

func (w *walker) heading(n *ast.Heading) error {
	switch {
	case n.Level == 1:
		return w.fail(n.Pos(), TopHeading, "")
	case w.text[n.Pos()] != '#':
		return w.fail(n.Pos(), Underlined, "")
	}
	title := strings.TrimSpace(string(n.Lines().Value(w.text)))
	if title == "" {
		return w.fail(n.Pos(), UntitledStep, "")
	}
	if err := w.prose(w.lineStart(n.Pos())); err != nil {
		return err
	}
	if err := w.endStep(); err != nil {
		return err
	}
	w.steps = append(w.steps, Step{Pos: w.at(n.Pos()), Number: len(w.steps) + 1, Title: title})
	w.from = w.lineEnd(n.Pos())
	return nil
}

func (w *walker) fence(n *ast.FencedCodeBlock) error {
	info := w.info(n)
	begin := w.lineEnd(n.Pos())
	end := begin
	if count := n.Lines().Len(); count > 0 {
		end = n.Lines().At(count - 1).Stop
	}
	if end >= len(w.text) {
		return w.fail(n.Pos(), UnclosedFence, info)
	}
	read := live[info]
	switch {
	case read == nil && info != "" && info != "text":
		return w.fail(n.Pos(), UnknownFence, info)
	case read == nil:
		return nil
	case n.Pos() != w.lineStart(n.Pos()):
		return w.fail(n.Pos(), MisplacedFence, info)
	}
	if err := w.prose(n.Pos()); err != nil {
		return err
	}
	block, err := read(w.source, begin, end)
	if err != nil {
		return err
	}
	w.from = w.lineEnd(end)
	return w.add(n.Pos(), block)
}

// prose takes what stands between the last live block or heading and end.
func (w *walker) prose(end int) error {
	whole := bytes.TrimRight(w.text[w.from:end], " \t\n")
	lead := len(whole) - len(bytes.TrimLeft(whole, " \t\n"))
	if lead == len(whole) {
		return nil
	}
	begin := w.lineStart(w.from + lead)
	return w.add(begin, Prose{Pos: w.at(begin), Markdown: string(w.text[begin : w.from+len(whole)])})
}

func (w *walker) add(offset int, b Block) error {
	if len(w.steps) == 0 {
		return w.fail(offset, OutsideStep, "")
	}
	step := &w.steps[len(w.steps)-1]
	step.Blocks = append(step.Blocks, b)
	return nil
}

func (w *walker) endStep() error {
	if n := len(w.steps); n > 0 && len(w.steps[n-1].Blocks) == 0 {
		return &ParseError{Pos: w.steps[n-1].Pos, Problem: EmptyStep, Subject: w.steps[n-1].Title}
	}
	return nil
}

func (w *walker) info(n *ast.FencedCodeBlock) string {
	if n.Info == nil {
		return ""
	}
	return strings.TrimSpace(string(n.Info.Segment.Value(w.text)))
}
