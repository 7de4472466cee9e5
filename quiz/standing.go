package quiz

import (
	"cmp"
	"slices"

	"netquiz/quiz/record"
)

// Standing is what a learner's record comes to on a day.
type Standing struct {
	Day      record.Day        `json:"day"`
	Attempts int               `json:"attempts"`
	Right    int               `json:"right"` // of these, right and without a hint
	Streak   int               `json:"streak"`
	Stages   []StageStanding   `json:"stages"`   // every one, in the order of the talk
	Skills   []SkillStanding   `json:"skills"`   // every one, in the order of the talk
	Weak     []string          `json:"weak"`     // skills missed most often, at most three
	Forecast []int             `json:"forecast"` // skills that come due on each day from Day on
	Recall   []float64         `json:"recall"`   // 0 … 1, the mean retention on each day from Day on, if nothing is asked
	Calendar []record.DayCount `json:"calendar"` // of the last year
}

// StageStanding sums up the skills of a stage.
type StageStanding struct {
	Stage     string  `json:"stage"`
	Skills    int     `json:"skills"` // there are
	Asked     int     `json:"asked"`  // of these, at least once
	Attempts  int     `json:"attempts"`
	Right     int     `json:"right"`
	Stability float64 `json:"stability"` // days, the mean over those asked
	Retention float64 `json:"retention"` // 0 … 1, the mean over those asked
}

// SkillStanding is how a skill stands. Due is nil for one never asked.
type SkillStanding struct {
	Skill     string      `json:"skill"`
	Stage     string      `json:"stage"`
	Attempts  int         `json:"attempts"`
	Right     int         `json:"right"`
	Level     int         `json:"level"` // of the questions that come next
	Stability float64     `json:"stability"`
	Retention float64     `json:"retention"`
	Due       *record.Day `json:"due"`
	Lapses    int         `json:"lapses"`
}

// forecastDays is how many days ahead a standing looks.
const forecastDays = 14

// Stand sums up a record: its skills, and what was answered on which days up to
// today.
func Stand(known []record.Skill, calendar []record.DayCount, today record.Day) Standing {
	s := Standing{Day: today, Streak: streak(calendar, today), Calendar: calendar, Weak: []string{}}
	s.Forecast = record.Forecast(known, today, forecastDays)
	s.Recall = recall(known, today)
	states := map[string]record.Skill{}
	for _, k := range known {
		states[k.Name] = k
	}
	byStage := map[string]record.Stage{}
	for _, g := range record.Stages(known, today) {
		byStage[g.Name] = g
	}
	for _, stage := range Stages {
		g, of := byStage[stage], 0
		for _, k := range Skills() {
			if k.Stage() == stage {
				of++
				s.Skills = append(s.Skills, standing(k, states[k.Name], today))
			}
		}
		s.Attempts, s.Right = s.Attempts+g.Attempts, s.Right+g.Right
		if of > 0 {
			s.Stages = append(s.Stages, StageStanding{stage, of, g.Skills, g.Attempts, g.Right, g.Stability, g.Retention})
		}
	}
	s.Weak = weakest(s.Skills)
	return s
}

// recall is how much of the skills that were ever asked is still known on the days
// from today on.
func recall(known []record.Skill, today record.Day) []float64 {
	days := make([]float64, forecastDays)
	for i := range days {
		for _, k := range known {
			days[i] += k.Retention(today+record.Day(i)) / float64(len(known))
		}
	}
	return days
}

func standing(k *Skill, state record.Skill, today record.Day) SkillStanding {
	s := SkillStanding{Skill: k.Name, Stage: k.Stage(), Level: 1}
	if state.Attempts > 0 {
		s.Attempts, s.Right, s.Level = state.Attempts, state.Right, levelFor(state)
		s.Stability, s.Retention, s.Lapses = state.Stability, state.Retention(today), state.Lapses
		s.Due = &state.Due
	}
	return s
}

// weakest are up to three skills that went wrong, those with the least share of
// right answers first.
func weakest(skills []SkillStanding) []string {
	missed := slices.DeleteFunc(slices.Clone(skills), func(s SkillStanding) bool { return s.Right == s.Attempts })
	slices.SortStableFunc(missed, func(a, b SkillStanding) int {
		return cmp.Or(cmp.Compare(a.Right*b.Attempts, b.Right*a.Attempts), cmp.Compare(a.Retention, b.Retention))
	})
	names := []string{}
	for _, s := range missed[:min(3, len(missed))] {
		names = append(names, s.Skill)
	}
	return names
}

// streak is how many days in a row something was answered, up to today or
// yesterday.
func streak(calendar []record.DayCount, today record.Day) int {
	n := 0
	for _, d := range slices.Backward(calendar) {
		switch {
		case d.Day == today-record.Day(n):
			n++
		case n == 0 && d.Day == today-1:
			n, today = 1, today-1
		default:
			return n
		}
	}
	return n
}
