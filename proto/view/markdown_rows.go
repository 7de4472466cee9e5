package view

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tables makes a table of a paragraph whose second line is a row of dashes, as
// GitHub's Markdown does. goldmark has the same in its package extension, whose
// other extensions compile regular expressions at the start of every program:
// 0.9 ms, a quarter of what netquiz starts in.
type tables struct{}

// Transform implements parser.ParagraphTransformer.
func (tables) Transform(paragraph *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines := paragraph.Lines()
	if lines.Len() < 2 {
		return
	}
	source := reader.Source()
	dashes := lines.At(1)
	alignments := alignmentsOf(dashes.Value(source))
	header := cellsOf(lines.At(0), source)
	if alignments == nil || len(header) != len(alignments) {
		return
	}
	t := table.NewTable()
	t.Alignments = alignments
	head := table.NewTableRow(alignments)
	t.AppendChild(t, table.NewTableHeader(fill(head, header)))
	for i := 2; i < lines.Len(); i++ {
		t.AppendChild(t, fill(table.NewTableRow(alignments), cellsOf(lines.At(i), source)))
	}
	paragraph.Parent().ReplaceChild(paragraph.Parent(), paragraph, t)
}

// fill puts a cell for each column into row: those there are, then empty ones.
func fill(row *table.TableRow, cells []text.Segment) *table.TableRow {
	for i, alignment := range row.Alignments {
		cell := table.NewTableCell()
		cell.Alignment = alignment
		if i < len(cells) {
			cell.Lines().Append(cells[i])
		}
		row.AppendChild(row, cell)
	}
	return row
}

// alignmentsOf reads "|:--|---|--:|"; nil if the line is no such row.
func alignmentsOf(line []byte) (all []table.Alignment) {
	row := strings.Trim(strings.TrimSpace(string(line)), "|")
	for cell := range strings.SplitSeq(row, "|") {
		cell = strings.TrimSpace(cell)
		left, right := strings.HasPrefix(cell, ":"), strings.HasSuffix(cell, ":")
		if dashes := strings.Trim(cell, ":"); dashes == "" || strings.Trim(dashes, "-") != "" {
			return nil
		}
		switch {
		case left && right:
			all = append(all, table.AlignCenter)
		case left:
			all = append(all, table.AlignLeft)
		case right:
			all = append(all, table.AlignRight)
		default:
			all = append(all, table.AlignNone)
		}
	}
	if !strings.Contains(string(line), "|") {
		return nil // a heading's underline
	}
	return all
}

// cellsOf are the texts between the bars of a line; a bar behind a backslash is
// text.
func cellsOf(line text.Segment, source []byte) (cells []text.Segment) {
	line = trimmed(line, source)
	start := line.Start
	if start < line.Stop && source[start] == '|' {
		start++
	}
	for at := start; at <= line.Stop; at++ {
		switch {
		case at == line.Stop && start == line.Stop:
		case at == line.Stop || source[at] == '|':
			cells = append(cells, trimmed(text.NewSegment(start, at), source))
			start = at + 1
		case source[at] == '\\':
			at++
		}
	}
	return cells
}

func trimmed(s text.Segment, source []byte) text.Segment {
	s = s.TrimLeftSpace(source)
	return s.TrimRightSpace(source)
}
