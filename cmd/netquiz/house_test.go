package main

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "netquiz"

// rooms are the packages of the house and what each may import of the others.
// Imports run down only: a room that is listed later never imports one that is
// not listed before it.
var rooms = []struct {
	path string
	may  string // space-separated; "*": every room above it
}{
	{"proto", ""},
	{"locales", ""},
	{"proto/capture", "proto"},
	{"proto/filter", "proto"},
	{"proto/sim", "proto"},
	{"proto/flow", "proto"},
	{"quiz/record", ""},
	{"proto/view", "proto proto/filter proto/flow proto/sim locales"},
	{"quiz", "proto proto/filter proto/sim proto/flow proto/view locales quiz/record"},
	{"proto/fuzz", "proto proto/filter proto/capture proto/sim proto/flow proto/view locales"},
	{"lessons", "locales"},
	{"cmd/netquiz/term", "locales"},
	{"cmd/netquiz", "*"},
}

func TestImportsRunDown(t *testing.T) {
	root := filepath.Join("..", "..")
	listed := map[string]bool{}
	for i, room := range rooms {
		listed[room.path] = true
		var below []string
		for _, r := range rooms[:i] {
			below = append(below, r.path)
		}
		may := strings.Fields(room.may)
		if room.may == "*" {
			may = below
		}
		for _, m := range may {
			if !slices.Contains(below, m) {
				t.Errorf("%s may import %s, which is not below it", room.path, m)
			}
		}
		pkg, err := build.ImportDir(filepath.Join(root, room.path), 0)
		if err != nil {
			t.Errorf("%s: %v", room.path, err)
			continue
		}
		for _, path := range pkg.Imports {
			ours, found := strings.CutPrefix(path, module+"/")
			if found && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s", room.path, ours)
			}
		}
	}
	for _, dir := range packages(t, root) {
		if !listed[dir] {
			t.Errorf("%s is no room of the house", dir)
		}
	}
}

// packages are the folders of this module with Go files that are not tests.
func packages(t *testing.T, root string) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root {
			return filepath.SkipDir // a module of its own
		}
		if pkg, err := build.ImportDir(path, 0); err == nil && len(pkg.GoFiles) > 0 {
			rel, _ := filepath.Rel(root, path)
			dirs = append(dirs, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	allowed := []string{"cmd", "lessons", "quiz", "proto", "locales", "go.mod", "go.sum", "README.md"}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(allowed, name) {
			t.Errorf("%s stands at the top level", name)
		}
	}
}
