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

// suspectSuffix ends the name of a mark beside the record: damage was met in it.
const suspectSuffix = "-suspect"

// replace moves the damaged record aside and begins a new one. Only one
// process at a time may, and only after looking again: the other one that saw
// the damage must not move the new record away.
func replace(path string, now time.Time) (r *Record, aside *SetAside, err error) {
	unlock, err := lock(filepath.Join(filepath.Dir(path), "netquiz.lock"))
	if err != nil {
		return nil, nil, failure("open", path, err)
	}
	defer unlock()
	r, damage := open(path)
	if !isDamage(damage) {
		return r, nil, damage
	}
	aside, err = moveAside(path, now)
	if err != nil {
		return nil, nil, failure("open", path, err)
	}
	aside.Err = damage
	if _, err := place(filepath.Dir(path)); err != nil {
		return nil, aside, err
	}
	r, err = open(path)
	return r, aside, err
}

// moveAside renames the database and what SQLite keeps beside it, to the first
// dated name that is free. The database goes first: were the process to end
// here, a log without its database would still be known for what it is.
func moveAside(path string, now time.Time) (*SetAside, error) {
	stem := filepath.Join(filepath.Dir(path), "netquiz-damaged-"+now.Format("20060102-150405"))
	to := stem + ".db"
	for n := 2; exists(to) || exists(to+"-wal") || exists(to+"-shm"); n++ {
		to = fmt.Sprintf("%s-%d.db", stem, n)
	}
	if err := os.Rename(path, to); err != nil {
		return nil, err
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+suffix, to+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	err := os.Remove(path + suspectSuffix)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return &SetAside{From: path, To: to}, nil
}

// lock waits for its turn. The lock is SQLite's own on an empty database, so
// that it ends with the process on every system.
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
