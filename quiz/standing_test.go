package quiz

import (
	"testing"

	"netquiz/quiz/record"
)

func days(offsets ...int) (calendar []record.DayCount) {
	for _, n := range offsets {
		calendar = append(calendar, record.DayCount{Day: record.Day(20_000 + n), Answers: 1})
	}
	return calendar
}

func TestStreak(t *testing.T) {
	for name, test := range map[string]struct {
		answered []int
		want     int
	}{
		"nothing":                {nil, 0},
		"today":                  {[]int{0}, 1},
		"yesterday still counts": {[]int{-2, -1}, 2},
		"with today":             {[]int{-2, -1, 0}, 3},
		"broken":                 {[]int{-3, -1, 0}, 2},
		"long ago":               {[]int{-9, -8}, 0},
	} {
		if got := streak(days(test.answered...), 20_000); got != test.want {
			t.Errorf("%s: %d days, want %d", name, got, test.want)
		}
	}
}

func TestStand(t *testing.T) {
	known := []record.Skill{
		{Name: "close.who", Stage: "close", Attempts: 4, Right: 1, State: record.State{Stability: 2, Last: 19_999, Due: 20_001, Reps: 1}},
		{Name: "dns.name", Stage: "dns", Attempts: 3, Right: 3, State: record.State{Stability: 30, Last: 19_999, Due: 20_020, Reps: 3}},
		{Name: "dns.ttl", Stage: "dns", Attempts: 2, Right: 1, State: record.State{Stability: 5, Last: 19_999, Due: 19_990, Reps: 1}},
	}
	s := Stand(known, days(0), 20_000)
	if len(s.Skills) != len(Skills()) || s.Attempts != 9 || s.Right != 5 || s.Streak != 1 {
		t.Errorf("%d skills, %d attempts, %d right, streak %d", len(s.Skills), s.Attempts, s.Right, s.Streak)
	}
	if len(s.Weak) != 2 || s.Weak[0] != "close.who" || s.Weak[1] != "dns.ttl" {
		t.Errorf("weak are %v", s.Weak)
	}
	if s.Forecast[0] != 1 || s.Forecast[1] != 1 || len(s.Forecast) != forecastDays {
		t.Errorf("the forecast is %v", s.Forecast)
	}
	if dns := s.Stages[0]; dns.Stage != "dns" || dns.Asked != 2 || dns.Skills != len(Of("dns")) {
		t.Errorf("dns stands as %+v", dns)
	}
	for _, k := range s.Skills {
		if (k.Due == nil) != (k.Attempts == 0) {
			t.Errorf("%s: due %v after %d attempts", k.Skill, k.Due, k.Attempts)
		}
	}
}
