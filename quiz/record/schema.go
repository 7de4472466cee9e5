package record

import (
	"database/sql"
	"fmt"
)

// application marks the file as ours in PRAGMA application_id: "nqrc".
const application = 0x6e717263

// migrations lead from each version of the schema to the next: migrations[v]
// turns version v into v+1, and an empty file is version 0. A migration that
// was ever released is never changed.
//
// Answers are the only truth: the skills table is derived from them. Times are
// nanoseconds since 1970, zones seconds east of UTC, days as Day, IDs 16 bytes.
var migrations = []string{`
CREATE TABLE answers (
	id BLOB NOT NULL PRIMARY KEY,
	time INTEGER NOT NULL,
	zone INTEGER NOT NULL,
	day INTEGER NOT NULL,
	round BLOB NOT NULL,
	stage TEXT NOT NULL,
	skill TEXT NOT NULL,
	seed INTEGER NOT NULL,
	level INTEGER NOT NULL,
	kind TEXT NOT NULL,
	scene BLOB NOT NULL,
	grade INTEGER NOT NULL,
	hinted INTEGER NOT NULL,
	text TEXT NOT NULL,
	miss TEXT NOT NULL,
	took INTEGER NOT NULL,
	undone INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_question ON answers (skill, seed, scene, time, id) WHERE undone = 0;
CREATE INDEX answers_missed ON answers (time, id) WHERE undone = 0 AND (grade = 1 OR hinted = 1);
CREATE INDEX answers_day ON answers (day, grade, hinted) WHERE undone = 0;

CREATE TABLE scenes (
	id BLOB NOT NULL PRIMARY KEY,
	frames BLOB NOT NULL
) STRICT;

CREATE TABLE skills (
	skill TEXT NOT NULL PRIMARY KEY,
	stage TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	right INTEGER NOT NULL,
	stability REAL NOT NULL,
	difficulty REAL NOT NULL,
	last INTEGER NOT NULL,
	first INTEGER NOT NULL, -- time of the answer that counted on the last day
	due INTEGER NOT NULL,
	reps INTEGER NOT NULL,
	lapses INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE steps (
	stage TEXT NOT NULL,
	step TEXT NOT NULL,
	task INTEGER NOT NULL,
	time INTEGER NOT NULL,
	PRIMARY KEY (stage, step, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE resets (
	stage TEXT NOT NULL PRIMARY KEY,
	time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`}

// migrate brings the schema from whatever version it has to the last of steps,
// in one transaction: a migration that fails leaves the record as it was.
func migrate(db *sql.DB, steps []string) error {
	if version, err := schemaVersion(db); err != nil || version == len(steps) {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// Another process may have migrated since.
	version, err := schemaVersion(tx)
	if err != nil {
		return err
	}
	for ; version < len(steps); version++ {
		if _, err := tx.Exec(steps[version]); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", application, version)); err != nil {
		return err
	}
	return tx.Commit()
}

func schemaVersion(q interface{ QueryRow(string, ...any) *sql.Row }) (version int, err error) {
	err = q.QueryRow("PRAGMA user_version").Scan(&version)
	return version, err
}
