package view

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown draws CommonMark with tables: paragraphs broken between words,
// lists with hanging indents, quotes behind a bar, code as it stands.
type Markdown struct{ Style }

func markdownParser() parser.Parser {
	paragraphs := append(parser.DefaultParagraphTransformers(),
		util.Prioritized(tables{}, 200))
	return parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(paragraphs...))
}

// Append appends the drawing of source to dst.
func (m Markdown) Append(dst, source []byte) []byte {
	d := markdown{Style: m.Style, source: source, dst: dst}
	d.children(markdownParser().Parse(text.NewReader(source)), nil, true)
	return d.dst
}

type markdown struct {
	Style
	source []byte
	dst    []byte
	first  []run // stands before the next line instead of the lead, if not nil
}

// children draws the blocks in n, each line behind lead, with an empty line
// between blocks where they are loose.
func (d *markdown) children(n ast.Node, lead []run, loose bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		d.block(c, lead)
		if loose && c.NextSibling() != nil {
			d.blank(lead)
		}
	}
}

func (d *markdown) blank(lead []run) {
	d.write(lead)
	d.dst = append(trimRight(d.dst), '\n')
}

func (d *markdown) write(runs []run) {
	for _, r := range runs {
		d.dst = d.paint(d.dst, r.text, r.ink)
	}
}

// begin writes what stands before a line and returns its columns.
func (d *markdown) begin(lead []run) int {
	if d.first != nil {
		lead, d.first = d.first, nil
	}
	d.write(lead)
	return columnsOf(lead)
}

func columnsOf(runs []run) int {
	n := 0
	for _, r := range runs {
		n += Columns(r.text)
	}
	return n
}

func (d *markdown) block(n ast.Node, lead []run) {
	switch n := n.(type) {
	case *ast.Heading:
		d.heading(n, lead)
	case *ast.Paragraph, *ast.TextBlock:
		d.paragraph(d.inline(n, plain), lead)
	case *ast.Blockquote:
		d.children(n, d.deeper(lead, run{"│ ", layerInks[0]}), true)
	case *ast.List:
		d.list(n, lead)
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		d.code(n, lead)
	case *ast.ThematicBreak:
		room := d.width() - d.begin(lead)
		d.dst = append(d.paint(d.dst, strings.Repeat("─", room), dim), '\n')
	case *table.Table:
		d.table(n, lead)
	default:
		d.children(n, lead, true)
	}
}

// deeper adds to a lead, unless that would leave too little of the width.
func (d *markdown) deeper(lead []run, more run) []run {
	if columnsOf(lead)+Columns(more.text) > d.width()-leastRoom {
		return lead
	}
	return append(lead[:len(lead):len(lead)], more)
}

// paragraph draws lines that are broken wherever one is too wide, and where the
// author did.
func (d *markdown) paragraph(lines []para, lead []run) {
	for _, p := range lines {
		at := d.begin(lead)
		d.dst = d.appendPara(d.dst, p, at, columnsOf(lead), lead...)
	}
}

// heading underlines the two highest levels.
func (d *markdown) heading(n *ast.Heading, lead []run) {
	lines := d.inline(n, bold)
	widest := 0
	for _, p := range lines {
		widest = max(widest, p.columns())
	}
	d.paragraph(lines, lead)
	if n.Level > 2 {
		return
	}
	rule := "═"
	if n.Level == 2 {
		rule = "─"
	}
	d.begin(lead)
	d.dst = append(d.paint(d.dst, strings.Repeat(rule, min(widest, d.width()-columnsOf(lead))), dim), '\n')
}

func (d *markdown) list(n *ast.List, lead []run) {
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		marker := "• "
		if n.IsOrdered() {
			marker = strconv.Itoa(number) + string(n.Marker) + " "
			number++
		}
		before := lead
		if d.first != nil {
			before = d.first
		}
		d.first = d.deeper(before, run{marker, dim})
		d.children(c, d.deeper(lead, run{spaces(Columns(marker)), plain}), !n.IsTight)
		if d.first != nil { // nothing was drawn
			d.blank(d.first)
			d.first = nil
		}
		if !n.IsTight && c.NextSibling() != nil {
			d.blank(lead)
		}
	}
}

// code keeps lines as they are, breaking only those that are too wide. Where
// there are such, it is not indented.
func (d *markdown) code(n ast.Node, lead []run) {
	var lines []string
	widest := 0
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		line := strings.ReplaceAll(string(segment.Value(d.source)), "\t", "    ")
		line = printable(strings.TrimRight(line, " \r\n"))
		lines = append(lines, line)
		widest = max(widest, Columns(line))
	}
	const indent = 2
	if len(lines) > 0 && columnsOf(lead)+indent+widest <= d.width() {
		if d.first != nil {
			d.first = d.deeper(d.first, run{spaces(indent), plain})
		}
		lead = d.deeper(lead, run{spaces(indent), plain})
	}
	for _, line := range lines {
		for rest := true; rest; {
			head := line
			if room := d.width() - d.begin(lead); Columns(line) > room {
				head, line = splitAt(line, room)
			} else {
				rest = false
			}
			d.dst = append(trimRight(d.paint(d.dst, head, layerInks[0])), '\n')
		}
	}
}
