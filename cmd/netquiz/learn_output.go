package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netquiz/cmd/netquiz/term"
)

const tabStop = 8

// broken breaks a line of results that is too wide, between words where it can.
func broken(line string, width int) string {
	if term.Width(line) <= width {
		return line
	}
	return ansi.Wrap(line, width, " ")
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
