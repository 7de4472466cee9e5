package locales

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"github.com/BurntSushi/toml"
)

// entry is one message as its file writes it: its forms by plural name, a message
// without plurals being one form "other".
type entry map[string]string

// catalogue reads one file strictly. The keys must be flat, which go-i18n would
// not insist on, so that no key is ever taken for one of its reserved words.
func catalogue(t *testing.T, name string, lang Lang) map[string]entry {
	t.Helper()
	file := name + "." + string(lang) + ".toml"
	text, err := files.ReadFile(file)
	if err != nil {
		t.Fatalf("part %s has no %s file: %v", name, lang, err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(text, &raw); err != nil { // duplicate keys are an error here
		t.Fatalf("%s: %v", file, err)
	}
	entries := map[string]entry{}
	for key, value := range raw {
		switch value := value.(type) {
		case string:
			entries[key] = entry{"other": value}
		case map[string]any:
			forms := entry{}
			for form, text := range value {
				s, ok := text.(string)
				if !ok || form != "one" && form != "other" {
					t.Errorf("%s: %q: a message is a string or a table of one and other; quote keys with dots", file, key)
					continue
				}
				forms[form] = s
			}
			entries[key] = forms
		default:
			t.Errorf("%s: %q is %T, not text", file, key, value)
		}
	}
	return entries
}

// partNames returns every part that has a file in any language, sorted.
func partNames(t *testing.T) []string {
	t.Helper()
	dir, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range dir {
		name, rest, _ := strings.Cut(f.Name(), ".")
		if rest != "ko.toml" && rest != "en.toml" {
			t.Errorf("%s is not named <part>.<language>.toml", f.Name())
		}
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// everyPart runs check as a subtest for each part, with both its files.
func everyPart(t *testing.T, check func(t *testing.T, name string, ko, en map[string]entry)) {
	for _, name := range partNames(t) {
		t.Run(name, func(t *testing.T) {
			check(t, name, catalogue(t, name, Korean), catalogue(t, name, English))
		})
	}
}

func TestBothLanguagesAreComplete(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, en map[string]entry) {
		for key := range ko {
			if en[key] == nil {
				t.Errorf("%s.%s is missing in English", name, key)
			}
		}
		for key := range en {
			if ko[key] == nil {
				t.Errorf("%s.%s is missing in Korean", name, key)
			}
		}
		if len(ko) == 0 {
			t.Errorf("part %s is empty", name)
		}
	})
}

// Cutting a file into messages gives what parsing it whole gives.
func TestCutAgreesWithTOML(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, en map[string]entry) {
		for lang, entries := range map[Lang]map[string]entry{Korean: ko, English: en} {
			p := load(name, lang)
			if len(p.source) != len(entries) {
				t.Errorf("%s: cut into %d messages, parsed as %d", p.file, len(p.source), len(entries))
			}
			for key, want := range entries {
				if m := p.message(key); m == nil || m.ID != key || m.One != want["one"] || m.Other != want["other"] {
					t.Errorf("%s: %q is cut to %+v, want %v", p.file, key, m, want)
				}
			}
		}
	})
}

func TestCut(t *testing.T) {
	const text = `# about
"a" = "one line"
# between
"b.c" = """
"d" = "not a key"
["e"]
"""

"f" = '''
"g" = 1
'''
"h" = """in one line"""
["i.j"]
one = "x"
other = "y"
["k"]
other = "no newline at the end"`
	got := cut(text)
	keys := slices.Sorted(maps.Keys(got))
	if want := []string{"a", "b.c", "f", "h", "i.j", "k"}; !slices.Equal(keys, want) {
		t.Fatalf("cut found %q, want %q", keys, want)
	}
	if want := "[\"i.j\"]\none = \"x\"\nother = \"y\"\n"; got["i.j"] != want {
		t.Errorf("i.j is %q, want %q", got["i.j"], want)
	}
	if !strings.HasSuffix(got["k"], "no newline at the end\"") {
		t.Errorf("k is %q", got["k"])
	}
	if len(cut("")) != 0 {
		t.Error("an empty file holds messages")
	}
}

// Korean has one form; English has both or none.
func TestPluralForms(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, en map[string]entry) {
		for key, forms := range ko {
			if len(forms) != 1 || forms["other"] == "" {
				t.Errorf("ko: %s.%s has forms %v; Korean has other alone, and no empty text", name, key, slices.Collect(maps.Keys(forms)))
			}
		}
		for key, forms := range en {
			if forms["other"] == "" || len(forms) == 2 && forms["one"] == "" {
				t.Errorf("en: %s.%s needs one and other, or other alone, and no empty text", name, key)
			}
		}
	})
}

func TestPlaceholdersAgree(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, en map[string]entry) {
		for key := range ko {
			k, e := placeholders(t, ko[key]), placeholders(t, en[key])
			if kn, en := slices.Sorted(maps.Keys(k)), slices.Sorted(maps.Keys(e)); !slices.Equal(kn, en) {
				t.Errorf("%s.%s: Korean fills %v, English %v", name, key, kn, en)
			}
		}
	})
}

// Every message comes out whole when it gets what it asks for.
func TestEveryMessageRenders(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, en map[string]entry) {
		for _, lang := range []Lang{Korean, English} {
			l := New(lang)
			for key, forms := range map[Lang]map[string]entry{Korean: ko, English: en}[lang] {
				id := name + "." + key
				var args []any
				for name, value := range placeholders(t, forms) {
					args = append(args, name, value)
				}
				texts := []string{l.T(id, args...)}
				if forms["one"] != "" {
					texts = append(texts, l.Plural(id, 1, args...), l.Plural(id, 2, args...))
				}
				for _, text := range texts {
					if strings.Contains(text, "⟦") || strings.Contains(text, "<no value>") || strings.TrimSpace(text) == "" {
						t.Errorf("%s: %s renders as %q", lang, id, text)
					}
				}
			}
		}
	})
}

// placeholders returns the names a message fills in, {{.Name}}, with a value of a
// kind the message can use.
func placeholders(t *testing.T, forms entry) map[string]any {
	t.Helper()
	found := map[string]any{}
	for _, text := range forms {
		for _, n := range templateNodes(t, text) {
			pipe, ok := n.(*parse.PipeNode)
			if !ok {
				continue
			}
			for i, cmd := range pipe.Cmds {
				into := cmd
				if len(cmd.Args) == 1 && i+1 < len(pipe.Cmds) {
					into = pipe.Cmds[i+1]
				}
				for _, arg := range cmd.Args {
					if field, ok := arg.(*parse.FieldNode); ok {
						name := field.Ident[0]
						if sample := sampleFor(into); found[name] == nil || sample != nil {
							found[name] = sample
						}
					}
				}
			}
		}
	}
	for name, value := range found {
		if value == nil {
			found[name] = "SYN"
		}
	}
	return found
}

// sampleFor returns a value cmd takes, or nil if any will do.
func sampleFor(cmd *parse.CommandNode) any {
	name, _ := cmd.Args[0].(*parse.IdentifierNode)
	if name == nil {
		return nil
	}
	switch name.Ident {
	case "num", "bytes", "size":
		return 1234
	case "dur":
		return 20 * time.Millisecond
	}
	for _, arg := range cmd.Args[1:] {
		switch arg := arg.(type) {
		case *parse.NumberNode:
			return 1234 // compared with a number
		case *parse.StringNode:
			if name.Ident == "printf" && strings.ContainsAny(arg.Text, "dxXob") && !strings.Contains(arg.Text, "%s") {
				return 1234
			}
		}
	}
	return nil
}

// templateNodes returns every node of a message's template.
func templateNodes(t *testing.T, text string) []parse.Node {
	t.Helper()
	builtins := map[string]any{"and": 1, "or": 1, "not": 1, "len": 1, "index": 1, "slice": 1, "print": 1, "printf": 1, "println": 1, "eq": 1, "ne": 1, "lt": 1, "le": 1, "gt": 1, "ge": 1}
	trees, err := parse.Parse("message", text, "{{", "}}", builtins, New(Korean).funcs())
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var all []parse.Node
	var walk func(n parse.Node)
	walk = func(n parse.Node) {
		all = append(all, n)
		switch n := n.(type) {
		case *parse.ListNode:
			for _, child := range n.Nodes {
				walk(child)
			}
		case *parse.ActionNode:
			walk(n.Pipe)
		case *parse.PipeNode:
			for _, cmd := range n.Cmds {
				for _, arg := range cmd.Args {
					walk(arg)
				}
			}
		case *parse.IfNode:
			walk(n.Pipe)
			walk(n.List)
			if n.ElseList != nil {
				walk(n.ElseList)
			}
		case *parse.RangeNode, *parse.WithNode, *parse.TemplateNode:
			t.Errorf("%q: a message fills in facts and may choose with if; lists are joined by the caller", text)
		}
	}
	if tree := trees["message"]; tree != nil && tree.Root != nil {
		walk(tree.Root)
	}
	return all
}
