package locales

import (
	"maps"
	"slices"
	"strings"
	"testing"

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
