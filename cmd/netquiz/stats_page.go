package main

import (
	_ "embed"
	"fmt"
	htmltemplate "html/template"
	"strings"

	"netquiz/quiz"
	"netquiz/quiz/record"
)

//go:embed stats.html
var statsHTML string

// dayCell is a day of the calendar as the page shows it.
type dayCell struct {
	Day    string
	Count  int
	Shade  int
	Future bool
}

// statsPage writes how the learner stands as one HTML page that needs nothing
// else.
func (e *env) statsPage(s quiz.Standing) error {
	drawing, err := htmltemplate.New("stats").Funcs(htmltemplate.FuncMap{
		"T":       func(id string) string { return e.text.T("stats." + id) },
		"stage":   func(stage string) string { return e.text.T("quiz.stage." + stage) },
		"skill":   e.skillName,
		"lesson":  lessonOf,
		"percent": percent,
		"kept":    func(retention float64) string { return fmt.Sprintf("%.0f%%", 100*retention) },
		"days":    func(n float64) string { return e.text.T("stats.days", "N", fmt.Sprintf("%.1f", n)) },
		"date":    func(i int) string { return (s.Day + record.Day(i)).String() },
		"bar":     func(n int) string { return strings.Repeat("█", n) },
	}).Parse(statsHTML)
	if err != nil {
		return err
	}
	return drawing.Execute(e.out, map[string]any{
		"Lang": string(e.text.Lang()), "S": s, "Weeks": weeksOf(s),
		"Total": e.text.T("stats.total", "Answers", s.Attempts, "Percent", percent(s.Right, s.Attempts), "Streak", s.Streak),
	})
}

// weeksOf are the last 53 weeks, Mondays first.
func weeksOf(s quiz.Standing) [][]dayCell {
	counts := map[record.Day]int{}
	for _, d := range s.Calendar {
		counts[d.Day] = d.Answers
	}
	weekday := (int(s.Day.Date().Weekday()) + 6) % 7
	first := s.Day - record.Day(weekday) - 7*52
	var weeks [][]dayCell
	for week := range 53 {
		var cells []dayCell
		for day := range 7 {
			d := first + record.Day(7*week+day)
			cells = append(cells, dayCell{d.String(), counts[d], shade(counts[d]), d > s.Day})
		}
		weeks = append(weeks, cells)
	}
	return weeks
}
