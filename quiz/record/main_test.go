package record

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// scratch is a folder for what several tests share.
var scratch string

// TestMain runs the tests, or, told so by the environment, plays another
// process that uses the record.
func TestMain(m *testing.M) {
	if role := os.Getenv("RECORD_TEST_ROLE"); role != "" {
		os.Exit(play(role, os.Getenv("RECORD_TEST_DIR")))
	}
	var err error
	if scratch, err = os.MkdirTemp("", "record"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// noon is midday of 22 November 2026 in Seoul.
var noon = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.FixedZone("", 9*60*60))

// opened returns the record of a folder, closed when the test ends.
func opened(t testing.TB, dir string) *Record {
	t.Helper()
	r, aside, err := Open(dir, noon)
	if err != nil || aside != nil {
		t.Fatalf("Open: set aside %v, error %v", aside, err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// empty is the file of a record in which nothing happened yet.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp(scratch, "empty")
	if err != nil {
		return nil, err
	}
	r, _, err := Open(dir, noon)
	if err != nil {
		return nil, err
	}
	if err := r.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(r.Path())
})

// hasty returns an empty record that does not wait for the disk, for the many
// that a law is tried on.
func hasty(t *rapid.T) *Record {
	file, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(scratch, "hasty")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	r, _, err := Open(dir, noon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); os.RemoveAll(dir) })
	if _, err := r.db.Exec("PRAGMA synchronous = OFF"); err != nil {
		t.Fatal(err)
	}
	return r
}

// answer returns an answer some time after noon.
func answer(skill string, after time.Duration, g Grade) Answer {
	return Answer{Time: noon.Add(after), Stage: "handshake", Skill: skill, Seed: 0x7c1e, Level: 1, Kind: "number", Grade: g, Text: "42"}
}

func added(t testing.TB, r *Record, answers ...Answer) (ids []ID) {
	t.Helper()
	for _, a := range answers {
		id, err := r.Add(a)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// exported returns the record as Export writes it: equal records, equal text.
func exported(t rapidOrTesting, r *Record) string {
	var out bytes.Buffer
	if err := r.Export(&out); err != nil {
		t.Fatalf("Export: %v", err)
	}
	return out.String()
}

// rapidOrTesting is what *rapid.T and *testing.T share.
type rapidOrTesting interface{ Fatalf(string, ...any) }

// sound fails the test if the database has any fault.
func sound(t testing.TB, r *Record) {
	t.Helper()
	if err := r.examine("PRAGMA integrity_check"); err != nil {
		t.Fatal(err)
	}
}
