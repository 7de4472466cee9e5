package record

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"
)

// fill adds answers to 70 skills, one each ten minutes up to noon.
func fill(r *Record, answers int) error {
	stages := []string{"dns", "socket", "handshake", "segment", "packet", "window", "close"}
	random := rand.New(rand.NewPCG(1, 2))
	var doc document
	for n := range answers {
		at := noon.Add(time.Duration(n-answers) * 10 * time.Minute)
		stage := stages[n%7]
		doc.Answers = append(doc.Answers, Answer{
			ID:    NewID(at),
			Time:  at,
			Stage: stage,
			Skill: fmt.Sprintf("%s.skill-%d", stage, random.IntN(10)),
			Seed:  uint64(random.IntN(20_000)),
			Level: 1 + random.IntN(3),
			Kind:  "number",
			Grade: []Grade{Again, Hard, Good, Good, Good, Easy}[random.IntN(6)],
			Text:  "0x1a2b3c4d",
			Took:  7 * time.Second,
		})
	}
	return r.write("import", func(tx *sql.Tx) error { return new(Merged).merge(tx, &doc) })
}

// longRecord returns a folder with a record of 100,000 answers, made once.
var longRecord = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp(scratch, "long")
	if err != nil {
		return "", err
	}
	r, _, err := Open(dir, noon)
	if err != nil {
		return "", err
	}
	if err := fill(r, 100_000); err != nil {
		return "", err
	}
	return dir, r.Close()
})

// BenchmarkStart is what a quiz needs before its first question.
func BenchmarkStart(b *testing.B) {
	dir, err := longRecord()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, _, err := Open(dir, noon)
		if err != nil {
			b.Fatal(err)
		}
		if skills, err := r.Skills(); err != nil || len(skills) != 70 {
			b.Fatal(len(skills), err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFirstStart(b *testing.B) {
	for b.Loop() {
		r, _, err := Open(b.TempDir(), noon)
		if err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLong measures each act on a record of 100,000 answers.
func BenchmarkLong(b *testing.B) {
	dir, err := longRecord()
	if err != nil {
		b.Fatal(err)
	}
	r := opened(b, dir)
	answers := 0
	for _, bc := range []struct {
		name string
		act  func() error
	}{
		{"Add", func() error {
			answers++
			_, err := r.Add(answer("dns.skill-1", time.Duration(answers)*time.Second, Good))
			return err
		}},
		{"AddAfterClockWentBack", func() error {
			_, err := r.Add(answer("dns.skill-2", -48*time.Hour, Good))
			return err
		}},
		{"Skills", func() error { _, err := r.Skills(); return err }},
		{"Missed/20", func() error { _, err := r.Missed(20, nil); return err }},
		{"Missed/all", func() error { _, err := r.Missed(1<<30, nil); return err }},
		{"Calendar/year", func() error { _, err := r.Calendar(DayOf(noon)-365, DayOf(noon)); return err }},
		{"Done", func() error { _, err := r.Done(); return err }},
	} {
		b.Run(bc.name, func(b *testing.B) {
			for b.Loop() {
				if err := bc.act(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
