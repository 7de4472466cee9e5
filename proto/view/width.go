package view

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Columns is how many terminal columns text takes: two for a Hangul syllable,
// one for a box character, none for an escape sequence.
func Columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case r >= ' ' && r <= '~':
			n++
		case r >= '가' && r <= '힣':
			n += 2
		case strings.ContainsRune("·×–…→─│", r):
			n++
		default:
			return ansi.StringWidth(text)
		}
	}
	return n
}

// fit cuts text off with … where it is wider than columns.
func fit(text string, columns int) string {
	if Columns(text) <= columns {
		return text
	}
	if columns <= 0 {
		return ""
	}
	return ansi.Truncate(text, columns, "…")
}

// pad fills text with spaces up to columns.
func pad(text string, columns int) string {
	return text + spaces(columns-Columns(text))
}

// center puts text in the middle of columns, cut off where it is wider.
func center(text string, columns int) string {
	text = fit(text, columns)
	left := (columns - Columns(text)) / 2
	return spaces(left) + pad(text, columns-left)
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// splitAt cuts text before the first grapheme that goes past columns; head is
// never empty, so that cutting goes on to an end.
func splitAt(text string, columns int) (head, tail string) {
	head = ansi.Truncate(text, columns, "")
	if head == "" {
		head = firstGrapheme(text)
	}
	return head, text[len(head):]
}

func firstGrapheme(text string) string {
	_, _, n, _ := ansi.DecodeSequence(text, 0, nil)
	return text[:max(n, 1)]
}
