package fuzz

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"netquiz/proto"
)

// told is what of a result must not depend on chance.
func told(r *Result) (runs uint64, shapes []uint64, findings []Finding) {
	return r.Runs, r.Shapes, r.Findings
}

// A campaign sees the same whatever the number of workers.
func TestWorkersAgree(t *testing.T) {
	most := fewer(60_000)
	alone := campaign(t, Options{Seed: 7, Runs: most, Workers: 1})
	runs, shapes, findings := told(alone)
	for _, n := range []int{2, 5} {
		r, s, f := told(campaign(t, Options{Seed: 7, Runs: most, Workers: n}))
		if r != runs || !slices.Equal(s, shapes) || !reflect.DeepEqual(f, findings) {
			t.Errorf("%d workers: %d runs, %d shapes, %d findings; one: %d, %d, %d", n, r, len(s), len(f), runs, len(shapes), len(findings))
		}
	}
}

// n shards are one run: each case runs in exactly one of them.
func TestShardsAddUp(t *testing.T) {
	const shards = 3
	runs := fewer(50_001)
	sum := uint64(0)
	for k := range uint64(shards) {
		r := campaign(t, Options{Seed: 3, Runs: runs, Shard: k, Shards: shards})
		sum += r.Runs
		for _, i := range r.Shapes {
			if i%shards != k {
				t.Fatalf("shard %d ran case %d", k, i)
			}
		}
	}
	if sum != runs {
		t.Errorf("%d runs in all, not %d", sum, runs)
	}
}

// A campaign that goes on where another stopped runs the rest.
func TestResume(t *testing.T) {
	first := campaign(t, Options{Seed: 3, Runs: 7001})
	rest := campaign(t, Options{Seed: 3, First: first.Next, Runs: 20_000})
	if first.Runs+rest.Runs != 20_000 {
		t.Errorf("%d and %d runs", first.Runs, rest.Runs)
	}
}

// The same number makes the same case, whatever was made before.
func TestCasesAreTheirNumbers(t *testing.T) {
	o := Options{Seed: 9, Seeds: BuiltIn()}
	used := newMaker(&o)
	var a, b Case
	for i := range uint64(4000) {
		used.make(&a, i)
		if i%7 != 0 {
			continue
		}
		newMaker(&o).make(&b, i)
		if !bytes.Equal(a.Packet.Bytes, b.Packet.Bytes) || a.Packet.FCS != b.Packet.FCS || a.Packet.Length != b.Packet.Length {
			t.Fatalf("case %d: %x, alone %x", i, a.Packet.Bytes, b.Packet.Bytes)
		}
	}
}

// Nor does the case depend on how much room there is for its bytes.
func TestCasesDoNotDependOnRoom(t *testing.T) {
	o := Options{Seed: 9, Seeds: BuiltIn(), Strategy: Mutate}
	m := newMaker(&o)
	roomy := Case{Packet: proto.Packet{Bytes: make([]byte, 0, 1<<16)}}
	for i := range fewer(200_000) {
		m.make(&roomy, i)
		var narrow Case
		m.make(&narrow, i)
		if !bytes.Equal(roomy.Packet.Bytes, narrow.Packet.Bytes) || roomy.Content != narrow.Content {
			t.Fatalf("case %d: %x, with less room %x", i, roomy.Packet.Bytes, narrow.Packet.Bytes)
		}
	}
}

// No operation changes the bytes that are protected.
func TestProtect(t *testing.T) {
	const most = 34
	o := Options{Seed: 2, Seeds: BuiltIn(), Strategy: Mutate, Protect: most}
	m := newMaker(&o)
	var c Case
	for i := range uint64(20_000) {
		m.make(&c, i)
		before := o.Seeds[c.From].Packet.Bytes
		n := min(most, len(before), len(c.Packet.Bytes))
		if !bytes.Equal(before[:n], c.Packet.Bytes[:n]) {
			t.Fatalf("case %d: %x became %x", i, before[:n], c.Packet.Bytes[:n])
		}
	}
}

// Only the layers chosen, and those that carry them, are built.
func TestLayers(t *testing.T) {
	o := Options{Seed: 2, Strategy: Generate, Layers: []proto.Proto{proto.ProtoUDP}}
	wanted := wantedProtos(o.Layers)
	m := newMaker(&o)
	var c Case
	for i := range uint64(5000) {
		m.make(&c, i)
		for _, l := range c.Model {
			if !wanted[l.Proto()] {
				t.Fatalf("case %d: %s", i, l.Proto())
			}
		}
	}
}

// What is kept of a case comes back from its file.
func TestKeptRoundTrip(t *testing.T) {
	o := Options{Seed: 4, Seeds: BuiltIn()}
	m := newMaker(&o)
	for i := range uint64(300) {
		var c Case
		m.make(&c, i)
		k := Kept{Case: c, Signature: "x", Count: 3, Failure: Failure{Oracle: Missed, Code: proto.BadOption, Field: "tcp.option_len", Off: 5}}
		text, err := json.Marshal(&k)
		if err != nil {
			t.Fatal(err)
		}
		var back Kept
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		again, err := json.Marshal(&back)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(back.Case.Packet.Bytes, c.Packet.Bytes) || len(back.Case.Model) != len(c.Model) || len(back.Case.Ops) != len(c.Ops) {
			t.Fatalf("case %d: %s\nbecame %s", i, text, again)
		}
	}
}

// A kept folder joins what is kept there again: counts add up, frames stay.
func TestKeepJoins(t *testing.T) {
	dir := t.TempDir()
	page := func(*Kept) []byte { return []byte("page") }
	for n := range 5 {
		k := Kept{Signature: "sum", Count: 2, Case: Case{Strategy: Raw, From: -1, Packet: proto.Packet{Bytes: bytes.Repeat([]byte{1}, 9-n), Link: proto.LinkEthernet}}}
		if err := Keep(dir, []Kept{k}, page); err != nil {
			t.Fatal(err)
		}
	}
	all, err := ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept := all["sum"]
	if len(kept) != smallestKept || kept[0].Count != 10 || len(kept[0].Case.Packet.Bytes) != 5 {
		t.Errorf("%d cases, the first of %d bytes, %d times", len(kept), len(kept[0].Case.Packet.Bytes), kept[0].Count)
	}
	if err := WriteAll(dir); err != nil {
		t.Fatal(err)
	}
}
