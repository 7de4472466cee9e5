// Package locales holds every sentence netquiz says, in Korean and in English,
// and turns a message id with its facts into text.
//
// The text of a part lies in <part>.ko.toml and <part>.en.toml, embedded in the
// program. Keys are flat and quoted, so that a dot never nests and go-i18n's
// reserved words never bite; an English plural is a table of one and other:
//
//	"usage.unknown_flag" = "{{.Flag}} 옵션은 없어요."
//
//	["report.count"]
//	one = "{{num .N}} question"
//	other = "{{num .N}} questions"
//
// Inside a message {{.Name}} prints an argument as it is. The functions 은 이 을
// 과 으로 이에요 print a word with the particle its last sound asks for, and josa
// gives the particle alone: {{.Name}}{{josa .Name "이라고/라고"}}. num, bytes,
// size and dur write numbers as [Localizer.Number], [Localizer.Bytes],
// [Localizer.Size] and [Localizer.Duration] do, and nest: {{은 (num .Port)}}.
//
// The id of a message is its part, a dot and its key. Code names an id in one of
// three ways, so that a test can find every one: a whole literal
// ("cli.usage.unknown_flag"), a literal with a variable end or middle
// ("quiz.miss." + name, "cli." + command + ".usage"), or the same through
// fmt.Sprintf. An id does not end like a file name (".json").
package locales

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	i18ntemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// Lang is a language netquiz speaks, named by its ISO 639-1 code.
type Lang string

// The two languages; Korean is the first one and what an unknown Lang means.
const (
	Korean  Lang = "ko"
	English Lang = "en"
)

// ParseLang reads a language as people and environments write it: "ko", "en", a
// BCP 47 tag ("en-US") or a POSIX locale ("ko_KR.UTF-8"). It reports false for
// any other language, which includes "C" and the empty string.
func ParseLang(s string) (Lang, bool) {
	if i := strings.IndexAny(s, "_-.@"); i >= 0 {
		s = s[:i]
	}
	switch lang := Lang(s); lang {
	case Korean, English:
		return lang, true
	}
	return "", false
}

// Localizer turns message ids into text in one language. It reads the part a
// message lies in when that part is first asked for, and only in its own
// language. It may be used by several goroutines at once.
type Localizer struct {
	lang   Lang
	parser cachingParser

	mu    sync.Mutex
	parts map[string]*part
}

// New returns a Localizer that speaks lang, or Korean if lang is neither
// [Korean] nor [English]. It opens nothing yet.
func New(lang Lang) *Localizer {
	if lang != English {
		lang = Korean
	}
	l := &Localizer{lang: lang, parts: map[string]*part{}}
	l.parser.Funcs = l.funcs()
	l.parser.Option = "missingkey=error"
	return l
}

// Lang returns the language l speaks.
func (l *Localizer) Lang() Lang { return l.lang }

// T returns the text of message id with its arguments filled in: alternating
// names and values, "Flag", "--ttl", "Max", 255. A message that is missing or
// lacks an argument comes out as ⟦id⟧, so that it is seen and nothing is lost.
func (l *Localizer) T(id string, args ...any) string {
	return l.render(id, nil, args)
}

// Plural is [Localizer.T] for a message about n things: it fills {{.N}} and, in
// English, picks the singular for 1.
func (l *Localizer) Plural(id string, n int, args ...any) string {
	return l.render(id, n, append(args[:len(args):len(args)], "N", n))
}

// Has reports whether message id exists.
func (l *Localizer) Has(id string) bool {
	p, key := l.part(id)
	return p.keys[key]
}

func (l *Localizer) render(id string, count any, args []any) string {
	p, key := l.part(id)
	if !p.keys[key] {
		return missing(id)
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	text, err := p.localizer.Localize(&i18n.LocalizeConfig{
		MessageID:      key,
		TemplateData:   data,
		PluralCount:    count,
		TemplateParser: &l.parser,
	})
	if err != nil {
		return missing(id)
	}
	return text
}

func missing(id string) string { return "⟦" + id + "⟧" }

// part is one file of messages. Each has a bundle of its own because go-i18n
// forbids adding to a bundle that is being read.
type part struct {
	localizer *i18n.Localizer
	keys      map[string]bool
}

// part returns the part id lies in, reading it at first use, and the key there.
// A part without a file is an empty one.
func (l *Localizer) part(id string) (*part, string) {
	name, key, _ := strings.Cut(id, ".")
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.parts[name]
	if p == nil {
		p = new(part)
		if loaded, err := load(name, l.lang); err == nil {
			p = loaded
		}
		l.parts[name] = p
	}
	return p, key
}

func load(name string, lang Lang) (*part, error) {
	file := name + "." + string(lang) + ".toml"
	text, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(language.Make(string(lang)))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	parsed, err := bundle.ParseMessageFileBytes(text, file)
	if err != nil {
		return nil, err
	}
	p := &part{localizer: i18n.NewLocalizer(bundle, string(lang)), keys: make(map[string]bool, len(parsed.Messages))}
	for _, m := range parsed.Messages {
		p.keys[m.ID] = true
	}
	return p, nil
}

// cachingParser lets go-i18n keep parsed templates. Its own parser does so only
// without functions, since those might differ between calls; ours never do.
type cachingParser struct{ i18ntemplate.TextParser }

func (*cachingParser) Cacheable() bool { return true }
