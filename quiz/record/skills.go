package record

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
)

// Skill is what the answers to the questions of one skill come to.
type Skill struct {
	Name, Stage string
	Attempts    int // answers, every one of them
	Right       int // of these, right and without a hint
	State           // of the schedule, which only the first answer of a day moves

	first int64 // time of the answer that moved it last
}

// Replay returns what the answers of one skill, in any order, come to: the same
// skill however they came together. Answers that were undone do not count. Of
// each day, as the learner's own clock had it, only the first moves the schedule.
func Replay(answers []Answer) Skill {
	answers = slices.DeleteFunc(slices.Clone(answers), func(a Answer) bool { return a.Undone })
	slices.SortFunc(answers, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(DayOf(a.Time), DayOf(b.Time)), a.Time.Compare(b.Time), slices.Compare(a.ID[:], b.ID[:]))
	})
	var s Skill
	for _, a := range answers {
		s = s.after(a)
	}
	return s
}

// after returns the skill with one more answer, the last of all so far.
func (s Skill) after(a Answer) Skill {
	s.Name, s.Stage = a.Skill, a.Stage
	s.Attempts++
	if !a.Missed() {
		s.Right++
	}
	if on := DayOf(a.Time); s.Reps == 0 || on > s.Last {
		s.State = s.Next(a.Counted(), on)
		s.first = a.Time.UnixNano()
	}
	return s
}

// extendedBy tells whether after(a) is what a replay with a would give. It is
// not when the clock or the time zone went back.
func (s Skill) extendedBy(a Answer) bool {
	on := DayOf(a.Time)
	return s.Reps == 0 || on > s.Last || on == s.Last && a.Time.UnixNano() > s.first && a.Stage == s.Stage
}

const skillAnswers = "SELECT " + answerColumns + " FROM answers WHERE skill = ? AND undone = 0"

const skillColumns = "skill, stage, attempts, right, stability, difficulty, last, due, reps, lapses, first"

// Skills returns every skill asked so far, by name.
func (r *Record) Skills() ([]Skill, error) {
	var skills []Skill
	err := each(r.db, "SELECT "+skillColumns+" FROM skills ORDER BY skill", nil, func(rows *sql.Rows) error {
		s, err := scanSkill(rows)
		skills = append(skills, s)
		return err
	})
	return skills, r.failed("read", err)
}

// schedule brings the skill of an answer just added up to date.
func schedule(tx *sql.Tx, a Answer) error {
	s, err := scanSkill(tx.QueryRow("SELECT "+skillColumns+" FROM skills WHERE skill = ?", a.Skill))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if !s.extendedBy(a) {
		return reschedule(tx, a.Skill)
	}
	return s.after(a).save(tx)
}

// reschedule makes a skill anew from its answers.
func reschedule(tx *sql.Tx, skill string) error {
	var answers []Answer
	err := each(tx, skillAnswers, []any{skill}, func(rows *sql.Rows) error {
		a, err := scanAnswer(rows)
		answers = append(answers, a)
		return err
	})
	if err != nil {
		return err
	}
	if len(answers) == 0 {
		_, err := tx.Exec("DELETE FROM skills WHERE skill = ?", skill)
		return err
	}
	return Replay(answers).save(tx)
}

func (s Skill) save(tx *sql.Tx) error {
	_, err := tx.Exec("INSERT OR REPLACE INTO skills ("+skillColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		s.Name, s.Stage, s.Attempts, s.Right, s.Stability, s.Difficulty, int64(s.Last), int64(s.Due), s.Reps, s.Lapses, s.first)
	return err
}

func scanSkill(row scanner) (s Skill, err error) {
	err = row.Scan(&s.Name, &s.Stage, &s.Attempts, &s.Right, &s.Stability, &s.Difficulty, &s.Last, &s.Due, &s.Reps, &s.Lapses, &s.first)
	return s, err
}
