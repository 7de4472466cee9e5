package main

import (
	"errors"
	"fmt"
	"strings"

	"netquiz/lessons"
)

// lessonStep is one step of a lesson.
type lessonStep struct {
	name  string // handshake#3
	title string
}

// readLessons finds out which steps name which entries: fields by their ids, terms
// as they are called in the reader's language.
func (d *dictionary) readLessons() (map[*entry][]lessonStep, error) {
	named := map[*entry][]lessonStep{}
	for _, s := range lessons.Stages() {
		l, err := lessons.Load(d.e.text.Lang(), s.ID)
		var unwritten *lessons.StageError
		if errors.As(err, &unwritten) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, p := range l.Steps {
			s := lessonStep{fmt.Sprintf("%s#%d", l.Stage, p.Number), p.Title}
			for _, x := range d.namedBy(s, p.Title+"\n"+textOf(p)) {
				named[x] = append(named[x], s)
			}
		}
	}
	return named, nil
}

// namedBy are the entries that a step names in its text.
func (d *dictionary) namedBy(s lessonStep, text string) (all []*entry) {
	ids := idsIn(text)
	for _, x := range d.entries {
		named := false
		switch x.kind {
		case aField:
			named = ids[x.id]
		case aTerm:
			named = says(text, strings.TrimSpace(before(x.name, "(")))
		case aStage:
			named = before(s.name, "#") == x.id
		}
		if named {
			all = append(all, x)
		}
	}
	return all
}

// says tells whether a text has a word: of Latin letters, as a word of its own or
// in the plural.
func says(text, word string) bool {
	for {
		head, tail, found := strings.Cut(text, word)
		if !found {
			return false
		}
		begins := !latin(word[0]) || head == "" || !latin(head[len(head)-1])
		rest := strings.TrimPrefix(tail, "s")
		if begins && (!latin(word[len(word)-1]) || rest == "" || !latin(rest[0])) {
			return true
		}
		text = tail
	}
}

func latin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func before(s, mark string) string {
	head, _, _ := strings.Cut(s, mark)
	return head
}

// textOf is everything that a step says.
func textOf(s lessons.Step) string {
	var all []string
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case lessons.Prose:
			all = append(all, b.Markdown)
		case lessons.Run:
			for _, c := range b.Commands {
				all = append(all, c.Line)
			}
		case lessons.Guess:
			all = append(all, b.Prompt, b.Reveal)
		case lessons.Try:
			all = append(all, b.Task)
			for _, c := range b.Conditions {
				all = append(all, c.If, c.Else)
			}
		}
	}
	return strings.Join(all, "\n")
}

// idsIn are the words of a text that look like ids of fields.
func idsIn(text string) map[string]bool {
	ids := map[string]bool{}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return r != '.' && r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if word = strings.Trim(strings.TrimPrefix(word, "given."), "."); strings.Contains(word, ".") {
			ids[word] = true
		}
	}
	return ids
}
