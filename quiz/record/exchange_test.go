package record

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawDocument draws a part of what several machines might have recorded: the
// nth answer is the same wherever it turns up, but for having been undone.
func drawDocument(t *rapid.T, answers []Answer) *document {
	doc := document{Format: exportFormat, Version: exportVersion}
	for _, a := range answers {
		if rapid.Bool().Draw(t, "known") {
			a.Undone = rapid.Bool().Draw(t, "undone")
			doc.Answers = append(doc.Answers, a)
		}
	}
	for _, frames := range []string{"one", "two"} {
		if rapid.Bool().Draw(t, "kept") {
			doc.Scenes = append(doc.Scenes, scene{contentID([]byte(frames)), []byte(frames)})
		}
	}
	when := func() time.Time {
		return noon.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "hour")) * time.Hour)
	}
	for _, stage := range []string{"", "dns", "close"} {
		if rapid.Bool().Draw(t, "reset") {
			doc.Resets = append(doc.Resets, reset{stage, when()})
		}
		if stage != "" && rapid.Bool().Draw(t, "marked") {
			doc.Steps = append(doc.Steps, DoneStep{Step{stage, "a", 0}, when()})
		}
	}
	return &doc
}

func text(t *rapid.T, doc *document) string {
	var out bytes.Buffer
	if err := doc.encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestMergeLaws: merging is commutative, associative and idempotent, and the
// schedule follows from the answers whichever way they came.
func TestMergeLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var answers []Answer
		for range rapid.IntRange(0, 6).Draw(t, "answers") {
			a := drawAnswer(t)
			a.ID = NewID(a.Time)
			answers = append(answers, a)
		}
		a, b, c := text(t, drawDocument(t, answers)), text(t, drawDocument(t, answers)), text(t, drawDocument(t, answers))
		merge := func(texts ...string) *Record {
			r := hasty(t)
			for _, text := range texts {
				if _, err := r.Import(strings.NewReader(text)); err != nil {
					t.Fatal(err)
				}
			}
			return r
		}

		abc, cab := merge(a, b, c), merge(c, a, b)
		whole := exported(t, abc)
		if got := exported(t, cab); got != whole {
			t.Fatalf("the order matters:\n%s\n%s", whole, got)
		}
		if one, other := done(t, abc), done(t, cab); one != other {
			t.Fatalf("the order matters: done %q or %q", one, other)
		}

		bc := merge(b, c)
		grouped := merge(a, exported(t, bc))
		if got := exported(t, grouped); got != whole {
			t.Fatalf("the grouping matters:\n%s\n%s", whole, got)
		}

		for _, again := range []string{a, b, c, whole} {
			merged, err := abc.Import(strings.NewReader(again))
			if err != nil || merged.Answers != 0 {
				t.Fatalf("imported again: %+v, %v", merged, err)
			}
		}
		if got := exported(t, abc); got != whole {
			t.Fatalf("importing again changed it:\n%s\n%s", whole, got)
		}

		doc, err := decode(strings.NewReader(whole))
		if err != nil {
			t.Fatal(err)
		}
		agree(t, abc, doc.Answers)
	})
}

func TestExportImport(t *testing.T) {
	r := opened(t, t.TempDir())
	scene, err := r.Keep([]byte("\x00frames\xff"))
	if err != nil {
		t.Fatal(err)
	}
	a := answer("a", 0, Again)
	a.Scene, a.Text = scene, "\x00<&>\u2028\\\""
	added(t, r, a, answer("b", time.Minute, Good))
	if err := r.Mark(Step{"dns", "a", 1}, noon); err != nil {
		t.Fatal(err)
	}
	out := exported(t, r)

	other := opened(t, t.TempDir())
	for _, want := range []Merged{{Answers: 2}, {Known: 2}} {
		if merged, err := other.Import(strings.NewReader(out)); err != nil || merged != want {
			t.Fatal(merged, err)
		}
	}
	if got := exported(t, other); got != out {
		t.Fatalf("got\n%s\nwant\n%s", got, out)
	}
	if frames, ok, err := other.Scene(scene); string(frames) != "\x00frames\xff" || !ok || err != nil {
		t.Fatal(frames, ok, err)
	}
	if got := done(t, other); got != "dns/a/1" {
		t.Fatal(got)
	}
}

const validAnswer = `{"id":"019ab4c1d2e3000102030405060708ff","time":"2026-11-22T12:00:00+09:00","stage":"dns","skill":"a","seed":"5","level":1,"kind":"number","grade":"good","text":"42","took":5}`

func TestImportRefuses(t *testing.T) {
	with := func(lists string) string { return `{"format":"netquiz-record","version":1,` + lists + `}` }
	altered := func(old, new string) string {
		return with(`"answers":[` + validAnswer + "," + strings.Replace(strings.Replace(validAnswer, "08ff", "08fe", 1), old, new, 1) + "]")
	}
	isFormat := func(err error) bool { var e *FormatError; return errors.As(err, &e) }
	isInvalid := func(in, field string) func(error) bool {
		return func(err error) bool {
			var e *InvalidError
			return errors.As(err, &e) && e.In == in && e.Field == field
		}
	}
	for _, tc := range []struct {
		name string
		text string
		is   func(error) bool
	}{
		{"nothing", "", isFormat},
		{"not JSON", "netquiz", isFormat},
		{"other JSON", `{"number":1}`, isFormat},
		{"an array", `[]`, isFormat},
		{"version 0", `{"format":"netquiz-record","version":0}`, isFormat},
		{"cut short", with(`"answers":[` + validAnswer)[:200], isFormat},
		{"two documents", with(`"answers":[]`) + with(`"answers":[]`), isFormat},
		{"unknown field", with(`"answers":[],"badges":[]`), isFormat},
		{"unknown field of an answer", altered(`"level"`, `"rank"`), isFormat},
		{"newer", `{"format":"netquiz-record","version":2,"badges":[]}`, func(err error) bool {
			var e *NewerError
			return errors.As(err, &e) && e.Version == 2 && e.Known == 1 && e.Path == ""
		}},
		{"another level", altered(`"level":1`, `"level":9`), isInvalid("answers[1]", "level")},
		{"no skill", altered(`"skill":"a"`, `"skill":""`), isInvalid("answers[1]", "skill")},
		{"no grade", altered(`"grade":"good",`, ``), isInvalid("answers[1]", "grade")},
		{"another grade", altered(`"good"`, `"great"`), isFormat},
		{"another century", altered(`2026`, `2526`), isInvalid("answers[1]", "time")},
		{"short id", altered(`08fe`, `08`), isFormat},
		{"scene that is not its ID", with(`"scenes":[{"id":"019ab4c1d2e3000102030405060708ff","frames":"AAAA"}]`), isInvalid("scenes[0]", "id")},
		{"step of no time", with(`"steps":[{"stage":"dns","step":"a","time":"0001-01-01T00:00:00Z"}]`), isInvalid("steps[0]", "time")},
		{"reset of no time", with(`"resets":[{"stage":"dns","time":"0001-01-01T00:00:00Z"}]`), isInvalid("resets[0]", "time")},
		{"an answer altered by hand", with(`"answers":[` + validAnswer + "," + strings.Replace(validAnswer, "good", "easy", 1) + "]"), func(err error) bool {
			var e *ConflictError
			return errors.As(err, &e) && e.ID.String() == "019ab4c1d2e3000102030405060708ff"
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := opened(t, t.TempDir())
			added(t, r, answer("b", 0, Good))
			before := exported(t, r)
			merged, err := r.Import(strings.NewReader(tc.text))
			if !tc.is(err) || merged != (Merged{}) {
				t.Fatalf("error %v, %+v", err, merged)
			}
			if after := exported(t, r); after != before {
				t.Fatalf("the record was changed:\n%s", after)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestExchangePassesOnTheCallersErrors(t *testing.T) {
	r := opened(t, t.TempDir())
	want := errors.New("unplugged")
	if err := r.Export(failing{want}); err != want {
		t.Error(err)
	}
	if _, err := r.Import(failing{want}); err != want {
		t.Error(err)
	}
}

func FuzzImport(f *testing.F) {
	head := `{"format":"netquiz-record","version":1,`
	f.Add([]byte(head + `"answers":[` + validAnswer + `]}`))                                                                                      // the plain case
	f.Add([]byte(head + `"answers":[` + strings.Replace(validAnswer, "+09:00", ".000000001-23:59", 1) + `]}`))                                    // the farthest zone, the finest time
	f.Add([]byte(head + `"answers":[` + strings.Replace(validAnswer, `"5"`, `"18446744073709551615"`, 1) + `]}`))                                 // a seed that no signed integer holds
	f.Add([]byte(head + `"answers":[` + strings.Replace(validAnswer, "42", `\ud800\u0000`, 1) + `]}`))                                            // half a surrogate, a NUL
	f.Add([]byte(head + `"steps":[{"stage":"","step":"","time":"1970-01-01T00:00:00Z"}],"resets":[{"stage":"","time":"2200-12-31T23:59:59Z"}]}`)) // the bounds of time
	f.Add([]byte(head + `"scenes":[{"id":"e3b0c44298fc1c149afbf4c8996fb924","frames":""}]}`))                                                     // a scene of no bytes
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := decode(bytes.NewReader(text))
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if err := doc.encode(&once); err != nil {
			t.Fatal(err)
		}
		again, err := decode(bytes.NewReader(once.Bytes()))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, once.Bytes())
		}
		if err := again.encode(&twice); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("written\n%s\nread and written again\n%s", once.Bytes(), twice.Bytes())
		}
	})
}
