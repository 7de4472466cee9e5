package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netquiz/cmd/netquiz/term"
)

const tabStop = 8

// broken breaks a line of results that is too wide, between words where it can.
// What goes on from the line before is set in, so as not to look like a line of
// its own.
func broken(line string, width int) string {
	const hang = 4
	if term.Width(line) <= width {
		return line
	}
	indent := strings.Repeat(" ", len(line)-len(strings.TrimLeft(line, " "))+hang)
	if len(indent) > width/2 {
		indent = indent[:hang]
	}
	first, _, _ := strings.Cut(ansi.Wrap(line, width, " "), "\n")
	rest := strings.TrimLeft(strings.TrimPrefix(line, first), " ")
	return first + "\n" + indent + strings.ReplaceAll(ansi.Wrap(rest, width-len(indent), " "), "\n", "\n"+indent)
}

// setOut replaces TABs by spaces up to the next stop.
func setOut(text string) string {
	if !strings.Contains(text, "\t") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		for j := range cells[:len(cells)-1] {
			cells[j] = term.Pad(cells[j], (term.Width(cells[j])/tabStop+1)*tabStop)
		}
		lines[i] = strings.Join(cells, "")
	}
	return strings.Join(lines, "\n")
}
