package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto/fuzz"
)

// fuzzGrade prints a mark sheet: for each protocol that the target read, how
// many values were right, how many malformed frames it took well, and whether it
// lived.
func (e *env) fuzzGrade(c *cli.Context, r *fuzz.Result) error {
	if c.Bool("json") {
		for _, m := range r.Marks {
			line, err := json.Marshal(struct {
				Proto                                            string `json:"proto"`
				Right, Wrong, Handled, Mishandled, Crashed, Hung uint64
				Mark                                             int `json:"mark"`
			}{m.Proto.String(), m.Right, m.Wrong, m.Handled, m.Mishandled, m.Crashed, m.Hung, m.Points()})
			if err != nil {
				return err
			}
			fmt.Fprintf(e.out, "%s\n", line)
		}
		return nil
	}
	rows := [][]string{{e.text.T("fuzz.grade.proto"), e.text.T("fuzz.grade.fields"), e.text.T("fuzz.grade.malformed"),
		e.text.T("fuzz.grade.crashes"), e.text.T("fuzz.grade.mark")}}
	for _, m := range r.Marks {
		rows = append(rows, []string{m.Proto.String(), e.fuzzShare(m.Right, m.Right+m.Wrong), e.fuzzShare(m.Handled, m.Handled+m.Mishandled),
			e.text.Number(m.Crashed + m.Hung), fmt.Sprint(m.Points())})
	}
	e.fuzzTable(rows)
	if len(r.Marks) == 0 {
		fmt.Fprintln(e.out, e.text.T("fuzz.grade.nothing"))
	}
	fmt.Fprintln(e.out)
	return nil
}

// fuzzShare is a share of a whole: "1,200/1,234".
func (e *env) fuzzShare(part, whole uint64) string {
	if whole == 0 {
		return "–"
	}
	return e.text.Number(part) + "/" + e.text.Number(whole)
}

// fuzzTable prints rows in columns.
func (e *env) fuzzTable(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for k, cell := range row {
			widths[k] = max(widths[k], term.Width(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for k, cell := range row {
			line.WriteString(term.Pad(cell, widths[k]+2))
		}
		fmt.Fprintln(e.out, strings.TrimRight(line.String(), " "))
	}
}
