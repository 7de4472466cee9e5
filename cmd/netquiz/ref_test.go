package main

import (
	"strings"
	"testing"

	"netquiz/locales"
)

func dictionaryOf(t testing.TB, lang locales.Lang) *dictionary {
	t.Helper()
	e, _, _ := inProcess(lang)
	d, err := e.dictionary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Every field is shown at work, by a frame that is right.
func TestEveryFieldHasAnExample(t *testing.T) {
	d := dictionaryOf(t, locales.Korean)
	for _, x := range d.entries {
		if x.kind == aField && d.examples.fields[x.id] == nil {
			t.Errorf("no example shows %s (%s)", x.id, x.fields[0].Table().ID)
		}
	}
	for _, x := range d.examples.all {
		for _, p := range x.frame.Problems() {
			if p.Code.Broken() {
				t.Errorf("%s: %s %v", strings.TrimSpace(x.text), p.Code, p.Field)
			}
		}
	}
}
