package lessons

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"netquiz/locales"
)

var languages = []locales.Lang{locales.Korean, locales.English}

// eachLesson runs a test on every lesson there is.
func eachLesson(t *testing.T, test func(t *testing.T, l *Lesson)) {
	for _, stage := range Stages() {
		for _, lang := range languages {
			if !stage.Written {
				continue
			}
			t.Run(fileOf(lang, stage.ID), func(t *testing.T) {
				l, err := Load(lang, stage.ID)
				if err != nil {
					t.Fatal(err)
				}
				test(t, l)
			})
		}
	}
}

func TestStages(t *testing.T) {
	var ids []string
	written := 0
	for _, s := range Stages() {
		ids = append(ids, s.ID)
		if s.Written {
			written++
			continue
		}
		if _, err := Load(locales.Korean, s.ID); err == nil || *err.(*StageError) != (StageError{s.ID, true}) {
			t.Errorf("Load(%s) gave %v", s.ID, err)
		}
	}
	if got := strings.Join(ids, " "); got != "dns socket handshake segment packet window close summary" {
		t.Errorf("got stages %s", got)
	}
	if _, err := Load(locales.English, "../en/handshake"); err == nil || err.(*StageError).Known {
		t.Errorf("Load of no stage gave %v", err)
	}
	for _, lang := range languages {
		entries, err := files.ReadDir(string(lang))
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != written {
			t.Errorf("%s holds %d files for %d stages written in every language", lang, len(entries), written)
		}
	}
}

// TestLanguagesAgree holds that both languages teach the same: only sentences
// may differ.
func TestLanguagesAgree(t *testing.T) {
	for _, stage := range Stages() {
		if !stage.Written {
			continue
		}
		korean, err := Load(locales.Korean, stage.ID)
		if err != nil {
			t.Fatal(err)
		}
		english, err := Load(locales.English, stage.ID)
		if err != nil {
			t.Fatal(err)
		}
		ko, en := shape(korean), shape(english)
		for i := range max(len(ko), len(en)) {
			if i >= len(ko) || i >= len(en) || ko[i] != en[i] {
				t.Errorf("%s parts at\nko %q\nen %q", stage.ID, ko[min(i, len(ko)):min(i+1, len(ko))], en[min(i, len(en)):min(i+1, len(en))])
				break
			}
		}
	}
}

// shape is everything of a lesson that is the same in every language.
func shape(l *Lesson) []string {
	lines := []string{"stage " + l.Stage, fmt.Sprint("talk ", strings.Count(l.Talk, "\n"))}
	line := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, s := range l.Steps {
		line("step %d", s.Number)
		for _, b := range s.Blocks {
			line("%s", kind(b))
			switch b := b.(type) {
			case Run:
				for _, c := range b.Commands {
					line("command %s", anyLanguage(c.Line))
				}
			case Guess:
				line("key %d", b.Key)
				for _, c := range b.Choices {
					line("choice %s", c.Miss)
				}
			case Try:
				line("%s given %s items %d answers %q", b.Expect, anyLanguage(b.Given.Line), len(b.Items), b.Answers)
				for _, c := range b.Conditions {
					line("if %s", c.If)
				}
				for _, w := range b.Wrong {
					line("wrong %s %s", w.Answer, w.Miss)
					line("condition %d", slices.IndexFunc(b.Conditions, func(c Condition) bool { return c.Else == w.Reply }))
				}
			case Check:
				line("%d of %q", b.Count, b.Skills)
			}
		}
	}
	return lines
}

var languageFlag = regexp.MustCompile(` --lang (ko|en)\b`)

func anyLanguage(command string) string { return languageFlag.ReplaceAllString(command, "") }

// TestDrawingsAreNarrow holds that a drawing stands whole on a narrow screen.
func TestDrawingsAreNarrow(t *testing.T) {
	const columns = 41
	eachLesson(t, func(t *testing.T, l *Lesson) {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				prose, _ := b.(Prose)
				inside := false
				for line := range strings.SplitSeq(prose.Markdown, "\n") {
					if strings.HasPrefix(line, "```") {
						inside = !inside
					} else if w := ansi.StringWidth(line); inside && w > columns {
						t.Errorf("%v: %d columns: %s", prose.Pos, w, line)
					}
				}
			}
		}
	})
}

// TestMarkdownMarksClose finds emphasis that does not close: after a bracket,
// a Korean particle keeps ** from ending bold.
func TestMarkdownMarksClose(t *testing.T) {
	eachLesson(t, func(t *testing.T, l *Lesson) {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				for _, markdown := range sentences(b) {
					src := []byte(markdown)
					_ = ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
						if leaf, ok := n.(*ast.Text); ok && entering && n.Parent().Kind() != ast.KindCodeSpan && strings.ContainsAny(string(leaf.Value(src)), "*`") {
							t.Errorf("%v: left open: %s", b.At(), leaf.Value(src))
						}
						return ast.WalkContinue, nil
					})
				}
			}
		}
	})
}

// sentences are the Markdown texts of a block.
func sentences(b Block) []string {
	switch b := b.(type) {
	case Prose:
		return []string{b.Markdown}
	case Guess:
		return []string{b.Prompt, b.Reveal}
	case Try:
		all := append([]string{b.Task}, b.Hints[:]...)
		for _, c := range b.Conditions {
			all = append(all, c.Else)
		}
		for _, w := range b.Wrong {
			all = append(all, w.Reply)
		}
		return all
	}
	return nil
}

// asked are the stages a check asks about, in order: its own; the last one,
// all before it.
func asked(stage string) []string {
	if last := len(order) - 1; stage == order[last] {
		return order[:last]
	}
	return []string{stage}
}

func stagesOf(skills []string) (stages []string) {
	for _, name := range skills {
		stage, _, _ := strings.Cut(name, ".")
		if !slices.Contains(stages, stage) {
			stages = append(stages, stage)
		}
	}
	return stages
}

// TestLessonsAreWhole holds what every stage promises its learner.
func TestLessonsAreWhole(t *testing.T) {
	exact := map[string]string{"ko": "> **더 정확히** ", "en": "> **More precisely** "}
	eachLesson(t, func(t *testing.T, l *Lesson) {
		if n := len(l.Steps); n < 6 || n > 12 {
			t.Errorf("%d steps", n)
		}
		count := map[string]int{}
		keys := map[int]int{}
		for _, s := range l.Steps {
			for i, b := range s.Blocks {
				count[kind(b)]++
				switch b := b.(type) {
				case Prose:
					count["drawing"] += strings.Count(b.Markdown, "```text\n")
					count["note"] += strings.Count(b.Markdown, exact[b.File[:2]])
				case Guess:
					if i != 0 {
						t.Errorf("%v: a guess after what it asks for", b.At())
					}
					keys[b.Key]++
				case Try:
					if len(b.Wrong) < 3 {
						t.Errorf("%v: %d typical wrong answers", b.At(), len(b.Wrong))
					}
				case Check:
					if b.Count != 5 || !slices.Equal(stagesOf(b.Skills), asked(l.Stage)) {
						t.Errorf("%v: asks %d of %v", b.At(), b.Count, b.Skills)
					}
				}
			}
		}
		for part, least := range map[string]int{"guess": 3, "run": 3, "drawing": 3, "note": 3, "try": 2, "check": 1} {
			if count[part] < least {
				t.Errorf("%d × %s, want at least %d", count[part], part, least)
			}
		}
		for key, n := range keys {
			if n > 1 && 2*n > count["guess"] {
				t.Errorf("the key is choice %d in %d of %d guesses", key+1, n, count["guess"])
			}
		}
	})
}
