package record

import (
	"database/sql"
	"io"
	"maps"
	"slices"
)

// Merged tells what an import brought.
type Merged struct {
	Answers int // new to the record
	Known   int // that the record had already
}

// Import merges an export into the record: whole, or with an error not at all.
// Records may be merged in any order and any number of times, and always come
// to the same:
//   - an answer is kept once, by its ID, and is undone if it was undone anywhere;
//   - of a lesson step the later mark stays, of a stage the later reset;
//   - the skills' schedule is made anew from the answers.
//
// Fails with *FormatError, *NewerError, *InvalidError, *ConflictError, *Error,
// or what from failed with.
func (r *Record) Import(from io.Reader) (Merged, error) {
	doc, err := decode(from)
	if err != nil {
		return Merged{}, err
	}
	var merged Merged
	err = r.write("import", func(tx *sql.Tx) error {
		merged = Merged{}
		return merged.merge(tx, doc)
	})
	if err != nil {
		return Merged{}, err
	}
	return merged, nil
}

func (m *Merged) merge(tx *sql.Tx, doc *document) error {
	for _, s := range doc.Scenes {
		if err := keep(tx, s.ID, s.Frames); err != nil {
			return err
		}
	}
	changed, err := m.mergeAnswers(tx, doc.Answers)
	if err != nil {
		return err
	}
	for _, skill := range changed {
		if err := reschedule(tx, skill); err != nil {
			return err
		}
	}
	for _, s := range doc.Steps {
		if _, err := tx.Exec(markStep, s.Stage, s.Name, s.Task, s.Time.UnixNano()); err != nil {
			return err
		}
	}
	for _, s := range doc.Resets {
		if _, err := tx.Exec(markReset, s.Stage, s.Time.UnixNano()); err != nil {
			return err
		}
	}
	return nil
}

// mergeAnswers returns the skills to be scheduled anew.
func (m *Merged) mergeAnswers(tx *sql.Tx, answers []Answer) (changed []string, err error) {
	insert, err := tx.Prepare(insertAnswer)
	if err != nil {
		return nil, err
	}
	defer insert.Close()
	find, err := tx.Prepare("SELECT " + answerColumns + " FROM answers WHERE id = ?")
	if err != nil {
		return nil, err
	}
	defer find.Close()

	skills := make(map[string]bool)
	for _, a := range answers {
		result, err := insert.Exec(a.row()...)
		if err != nil {
			return nil, err
		}
		if n, err := result.RowsAffected(); err != nil {
			return nil, err
		} else if n == 1 {
			m.Answers++
			skills[a.Skill] = true
			continue
		}
		m.Known++
		ours, err := scanAnswer(find.QueryRow(a.ID[:]))
		if err != nil {
			return nil, err
		}
		if !ours.same(a) {
			return nil, &ConflictError{a.ID}
		}
		if a.Undone && !ours.Undone {
			if _, err := tx.Exec(undoAnswer, a.ID[:]); err != nil {
				return nil, err
			}
			skills[a.Skill] = true
		}
	}
	return slices.Sorted(maps.Keys(skills)), nil
}

// same tells whether two answers say the same of the same moment, whatever was undone since.
func (a Answer) same(b Answer) bool {
	if !a.Time.Equal(b.Time) || zone(a.Time) != zone(b.Time) {
		return false
	}
	a.Time, a.Undone = b.Time, b.Undone
	return a == b
}
