package record

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Cause is why the record could not be used.
type Cause string

// The causes a caller may want to tell apart.
const (
	Damaged  Cause = "damaged"   // the file is not a database or is malformed
	Foreign  Cause = "foreign"   // a sound database, but another program's
	ReadOnly Cause = "read-only" // the file or its folder cannot be written
	Full     Cause = "full"      // no space left on the disk
	Busy     Cause = "busy"      // another process had the record to itself for over five seconds
	Failed   Cause = "failed"    // anything else; see Error.Err
)

// Error is an act on the record that failed. Nothing of the act was kept.
type Error struct {
	Op    string // "open", "add", "undo", "keep", "read", "mark", "reset", "import", "close"
	Path  string // of the database file, absolute, or of the folder that could not be made
	Cause Cause
	Err   error // what the system or SQLite said
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: %s: %v", e.Op, e.Path, e.Cause, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// NewerError is a record or an export written by a newer program. It was left untouched.
type NewerError struct {
	Path    string // of the database file; empty for an export
	Version int    // what was found
	Known   int    // the newest this program reads
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s: version %d, known up to %d", e.Path, e.Version, e.Known)
}

// InvalidError is a value that the record cannot hold.
type InvalidError struct {
	In    string // where in an export: "answers[3]"; empty for an argument
	Field string
	Value any
}

func (e *InvalidError) Error() string { return fmt.Sprintf("%s %s: %v", e.In, e.Field, e.Value) }

// FormatError is an import that is not an export of this program, or is cut short.
type FormatError struct{ Err error }

func (e *FormatError) Error() string { return fmt.Sprintf("format: %v", e.Err) }

func (e *FormatError) Unwrap() error { return e.Err }

// ConflictError is an import that holds an answer of the record's under the
// same ID but with another content; one of the two was altered by hand.
type ConflictError struct{ ID ID }

func (e *ConflictError) Error() string { return fmt.Sprintf("conflict: %s", e.ID) }

// failure gives err its place and cause; errors of this package pass as they are.
func failure(op, path string, err error) error {
	var own *Error
	var newer *NewerError
	var invalid *InvalidError
	var conflict *ConflictError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own), errors.As(err, &newer), errors.As(err, &invalid), errors.As(err, &conflict):
		return err
	}
	return &Error{Op: op, Path: path, Cause: causeOf(err), Err: err}
}

func causeOf(err error) Cause {
	var engine *sqlite.Error
	if errors.As(err, &engine) {
		return causeOfCode(engine.Code())
	}
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ReadOnly
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Full
	}
	return Failed
}

func causeOfCode(code int) Cause {
	// The shared memory of the log is the one file whose growth is reported by a code of its own.
	if code == sqlite3.SQLITE_IOERR_SHMSIZE {
		return Full
	}
	switch code & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return Damaged
	// The database file itself was opened before: what cannot be opened are
	// the log and its shared memory, which need a folder that can be written.
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return ReadOnly
	case sqlite3.SQLITE_FULL:
		return Full
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return Busy
	}
	return Failed
}

// isDamage tells whether err says that the file is beyond use.
func isDamage(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Cause == Damaged
}
