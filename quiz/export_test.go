package quiz

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"netquiz/locales"
)

func exported(t *testing.T, form string) (string, []*Question) {
	t.Helper()
	questions := Plan{Skills: Skills(), Count: len(Skills()), Seed: 3}.Questions()
	var b bytes.Buffer
	if err := Export(&b, form, questions, locales.New(locales.Korean)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "⟦") {
		t.Error("a message is missing")
	}
	return b.String(), questions
}

// Anki reads header lines that start with #, and then a note a line in as many
// fields as the headers say.
func TestAnki(t *testing.T) {
	text, questions := exported(t, "anki")
	var notes []string
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if !strings.HasPrefix(line, "#") {
			notes = append(notes, line)
		}
	}
	if len(notes) != len(questions) {
		t.Fatalf("%d notes of %d questions", len(notes), len(questions))
	}
	in := csv.NewReader(strings.NewReader(strings.Join(notes, "\n")))
	in.Comma = '\t'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) != 4 || row[0] != "netquiz-"+questions[i].ID() || !strings.HasPrefix(row[3], "netquiz::") {
			t.Fatalf("note %d is %q", i+1, row)
		}
		if !strings.Contains(row[2], "<mark>") {
			t.Errorf("note %d: nothing is marked", i+1)
		}
	}
}

func TestCSV(t *testing.T) {
	text, questions := exported(t, "csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(questions)+1 || rows[0][0] != "id" {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
}

// A sheet keeps questions and answers apart, and tags that it opens it closes.
func TestSheets(t *testing.T) {
	l := locales.New(locales.Korean)
	for _, form := range []string{"md", "html"} {
		text, questions := exported(t, form)
		at := strings.Index(text, l.T("quiz.sheet.answers"))
		if at < 0 || strings.Contains(text[:at], questions[0].ID()) || !strings.Contains(text[at:], questions[0].ID()) {
			t.Errorf("%s: the answers do not stand behind the questions", form)
		}
		if form == "html" {
			for _, tag := range []string{"section", "pre", "mark", "p", "html", "body"} {
				open, end := regexp.MustCompile("<"+tag+"[ >]").FindAllString(text, -1), strings.Count(text, "</"+tag+">")
				if len(open) != end {
					t.Errorf("<%s> is opened %d times and closed %d times", tag, len(open), end)
				}
			}
		}
	}
}
