package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
	"netquiz/quiz"
	"netquiz/quiz/record"
)

// showStats draws how the learner stands.
func (e *env) showStats(s quiz.Standing) error {
	if s.Attempts == 0 {
		_, err := fmt.Fprintln(e.out, e.text.T("stats.nothing"))
		return err
	}
	width, _ := e.term.Size()
	bold := func(text string) string { return e.term.Paint(e.out, color.Bold)(term.Wrap(text, width)) }
	fmt.Fprintln(e.out, bold(e.text.T("stats.total", "Answers", s.Attempts, "Percent", percent(s.Right, s.Attempts), "Streak", s.Streak)))
	fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.stages")))
	rows := [][]string{{e.text.T("stats.col.stage"), e.text.T("stats.col.skills"), e.text.T("stats.col.right"), e.text.T("stats.col.retention"), e.text.T("stats.col.stability")}}
	for _, g := range s.Stages {
		rows = append(rows, append([]string{e.text.T("quiz.stage." + g.Stage), fmt.Sprintf("%d/%d", g.Asked, g.Skills)},
			e.marks(g.Attempts, g.Right, g.Retention, g.Stability)...))
	}
	e.writeRows(rows)
	fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.skills")))
	e.skills(slices.DeleteFunc(slices.Clone(s.Skills), func(k quiz.SkillStanding) bool { return k.Attempts == 0 }))
	fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.calendar")))
	e.calendar(s, width)
	fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.plot")))
	e.plotRight(s, width)
	fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.forecast")))
	e.forecast(s, width)
	fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.recall")))
	e.plotRecall(s, width)
	if len(s.Weak) > 0 {
		fmt.Fprintf(e.out, "\n%s\n", bold(e.text.T("stats.head.weak")))
	}
	for _, name := range s.Weak {
		line, gap := "  "+e.skillName(name), "  "
		if lesson := lessonOf(name); lesson != "" {
			command := "netquiz learn " + lesson
			if term.Width(line+gap+command) > width {
				gap = "\n    "
			}
			line += gap + command
		}
		fmt.Fprintln(e.out, line)
	}
	return nil
}

// lessonOf is the step of the course that explains a skill, "" if there is none.
func lessonOf(name string) string {
	if k := quiz.Find(name); written(k.Stage()) {
		return k.Lesson()
	}
	return ""
}

func (e *env) skillName(name string) string { return e.text.T("quiz." + name + ".name") }

// marks are the columns of how something was answered: empty if it never was.
func (e *env) marks(attempts, right int, retention, stability float64) []string {
	if attempts == 0 {
		return []string{"-", "-", "-"}
	}
	return []string{fmt.Sprintf("%d%%", percent(right, attempts)), fmt.Sprintf("%.0f%%", 100*retention), e.text.T("stats.days", "N", fmt.Sprintf("%.1f", stability))}
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}

// searchSkills prints the skills whose stage or name holds a term; a term may be
// the first consonants of Korean words.
func (e *env) searchSkills(s quiz.Standing, term string) error {
	var found []quiz.SkillStanding
	for _, k := range s.Skills {
		if locales.MatchKorean(term, e.skillName(k.Skill)) || locales.MatchKorean(term, e.text.T("quiz.stage."+k.Stage)) || strings.Contains(k.Skill, strings.ToLower(term)) {
			found = append(found, k)
		}
	}
	if found == nil {
		return usage("stats.no_skill", "Term", term)
	}
	e.skills(found)
	return nil
}

// skills prints how skills stand, a line each.
func (e *env) skills(skills []quiz.SkillStanding) {
	rows := [][]string{{e.text.T("stats.col.skill"), e.text.T("stats.col.answers"), e.text.T("stats.col.right"), e.text.T("stats.col.retention"), e.text.T("stats.col.stability"), e.text.T("stats.col.due")}}
	for _, k := range skills {
		due := "-"
		if k.Due != nil {
			due = k.Due.String()
		}
		rows = append(rows, append(append([]string{e.skillName(k.Skill), fmt.Sprint(k.Attempts)}, e.marks(k.Attempts, k.Right, k.Retention, k.Stability)...), due))
	}
	if width, _ := e.term.Size(); width < narrowTable {
		for i, row := range rows {
			rows[i] = []string{row[0], row[2], row[len(row)-1]}
		}
	}
	e.writeRows(rows)
}

// narrowTable is below how many columns of the screen a table of skills leaves out
// all but what is right and when it comes back.
const narrowTable = 72

// shades are the days of a calendar, from none to many answers.
var shades = []string{".", "+", "o", "#", "@"}

func shade(answers int) int {
	switch {
	case answers == 0:
		return 0
	case answers < 5:
		return 1
	case answers < 15:
		return 2
	case answers < 30:
		return 3
	}
	return 4
}

// calendar draws the last weeks, a column each and Mondays on top, as many as fit.
func (e *env) calendar(s quiz.Standing, width int) {
	counts := map[record.Day]int{}
	for _, d := range s.Calendar {
		counts[d.Day] = d.Answers
	}
	weekday := (int(s.Day.Date().Weekday()) + 6) % 7 // Monday is 0
	weeks := max(4, min(52, (width-8)/2))
	first := s.Day - record.Day(weekday) - record.Day(7*(weeks-1))
	ink := []func(string) string{e.term.Paint(e.out, color.Faint), e.term.Paint(e.out, color.FgGreen), e.term.Paint(e.out, color.FgGreen),
		e.term.Paint(e.out, color.FgGreen, color.Bold), e.term.Paint(e.out, color.FgGreen, color.Bold)}
	for day := range 7 {
		line := "  " + term.Pad(e.text.T(fmt.Sprintf("stats.weekday.%d", day)), 3)
		for week := range weeks {
			d := first + record.Day(7*week+day)
			if d > s.Day {
				continue
			}
			n := shade(counts[d])
			line += " " + ink[n](shades[n])
		}
		fmt.Fprintln(e.out, line)
	}
	legend := e.text.T("stats.legend", "None", shades[0], "Few", shades[1], "Some", shades[2], "Many", shades[3], "Most", shades[4])
	fmt.Fprintln(e.out, "  "+strings.ReplaceAll(inItems(legend, "  ", width-2), "\n", "\n  "))
}

// forecast draws how many skills come due on the days ahead, a bar each.
func (e *env) forecast(s quiz.Standing, width int) {
	most := 1
	for _, n := range s.Forecast {
		most = max(most, n)
	}
	room := max(8, min(50, width-22))
	for i, n := range s.Forecast {
		bar := strings.Repeat("#", (n*room+most-1)/most)
		line := fmt.Sprintf("  %s %3d %s", (s.Day + record.Day(i)).String()[5:], n, bar)
		fmt.Fprintln(e.out, strings.TrimRight(line, " "))
	}
}
