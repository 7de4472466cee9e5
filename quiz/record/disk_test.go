package record

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// refusedFor fails the test unless err is an *Error of a cause, about a path.
func refusedFor(t *testing.T, err error, cause Cause, path string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Cause != cause || e.Path != path {
		t.Fatalf("error %v, want %s of %s", err, cause, path)
	}
}

func TestOpenWhereNoFolderCanBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	_, _, err := Open(filepath.Join(file, "netquiz"), noon)
	refusedFor(t, err, Failed, filepath.Join(file, "netquiz"))

	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	_, _, err = Open(dir, noon)
	refusedFor(t, err, Failed, filepath.Join(dir, fileName))
	var path *fs.PathError
	if !errors.As(err, &path) {
		t.Fatalf("the system's own error is missing from %v", err)
	}
}
