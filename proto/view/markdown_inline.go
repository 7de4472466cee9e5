package view

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// inline is the text in n, a para for each line that its author ended.
func (d *markdown) inline(n ast.Node, i ink) []para {
	t := inlineText{source: d.source, color: d.Color, lines: []para{nil}}
	t.children(n, i)
	return t.lines
}

type inlineText struct {
	source []byte
	color  bool
	lines  []para
}

func (t *inlineText) add(text string, i ink) {
	last := len(t.lines) - 1
	t.lines[last] = t.lines[last].add(printable(strings.NewReplacer("\n", " ", "\r", "", "\t", " ").Replace(text)), i)
}

func (t *inlineText) children(n ast.Node, i ink) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.node(c, i)
	}
}

func (t *inlineText) node(n ast.Node, i ink) {
	switch n := n.(type) {
	case *ast.Text:
		t.add(t.text(n), i)
		if n.HardLineBreak() {
			t.lines = append(t.lines, nil)
		} else if n.SoftLineBreak() {
			t.add(" ", i)
		}
	case *ast.String:
		t.add(string(n.Value), i)
	case *ast.CodeSpan:
		t.codeSpan(n, i)
	case *ast.Emphasis:
		if n.Level > 1 {
			t.children(n, i.with(bold))
		} else {
			t.children(n, i.with(italic))
		}
	case *ast.Link:
		t.link(n, i)
	case *ast.AutoLink:
		t.add(string(n.URL(t.source)), i.with(under))
	case *ast.RawHTML:
		for at := range n.Segments.Len() {
			segment := n.Segments.At(at)
			t.add(string(segment.Value(t.source)), i)
		}
	default:
		t.children(n, i)
	}
}

// text resolves the escapes and entities of Markdown.
func (t *inlineText) text(n *ast.Text) string {
	v := n.Segment.Value(t.source)
	if n.IsRaw() {
		return string(v)
	}
	v = util.UnescapePunctuations(v)
	v = util.ResolveNumericReferences(v)
	return string(util.ResolveEntityNames(v))
}

// codeSpan keeps its backquotes where no colour tells it from text.
func (t *inlineText) codeSpan(n *ast.CodeSpan, i ink) {
	quote := "`"
	if t.color {
		quote, i = "", i.with(layerInks[0])
	}
	t.add(quote, i)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if text, ok := c.(*ast.Text); ok {
			t.add(string(text.Segment.Value(t.source)), i)
		}
	}
	t.add(quote, i)
}

// refScheme marks links into the dictionary: [순서 번호](ref:tcp.seq_raw).
const refScheme = "ref:"

// link shows where it leads behind its text, unless that is the text.
func (t *inlineText) link(n *ast.Link, i ink) {
	before := len(t.lines)
	t.children(n, i.with(under))
	target := string(n.Destination)
	if term, ok := strings.CutPrefix(target, refScheme); ok {
		t.add(" (ref "+term+")", i)
		return
	}
	if shown := t.lines[before-1]; len(shown) > 0 && shown[len(shown)-1].text == target {
		return
	}
	t.add(" <"+target+">", i)
}
