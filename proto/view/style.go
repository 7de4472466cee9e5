package view

import (
	"strings"

	"netquiz/locales"
)

// MinWidth is the least width in columns that drawings are made for; a smaller
// Style.Width counts as this.
const MinWidth = 40

// Style is what a drawing needs to know of where it will be seen.
type Style struct {
	Width int                // columns
	Color bool               // SGR escape sequences may be used
	L     *locales.Localizer // the reader's language
}

func (s Style) width() int { return max(s.Width, MinWidth) }

// An ink is the SGR parameters that a piece of text is drawn with; "" is the
// terminal's own. Only the 16 colours that every theme sets are used.
type ink string

const (
	plain    ink = ""
	bold     ink = "1"
	dim      ink = "2"
	italic   ink = "3"
	under    ink = "4"
	marked   ink = "7"
	alarming ink = "1;31"
	telling  ink = "33"
)

// layerInks tell the layers of a frame apart, in turn.
var layerInks = [...]ink{"36", "32", "35", "34", "33", "96", "92", "95", "94"}

func layerInk(i int) ink { return layerInks[i%len(layerInks)] }

// with adds another ink to i.
func (i ink) with(more ink) ink {
	switch {
	case i == plain || i == more:
		return more
	case more == plain:
		return i
	}
	return i + ";" + more
}

// paint appends text in an ink.
func (s Style) paint(dst []byte, text string, i ink) []byte {
	if !s.Color || i == plain || text == "" {
		return append(dst, text...)
	}
	dst = append(dst, "\x1b["...)
	dst = append(dst, i...)
	dst = append(dst, 'm')
	dst = append(dst, text...)
	return append(dst, "\x1b[m"...)
}

// pen appends pieces of one line, opening and closing colours only where they
// change, and leaves out spaces at its end.
type pen struct {
	Style
	dst   []byte
	ink   ink // that is open
	space int // spaces not yet written
}

func (p *pen) write(text string, i ink) {
	body := strings.TrimRight(text, " ")
	if body != "" {
		p.change(i)
		p.dst = append(p.dst, body...)
	}
	p.space += len(text) - len(body)
}

// change writes the spaces so far and goes over to another ink.
func (p *pen) change(i ink) {
	if p.Color && p.ink != i && p.ink != plain {
		p.dst = append(p.dst, "\x1b[m"...)
	}
	p.dst = append(p.dst, spaces(p.space)...)
	p.space = 0
	if p.Color && p.ink != i && i != plain {
		p.dst = append(append(append(p.dst, "\x1b["...), i...), 'm')
	}
	p.ink = i
}

// end ends the line and returns what was appended to.
func (p *pen) end() []byte {
	p.space = 0
	p.change(plain)
	return append(p.dst, '\n')
}
