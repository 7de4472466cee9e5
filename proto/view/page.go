package view

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"netquiz/locales"
	"netquiz/proto"
)

// Page writes frames as one HTML document that needs nothing else: tree and hex
// side by side, where pointing at one lights the other. It is Begin, an Append
// for each frame, End. Its policy lets no script run but its own and fetches
// nothing.
type Page struct {
	L       *locales.Localizer
	Explain bool           // adds each field's source and explanation
	Mark    []*proto.Field // fields to point out
}

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageHTML))
})

// policy allows a page's own style and script, each by its hash, and nothing
// else.
func policy(css, js string) string {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(css) + "; script-src " + hash(js)
}

// Begin appends the head of the document.
func (p Page) Begin(dst []byte) []byte {
	return execute(dst, "begin", map[string]any{
		"Lang": string(p.L.Lang()), "Title": p.L.T("view.page.title"), "Help": p.L.T("view.page.help"),
		"Policy": policy(pageCSS, pageJS), "CSS": template.CSS(pageCSS),
	})
}

// End appends the end of the document.
func (p Page) End(dst []byte) []byte {
	return execute(dst, "end", map[string]any{"JS": template.JS(pageJS)})
}

// Append appends a frame.
func (p Page) Append(dst []byte, f *proto.Frame) []byte {
	return execute(dst, "frame", p.frame(f))
}

func (p Page) frame(f *proto.Frame) pageFrame {
	d := treeDrawing{Tree: Tree{Style: Style{L: p.L}}, f: f, digits: offsetDigits(len(f.Bytes()), 2)}
	all := nodes(f)
	frame := pageFrame{
		Title: d.title(), Notes: d.notes(),
		TreeLabel: p.L.T("view.page.tree"), HexLabel: p.L.T("view.page.hex"),
	}
	marked := make([]bool, len(f.Bytes()))
	for i := range all {
		if n := &all[i]; n.shows(p.Mark) {
			for at := n.from(); at < n.to(); at++ {
				marked[at] = true
			}
		}
		if n := &all[i]; i == 0 || n.field != nil || n.n > 0 || len(n.problems) > 0 {
			frame.Rows = append(frame.Rows, p.row(&d, n))
		}
	}
	frame.Lines = pageLines(f, marked)
	return frame
}

// execute appends a part of the page. The templates and their data are ours, so
// that it cannot fail.
func execute(dst []byte, name string, data any) []byte {
	w := appender{dst}
	if err := pageTemplate().ExecuteTemplate(&w, name, data); err != nil {
		panic(err)
	}
	return w.dst
}

type appender struct{ dst []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.dst = append(a.dst, p...)
	return len(p), nil
}

// pageFrame is what the template "frame" shows.
type pageFrame struct {
	Title               string
	Notes               []string
	TreeLabel, HexLabel string
	Rows                []pageRow
	Lines               []pageLine
}

type pageRow struct {
	Head, Marked    bool
	Level, Layer    int
	Bit, N          uint32
	Where, Picture  string
	Name, Value, ID string
	Ref, Explain    string
	Problems        []pageProblem
}

type pageProblem struct {
	Text   string
	Broken bool
}

func (p Page) row(d *treeDrawing, n *node) pageRow {
	r := pageRow{
		Head: n.field == nil, Marked: n.shows(p.Mark), Level: n.depth + 1, Layer: max(n.layer, 0) % len(layerInks),
		Bit: n.bit, N: n.n, Where: where(n.bit, n.n, d.digits),
	}
	switch {
	case n.layer < 0:
		r.Name = p.L.T("view.frame.head")
		r.Value = p.L.Bytes(int64(n.n / 8))
	case n.field == nil:
		r.Name, r.Value = d.TableName(d.f, n.part), d.gist(n)
	default:
		r.Name, r.Value, r.ID = d.Name(n.field), d.nodeValue(n), n.field.ID
		r.Picture = picture(d.f.Bytes(), n)
		if p.Explain {
			r.Ref = n.field.Ref
			if id := "explain." + n.field.ID; p.L.Has(id) {
				r.Explain = p.L.T(id)
			}
		}
	}
	for _, problem := range n.problems {
		r.Problems = append(r.Problems, pageProblem{d.Problem(problem), problem.Code.Broken()})
	}
	return r
}

type pageLine struct {
	Offset string
	Layer  int // of its first byte
	Bytes  []pageByte
}

type pageByte struct {
	Index, Layer int
	Class        string // beside its line's
	Hex, Text    string
}

func pageLines(f *proto.Frame, marked []bool) []pageLine {
	const perLine = 16
	data := f.Bytes()
	layer := make([]int, len(data))
	for i, l := range f.Layers() {
		for at := l.Off; at < l.Next(); at++ {
			layer[at] = i % len(layerInks)
		}
	}
	text, digits := textCells(f, perLine), offsetDigits(len(data), 4)
	var lines []pageLine
	for at, b := range data {
		if at%perLine == 0 {
			lines = append(lines, pageLine{Offset: string(appendHex(nil, uint32(at), digits)), Layer: layer[at]})
		}
		last := &lines[len(lines)-1]
		class := ""
		if layer[at] != last.Layer {
			class = "l" + strconv.Itoa(layer[at])
		}
		if marked[at] {
			class = strings.TrimSpace(class + " mark")
		}
		last.Bytes = append(last.Bytes, pageByte{at, layer[at], class, string([]byte{hexDigits[b>>4], hexDigits[b&15]}), text[at]})
	}
	return lines
}
