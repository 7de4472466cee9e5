package record

import (
	"database/sql"
	"strings"
	"time"
	"unicode/utf8"
)

// Answer is one answer to one question. Skill and Seed name the question; one
// that was asked from a capture needs its Scene besides.
type Answer struct {
	ID     ID            `json:"id"`
	Time   time.Time     `json:"time"` // when it was given, in the learner's time zone
	Round  ID            `json:"round,omitzero"`
	Stage  string        `json:"stage"`
	Skill  string        `json:"skill"`
	Seed   uint64        `json:"seed,string"`
	Level  int           `json:"level"` // 1 … 3
	Kind   string        `json:"kind"`
	Scene  ID            `json:"scene,omitzero"` // from Keep; zero if the seed alone makes the frames
	Grade  Grade         `json:"grade"`          // Again if wrong
	Hinted bool          `json:"hinted,omitempty"`
	Text   string        `json:"text"`           // as it was given; empty for "I don't know"
	Miss   string        `json:"miss,omitempty"` // id of the misconception behind a wrong answer
	Took   time.Duration `json:"took"`           // nanoseconds
	Undone bool          `json:"undone,omitempty"`
}

// Counted returns the grade that counts: a hinted answer is none of the learner's own.
func (a Answer) Counted() Grade {
	if a.Hinted {
		return Again
	}
	return a.Grade
}

// Missed tells whether the question is still to be learned.
func (a Answer) Missed() bool { return a.Counted() == Again }

// Add keeps an answer and reschedules its skill; a.ID and a.Undone are
// ignored. When Add returns, the answer is on the disk under the ID returned,
// or, with an error, nothing of it is. Fails with *InvalidError or *Error.
func (r *Record) Add(a Answer) (ID, error) {
	a.ID, a.Undone = NewID(a.Time), false
	a.Time = a.Time.In(time.FixedZone("", zone(a.Time)))
	a.Text = strings.ToValidUTF8(a.Text, "\uFFFD")
	if err := a.check(); err != nil {
		return ID{}, err
	}
	return a.ID, r.write("add", func(tx *sql.Tx) error {
		if _, err := tx.Exec(insertAnswer, a.row()...); err != nil {
			return err
		}
		return schedule(tx, a)
	})
}

// Undo takes an answer back: it stays in the record and in every export, but
// counts no more. Undoing twice is undoing once. Fails with *InvalidError for
// an ID that is not in the record, or *Error.
func (r *Record) Undo(id ID) error {
	return r.write("undo", func(tx *sql.Tx) error {
		var skill string
		err := tx.QueryRow(undoAnswer, id[:]).Scan(&skill)
		if err == sql.ErrNoRows {
			return &InvalidError{Field: "id", Value: id}
		}
		if err != nil {
			return err
		}
		return reschedule(tx, skill)
	})
}

const missed = `
	SELECT ` + answerColumns + ` FROM answers AS a
	WHERE undone = 0 AND (grade = 1 OR hinted = 1) AND NOT EXISTS (
		SELECT 1 FROM answers AS later
		WHERE later.skill = a.skill AND later.seed = a.seed AND later.scene = a.scene
		AND later.undone = 0 AND (later.time, later.id) > (a.time, a.id))
	ORDER BY time DESC, id DESC`

// Missed returns the last answers to questions that were missed when they were
// asked last, newest first, at most n of those that keep lets through; a nil
// keep lets all through. keep must not use the record.
func (r *Record) Missed(n int, keep func(Answer) bool) ([]Answer, error) {
	var answers []Answer
	err := r.read(func(tx *sql.Tx) error {
		rows, err := tx.Query(missed)
		if err != nil {
			return err
		}
		defer rows.Close()
		for len(answers) < n && rows.Next() {
			a, err := scanAnswer(rows)
			if err != nil {
				return err
			}
			if keep == nil || keep(a) {
				answers = append(answers, a)
			}
		}
		return rows.Err()
	})
	return answers, err
}

// check tells whether the record can hold the answer, and an export carry it.
func (a Answer) check() error {
	for _, field := range []struct{ name, value string }{
		{"stage", a.Stage}, {"skill", a.Skill}, {"kind", a.Kind}, {"text", a.Text}, {"miss", a.Miss},
	} {
		if !utf8.ValidString(field.value) {
			return &InvalidError{Field: field.name, Value: field.value}
		}
	}
	switch {
	case a.ID == ID{}:
		return &InvalidError{Field: "id", Value: a.ID}
	case a.Skill == "":
		return &InvalidError{Field: "skill", Value: a.Skill}
	case !storable(a.Time):
		return &InvalidError{Field: "time", Value: a.Time}
	case a.Level < 1 || a.Level > 3:
		return &InvalidError{Field: "level", Value: a.Level}
	case a.Grade < Again || a.Grade > Easy:
		return &InvalidError{Field: "grade", Value: a.Grade}
	case a.Took < 0:
		return &InvalidError{Field: "took", Value: a.Took}
	}
	return nil
}

const (
	answerColumns = "id, time, zone, round, stage, skill, seed, level, kind, scene, grade, hinted, text, miss, took, undone"
	undoAnswer    = "UPDATE answers SET undone = 1 WHERE id = ? RETURNING skill"
	insertAnswer  = "INSERT INTO answers (" + answerColumns + ", day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)

// row returns the values of insertAnswer.
func (a Answer) row() []any {
	return []any{a.ID[:], a.Time.UnixNano(), zone(a.Time), a.Round[:], a.Stage, a.Skill, int64(a.Seed), a.Level, a.Kind, a.Scene[:],
		int(a.Grade), a.Hinted, a.Text, a.Miss, int64(a.Took), a.Undone, int64(DayOf(a.Time))}
}

func scanAnswer(row scanner) (a Answer, err error) {
	var id, round, scene []byte
	var nanoseconds, seed int64
	var zone int
	err = row.Scan(&id, &nanoseconds, &zone, &round, &a.Stage, &a.Skill, &seed, &a.Level, &a.Kind, &scene,
		&a.Grade, &a.Hinted, &a.Text, &a.Miss, &a.Took, &a.Undone)
	copy(a.ID[:], id)
	copy(a.Round[:], round)
	copy(a.Scene[:], scene)
	a.Seed = uint64(seed)
	a.Time = time.Unix(0, nanoseconds).In(time.FixedZone("", zone))
	return a, err
}

// zone returns the seconds east of UTC, whole minutes as exports write them.
func zone(t time.Time) int {
	_, seconds := t.Zone()
	return seconds - seconds%60
}
