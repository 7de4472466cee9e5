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
// Tables stand at the end of their file, where TOML needs them.
//
// Inside a message {{.Name}} prints an argument as it is, and {{if}} may choose
// between wordings; lists are joined by the caller. The functions 은 이 을
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

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
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
	parser *template.TextParser
	i18n   func() *i18n.Localizer

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
	l.parser = &template.TextParser{Funcs: l.funcs(), Option: "missingkey=error"}
	// The bundle stays empty and each message is handed over with the call: a
	// bundle must not grow while it is read, and one a part costs 0.2 ms each.
	l.i18n = sync.OnceValue(func() *i18n.Localizer {
		return i18n.NewLocalizer(i18n.NewBundle(language.Make(string(lang))), string(lang))
	})
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
func (l *Localizer) Has(id string) bool { return l.message(id) != nil }

func (l *Localizer) render(id string, count any, args []any) string {
	message := l.message(id)
	switch {
	case message == nil:
		return missing(id)
	case count == nil && !strings.Contains(message.Other, "{{"):
		return message.Other // as it stands: most messages have nothing to fill in
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	text, err := l.i18n().Localize(&i18n.LocalizeConfig{
		DefaultMessage: message,
		TemplateData:   data,
		PluralCount:    count,
		TemplateParser: l.parser,
	})
	if err != nil {
		return missing(id)
	}
	return text
}

func missing(id string) string { return "⟦" + id + "⟧" }

// message returns the message id names, or nil, reading its part at first use.
func (l *Localizer) message(id string) *i18n.Message {
	name, key, _ := strings.Cut(id, ".")
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.part(name).message(key)
}

// part returns the part of that name, reading it at first use. The caller holds
// l.mu.
func (l *Localizer) part(name string) *part {
	p := l.parts[name]
	if p == nil {
		p = load(name, l.lang)
		l.parts[name] = p
	}
	return p
}
