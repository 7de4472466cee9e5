package record

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// someRecord returns a closed record in a folder of its own, and the text of its file.
func someRecord(t *testing.T, answers int) (dir string, file []byte) {
	t.Helper()
	dir = t.TempDir()
	r := opened(t, dir)
	if err := fill(r, answers); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, read(t, r.Path())
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// names returns what is in a folder, but for the lock and what SQLite keeps beside an open record.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		switch e.Name() {
		case "netquiz.lock", "netquiz.db-wal", "netquiz.db-shm":
		default:
			names = append(names, e.Name())
		}
	}
	return strings.Join(names, " ")
}

func TestDamageIsSetAside(t *testing.T) {
	t.Parallel()
	zero := func(file []byte, from, to int) []byte { clear(file[from:to]); return file }
	for _, tc := range []struct {
		name   string
		damage func(file []byte) []byte
	}{
		{"text", func([]byte) []byte {
			return []byte("my notes about TCP, which are longer than a hundred bytes: " + strings.Repeat("ack ", 20))
		}},
		{"short text", func([]byte) []byte { return []byte("x") }},
		{"cut to half", func(file []byte) []byte { return file[:len(file)/2] }},
		{"cut within the header", func(file []byte) []byte { return file[:64] }},
		{"all zeros", func(file []byte) []byte { return zero(file, 0, len(file)) }},
		{"header overwritten", func(file []byte) []byte { return zero(file, 0, 16) }},
		{"schema overwritten", func(file []byte) []byte { return zero(file, 110, 4096) }},
		{"page overwritten", func(file []byte) []byte { return zero(file, len(file)/2/4096*4096, (len(file)/2/4096+1)*4096) }},
		{"last page overwritten", func(file []byte) []byte { return zero(file, len(file)-4096, len(file)) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir, file := someRecord(t, 500)
			damaged := tc.damage(file)
			path := filepath.Join(dir, fileName)
			write(t, path, damaged)

			r, aside, err := Open(dir, noon)
			if err != nil || aside == nil {
				t.Fatalf("set aside %v, error %v", aside, err)
			}
			want := filepath.Join(dir, "netquiz-damaged-20261122-120000.db")
			if aside.From != path || aside.To != want || !isDamage(aside.Err) {
				t.Fatalf("%+v", aside)
			}
			if !bytes.Equal(read(t, want), damaged) {
				t.Fatal("what was set aside was altered")
			}
			sound(t, r)
			added(t, r, answer("a", 0, Good))
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			if skills, err := opened(t, dir).Skills(); err != nil || len(skills) != 1 {
				t.Fatal(skills, err)
			}
		})
	}
}

// TestSetAsideOverwritesNothing: the second damage within a second, and whatever
// else has the name, keep their own files.
func TestSetAsideOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "netquiz-damaged-20261122-120000-2.db-wal"), []byte("someone's"))
	for n := range 3 {
		write(t, filepath.Join(dir, fileName), fmt.Append(nil, "damage ", n))
		r, aside, err := Open(dir, noon)
		if err != nil || aside == nil {
			t.Fatal(aside, err)
		}
		r.Close()
	}
	for name, want := range map[string]string{
		"netquiz-damaged-20261122-120000.db":       "damage 0",
		"netquiz-damaged-20261122-120000-3.db":     "damage 1",
		"netquiz-damaged-20261122-120000-4.db":     "damage 2",
		"netquiz-damaged-20261122-120000-2.db-wal": "someone's",
	} {
		if got := read(t, filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
}

// TestLogIsSetAsideWithItsRecord: answers that are still in the log are in
// neither file alone.
func TestLogIsSetAsideWithItsRecord(t *testing.T) {
	for _, tc := range []struct {
		name   string
		damage func(file []byte) []byte
	}{
		{"overwritten", func(file []byte) []byte { clear(file[:16]); return file }},
		// SQLite would take this for a new database and delete the log.
		{"cut to nothing", func([]byte) []byte { return nil }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			from := t.TempDir()
			r := opened(t, from)
			added(t, r, answer("a", 0, Good))
			file, log := read(t, r.Path()), read(t, r.Path()+"-wal")
			if len(log) == 0 {
				t.Fatal("no log to lose")
			}
			dir := t.TempDir()
			write(t, filepath.Join(dir, fileName), tc.damage(file))
			write(t, filepath.Join(dir, fileName+"-wal"), log)
			other, aside, err := Open(dir, noon)
			if err != nil || aside == nil {
				t.Fatal(aside, err)
			}
			defer other.Close()
			if got := read(t, aside.To+"-wal"); !bytes.Equal(got, log) {
				t.Fatalf("%d bytes of the log were kept, of %d", len(got), len(log))
			}
		})
	}
}

// TestDamageOutOfSight: what Open does not see of a long record is met when it
// is read, and set aside at the next start.
func TestDamageOutOfSight(t *testing.T) {
	t.Parallel()
	dir, file := someRecord(t, 20_000)
	if len(file) <= smallRecord {
		t.Fatalf("%d bytes are no long record", len(file))
	}
	// The interior pages of the answers are among the first to be read, the
	// leaves in the middle of the file among the last.
	for page := len(file) / 3 / 4096; page < len(file)/2/4096; page++ {
		clear(file[page*4096 : (page+1)*4096])
	}
	write(t, filepath.Join(dir, fileName), file)

	r := opened(t, dir)
	added(t, r, answer("a", time.Hour, Good))
	var e *Error
	if err := r.Export(new(bytes.Buffer)); !errors.As(err, &e) || e.Cause != Damaged || e.Op != "read" {
		t.Fatalf("reading it all: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}

	r, aside, err := Open(dir, noon)
	if err != nil || aside == nil {
		t.Fatalf("set aside %v, error %v", aside, err)
	}
	sound(t, r)
	r.Close()
	if got, want := names(t, dir), "netquiz-damaged-20261122-120000.db netquiz.db"; got != want {
		t.Fatalf("left: %s", got)
	}
	opened(t, dir)
}

// TestSuspicionWithoutDamage: the mark goes, the record stays.
func TestSuspicionWithoutDamage(t *testing.T) {
	dir, _ := someRecord(t, 100)
	write(t, filepath.Join(dir, fileName+suspectSuffix), nil)
	if skills, err := opened(t, dir).Skills(); err != nil || len(skills) == 0 {
		t.Fatal(skills, err)
	}
	if got := names(t, dir); got != "netquiz.db" {
		t.Fatalf("left: %s", got)
	}
}
