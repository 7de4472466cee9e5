package lessons

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// table hands out the values of one TOML table key by key and keeps the first
// mistake, so that whoever reads it asks once, at the end. A key nobody asked
// for is a mistake.
type table struct {
	*document
	prefix string // "check[1]." in an array of tables
	values map[string]any
	asked  map[string]bool
}

// document is what the tables of one piece of TOML share.
type document struct {
	source
	base    int            // offset of the TOML in the file
	offsets map[string]int // of every key, by its full name, from base
	first   error
}

func (s source) table(begin, end int) (*table, error) {
	body := string(s.text[begin:end])
	values := map[string]any{}
	if _, err := toml.Decode(body, &values); err != nil {
		offset, subject := begin, err.Error()
		if syntax, ok := errors.AsType[toml.ParseError](err); ok {
			offset, subject = min(begin+syntax.Position.Start, end), syntax.Message
		}
		return nil, s.fail(offset, BadTOML, subject)
	}
	d := &document{source: s, base: begin, offsets: keyOffsets(body)}
	return &table{document: d, values: values, asked: map[string]bool{}}, nil
}

// pos is where a key or the first [[key]] stands; where the table itself
// begins when it has neither.
func (t *table) pos(key string) Pos {
	for _, name := range []string{t.prefix + key, t.prefix + key + "[0]", strings.TrimSuffix(t.prefix, ".")} {
		if offset, ok := t.offsets[name]; ok {
			return t.at(t.base + offset)
		}
	}
	return t.at(t.base)
}

func (t *table) fail(key string, problem Problem) {
	if t.first == nil {
		t.first = &ParseError{Pos: t.pos(key), Problem: problem, Subject: key}
	}
}

// done is the first mistake made while reading.
func (t *table) done() error {
	for _, key := range slices.Sorted(maps.Keys(t.values)) {
		if !t.asked[key] {
			t.fail(key, UnknownKey)
		}
	}
	return t.first
}

func (t *table) has(key string) bool {
	_, ok := t.values[key]
	return ok
}

// value is what stands under key. Missing or of another type is a mistake.
func value[T any](t *table, key string) (v T) {
	t.asked[key] = true
	found, ok := t.values[key]
	if !ok {
		t.fail(key, MissingKey)
		return v
	}
	if v, ok = found.(T); !ok {
		t.fail(key, WrongType)
	}
	return v
}

// text is a string that says something.
func (t *table) text(key string) string {
	s := strings.TrimSpace(value[string](t, key))
	if s == "" {
		t.fail(key, BadValue)
	}
	return s
}

// textIf is text where the key is there, else "".
func (t *table) textIf(key string) string {
	if !t.has(key) {
		return ""
	}
	return t.text(key)
}

func (t *table) number(key string) int { return int(value[int64](t, key)) }

// texts is an array of at least least strings.
func (t *table) texts(key string, least int) []string {
	all := value[[]any](t, key)
	if len(all) < least {
		t.fail(key, BadValue)
	}
	texts := make([]string, len(all))
	for i, v := range all {
		s, ok := v.(string)
		if !ok {
			t.fail(key, WrongType)
		}
		texts[i] = s
	}
	return texts
}

// tables calls read for every [[key]] in order; there may be none.
func (t *table) tables(key string, read func(*table)) {
	if !t.has(key) {
		return
	}
	for i, values := range value[[]map[string]any](t, key) {
		inner := &table{
			document: t.document,
			prefix:   fmt.Sprintf("%s%s[%d].", t.prefix, key, i),
			values:   values,
			asked:    map[string]bool{},
		}
		read(inner)
		inner.done()
	}
}

// keyOffsets finds where the keys of TOML that is known to be sound begin,
// which its reader does not tell: "task", "check[0]", "check[0].if". It looks
// at line beginnings alone, as keys stand there in a lesson; a key it misses
// is placed at its table.
func keyOffsets(body string) map[string]int {
	offsets := map[string]int{}
	seen := map[string]int{}
	prefix, open := "", "" // open: the quotes of a string that goes on
	offset := 0
	for line := range strings.Lines(body) {
		begin := offset + len(line) - len(strings.TrimLeft(line, " \t"))
		offset += len(line)
		if open != "" {
			if strings.Contains(line, open) {
				open = ""
			}
			continue
		}
		for _, quotes := range []string{`"""`, `'''`} {
			if strings.Count(line, quotes)%2 == 1 {
				open = quotes
			}
		}
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "[["); ok {
			name, _, _ = strings.Cut(name, "]]")
			item := fmt.Sprintf("%s[%d]", strings.TrimSpace(name), seen[name])
			seen[name]++
			offsets[item], prefix = begin, item+"."
			continue
		}
		key, _, isKey := strings.Cut(line, "=")
		if isKey && !strings.ContainsAny(key, `"'#[]{},`) {
			offsets[prefix+strings.TrimSpace(key)] = begin
		}
	}
	return offsets
}
