package quiz

import "testing"

// There are skills enough of every stage, with questions at three levels and of
// all kinds.
func TestSkillsAreManyAndOfAllKinds(t *testing.T) {
	least := map[string]int{"handshake": 9, "packet": 9, "window": 9, "close": 9}
	byStage, kinds := map[string]int{}, map[Kind]int{}
	for _, k := range Skills() {
		byStage[k.Stage()]++
		for level := 1; level <= Levels; level++ {
			for n := range uint64(8) {
				q := k.Question(SeedFor(n*Levels, level))
				if q == nil || q.Level != level {
					t.Fatalf("%s has no question at level %d", k.Name, level)
				}
				kinds[q.Kind]++
			}
		}
	}
	if len(Skills()) < 60 {
		t.Errorf("there are %d skills", len(Skills()))
	}
	for _, stage := range Stages {
		if byStage[stage] < max(5, least[stage]) {
			t.Errorf("%s has %d skills", stage, byStage[stage])
		}
	}
	for _, kind := range []Kind{Choice, Several, Quantity, Hexadec, Content, Order, Match, Build, Fault} {
		if kinds[kind] == 0 {
			t.Errorf("nothing is asked by %s", kind)
		}
	}
}

// A name of a question is read as it is written, also with 0x and spaces around it.
func TestParseID(t *testing.T) {
	for id, want := range map[string]bool{
		"handshake.flags#7c1e": true, " handshake.flags#0x7C1E ": true, "handshake.flags#ffffffffffffffff": true,
		"handshake.flags": false, "handshake.flags#": false, "handshake.flags#zz": false, "handshake.flags#1ffffffffffffffff": false,
		"nothing#1": false, "": false, "#": false,
	} {
		k, seed, ok := ParseID(id)
		if ok != want || ok && (k == nil || k.Question(seed) == nil) {
			t.Errorf("%q: %v, %x, %v", id, k, seed, ok)
		}
	}
	for _, level := range []int{1, 2, 3} {
		for _, seed := range []uint64{0, 1, 2, 7, 1 << 40, ^uint64(0) - 1, ^uint64(0)} {
			if got := SeedFor(seed, level); LevelOf(got) != level {
				t.Errorf("the seed near %x for level %d is of level %d", seed, level, LevelOf(got))
			}
		}
	}
}
