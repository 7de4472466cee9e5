package main

import (
	"html"
	htmltemplate "html/template"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// glossary links words of the course to what the dictionary says about them,
// and keeps which it linked.
type glossary struct {
	d      *dictionary
	words  map[string]*entry // by id and by every name, folded
	linked map[*entry]bool
}

func newGlossary(d *dictionary) *glossary {
	g := &glossary{d: d, words: map[string]*entry{}, linked: map[*entry]bool{}}
	for _, x := range d.entries {
		if x.kind == aStage || d.text(x.about, "") == "" {
			continue
		}
		for _, word := range append(slices.Clone(x.words), x.id) {
			if folded := plainWord(word); folded != "" && g.words[folded] == nil {
				g.words[folded] = x
			}
		}
	}
	return g
}

func plainWord(word string) string { return strings.ToLower(squeezed(word)) }

// anchor is the place on the page that explains a word, "" if there is none.
func (g *glossary) anchor(word string) string {
	x := g.words[plainWord(word)]
	if x == nil {
		return ""
	}
	g.linked[x] = true
	return anchorOf(x)
}

func anchorOf(x *entry) string { return "ref-" + string(x.kind) + "-" + x.id }

// fieldID is what looks like the id of a field.
var fieldID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[a-z][a-z0-9]*(\.[a-z0-9_]+)+`) })

// commandLine is a command line whose field ids are links.
func (g *glossary) commandLine(line string) htmltemplate.HTML {
	var out strings.Builder
	at := 0
	for _, m := range fieldID().FindAllStringIndex(line, -1) {
		word := line[m[0]:m[1]]
		x := g.words[word]
		if x == nil || x.kind != aField {
			continue
		}
		out.WriteString(html.EscapeString(line[at:m[0]]))
		out.WriteString(`<a href="#` + html.EscapeString(g.anchor(word)) + `">` + html.EscapeString(word) + "</a>")
		at = m[1]
	}
	out.WriteString(html.EscapeString(line[at:]))
	return htmltemplate.HTML(out.String())
}

type termPage struct {
	ID, Name, About, Typed string
	Facts                  [][2]string
}

// explained are the entries that were linked, in the dictionary's order.
func (g *glossary) explained() (all []termPage) {
	for _, x := range g.d.entries {
		if g.linked[x] {
			all = append(all, termPage{anchorOf(x), x.name, g.d.text(x.about, ""), "netquiz ref " + x.id, g.d.facts(x)})
		}
	}
	return all
}
