package main

import (
	"html"
	htmltemplate "html/template"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// hypertext makes HTML of Markdown. Bold words and code that the glossary
// knows become links, drawings keep their columns in any font, and the boxes of
// checklists can be ticked.
func hypertext(markdown string, g *glossary) htmltemplate.HTML {
	h := &hyper{source: []byte(markdown), terms: g}
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
	h.children(p.Parse(text.NewReader(h.source)))
	return htmltemplate.HTML(h.out.String())
}

type hyper struct {
	source []byte
	terms  *glossary
	out    strings.Builder
}

func (h *hyper) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		h.node(c)
	}
}

func (h *hyper) within(tag string, n ast.Node) {
	h.out.WriteString("<" + tag + ">")
	h.children(n)
	h.out.WriteString("</" + tag + ">")
}

func (h *hyper) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		h.within("h4", n)
	case *ast.Paragraph:
		h.within("p", n)
	case *ast.Blockquote:
		h.within("blockquote", n)
	case *ast.List:
		tag := "ul"
		if n.IsOrdered() {
			tag = "ol"
		}
		h.within(tag, n)
	case *ast.ListItem:
		h.item(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		code := strings.TrimRight(string(n.Lines().Value(h.source)), "\n")
		h.out.WriteString("<pre>" + string(inCells(code)) + "</pre>")
	case *ast.Emphasis:
		tag := "em"
		if n.Level > 1 {
			tag = "strong"
		}
		h.linked(n, func() { h.within(tag, n) })
	case *ast.CodeSpan:
		h.linked(n, func() { h.within("code", n) })
	case *ast.Text:
		h.text(n)
	default:
		h.children(n)
	}
}

// item is a list item, with a box to tick if it begins with one.
func (h *hyper) item(n *ast.ListItem) {
	var inner hyper
	inner.source, inner.terms = h.source, h.terms
	inner.children(n)
	body, ticked := strings.CutPrefix(inner.out.String(), "[ ] ")
	if ticked {
		body = `<label><input type="checkbox"> ` + body + "</label>"
	}
	h.out.WriteString("<li>" + body + "</li>")
}

// linked draws a word, as a link if it is explained.
func (h *hyper) linked(n ast.Node, draw func()) {
	anchor := h.terms.anchor(h.words(n))
	if anchor == "" {
		draw()
		return
	}
	h.out.WriteString(`<a href="#` + html.EscapeString(anchor) + `">`)
	draw()
	h.out.WriteString("</a>")
}

// words is the bare text in n.
func (h *hyper) words(n ast.Node) string {
	var all strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			all.Write(t.Value(h.source))
		}
	}
	return all.String()
}

func (h *hyper) text(n *ast.Text) {
	v := n.Value(h.source)
	if n.Parent().Kind() != ast.KindCodeSpan {
		v = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(v)))
	}
	h.out.WriteString(html.EscapeString(string(v)))
	switch {
	case n.HardLineBreak():
		h.out.WriteString("<br>")
	case n.SoftLineBreak():
		h.out.WriteByte('\n')
	}
}

// inCells gives each letter outside ASCII a cell as wide as on a terminal, so
// that columns stay columns in a font that has it narrower or wider.
func inCells(drawing string) htmltemplate.HTML {
	var out strings.Builder
	for _, r := range drawing {
		switch {
		case r < 0x80:
			out.WriteString(html.EscapeString(string(r)))
		case ansi.StringWidth(string(r)) == 2:
			out.WriteString("<b>" + string(r) + "</b>")
		default:
			out.WriteString("<i>" + string(r) + "</i>")
		}
	}
	return htmltemplate.HTML(out.String())
}
