package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
	"netquiz/quiz"
	"netquiz/quiz/record"
)

// How a learner stands fits the screen, even a narrow one, whatever was answered.
func TestStatsFitTheScreen(t *testing.T) {
	today := record.DayOf(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	var known []record.Skill
	for i, k := range quiz.Skills() {
		s := record.Skill{Name: k.Name, Stage: k.Stage(), Attempts: 1234, Right: 17 * i}
		s.Stability, s.Due = 123.4, today+record.Day(i)
		known = append(known, s)
	}
	standing := quiz.Stand(known, []record.DayCount{{Day: today - 1, Answers: 1000, Right: 500}, {Day: today, Answers: 9, Right: 3}}, today)
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, width := range []int{40, 41, 60, 71, 72, 80} {
			t.Run(fmt.Sprint(lang, width), func(t *testing.T) {
				t.Setenv("COLUMNS", fmt.Sprint(width))
				e, out, _ := inProcess(lang)
				if err := e.showStats(standing); err != nil {
					t.Fatal(err)
				}
				for line := range strings.Lines(out.String()) {
					if w := term.Width(strings.TrimRight(line, "\n")); w > width {
						t.Errorf("%d columns: %s", w, line)
					}
				}
			})
		}
	}
}

func TestInItems(t *testing.T) {
	for width, want := range map[int]string{40: "가 나 · b back · c", 12: "가 나\nb back · c", 8: "가 나\nb back\nc"} {
		if got := inItems("가 나 · b back · c", " · ", width); got != want {
			t.Errorf("to %d columns: %q, want %q", width, got, want)
		}
	}
}
