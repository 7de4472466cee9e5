package term

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width returns the cells s takes on a terminal; a Hangul syllable takes two and
// a colour none.
func Width(s string) int { return ansi.StringWidth(s) }

// Pad returns s with spaces up to width cells.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-Width(s)))
}

// Wrap breaks the lines of text so that none takes more than width cells. Words
// stay whole unless one is wider than a line.
func Wrap(text string, width int) string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, wrapLine(strings.TrimRight(line, "\r\n"), max(2, width))...)
	}
	return strings.Join(lines, "\n")
}

// Hang puts label before the first line of text and the same room before each
// other, all of it at most width cells wide.
func Hang(label, text string, width int) string {
	room := Width(label)
	wrapped := Wrap(text, width-room)
	return label + strings.ReplaceAll(wrapped, "\n", "\n"+strings.Repeat(" ", room))
}

// wrapLine breaks one line. An indent belongs to its first word.
func wrapLine(line string, width int) []string {
	var lines []string
	current := ""
	for _, word := range words(line) {
		switch {
		case current == "":
			current = word
		case Width(current)+1+Width(word) <= width:
			current += " " + word
		default:
			lines = append(lines, current)
			current = word
		}
		if Width(current) > width {
			pieces := strings.Split(ansi.Hardwrap(current, width, true), "\n")
			lines = append(lines, pieces[:len(pieces)-1]...)
			current = pieces[len(pieces)-1]
		}
	}
	return append(lines, current)
}

func words(line string) []string {
	text := strings.TrimLeft(line, " ")
	fields := strings.Fields(text)
	if len(fields) > 0 {
		fields[0] = line[:len(line)-len(text)] + fields[0]
	}
	return fields
}
