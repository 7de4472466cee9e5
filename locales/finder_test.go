package locales

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

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

// anyID matches what is an id where only an id can stand, even of a part that
// does not exist.
var anyID = regexp.MustCompile(`^\w+\.[\w.*#/+-]*$`)

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
	if u.call == "T" || u.call == "Plural" {
		if !anyID.MatchString(u.pattern) {
			return false
		}
	} else if !f.id.MatchString(u.pattern) || u.call == "" && fileName.MatchString(u.pattern) {
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
		{"even of a part there is none of", `l.T("nope.a")`, "nope.a"},
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
