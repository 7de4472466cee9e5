package locales

import (
	"strings"
	"sync"
	"testing"
)

func TestParseLang(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Lang
		ok   bool
	}{
		{"ko", Korean, true},
		{"en", English, true},
		{"ko_KR.UTF-8", Korean, true},
		{"en-US", English, true},
		{"ko.utf8", Korean, true},
		{"en@quot", English, true},
		{"", "", false},
		{"C", "", false},
		{"fr", "", false},
		{"korean", "", false},
		{"kok", "", false},
		{"_ko", "", false},
	} {
		t.Run(c.in, func(t *testing.T) {
			if got, ok := ParseLang(c.in); got != c.want || ok != c.ok {
				t.Errorf("ParseLang(%q) = %q, %v", c.in, got, ok)
			}
		})
	}
}

func TestNewChoosesLanguage(t *testing.T) {
	for lang, want := range map[Lang]Lang{Korean: Korean, English: English, "fr": Korean, "": Korean} {
		if got := New(lang).Lang(); got != want {
			t.Errorf("New(%q).Lang() = %q, want %q", lang, got, want)
		}
	}
}

func TestMissingIsVisible(t *testing.T) {
	l := New(English)
	for name, got := range map[string]string{
		"⟦unit.nothing⟧":   l.T("unit.nothing"),
		"⟦nothing.at.all⟧": l.T("nothing.at.all"),
		"⟦unit⟧":           l.T("unit"),
		"⟦⟧":               l.T(""),
		"⟦../unit.s⟧":      l.T("../unit.s"),
		"⟦unit.ms⟧":        l.T("unit.ms", "Value", 1), // asks for V
		"⟦unit.s⟧":         l.T("unit.s", "V"),         // a name without a value
		"⟦unit.nothing.n⟧": l.Plural("unit.nothing.n", 1),
	} {
		if got != name {
			t.Errorf("got %q, want %q", got, name)
		}
	}
}

func TestPluralPicksForm(t *testing.T) {
	for n, want := range map[int]string{0: "0 bytes", 1: "1 byte", 2: "2 bytes", 1001: "1,001 bytes", -1: "-1 byte"} {
		if got := New(English).Plural("unit.bytes", n); got != want {
			t.Errorf("Plural(%d) = %q, want %q", n, got, want)
		}
	}
}

// Plural must not write its own argument into the caller's slice.
func TestPluralLeavesArguments(t *testing.T) {
	args := make([]any, 2, 4)
	args[0], args[1] = "V", 1
	New(English).Plural("unit.bytes", 7, args...)
	if rest := args[:4]; rest[2] != nil || rest[3] != nil {
		t.Errorf("arguments became %v", rest)
	}
}

func TestHas(t *testing.T) {
	l := New(Korean)
	for id, want := range map[string]bool{"unit.ms": true, "unit.nothing": false, "nothing.ms": false, "unit": false, "": false} {
		if got := l.Has(id); got != want {
			t.Errorf("Has(%q) = %v", id, got)
		}
	}
}

// Nothing is read before it is asked for, and then only that part.
func TestReadsOnlyWhatIsAsked(t *testing.T) {
	l := New(Korean)
	if len(l.parts) != 0 {
		t.Errorf("a new Localizer has read %d parts", len(l.parts))
	}
	l.T("unit.s", "V", 1)
	if len(l.parts) != 1 || l.parts["unit"] == nil {
		t.Errorf("after one message %d parts are read", len(l.parts))
	}
}

func TestConcurrentUse(t *testing.T) {
	l := New(Korean)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, id := range []string{"unit.s", "field.tcp.srcport", "explain.tcp.srcport", "none.s"} {
				l.Has(id)
				l.T(id, "V", 1)
			}
			if got := l.Bytes(1460); got != "1,460바이트" {
				t.Errorf("Bytes = %q", got)
			}
		})
	}
	all.Wait()
}

// The functions a message may call, tried through go-i18n's own parser.
func TestMessageFunctions(t *testing.T) {
	for _, c := range []struct{ name, message, want string }{
		{"은", "{{은 .Word}} {{은 .N}}", "TTL은 1500은"},
		{"이", "{{이 .Word}} {{이 .N}}", "TTL이 1500이"},
		{"을", "{{을 .Word}} {{을 .Open}}", "TTL을 ACK를"},
		{"과", "{{과 .Word}} {{과 .Open}}", "TTL과 ACK와"},
		{"으로", "{{으로 .Word}} {{으로 .N}}", "TTL로 1500으로"},
		{"이에요", "{{이에요 .Word}} {{이에요 .Open}}", "TTL이에요 ACK예요"},
		{"josa", `{{.Word}}{{josa .Word "이라고/라고"}} {{.Open}}{{josa .Open "이라고/라고"}}`, "TTL이라고 ACK라고"},
		{"nested", "{{을 (num .N)}}", "1,500을"},
		{"piped", "{{.N | num | 을}}", "1,500을"},
		{"bytes", "{{을 (bytes .N)}}", "1,500바이트를"},
		{"size", "{{으로 (size .N)}}", "1,500 B로"},
		{"text/template's own", `{{printf "0x%04x" .N}}{{if eq .N 1500}}!{{end}}`, "0x05dc!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New(Korean)
			tmpl, err := l.parser.Parse(c.message, "", "")
			if err != nil {
				t.Fatal(err)
			}
			got, err := tmpl.Execute(map[string]any{"Word": "TTL", "Open": "ACK", "N": uint16(1500)})
			if err != nil || got != c.want {
				t.Errorf("%s = %q, %v; want %q", c.message, got, err, c.want)
			}
		})
	}
}

// A wrong kind of argument shows the id, not half a sentence.
func TestWrongKindIsVisible(t *testing.T) {
	l := New(Korean)
	if got := l.render("unit.bytes", nil, []any{"N", "many"}); !strings.Contains(got, "⟦unit.bytes⟧") {
		t.Errorf("got %q", got)
	}
}
