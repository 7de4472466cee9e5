package fuzz

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"netquiz/proto"
)

func keep(t *testing.T, dir string, o Options) int {
	t.Helper()
	fresh, err := KeepShapes(dir, campaignOf(t, o).ShapeFrames(o))
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

func kept(t *testing.T, dir string) []proto.Packet {
	t.Helper()
	all, err := ReadShapes(filepath.Join(dir, KeptName))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func sameFrame(a, b proto.Packet) bool {
	return bytes.Equal(a.Bytes, b.Bytes) && a.FCS == b.FCS && a.Link == b.Link && a.Comment == b.Comment
}

// What a campaign keeps is the same whether it ran at once, was stopped and went
// on, or ran in shards.
func TestKeptIsTheSame(t *testing.T) {
	whole, parts, shards := t.TempDir(), t.TempDir(), t.TempDir()
	o := Options{Seed: 6, Runs: 5000, Seeds: BuiltIn(), KeepGoing: true}
	keep(t, whole, o)
	one := kept(t, whole)
	if len(one) < 1000 || len(one) >= KeptMost {
		t.Fatalf("%d frames are kept", len(one))
	}
	first, rest := o, o
	first.Runs, rest.First = 2100, 2100
	keep(t, parts, first)
	keep(t, parts, rest)
	if got := kept(t, parts); !slices.EqualFunc(got, one, sameFrame) {
		t.Errorf("in two parts %d frames are kept, at once %d", len(got), len(one))
	}
	var folders []string
	for o.Shards = 3; o.Shard < 3; o.Shard++ {
		folders = append(folders, filepath.Join(shards, string('0'+rune(o.Shard))))
		keep(t, folders[o.Shard], o)
	}
	if _, err := MergeShapes(shards, folders); err != nil {
		t.Fatal(err)
	}
	if got := kept(t, shards); !slices.EqualFunc(got, one, sameFrame) {
		t.Errorf("in shards %d frames are kept, at once %d", len(got), len(one))
	}
}

// Frames are added behind those that are there, no shape twice, and not without end.
func TestKeptIsBounded(t *testing.T) {
	dir := t.TempDir()
	o := Options{Seed: 6, Runs: 3000, Seeds: BuiltIn(), KeepGoing: true}
	keep(t, dir, o)
	before := kept(t, dir)
	if again := keep(t, dir, o); again != 0 {
		t.Errorf("%d frames are kept twice", again)
	}
	for k := range before {
		o.Seeds = append(o.Seeds, NewSeed("kept", before[k]))
	}
	o.Seed, o.Runs, o.Strategy = 7, 60_000, Mutate
	if fresh := keep(t, dir, o); len(before)+fresh != KeptMost {
		t.Errorf("%d frames are kept, and %d", len(before), fresh)
	}
	after := kept(t, dir)
	if !slices.EqualFunc(after[:len(before)], before, sameFrame) {
		t.Error("the frames kept before are others now")
	}
	if keep(t, dir, o) != 0 {
		t.Error("a full file takes more")
	}
}

// A campaign counts the same shapes, whatever the number of workers, when there
// are more than it counts.
func TestShapesAreBounded(t *testing.T) {
	const room = 5
	c := New(Options{Runs: 1})
	for i := range uint64(shapesMost - room) {
		c.shapes[i] = i
	}
	more := map[uint64]uint64{}
	for i := range uint64(2 * room) {
		more[shapesMost+i*golden] = shapesMost + i
	}
	c.see(more)
	for shape, i := range more {
		if _, counts := c.shapes[shape]; counts != (i < shapesMost+room) {
			t.Errorf("the shape of case %d counts: %t", i, counts)
		}
	}
}
