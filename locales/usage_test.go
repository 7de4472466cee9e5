package locales

import (
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// staticParts are written out in code id by id, so that a message no code names
// is a leftover. The others hold families whose ids are put together from the
// names of fields, codes and misconceptions; their rooms test those.
var staticParts = []string{"cli", "term", "unit"}

// wild stands in an id for what is only known at run time.
const wild = "*"

// An idUse is a string in code that names messages: an id, or an id with wild
// pieces. call is "T", "Plural" or "Has" if it is that method's argument.
type idUse struct {
	pattern string
	call    string
	at      token.Position
	args    []string // names of the arguments filled in; nil if they are not all written out
}

// whole reports whether u names exactly one message.
func (u idUse) whole() bool { return !strings.Contains(u.pattern, wild) }

// names reports whether u may name id.
func (u idUse) names(id string) bool {
	pieces := strings.Split(u.pattern, wild)
	for i, p := range pieces {
		pieces[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`^` + strings.Join(pieces, `.+`) + `$`).MatchString(id)
}

func TestEveryIDInCodeExists(t *testing.T) {
	korean, ids := New(Korean), allIDs(t)
	for _, u := range usesInModule(t) {
		switch {
		case u.whole() && !korean.Has(u.pattern):
			t.Errorf("%v: there is no message %q", u.at, u.pattern)
		case !u.whole() && !anyNamed(u, ids):
			t.Errorf("%v: no message is named like %q", u.at, u.pattern)
		case u.whole() && u.call == "Plural" && ids[u.pattern]["one"] == "":
			t.Errorf("%v: English %q has no singular", u.at, u.pattern)
		case u.whole() && u.call == "T" && ids[u.pattern]["one"] != "":
			t.Errorf("%v: %q has a plural and wants Plural", u.at, u.pattern)
		}
	}
}

// A call that writes out its arguments gives the message all it asks for, and
// nothing more.
func TestEveryCallFillsItsMessage(t *testing.T) {
	ids := allIDs(t)
	for _, u := range usesInModule(t) {
		if u.args == nil || ids[u.pattern] == nil {
			continue
		}
		wanted := placeholders(t, ids[u.pattern])
		given := map[string]bool{"N": u.call == "Plural"}
		for _, name := range u.args {
			given[name] = true
			if _, ok := wanted[name]; !ok {
				t.Errorf("%v: %s has no place for %s", u.at, u.pattern, name)
			}
		}
		for name := range wanted {
			if !given[name] {
				t.Errorf("%v: %s lacks %s", u.at, u.pattern, name)
			}
		}
	}
}

func TestEveryStaticMessageIsUsed(t *testing.T) {
	uses := usesInModule(t)
	for _, name := range staticParts {
		t.Run(name, func(t *testing.T) {
			for _, u := range uses {
				if u.pattern == name+"."+wild {
					t.Errorf("%v: %q could be any message of the part; write the ids out", u.at, u.pattern)
				}
			}
			for key := range catalogue(t, name, Korean) {
				id := name + "." + key
				used := false
				for _, u := range uses {
					used = used || u.pattern != name+"."+wild && u.names(id)
				}
				if !used {
					t.Errorf("no code names %s", id)
				}
			}
		})
	}
}

// allIDs returns the English form of every message by id.
func allIDs(t *testing.T) map[string]entry {
	ids := map[string]entry{}
	for _, name := range partNames(t) {
		for key, e := range catalogue(t, name, English) {
			ids[name+"."+key] = e
		}
	}
	return ids
}

func anyNamed(u idUse, ids map[string]entry) bool {
	for id := range ids {
		if u.names(id) {
			return true
		}
	}
	return false
}

// usesInModule returns every use of a message id in the module's own code: not
// in tests, nor in modules nested in it.
func usesInModule(t *testing.T) []idUse {
	t.Helper()
	const root = ".."
	finder := newFinder(partNames(t))
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			nested, _ := filepath.Glob(filepath.Join(path, "go.mod"))
			if path != root && (len(nested) > 0 || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		return finder.file(path, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	return finder.uses
}
