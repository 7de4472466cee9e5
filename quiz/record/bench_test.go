package record

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

var stages = []string{"dns", "socket", "handshake", "segment", "packet", "window", "close"}

// longRecord returns a folder with a record of 100,000 answers over 70 skills
// and two years, made once; TestMain removes it.
var longRecord = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp(scratch, "long")
	if err != nil {
		return "", err
	}
	r, _, err := Open(dir, noon)
	if err != nil {
		return "", err
	}
	random := rand.New(rand.NewPCG(1, 2))
	var doc document
	for n := range 100_000 {
		at := noon.Add(time.Duration(n-100_000) * 10 * time.Minute)
		doc.Answers = append(doc.Answers, Answer{
			ID:    NewID(at),
			Time:  at,
			Stage: stages[n%7],
			Skill: fmt.Sprintf("%s.skill-%d", stages[n%7], random.IntN(10)),
			Seed:  uint64(random.IntN(20_000)),
			Level: 1 + random.IntN(3),
			Kind:  "number",
			Grade: []Grade{Again, Hard, Good, Good, Good, Easy}[random.IntN(6)],
			Text:  "0x1a2b3c4d",
			Took:  7 * time.Second,
		})
	}
	err = r.write("add", func(tx *sql.Tx) error { return new(Merged).merge(tx, &doc) })
	if err != nil {
		return "", err
	}
	return dir, r.Close()
})

func long(b *testing.B) string {
	dir, err := longRecord()
	if err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, fileName))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	return dir
}

func BenchmarkOpen(b *testing.B) {
	dir := long(b)
	for b.Loop() {
		r, _, err := Open(dir, noon)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Skills(); err != nil {
			b.Fatal(err)
		}
		r.Close()
	}
}

func BenchmarkCheck(b *testing.B) {
	dir := long(b)
	r, _, err := Open(dir, noon)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for _, q := range []string{"PRAGMA quick_check", "PRAGMA integrity_check", "PRAGMA quick_check(skills)"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				var s string
				if err := r.db.QueryRow(q).Scan(&s); err != nil || s != "ok" {
					b.Fatal(s, err)
				}
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	dir := long(b)
	r, _, err := Open(dir, noon)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	i := 0
	for b.Loop() {
		i++
		if _, err := r.Add(Answer{Time: noon.Add(time.Duration(i) * time.Second), Skill: "dns.skill-1", Stage: "dns", Level: 1, Grade: Good}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMissed(b *testing.B) {
	dir := long(b)
	r, _, err := Open(dir, noon)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for _, n := range []int{20, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := r.Missed(n, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCalendar(b *testing.B) {
	dir := long(b)
	r, _, err := Open(dir, noon)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for b.Loop() {
		if _, err := r.Calendar(0, DayOf(noon)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUndo(b *testing.B) {
	dir := long(b)
	r, _, err := Open(dir, noon)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	id, err := r.Add(Answer{Time: noon.Add(200 * time.Hour), Skill: "dns.skill-1", Stage: "dns", Level: 1, Grade: Good})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := r.Undo(id); err != nil {
			b.Fatal(err)
		}
	}
}
