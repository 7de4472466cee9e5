package term

import (
	"io"
	"os"

	"github.com/fatih/color"
)

// Colour says when output is coloured.
type Colour int

// Auto colours what is written to a terminal that is not dumb, unless NO_COLOR is
// set and not empty. Always and Never ask nothing.
const (
	Auto Colour = iota
	Always
	Never
)

// ParseColour reads "auto", "always" or "never".
func ParseColour(s string) (Colour, bool) {
	switch s {
	case "auto":
		return Auto, true
	case "always":
		return Always, true
	case "never":
		return Never, true
	}
	return Auto, false
}

// Colour reports whether what is written to w is to be coloured. w is one of the
// writers t was made with, or any other that is no terminal.
func (t *Terminal) Colour(w io.Writer) bool {
	if t.host != nil && w == t.out {
		return t.host.Colour(t.host.out)
	}
	if t.host != nil {
		return t.host.Colour(w)
	}
	switch t.choice {
	case Always:
		return true
	case Never:
		return false
	}
	return isTerminal(w) && !dumb() && os.Getenv("NO_COLOR") == ""
}

// Paint returns what colours text for w, with the attributes of fatih/color, or
// leaves it as it is where w is not to be coloured.
func (t *Terminal) Paint(w io.Writer, attributes ...color.Attribute) func(text string) string {
	c := color.New(attributes...)
	if t.Colour(w) {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return func(text string) string { return c.Sprint(text) }
}
