package record

import (
	"math"
	"slices"
	"testing"
)

func TestDueForecastAndStages(t *testing.T) {
	today := Day(20000)
	skill := func(name, stage string, stability float64, last, due Day) Skill {
		return Skill{Name: name, Stage: stage, Attempts: 4, Right: 3, State: State{Stability: stability, Difficulty: 5, Last: last, Due: due, Reps: 2}}
	}
	skills := []Skill{
		skill("overdue a little", "dns", 10, today-11, today-1),
		skill("overdue a lot", "dns", 1, today-30, today-29),
		skill("today", "close", 5, today-5, today),
		skill("tomorrow", "close", 5, today-4, today+1),
		skill("in a month", "close", 40, today-10, today+30),
	}
	before := slices.Clone(skills)

	var due []string
	for _, s := range Due(skills, today) {
		due = append(due, s.Name)
	}
	if want := []string{"overdue a lot", "overdue a little", "today"}; !slices.Equal(due, want) {
		t.Errorf("due %q, want %q", due, want)
	}
	if got, want := Forecast(skills, today, 3), []int{3, 1, 0}; !slices.Equal(got, want) {
		t.Errorf("forecast %v, want %v", got, want)
	}
	if got := Forecast(skills, today, 31)[30]; got != 1 {
		t.Errorf("forecast for the last day: %d", got)
	}

	stages := Stages(skills, today)
	if len(stages) != 2 || stages[0].Name != "close" || stages[1].Name != "dns" {
		t.Fatalf("stages %+v", stages)
	}
	dns := stages[1]
	mean := (skills[0].Retention(today) + skills[1].Retention(today)) / 2
	if dns.Skills != 2 || dns.Attempts != 8 || dns.Right != 6 || dns.Stability != 5.5 || math.Abs(dns.Retention-mean) > 1e-9 {
		t.Errorf("stage %+v", dns)
	}
	if !slices.Equal(skills, before) {
		t.Error("the skills given were changed")
	}
}

func TestDay(t *testing.T) {
	for _, tc := range []struct {
		time string
		want string
	}{
		{"2026-11-22T00:00:00+09:00", "2026-11-22"},
		{"2026-11-21T23:59:59+09:00", "2026-11-21"},
		{"2026-11-22T23:59:59-08:00", "2026-11-22"},
		{"2024-02-29T12:00:00Z", "2024-02-29"},
		{"1970-01-01T00:30:00+14:00", "1970-01-01"},
	} {
		d := DayOf(at(tc.time))
		if text, err := d.MarshalText(); string(text) != tc.want || d.String() != tc.want || err != nil {
			t.Errorf("%s is %s, want %s", tc.time, d, tc.want)
		}
	}
	if DayOf(at("2026-03-01T00:00:00+09:00"))-DayOf(at("2026-02-28T23:00:00+09:00")) != 1 {
		t.Error("28 February 2026 and 1 March are not a day apart")
	}
}
