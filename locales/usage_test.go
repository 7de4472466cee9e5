package locales

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
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

// A finder collects the ids in Go files. It takes a string for an id if it starts
// with the name of a part and a dot; no protocol and no Wireshark field shares
// such a name, which TestPartsAreNoProtocols holds.
type finder struct {
	fset *token.FileSet
	id   *regexp.Regexp
	uses []idUse
}

func newFinder(parts []string) *finder {
	return &finder{fset: token.NewFileSet(), id: regexp.MustCompile(`^(` + strings.Join(parts, "|") + `)\.[\w.*#/+-]*$`)}
}

// fileName matches what ends like a name in the world and so is no id.
var fileName = regexp.MustCompile(`\.(go|toml|md|txt|json|html|svg|csv|pcap|pcapng|db|sqlite|com|org|net|test)$`)

func (f *finder) file(path string, src any) error {
	tree, err := parser.ParseFile(f.fset, path, src, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	seen := map[ast.Node]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				seen[n.Tag] = true
			}
		case *ast.CallExpr:
			f.call(n, seen)
		case *ast.BinaryExpr:
			f.text(n, seen)
		case *ast.BasicLit:
			f.text(n, seen)
		}
		return true
	})
	return nil
}

// text takes an id that stands outside a call.
func (f *finder) text(e ast.Expr, seen map[ast.Node]bool) {
	if !seen[e] && f.add(idUse{pattern: pattern(e), at: f.fset.Position(e.Pos())}) {
		markPieces(e, seen)
	}
}

// markPieces marks the pieces of a concatenation, which are no ids themselves.
func markPieces(e ast.Expr, seen map[ast.Node]bool) {
	seen[e] = true
	switch e := e.(type) {
	case *ast.BinaryExpr:
		markPieces(e.X, seen)
		markPieces(e.Y, seen)
	case *ast.ParenExpr:
		markPieces(e.X, seen)
	}
}

// call takes the id out of a call of a Localizer's method or of fmt.Sprintf.
func (f *finder) call(c *ast.CallExpr, seen map[ast.Node]bool) {
	method, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || len(c.Args) == 0 {
		return
	}
	u := idUse{pattern: pattern(c.Args[0]), at: f.fset.Position(c.Pos())}
	switch method.Sel.Name {
	case "T", "Has":
		u.call, u.args = method.Sel.Name, written(c, 1)
	case "Plural":
		u.call, u.args = method.Sel.Name, written(c, 2)
	case "Sprintf":
		u.pattern = verb.ReplaceAllString(u.pattern, wild)
	default:
		return
	}
	if u.call == "Has" {
		u.args = nil
	}
	if f.add(u) {
		markPieces(c.Args[0], seen)
	}
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)

// written returns the names among the alternating names and values that a call
// passes after its first skip arguments; nil if they are not all literals.
func written(c *ast.CallExpr, skip int) []string {
	names := []string{}
	if c.Ellipsis.IsValid() {
		return nil
	}
	for i := skip; i+1 < len(c.Args); i += 2 { // a name without a value fills nothing
		lit, ok := c.Args[i].(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return nil
		}
		name, _ := strconv.Unquote(lit.Value)
		names = append(names, name)
	}
	return names
}

func (f *finder) add(u idUse) bool {
	if !f.id.MatchString(u.pattern) || u.call == "" && fileName.MatchString(u.pattern) {
		return false
	}
	if strings.HasSuffix(u.pattern, ".") {
		u.pattern += wild // a prefix that something is put behind elsewhere
	}
	f.uses = append(f.uses, u)
	return true
}

// pattern returns the string an expression makes, wild where it is not constant.
func pattern(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return strings.ReplaceAll(pattern(e.X)+pattern(e.Y), wild+wild, wild)
		}
	case *ast.ParenExpr:
		return pattern(e.X)
	}
	return wild
}

func TestFinderFindsIDs(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"argument of T", `l.T("cli.a.b")`, "cli.a.b"},
		{"argument of Plural", `l.Plural("cli.n", 2)`, "cli.n"},
		{"even when it ends like a file", `l.T("cli.export.csv")`, "cli.export.csv"},
		{"literal in a struct", `use(S{ID: "quiz.miss.syn-opens-port"})`, "quiz.miss.syn-opens-port"},
		{"constants put together", `l.T("cli." + "a" + ".b")`, "cli.a.b"},
		{"variable end", `l.T("quiz.miss." + x)`, "quiz.miss.*"},
		{"variable middle", `l.T("cli." + (x + y) + ".usage")`, "cli.*.usage"},
		{"Sprintf", `l.T(fmt.Sprintf("cli.%s.%02d", x, y))`, "cli.*.*"},
		{"a prefix alone", `const p = "field."`, "field.*"},
		{"call in a call", `l.T("cli.a", "Name", l.T("cli.b"))`, "cli.a cli.b"},
		{"call in a concatenation", `use("cli." + l.T("cli.b"))`, "cli.* cli.b"},
		{"Wireshark's names are no ids", `use("tcp.srcport", "ip.len", "frame.number", "field", "cli")`, ""},
		{"file names are no ids", `use("quiz.html", "trace.pcap", "cli.go")`, ""},
		{"sentences are no ids", `use("cli. And more")`, ""},
		{"imports and tags are no ids", `type s struct { x int "cli.a" }`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFinder([]string{"cli", "quiz", "field", "trace"})
			code := c.code
			if !strings.HasPrefix(code, "const") && !strings.HasPrefix(code, "type") {
				code = "func f() { " + code + " }"
			}
			if err := f.file("x.go", "package x\nimport \"cli.x\"\n"+code); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, u := range f.uses {
				got = append(got, u.pattern)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("found %q, want %q", s, c.want)
			}
		})
	}
}

// The finder tells ids from field ids by their first word.
func TestPartsAreNoProtocols(t *testing.T) {
	parts := map[string]bool{}
	for _, name := range partNames(t) {
		parts[name] = true
	}
	for id := range catalogue(t, "field", Korean) {
		if protocol, _, _ := strings.Cut(id, "."); parts[protocol] {
			t.Errorf("field %s belongs to a protocol named like a part", id)
		}
	}
}
