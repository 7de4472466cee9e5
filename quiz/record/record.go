// Package record keeps what a learner did: every answer, the skills' schedule
// made from them, and the lesson steps done.
//
// It is one SQLite file that several processes may use at once. What a method
// wrote is on the disk when the method returns, whatever happens afterwards.
// The package reads no clock and writes no sentence: times come in as
// arguments, and errors hold facts.
package record

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the database
)

const fileName = "netquiz.db"

// Record is the learner's record. Its methods may be called from several goroutines.
type Record struct {
	db   *sql.DB
	path string
}

// Open opens the record netquiz.db in a folder, and makes both where they are
// missing, for the user's eyes only. A record of an older version is migrated.
//
// A damaged file is moved aside, together with its log, and a new record
// begun: then SetAside says what went where, even if beginning the new one
// failed. Otherwise SetAside is nil. The time now dates the name of what is moved.
// Damage that is met only later, an *Error of cause Damaged from any method, is
// moved aside by the next Open.
//
// Errors are *NewerError for a record of a newer program, which is left as it
// is, and *Error for all else.
func Open(dir string, now time.Time) (*Record, *SetAside, error) {
	path, err := place(dir)
	if err != nil {
		return nil, nil, err
	}
	begun, err := inspect(path)
	var r *Record
	if begun {
		r, err = open(path)
	}
	if isDamage(err) || err == nil && !begun {
		return begin(path, now, patience)
	}
	return r, nil, err
}

// Close ends the use of the record.
func (r *Record) Close() error { return failure("close", r.path, r.db.Close()) }

// Path returns the absolute path of the database file.
func (r *Record) Path() string { return r.path }

// place makes the folder and an empty file where they are missing, so that
// what the system has against them is known by its own error.
func place(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", failure("open", dir, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", failure("open", dir, err)
	}
	path := filepath.Join(dir, fileName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", failure("open", path, err)
	}
	return path, failure("open", path, f.Close())
}

// open opens a record that was begun, or one that nobody else begins meanwhile.
func open(path string) (*Record, error) {
	if _, err := inspect(path); err != nil {
		return nil, err
	}
	db, err := connect(path, "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return nil, failure("open", path, err)
	}
	r := &Record{db: db, path: path}
	if err := r.prepare(); err != nil {
		db.Close()
		return nil, failure("open", path, err)
	}
	return r, nil
}

// prepare makes the file's schema the one this program knows, and looks for damage.
func (r *Record) prepare() error {
	version, err := schemaVersion(r.db)
	if err != nil {
		return err
	}
	// The header in the file may be older than the one in the log.
	if version > len(migrations) {
		return &NewerError{Path: r.path, Version: version, Known: len(migrations)}
	}
	if err := migrate(r.db, migrations); err != nil {
		return err
	}
	return r.probe()
}

// connect returns a handle with one connection: SQLite has one writer anyway,
// and a second connection would only wait for the first.
func connect(path, options string) (*sql.DB, error) {
	file := url.URL{Path: filepath.ToSlash(path)}
	db, err := sql.Open("sqlite", "file:"+file.EscapedPath()+"?_pragma=busy_timeout(5000)&"+options)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// write runs act in a transaction that no other writer overlaps, and commits it.
func (r *Record) write(op string, act func(*sql.Tx) error) error {
	tx, err := r.db.Begin()
	if err != nil {
		return r.failed(op, err)
	}
	defer tx.Rollback()
	if err := act(tx); err != nil {
		return r.failed(op, err)
	}
	return r.failed(op, tx.Commit())
}

// read runs act on one unchanging state of the record.
func (r *Record) read(act func(*sql.Tx) error) error {
	tx, err := r.db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return r.failed("read", err)
	}
	defer tx.Rollback()
	return r.failed("read", act(tx))
}

// failed names the failure, and leaves a mark when it is damage, so that the next
// Open examines the whole file and not only the pages it happens to read.
func (r *Record) failed(op string, err error) error {
	err = failure(op, r.path, err)
	if isDamage(err) {
		os.WriteFile(r.path+suspectSuffix, nil, 0o600)
	}
	return err
}

// querier is a transaction or a whole database.
type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// scanner is one row.
type scanner interface{ Scan(...any) error }

// each calls act for every row of a query.
func each(q querier, query string, args []any, act func(*sql.Rows) error) error {
	rows, err := q.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := act(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
