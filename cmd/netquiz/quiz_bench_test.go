package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"netquiz/quiz"
	"netquiz/quiz/record"
)

// longRecord makes a record of many answers, of all skills, in a folder.
func longRecord(b *testing.B, answers int) string {
	b.Helper()
	dir := b.TempDir()
	r, _, err := record.Open(dir, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	skills := quiz.Skills()
	all := make([]record.Answer, answers)
	for i := range all {
		k := skills[i%len(skills)]
		at := time.Now().Add(time.Duration(i-answers) * 10 * time.Minute)
		all[i] = record.Answer{
			ID: record.NewID(at), Time: at, Stage: k.Stage(), Skill: k.Name, Seed: uint64(i), Level: 1 + i%3,
			Kind: "number", Grade: record.Grade(1 + i%4), Text: "1001", Took: time.Second,
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		b.Fatal(err)
	}
	doc := fmt.Sprintf(`{"format":"netquiz-record","version":1,"scenes":[],"answers":%s,"steps":[],"resets":[]}`, text)
	if _, err := r.Import(bytes.NewReader([]byte(doc))); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkFirstPrompt measures a whole process that starts, asks its first
// question and finds that nobody answers.
func BenchmarkFirstPrompt(b *testing.B) {
	program, err := exec.LookPath("netquiz")
	if err != nil {
		b.Fatal(err)
	}
	for _, answers := range []int{1, 100_000} {
		b.Run(fmt.Sprint(answers), func(b *testing.B) {
			dir := longRecord(b, answers)
			for b.Loop() {
				var asked bytes.Buffer
				cmd := exec.Command(program, "quiz", "--data-dir", dir)
				cmd.Stderr = &asked
				if err := cmd.Run(); err != nil {
					b.Fatal(err, asked.String())
				}
				if !bytes.Contains(asked.Bytes(), []byte("1/10")) {
					b.Fatal(asked.String())
				}
			}
		})
	}
}
