package record

import (
	"database/sql"
	"time"
)

// Step is a step of a lesson, or a task in it that the learner solved by hand.
type Step struct {
	Stage string `json:"stage"`
	Name  string `json:"step"`           // as the lesson names it
	Task  int    `json:"task,omitempty"` // 0: the step itself, n: its nth task
}

// DoneStep is a step and when it was done last.
type DoneStep struct {
	Step
	Time time.Time `json:"time"`
}

// Steps and resets only ever move forward in time, so two records are merged
// by taking the later of each, in whatever order they meet. A step is done when
// it was marked after its stage, and all stages, were last reset.
const (
	markStep = `INSERT INTO steps (stage, step, task, time) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET time = max(time, excluded.time)`
	markReset = `INSERT INTO resets (stage, time) VALUES (?1, ?2)
		ON CONFLICT DO UPDATE SET time = max(time, excluded.time)`
	afterReset = "SELECT max(?2, 1 + coalesce(max(time), 0)) FROM resets WHERE stage IN ('', ?1)"
	afterSteps = "SELECT max(?2, coalesce(max(time), 0)) FROM steps WHERE ?1 IN ('', stage)"
	doneSteps  = `SELECT stage, step, task, time FROM steps AS s
		WHERE time > (SELECT coalesce(max(time), 0) FROM resets WHERE stage IN ('', s.stage))
		ORDER BY stage, step, task`
)

// Mark keeps that a step was done at a time.
func (r *Record) Mark(s Step, at time.Time) error {
	return r.write("mark", func(tx *sql.Tx) error {
		// A clock set back must not put the step before a reset it came after.
		var t int64
		if err := tx.QueryRow(afterReset, s.Stage, at.UnixNano()).Scan(&t); err != nil {
			return err
		}
		_, err := tx.Exec(markStep, s.Stage, s.Name, s.Task, t)
		return err
	})
}

// Reset makes every step of a stage undone, or of all stages if stage is empty.
func (r *Record) Reset(stage string, at time.Time) error {
	return r.write("reset", func(tx *sql.Tx) error {
		var t int64
		if err := tx.QueryRow(afterSteps, stage, at.UnixNano()).Scan(&t); err != nil {
			return err
		}
		_, err := tx.Exec(markReset, stage, t)
		return err
	})
}

// Done returns the steps done since they were last reset, by stage, step and task.
func (r *Record) Done() ([]DoneStep, error) {
	var steps []DoneStep
	err := each(r.db, doneSteps, nil, func(rows *sql.Rows) error {
		s, err := scanStep(rows)
		steps = append(steps, s)
		return err
	})
	return steps, r.failed("read", err)
}

func scanStep(row scanner) (s DoneStep, err error) {
	var nanoseconds int64
	err = row.Scan(&s.Stage, &s.Name, &s.Task, &nanoseconds)
	s.Time = time.Unix(0, nanoseconds).UTC()
	return s, err
}
