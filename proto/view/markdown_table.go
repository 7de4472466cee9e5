package view

import (
	"strings"

	table "github.com/yuin/goldmark/extension/ast"
)

// leastCell is how many columns a cell must have to be read, and between the
// columns that lie between two: " │ ".
const (
	leastCell = 6
	between   = 3
)

// table draws rows of cells that are broken to the width of their columns.
func (d *markdown) table(n *table.Table, lead []run) {
	var rows [][]para
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		in := plain
		if len(rows) == 0 {
			in = bold
		}
		var row []para
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			row = append(row, join(d.inline(c, in)))
		}
		rows = append(rows, row)
	}
	columns := len(n.Alignments)
	room := d.width() - columnsOf(lead) - between*(columns-1)
	if room < leastCell*columns {
		d.records(rows, lead)
		return
	}
	widths := columnWidths(rows, room, columns)
	for i, row := range rows {
		d.row(row, widths, n.Alignments, lead)
		if i == 0 {
			d.rule(widths, lead)
		}
	}
}

// records draws a table that is too wide a cell a line, behind its head.
func (d *markdown) records(rows [][]para, lead []run) {
	for i, row := range rows[1:] {
		if i > 0 {
			d.blank(lead)
		}
		for j, cell := range row[:min(len(row), len(rows[0]))] {
			p := append(rows[0][j].add(": ", plain), cell...)
			d.dst = d.appendPara(d.dst, p, d.begin(lead), columnsOf(lead)+2, lead...)
		}
	}
}

// join puts lines that an author ended back together.
func join(lines []para) para {
	all := lines[0]
	for _, p := range lines[1:] {
		all = append(all.add(" ", plain), p...)
	}
	return all
}

// columnWidths gives each column what it needs, and shortens the widest ones
// until all fit in room.
func columnWidths(rows [][]para, room, columns int) []int {
	widths := make([]int, columns)
	for _, row := range rows {
		for i, cell := range row[:min(len(row), columns)] {
			widths[i] = max(widths[i], cell.columns(), 1)
		}
	}
	for {
		total, widest := 0, 0
		for i, w := range widths {
			total += w
			if w > widths[widest] {
				widest = i
			}
		}
		if total <= room {
			return widths
		}
		widths[widest]--
	}
}

func (d *markdown) row(row []para, widths []int, align []table.Alignment, lead []run) {
	cells := make([][]string, len(widths))
	height := 1
	for i := range min(len(row), len(widths)) {
		text := string(d.wrap(nil, row[i], widths[i], 0, 0))
		cells[i] = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		height = max(height, len(cells[i]))
	}
	for line := range height {
		d.begin(lead)
		for i, w := range widths {
			if i > 0 {
				d.dst = d.paint(d.dst, " │ ", dim)
			}
			text := ""
			if line < len(cells[i]) {
				text = cells[i][line]
			}
			d.dst = append(d.dst, aligned(text, w, align[i])...)
		}
		d.dst = append(trimRight(d.dst), '\n')
	}
}

func aligned(text string, columns int, a table.Alignment) string {
	switch a {
	case table.AlignRight:
		return spaces(columns-Columns(text)) + text
	case table.AlignCenter:
		return center(text, columns)
	}
	return pad(text, columns)
}

func (d *markdown) rule(widths []int, lead []run) {
	d.begin(lead)
	var line strings.Builder
	for i, w := range widths {
		if i > 0 {
			line.WriteString("─┼─")
		}
		line.WriteString(strings.Repeat("─", w))
	}
	d.dst = append(d.paint(d.dst, line.String(), dim), '\n')
}
