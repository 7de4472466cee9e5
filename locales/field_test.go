package locales

import (
	"regexp"
	"strings"
	"testing"
)

// A field has both a name and an explanation, and they differ in form: a name is
// no sentence, an explanation is one or two, with a unit or a source in brackets.
func TestFieldsAreNamedAndExplained(t *testing.T) {
	for lang, sentence := range map[Lang]*regexp.Regexp{
		Korean:  regexp.MustCompile(`요(\([^()]*\))?\.$`),
		English: regexp.MustCompile(`[^.]\.$`),
	} {
		names, explanations := catalogue(t, "field", lang), catalogue(t, "explain", lang)
		for id, name := range names {
			if strings.HasSuffix(name["other"], ".") {
				t.Errorf("%s: the name of %s is a sentence", lang, id)
			}
			if explanations[id] == nil {
				t.Errorf("%s: %s is not explained", lang, id)
			}
		}
		for id, text := range explanations {
			if names[id] == nil {
				t.Errorf("%s: %s has no name", lang, id)
			}
			if !sentence.MatchString(text["other"]) {
				t.Errorf("%s: the explanation of %s does not end like a sentence: %q", lang, id, text["other"])
			}
		}
	}
}

// The key of a value's name is a field and the value in decimal.
func TestValuesBelongToFields(t *testing.T) {
	names := catalogue(t, "field", Korean)
	key := regexp.MustCompile(`^(.+)\.(0|[1-9][0-9]*)$`)
	for id := range catalogue(t, "enum", Korean) {
		if m := key.FindStringSubmatch(id); m == nil || names[m[1]] == nil {
			t.Errorf("enum.%s is no value of a field", id)
		}
	}
}

// An id of Wireshark's kind: a protocol and at least one more word.
func TestFieldIDs(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	for id := range catalogue(t, "field", Korean) {
		if !shape.MatchString(id) {
			t.Errorf("%q is no field id", id)
		}
	}
}
