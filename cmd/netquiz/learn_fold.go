package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"netquiz/cmd/netquiz/term"
)

const (
	drawing    = "```text\n"
	endDrawing = "```"
	tabStop    = 8
)

// folded is Markdown whose drawings fit a width: one that is too wide is shown
// in pieces, each below the one on its left.
func folded(markdown string, width int) string {
	var out strings.Builder
	for rest := markdown; rest != ""; {
		before, after, found := strings.Cut(rest, drawing)
		out.WriteString(before)
		if !found {
			break
		}
		body, after, _ := strings.Cut(after, endDrawing)
		out.WriteString(drawing)
		for i, piece := range pieces(strings.Split(strings.TrimRight(body, "\n"), "\n"), width) {
			if i > 0 {
				out.WriteString(strings.Repeat("┄", width) + "\n")
			}
			out.WriteString(strings.Join(piece, "\n") + "\n")
		}
		out.WriteString(endDrawing)
		rest = after
	}
	return out.String()
}

// pieces cuts lines into columns that are no wider than a width, where the
// fewest lines have something to cut.
func pieces(lines []string, width int) [][]string {
	widest := 0
	for _, line := range lines {
		widest = max(widest, term.Width(line))
	}
	if widest <= width {
		return [][]string{lines}
	}
	at, least := width, len(lines)+1
	for column := width; column > width/2; column-- {
		if n := crossing(lines, column); n < least {
			at, least = column, n
		}
	}
	var left, right []string
	for _, line := range lines {
		left = append(left, strings.TrimRight(ansi.Cut(line, 0, at), " "))
		right = append(right, strings.TrimRight(ansi.Cut(line, at, widest), " "))
	}
	return append([][]string{left}, pieces(right, width)...)
}

// crossing is how many lines have something on both sides of a column.
func crossing(lines []string, column int) (n int) {
	for _, line := range lines {
		if strings.TrimSpace(ansi.Cut(line, column-1, column)) != "" && strings.TrimSpace(ansi.Cut(line, column, column+1)) != "" {
			n++
		}
	}
	return n
}

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
