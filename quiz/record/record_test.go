package record

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOpenMakesFolderForTheUserAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "share", "netquiz")
	r := opened(t, dir)
	for path, want := range map[string]fs.FileMode{dir: fs.ModeDir | 0o700, r.Path(): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s: mode %v, want %v", path, info.Mode(), want)
		}
	}
}

func TestOpenTakesAnyFolderName(t *testing.T) {
	for _, name := range []string{"기록", "a b", "100%41", "what?_pragma=query_only(1)", "part#1", "file:x", "세트&값=1"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name)
			added(t, opened(t, dir), answer("a", 0, Good))
			if _, err := os.Stat(filepath.Join(dir, "netquiz.db")); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestRelativeFolderStaysTheSame(t *testing.T) {
	t.Chdir(t.TempDir())
	r := opened(t, "data")
	t.Chdir(t.TempDir())
	added(t, r, answer("a", 0, Good))
	if _, err := os.Stat("data"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("a second folder appeared: %v", err)
	}
}

func TestAnswersStay(t *testing.T) {
	dir := t.TempDir()
	want := Answer{
		Time:   time.Date(2026, 11, 22, 23, 59, 59, 123456789, time.FixedZone("KST", 9*60*60)),
		Round:  NewID(noon),
		Stage:  "handshake",
		Skill:  "handshake.ack-number",
		Seed:   1<<64 - 1,
		Level:  3,
		Kind:   "number",
		Scene:  contentID([]byte("frames")),
		Grade:  Again,
		Hinted: true,
		Text:   "잘 모르겠어요\x00\"<&>",
		Miss:   "ack-is-last-byte",
		Took:   12*time.Second + 1,
	}
	want.ID = added(t, opened(t, dir), want)[0]

	missed, err := opened(t, dir).Missed(10, nil)
	if err != nil || len(missed) != 1 {
		t.Fatal(missed, err)
	}
	got := missed[0]
	if !got.same(want) || got.ID != want.ID || got.Undone {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
	if DayOf(got.Time) != DayOf(want.Time) {
		t.Fatalf("the day became %v", DayOf(got.Time))
	}
}

func TestAddRefuses(t *testing.T) {
	for _, tc := range []struct {
		field string
		alter func(*Answer)
	}{
		{"skill", func(a *Answer) { a.Skill = "" }},
		{"skill", func(a *Answer) { a.Skill = "\xff" }},
		{"stage", func(a *Answer) { a.Stage = "\xff" }},
		{"level", func(a *Answer) { a.Level = 0 }},
		{"level", func(a *Answer) { a.Level = 4 }},
		{"grade", func(a *Answer) { a.Grade = 0 }},
		{"grade", func(a *Answer) { a.Grade = 5 }},
		{"time", func(a *Answer) { a.Time = time.Time{} }},
		{"time", func(a *Answer) { a.Time = time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"took", func(a *Answer) { a.Took = -1 }},
	} {
		t.Run(tc.field, func(t *testing.T) {
			r := opened(t, t.TempDir())
			a := answer("a", 0, Good)
			tc.alter(&a)
			_, err := r.Add(a)
			var invalid *InvalidError
			if !errors.As(err, &invalid) || invalid.Field != tc.field {
				t.Fatalf("error %v, want one about %s", err, tc.field)
			}
			if skills, err := r.Skills(); len(skills) != 0 || err != nil {
				t.Fatalf("something was kept: %v %v", skills, err)
			}
		})
	}
}

func TestBrokenTextIsKeptReadable(t *testing.T) {
	r := opened(t, t.TempDir())
	a := answer("a", 0, Again)
	a.Text = "\xb0\xa1 12" // 가 in EUC-KR, from a terminal that is not UTF-8
	added(t, r, a)
	if missed, err := r.Missed(1, nil); err != nil || missed[0].Text != "\uFFFD 12" {
		t.Fatal(missed, err)
	}
}

func TestMissed(t *testing.T) {
	r := opened(t, t.TempDir())
	scene, err := r.Keep([]byte("frames"))
	if err != nil {
		t.Fatal(err)
	}
	with := func(a Answer, alter func(*Answer)) Answer { alter(&a); return a }
	added(t, r,
		answer("corrected", 0, Again),
		answer("corrected", time.Minute, Good),
		answer("forgotten", 0, Good),
		answer("forgotten", 2*time.Minute, Again),
		answer("missed twice", 0, Again),
		answer("missed twice", 3*time.Minute, Again),
		answer("other question right", 4*time.Minute, Again),
		with(answer("other question right", 5*time.Minute, Good), func(a *Answer) { a.Seed++ }),
		answer("other scene right", 6*time.Minute, Again),
		with(answer("other scene right", 7*time.Minute, Good), func(a *Answer) { a.Scene = scene }),
		with(answer("hinted", 8*time.Minute, Good), func(a *Answer) { a.Hinted = true }),
	)
	ids := added(t, r, answer("taken back", 9*time.Minute, Again), answer("forgotten", 10*time.Minute, Good))
	for _, id := range ids {
		if err := r.Undo(id); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name string
		n    int
		keep func(Answer) bool
		want string
	}{
		{"all", 100, nil, "hinted, other scene right, other question right, missed twice, forgotten"},
		{"the newest two", 2, nil, "hinted, other scene right"},
		{"none", 0, nil, ""},
		{"only some", 1, func(a Answer) bool { return strings.Contains(a.Skill, "question") }, "other question right"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers, err := r.Missed(tc.n, tc.keep)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, a := range answers {
				names = append(names, a.Skill)
			}
			if got := strings.Join(names, ", "); got != tc.want {
				t.Fatalf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestUndo(t *testing.T) {
	r := opened(t, t.TempDir())
	before := added(t, r, answer("a", 0, Good))
	want, err := r.Skills()
	if err != nil {
		t.Fatal(err)
	}
	id := added(t, r, answer("a", 48*time.Hour, Again))[0]
	for range 2 {
		if err := r.Undo(id); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Skills(); err != nil || len(got) != 1 || got[0] != want[0] {
			t.Fatalf("got %+v, want %+v, %v", got, want, err)
		}
	}
	if err := r.Undo(before[0]); err != nil {
		t.Fatal(err)
	}
	if skills, err := r.Skills(); err != nil || len(skills) != 0 {
		t.Fatalf("left after all was undone: %+v, %v", skills, err)
	}
	if days, err := r.Calendar(0, 1<<20); err != nil || len(days) != 0 {
		t.Fatalf("left after all was undone: %+v, %v", days, err)
	}
	var invalid *InvalidError
	if err := r.Undo(NewID(noon)); !errors.As(err, &invalid) {
		t.Fatalf("undo of an unknown answer: %v", err)
	}
}

func TestScenes(t *testing.T) {
	r := opened(t, t.TempDir())
	frames := []byte("\x00\x01 frames")
	first, err1 := r.Keep(frames)
	second, err2 := r.Keep(frames)
	if first != second || err1 != nil || err2 != nil {
		t.Fatal(first, second, err1, err2)
	}
	if got, ok, err := r.Scene(first); string(got) != string(frames) || !ok || err != nil {
		t.Fatalf("%q %v %v", got, ok, err)
	}
	if got, ok, err := r.Scene(NewID(noon)); got != nil || ok || err != nil {
		t.Fatalf("%q %v %v", got, ok, err)
	}
}

func TestIDsSortByTime(t *testing.T) {
	seen := make(map[ID]bool)
	last := ""
	for n := range 1000 {
		at := noon.Add(time.Duration(n) * time.Millisecond)
		for range 3 {
			seen[NewID(at)] = true
		}
		id := NewID(at)
		if id.String() <= last {
			t.Fatalf("%s after %s", id, last)
		}
		last = id.String()
		var back ID
		if err := back.UnmarshalText([]byte(last)); err != nil || back != id {
			t.Fatal(back, err)
		}
	}
	if len(seen) != 3000 {
		t.Fatalf("%d of 3000 IDs are different", len(seen))
	}
}

func TestUseAfterClose(t *testing.T) {
	r := opened(t, t.TempDir())
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := r.Add(answer("a", 0, Good))
	var e *Error
	if !errors.As(err, &e) || e.Op != "add" || e.Path != r.Path() || e.Cause != Failed {
		t.Fatalf("%v", err)
	}
}
