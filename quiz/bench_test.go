package quiz

import "testing"

// BenchmarkQuestion makes questions of all skills in turn, each of another seed.
func BenchmarkQuestion(b *testing.B) {
	skills := Skills()
	for _, k := range skills {
		for seed := range uint64(100) {
			k.Question(seed) // so that every conversation has been simulated once
		}
	}
	b.ReportAllocs()
	n := uint64(0)
	for b.Loop() {
		skills[n%uint64(len(skills))].Question(n * 0x9e3779b97f4a7c15)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "questions/s")
}

// BenchmarkPlan plans a round of ten questions.
func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		if got := (Plan{Skills: Skills(), Count: 10, Seed: 1}).Questions(); len(got) != 10 {
			b.Fatal(len(got))
		}
	}
}
