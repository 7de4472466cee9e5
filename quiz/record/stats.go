package record

import (
	"cmp"
	"database/sql"
	"slices"
)

// Due returns the skills to be asked again on a day, those likeliest forgotten first.
func Due(skills []Skill, on Day) []Skill {
	due := slices.DeleteFunc(slices.Clone(skills), func(s Skill) bool { return s.Due > on })
	slices.SortStableFunc(due, func(a, b Skill) int { return cmp.Compare(a.Retention(on), b.Retention(on)) })
	return due
}

// Forecast returns how many skills come due on each of some days from the given
// one on, if none is asked before. Those overdue count on the first day.
func Forecast(skills []Skill, from Day, days int) []int {
	counts := make([]int, days)
	for _, s := range skills {
		if in := int(max(s.Due-from, 0)); in < days {
			counts[in]++
		}
	}
	return counts
}

// Stage sums up the skills of one stage.
type Stage struct {
	Name      string
	Skills    int // asked at least once
	Attempts  int
	Right     int
	Stability float64 // days, the mean over the skills
	Retention float64 // 0 … 1, the mean over the skills
}

// Stages sums up the skills by stage, in the order of the stages' names.
func Stages(skills []Skill, on Day) []Stage {
	byName := make(map[string]Stage)
	for _, s := range skills {
		stage := byName[s.Stage]
		stage.Name = s.Stage
		stage.Skills++
		stage.Attempts += s.Attempts
		stage.Right += s.Right
		stage.Stability += s.Stability
		stage.Retention += s.Retention(on)
		byName[s.Stage] = stage
	}
	var stages []Stage
	for _, stage := range byName {
		stage.Stability /= float64(stage.Skills)
		stage.Retention /= float64(stage.Skills)
		stages = append(stages, stage)
	}
	slices.SortFunc(stages, func(a, b Stage) int { return cmp.Compare(a.Name, b.Name) })
	return stages
}

// DayCount is what was answered on one day.
type DayCount struct {
	Day     Day `json:"day"`
	Answers int `json:"answers"`
	Right   int `json:"right"` // of these, right and without a hint
}

const calendar = `
	SELECT day, count(*), sum(grade > 1 AND hinted = 0) FROM answers
	WHERE undone = 0 AND day BETWEEN ? AND ? GROUP BY day ORDER BY day`

// Calendar returns the days between two, both included, on which anything was answered.
func (r *Record) Calendar(from, to Day) ([]DayCount, error) {
	var days []DayCount
	err := each(r.db, calendar, []any{int64(from), int64(to)}, func(rows *sql.Rows) error {
		var d DayCount
		err := rows.Scan(&d.Day, &d.Answers, &d.Right)
		days = append(days, d)
		return err
	})
	return days, r.failed("read", err)
}
