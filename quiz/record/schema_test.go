package record

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMigrationFromEveryVersion opens records as each version left them:
// testdata/v<n>.sql is the schema of version n with an answer, its skill, a
// scene, a step and a reset, written once when n was new and never changed.
func TestMigrationFromEveryVersion(t *testing.T) {
	for version := 1; version <= len(migrations); version++ {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			dump, err := os.ReadFile(fmt.Sprintf("testdata/v%d.sql", version))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			execute(t, filepath.Join(dir, fileName), string(dump))

			r := opened(t, dir)
			sound(t, r)
			if got, err := schemaVersion(r.db); err != nil || got != len(migrations) {
				t.Fatal(got, err)
			}
			if got, want := schemaOf(t, r.db), schemaOf(t, opened(t, t.TempDir()).db); got != want {
				t.Fatalf("the schema is\n%s\nbut that of a new record\n%s", got, want)
			}
			want := `{"format":"netquiz-record","version":1,
"scenes":[
{"id":"594cfd2607d4f09e1ce6241203e418ca","frames":"ZnJhbWVz"}],
"answers":[
{"id":"019aa97c0a0000112233445566778899","time":"2026-11-22T12:00:00+09:00","round":"019aa97c0a00ffeeddccbbaa99887766","stage":"handshake","skill":"handshake.ack-number","seed":"18446744073709551615","level":2,"kind":"number","scene":"594cfd2607d4f09e1ce6241203e418ca","grade":"again","hinted":true,"text":"42","miss":"ack-is-last-byte","took":5000000000}],
"steps":[
{"stage":"dns","step":"first","task":1,"time":"2026-11-22T03:00:00Z"}],
"resets":[
{"stage":"dns","time":"2026-11-21T03:00:00Z"}]}
`
			if got := exported(t, r); got != want {
				t.Fatalf("got\n%s\nwant\n%s", got, want)
			}
			if done(t, r) != "dns/first/1" {
				t.Fatal(done(t, r))
			}
			storedIDs(t, r)
			added(t, r, answer("handshake.ack-number", 0, Good))
			storedIDs(t, r)
		})
	}
}

// TestMigrate leads a record of a made-up schema through made-up migrations.
func TestMigrate(t *testing.T) {
	steps := []string{
		"CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)",
		"ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1",
		"CREATE TABLE b AS SELECT x + y AS z FROM a",
	}
	for from := range steps {
		t.Run(fmt.Sprint("from ", from), func(t *testing.T) {
			db := bare(t)
			for _, upTo := range []int{from, len(steps), len(steps)} {
				if err := migrate(db, steps[:upTo]); err != nil {
					t.Fatal(err)
				}
				if got, err := schemaVersion(db); err != nil || got != upTo {
					t.Fatalf("version %d, want %d; %v", got, upTo, err)
				}
			}
			var z, id int
			if err := db.QueryRow("SELECT z FROM b").Scan(&z); err != nil || z != 3 {
				t.Fatal(z, err)
			}
			if err := db.QueryRow("PRAGMA application_id").Scan(&id); err != nil || id != application {
				t.Fatal(id, err)
			}
		})
	}
	t.Run("one that fails changes nothing", func(t *testing.T) {
		db := bare(t)
		if err := migrate(db, steps[:1]); err != nil {
			t.Fatal(err)
		}
		before := schemaOf(t, db)
		err := migrate(db, []string{steps[0], steps[1], "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)"})
		if err == nil {
			t.Fatal("no error")
		}
		if got, err := schemaVersion(db); err != nil || got != 1 {
			t.Fatal(got, err)
		}
		if after := schemaOf(t, db); after != before {
			t.Fatalf("was\n%s\nis\n%s", before, after)
		}
	})
}

func TestNewerRecordIsLeftAlone(t *testing.T) {
	newer := fmt.Sprintf("CREATE TABLE future (x); PRAGMA application_id = %d; PRAGMA user_version = %d", application, len(migrations)+1)
	refused := func(t *testing.T, dir string) {
		t.Helper()
		r, aside, err := Open(dir, noon)
		var e *NewerError
		if !errors.As(err, &e) || r != nil || aside != nil {
			t.Fatal(r, aside, err)
		}
		want := NewerError{Path: filepath.Join(dir, fileName), Version: len(migrations) + 1, Known: len(migrations)}
		if *e != want {
			t.Fatalf("got %+v, want %+v", *e, want)
		}
	}
	t.Run("closed", func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, fileName)
		execute(t, path, newer)
		untouched(t, dir, func() { refused(t, dir) })
	})
	t.Run("its version still in the log", func(t *testing.T) {
		dir := t.TempDir()
		r := opened(t, dir)
		if _, err := r.db.Exec(newer); err != nil {
			t.Fatal(err)
		}
		refused(t, dir)
		var tables int
		if err := r.db.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'future'").Scan(&tables); err != nil || tables != 1 {
			t.Fatal(tables, err)
		}
	})
}

func TestForeignDatabaseIsLeftAlone(t *testing.T) {
	for name, sql := range map[string]string{
		"of no application": "CREATE TABLE notes (x)",
		"of a version":      "PRAGMA user_version = 1",
		"of another":        "CREATE TABLE notes (x); PRAGMA application_id = 252006674; PRAGMA user_version = 1",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			execute(t, filepath.Join(dir, fileName), sql)
			untouched(t, dir, func() {
				r, aside, err := Open(dir, noon)
				var e *Error
				if !errors.As(err, &e) || e.Cause != Foreign || r != nil || aside != nil {
					t.Fatal(r, aside, err)
				}
			})
		})
	}
}

// TestPlans: what is asked while a learner waits reads no table of answers from
// end to end, however many there are.
func TestPlans(t *testing.T) {
	r := opened(t, t.TempDir())
	for name, query := range map[string]string{
		"missed":   missed,
		"calendar": calendar,
		"skill":    skillAnswers,
		"undo":     undoAnswer,
	} {
		t.Run(name, func(t *testing.T) {
			err := each(r.db, "EXPLAIN QUERY PLAN "+strings.ReplaceAll(query, "?", "1"), nil, func(rows *sql.Rows) error {
				var a, b, c int
				var step string
				err := rows.Scan(&a, &b, &c, &step)
				t.Log(step)
				if strings.HasPrefix(step, "SCAN") && step != "SCAN a USING INDEX answers_missed" || strings.Contains(step, "TEMP B-TREE") {
					t.Error(step)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// bare returns an empty database.
func bare(t *testing.T) *sql.DB {
	t.Helper()
	db, err := connect(filepath.Join(t.TempDir(), "bare.db"), "_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// execute makes a database and closes it.
func execute(t *testing.T, path, statements string) {
	t.Helper()
	db, err := connect(path, "_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// untouched fails unless act leaves the only file of a folder as it is, and alone.
func untouched(t *testing.T, dir string, act func()) {
	t.Helper()
	path := filepath.Join(dir, fileName)
	text := read(t, path)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	act()
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(read(t, path)) != string(text) || !after.ModTime().Equal(before.ModTime()) {
		t.Error("the file was changed")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Error("the folder holds more than the file:", entries, err)
	}
}

func schemaOf(t *testing.T, db *sql.DB) string {
	t.Helper()
	var all strings.Builder
	err := each(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name", nil, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		all.WriteString(s + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
