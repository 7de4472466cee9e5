package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"netquiz/proto"
	"netquiz/proto/fuzz"
)

// fuzzSeeds are the built-in frames and those of from: a capture, the first so many
// frames of one (file#9), or a folder of captures.
func (e *env) fuzzSeeds(from string) ([]fuzz.Seed, error) {
	seeds := fuzz.BuiltIn()
	if from == "" {
		return seeds, nil
	}
	name, most := firstOf(from)
	names, err := filesIn(name)
	if err != nil {
		return nil, err
	}
	before := len(seeds)
	for _, file := range names {
		seeds, err = e.fuzzFrames(seeds, file, most)
		if err != nil && len(names) == 1 {
			return nil, err
		}
		if err != nil {
			e.report(err) // said, and the other files still count
		}
	}
	switch n := len(seeds) - before; {
	case n == 0:
		return nil, usage("fuzz.usage.no_seeds", "Path", from)
	case most > 0 && n < most:
		return nil, usage("fuzz.usage.fewer", "Path", name, "N", n, "Wanted", most)
	}
	return seeds, nil
}

// firstOf reads "file#9", unless a file is called so; 0: all frames.
func firstOf(from string) (name string, most int) {
	if _, err := os.Stat(from); err == nil {
		return from, 0
	}
	at := strings.LastIndexByte(from, '#')
	if n, err := strconv.Atoi(from[at+1:]); at > 0 && err == nil && n > 0 {
		return from[:at], n
	}
	return from, 0
}

// filesIn are the files of a folder and of those in it; or what is none.
func filesIn(name string) (names []string, err error) {
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return []string{name}, nil
	}
	err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, path)
		}
		return err
	})
	return names, err
}

// fuzzFrames appends the first frames of a file, so many or all.
func (e *env) fuzzFrames(seeds []fuzz.Seed, name string, most int) ([]fuzz.Seed, error) {
	s := &sources{e: e, names: []string{name}, fcs: proto.FCSUnknown}
	defer s.close()
	for n := 0; most == 0 || n < most; n++ {
		var p proto.Packet
		if err := s.next(&p); err == io.EOF {
			break
		} else if err != nil {
			return seeds, formless(err)
		}
		p.Bytes = append([]byte(nil), p.Bytes...)
		seeds = append(seeds, fuzz.NewSeed(filepath.Base(name)+"#"+strconv.Itoa(p.Number), p))
	}
	return seeds, nil
}
