package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// TestLocalDay: the first answer of a day by the learner's own clock counts, no other.
func TestLocalDay(t *testing.T) {
	type given struct {
		time   string
		grade  Grade
		hinted bool
		undone bool
	}
	type counts struct {
		day   string
		grade Grade
	}
	for _, tc := range []struct {
		name    string
		answers []given
		right   int
		counted []counts
	}{
		{"once", []given{
			{"2026-11-22T09:00:00+09:00", Good, false, false},
		}, 1, []counts{{"2026-11-22", Good}}},
		{"again the same day", []given{
			{"2026-11-22T09:00:00+09:00", Again, false, false},
			{"2026-11-22T09:05:00+09:00", Good, false, false},
			{"2026-11-22T23:59:59+09:00", Easy, false, false},
		}, 2, []counts{{"2026-11-22", Again}}},
		{"two minutes, two days", []given{
			{"2026-11-22T23:59:00+09:00", Good, false, false},
			{"2026-11-23T00:01:00+09:00", Hard, false, false},
		}, 2, []counts{{"2026-11-22", Good}, {"2026-11-23", Hard}}},
		{"one day in Seoul, two in UTC", []given{
			{"2026-11-22T08:00:00+09:00", Good, false, false},
			{"2026-11-22T10:00:00+09:00", Again, false, false},
		}, 1, []counts{{"2026-11-22", Good}}},
		{"flown west: the same date twice", []given{
			{"2026-11-22T20:00:00+09:00", Good, false, false},
			{"2026-11-22T19:00:00-08:00", Again, false, false},
		}, 1, []counts{{"2026-11-22", Good}}},
		{"flown east: the date is later, the moment hardly", []given{
			{"2026-11-21T23:00:00-08:00", Good, false, false},
			{"2026-11-22T17:00:00+09:00", Hard, false, false},
		}, 2, []counts{{"2026-11-21", Good}, {"2026-11-22", Hard}}},
		{"in any order", []given{
			{"2026-11-25T09:00:00+09:00", Easy, false, false},
			{"2026-11-22T12:00:00+09:00", Again, false, false},
			{"2026-11-22T09:00:00+09:00", Good, false, false},
		}, 2, []counts{{"2026-11-22", Good}, {"2026-11-25", Easy}}},
		{"hinted", []given{
			{"2026-11-22T09:00:00+09:00", Easy, true, false},
		}, 0, []counts{{"2026-11-22", Again}}},
		{"the first of the day taken back", []given{
			{"2026-11-22T09:00:00+09:00", Again, false, true},
			{"2026-11-22T09:01:00+09:00", Good, false, false},
		}, 1, []counts{{"2026-11-22", Good}}},
		{"all taken back", []given{
			{"2026-11-22T09:00:00+09:00", Good, false, true},
		}, 0, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var answers []Answer
			attempts := 0
			for _, g := range tc.answers {
				answers = append(answers, Answer{ID: NewID(noon), Time: at(g.time), Skill: "a", Grade: g.grade, Hinted: g.hinted, Undone: g.undone})
				if !g.undone {
					attempts++
				}
			}
			var want State
			for _, c := range tc.counted {
				want = want.Next(c.grade, DayOf(at(c.day+"T00:00:00Z")))
			}
			if got := Replay(answers); got.State != want || got.Attempts != attempts || got.Right != tc.right {
				t.Fatalf("got %+v, want %+v", got, want)
			}
		})
	}
}

// drawAnswer draws an answer at some hour of a fortnight, in some time zone.
func drawAnswer(t *rapid.T) Answer {
	hour := rapid.IntRange(0, 14*24).Draw(t, "hour")
	zone := rapid.SampledFrom([]int{9, 0, -8, 14}).Draw(t, "zone")
	skill := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "skill")
	return Answer{
		Time:   noon.Add(time.Duration(hour) * time.Hour).In(time.FixedZone("", zone*60*60)),
		Stage:  rapid.SampledFrom([]string{"dns", "close"}).Draw(t, "stage"),
		Skill:  skill,
		Seed:   uint64(rapid.IntRange(0, 2).Draw(t, "seed")),
		Level:  rapid.IntRange(1, 3).Draw(t, "level"),
		Kind:   "number",
		Grade:  Grade(rapid.IntRange(1, 4).Draw(t, "grade")),
		Hinted: rapid.Bool().Draw(t, "hinted"),
		Text:   rapid.String().Draw(t, "text"),
		Took:   time.Duration(rapid.IntRange(0, 1e10).Draw(t, "took")),
	}
}

// TestSkillsAreWhatAnswersComeTo: however answers are added and taken back, the
// skills kept beside them are those a replay gives, and so is the list of missed ones.
func TestSkillsAreWhatAnswersComeTo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := hasty(t)
		var answers []Answer
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				a := drawAnswer(t)
				id, err := r.Add(a)
				if err != nil {
					t.Fatal(err)
				}
				a.ID = id
				answers = append(answers, a)
			},
			"undo": func(t *rapid.T) {
				if len(answers) == 0 {
					t.Skip("nothing to take back")
				}
				i := rapid.IntRange(0, len(answers)-1).Draw(t, "which")
				if err := r.Undo(answers[i].ID); err != nil {
					t.Fatal(err)
				}
				answers[i].Undone = true
			},
			"": func(t *rapid.T) { agree(t, r, answers) },
		})
	})
}

// agree fails unless the record says of the answers what can be said of them by hand.
func agree(t *rapid.T, r *Record, answers []Answer) {
	bySkill := make(map[string][]Answer)
	last := make(map[string]Answer) // by question
	days := make(map[Day]DayCount)
	for _, a := range answers {
		if a.Undone {
			continue
		}
		bySkill[a.Skill] = append(bySkill[a.Skill], a)
		question := fmt.Sprint(a.Skill, a.Seed)
		if l, ok := last[question]; !ok || a.Time.After(l.Time) || a.Time.Equal(l.Time) && a.ID.String() > l.ID.String() {
			last[question] = a
		}
		count := days[DayOf(a.Time)]
		count.Day = DayOf(a.Time)
		count.Answers++
		if a.Grade != Again && !a.Hinted {
			count.Right++
		}
		days[count.Day] = count
	}

	skills, err := r.Skills()
	if err != nil || len(skills) != len(bySkill) {
		t.Fatalf("%d skills, want %d; %v", len(skills), len(bySkill), err)
	}
	for _, got := range skills {
		answers := bySkill[got.Name]
		rand.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		if want := Replay(answers); got != want {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}

	var want []ID
	for _, a := range last {
		if a.Missed() {
			want = append(want, a.ID)
		}
	}
	missed, err := r.Missed(1000, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []ID
	for i, a := range missed {
		got = append(got, a.ID)
		if i > 0 && a.Time.After(missed[i-1].Time) {
			t.Fatal("missed answers are not newest first")
		}
	}
	compare := func(a, b ID) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(got, compare)
	slices.SortFunc(want, compare)
	if !slices.Equal(got, want) {
		t.Fatalf("missed %v, want %v", got, want)
	}

	calendar, err := r.Calendar(DayOf(noon)-2, DayOf(noon)+20)
	if err != nil || len(calendar) != len(days) {
		t.Fatalf("%d days, want %d; %v", len(calendar), len(days), err)
	}
	for _, d := range calendar {
		if d != days[d.Day] {
			t.Fatalf("got %+v, want %+v", d, days[d.Day])
		}
	}
}
