package main

import (
	"fmt"
	"strings"

	"netquiz/cmd/netquiz/term"
)

// setTable sets rows of as many cells out in columns as wide as they need: the
// first to the left, the others to the right.
func setTable(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], term.Width(cell))
		}
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		lines[n] = term.Pad(row[0], widths[0])
		for i, cell := range row[1:] {
			lines[n] += "  " + strings.Repeat(" ", widths[i+1]-term.Width(cell)) + cell
		}
	}
	return lines
}

// inItems breaks items, between which something stands, to a width: where that
// stands.
func inItems(text, between string, width int) string {
	line, at := "", 0
	for i, item := range strings.Split(text, between) {
		switch {
		case i == 0:
		case at+term.Width(between)+term.Width(item) > width:
			line, at = line+"\n", 0
		default:
			line, at = line+between, at+term.Width(between)
		}
		line, at = line+item, at+term.Width(item)
	}
	return line
}

// writeRows writes cells in columns. On a narrow screen the first one of each row
// stands in a line of its own, above the others.
func (e *env) writeRows(rows [][]string) {
	width, _ := e.term.Size()
	lines := setTable(rows)
	if 2+term.Width(lines[0]) > width {
		var below [][]string
		for _, row := range rows {
			below = append(below, append([]string{""}, row[1:]...))
		}
		lines = setTable(below)
		for i, row := range rows {
			lines[i] = term.Wrap(row[0], width-2) + "\n  " + lines[i]
		}
	}
	for _, line := range lines {
		fmt.Fprintln(e.out, "  "+strings.ReplaceAll(line, "\n", "\n  "))
	}
}
