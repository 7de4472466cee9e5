package record

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// SetAside tells of a damaged record that was moved out of the way.
type SetAside struct {
	From, To string // absolute paths of the database file; its log moved along, as To-wal
	Err      error  // what was wrong with it
}

var errInUse = errors.New("damaged, and open in another process")

// suspectSuffix ends the name of a mark beside the record: damage was met in it.
const suspectSuffix = "-suspect"

// patience is how long a process waits for another one.
const patience = 5 * time.Second

// begin makes a new record, once the damaged one is moved aside if there is
// one. Only one process at a time may, and only after looking again: another one
// that saw the damage must not move the new record away, and SQLite cannot turn
// a new file to its log for two at once.
func begin(path string, now time.Time, patience time.Duration) (*Record, *SetAside, error) {
	unlock, err := lock(filepath.Join(filepath.Dir(path), "netquiz.lock"))
	if err != nil {
		return nil, nil, failure("open", path, err)
	}
	defer unlock()
	if _, err := place(filepath.Dir(path)); err != nil {
		return nil, nil, err
	}
	r, damage := open(path)
	if !isDamage(damage) {
		return r, nil, damage
	}
	if err := untilUnused(path, patience); err != nil {
		return nil, nil, failure("open", path, err)
	}
	aside := &SetAside{From: path, To: freeName(path, now), Err: damage}
	if err := aside.move(); err != nil {
		return nil, aside, failure("open", path, err)
	}
	if _, err := place(filepath.Dir(path)); err != nil {
		return nil, aside, err
	}
	r, err = open(path)
	return r, aside, err
}

// untilUnused waits until no other process has the record open. One that had
// would, on closing it, delete the new record's log for its own.
func untilUnused(path string, patience time.Duration) error {
	const pause = 10 * time.Millisecond
	for ; ; patience -= pause {
		used, err := inUse(path)
		if err != nil || !used {
			return err
		}
		if patience <= 0 {
			return &Error{Op: "open", Path: path, Cause: Busy, Err: errInUse}
		}
		time.Sleep(pause)
	}
}

// freeName returns the first dated name that nothing has.
func freeName(path string, now time.Time) string {
	stem := filepath.Join(filepath.Dir(path), "netquiz-damaged-"+now.Format("20060102-150405"))
	to := stem + ".db"
	for n := 2; exists(to) || exists(to+"-wal") || exists(to+"-shm"); n++ {
		to = fmt.Sprintf("%s-%d.db", stem, n)
	}
	return to
}

// move renames the database and what SQLite keeps beside it. The database goes
// first: were the process to end here, a log without its database would still
// be known for what it is.
func (a *SetAside) move() error {
	if err := os.Rename(a.From, a.To); err != nil {
		return err
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(a.From+suffix, a.To+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(a.From + suspectSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// lock waits for its turn. The lock is SQLite's own on an empty database, so
// that it ends with the process on every system; the file stays, since another
// process may be waiting for it.
func lock(path string) (unlock func(), err error) {
	db, err := connect(path, "_txlock=exclusive")
	if err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		db.Close()
		return nil, err
	}
	return func() { tx.Rollback(); db.Close() }, nil
}

// smallRecord is the size in bytes, some 5,000 answers, up to which a record is
// examined whole at every start: a few milliseconds.
const smallRecord = 2 << 20

// probe looks for damage without reading all answers of a long record. What it
// does not see is met when it is read; the mark left then has the next start
// examine everything.
func (r *Record) probe() error {
	mark := r.path + suspectSuffix
	if exists(mark) {
		if err := r.examine("PRAGMA integrity_check(1)"); err != nil {
			return err
		}
		if err := os.Remove(mark); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}
	info, err := os.Stat(r.path)
	if err != nil {
		return err
	}
	if info.Size() <= smallRecord {
		return r.examine("PRAGMA quick_check(1)")
	}
	for _, table := range []string{"skills", "steps", "resets"} {
		if err := r.examine("PRAGMA quick_check(" + table + ")"); err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) examine(check string) error {
	var finding string
	if err := r.db.QueryRow(check).Scan(&finding); err != nil {
		return err
	}
	if finding != "ok" {
		return &Error{Op: "open", Path: r.path, Cause: Damaged, Err: errors.New(finding)}
	}
	return nil
}
