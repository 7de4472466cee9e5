package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/fuzz"
)

// fuzzShrink makes the case of a file, or its first frame, as small as it gets,
// and keeps it.
func (e *env) fuzzShrink(c *cli.Context) error {
	o, err := e.fuzzOptions(c)
	if err != nil {
		return err
	}
	kept, err := e.fuzzCase(c.Args().First())
	if err != nil {
		return err
	}
	failed, err := e.fuzzTry(&o, kept)
	if err != nil {
		return err
	}
	if !failed {
		return e.fuzzTold(c, kept, false, c.Args().First())
	}
	small, tried := fuzz.Shrink(o, kept)
	if err := fuzz.Keep(fuzzDir(c), []fuzz.Kept{*small}, e.fuzzPage(c)); err != nil {
		return err
	}
	name := filepath.Join(fuzzDir(c), small.Signature)
	again := fuzzReplayOf(c, filepath.Join(name, "case.json"))
	if c.Bool("json") {
		err = e.fuzzJSON(small, again)
	} else {
		e.fuzzReport(e.out, e.style(), small, again)
		e.fuzzTell(e.fuzzSentence("fuzz.shrunk", "Before", len(kept.Case.Packet.Bytes), "After", len(small.Case.Packet.Bytes), "N", tried, "Dir", name))
	}
	return errors.Join(err, &failure{code: exitWrong})
}

// fuzzCase reads a case that was kept, or the first frame of a file.
func (e *env) fuzzCase(name string) (*fuzz.Kept, error) {
	if filepath.Ext(name) == ".json" {
		if kept, err := readKept(name); err == nil {
			return kept, nil
		}
	}
	s := &sources{e: e, names: []string{name}, fcs: proto.FCSUnknown}
	var p proto.Packet
	if err := s.next(&p); err != nil {
		if err == io.EOF {
			err = usage("decode.no_frames")
		}
		return nil, formless(err)
	}
	defer s.close()
	p.Bytes = slices.Clone(p.Bytes)
	return fuzz.NewKept(p), nil
}

// fuzzMerge joins what several campaigns kept.
func (e *env) fuzzMerge(c *cli.Context) error {
	all := map[string][]fuzz.Kept{}
	for _, dir := range c.Args().Slice() {
		found, err := fuzz.ReadFolder(dir)
		if err != nil {
			return fuzzBroken(err)
		}
		for name, kept := range found {
			all[name] = fuzz.Join(all[name], kept)
		}
	}
	dir := fuzzDir(c)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		kept := all[name]
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
		if err := fuzz.Keep(dir, kept, e.fuzzPage(c)); err != nil {
			return err
		}
		if c.Bool("json") {
			if err := e.fuzzJSON(&kept[0], fuzzAgain(c, &kept[0])); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(e.out, "%s\t%d\t%s\n", name, kept[0].Count, e.fuzzLaw(&kept[0].Failure))
	}
	if err := fuzz.WriteAll(dir); err != nil {
		return err
	}
	shapes, err := fuzz.MergeShapes(dir, c.Args().Slice())
	if err != nil {
		return fuzzBroken(err)
	}
	if c.Bool("json") {
		return nil
	}
	e.fuzzTell(e.fuzzSentence("fuzz.merged", "N", len(all), "Dir", dir))
	if shapes > 0 {
		e.fuzzTell(e.fuzzSentence("fuzz.kept_shapes", "N", shapes, "Path", filepath.Join(dir, fuzz.KeptName)))
	}
	return nil
}

// fuzzBroken names the file of a folder that cannot be read.
func fuzzBroken(err error) error {
	var broken *fuzz.CaseError
	if errors.As(err, &broken) {
		return usage("fuzz.usage.no_case", "Path", broken.Field, "Detail", broken.Value)
	}
	var shapes *fuzz.ShapesError
	if errors.As(err, &shapes) {
		return formless(unreadable(shapes.Path, shapes.Err))
	}
	return err
}

// formless is the error without a hint at a flag for forms, which fuzz has not.
func formless(err error) error {
	if f, ok := err.(*failure); ok && f.hint == "capture.hint.in" {
		return f.hinted("")
	}
	return err
}

// fuzzExport writes seeds for native fuzz targets: the built-in frames, those of
// --from, what was found, and the shapes that were kept beside it.
func (e *env) fuzzExport(c *cli.Context) error {
	if !c.IsSet("go-seeds") && !c.IsSet("zip") {
		return usage("fuzz.usage.export", "Flags", "--go-seeds DIR, --zip FILE")
	}
	o, err := e.fuzzOptions(c)
	if err != nil {
		return err
	}
	var frames [][]byte
	for _, s := range o.Seeds {
		frames = append(frames, s.Packet.Bytes)
	}
	found, err := fuzz.ReadFolder(fuzzDir(c))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		for _, kept := range found[name] {
			frames = append(frames, kept.Case.Packet.Bytes)
		}
	}
	shapes, err := fuzz.ReadShapes(filepath.Join(fuzzDir(c), fuzz.KeptName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fuzzBroken(err)
	}
	for _, p := range shapes {
		frames = append(frames, p.Bytes)
	}
	if name := c.String("zip"); name != "" {
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		if err := errors.Join(fuzz.WriteZip(file, frames), file.Close()); err != nil {
			return err
		}
		e.fuzzTell(e.fuzzSentence("fuzz.exported", "N", len(frames), "Path", name))
	}
	if dir := c.String("go-seeds"); dir != "" {
		fresh, err := fuzz.WriteGoSeeds(dir, frames)
		if err != nil {
			return err
		}
		e.fuzzTell(e.fuzzSentence("fuzz.exported", "N", fresh, "Path", dir))
	}
	return nil
}

// fuzzJSON writes a finding as one line of JSON: its case, and the command that
// makes it again.
func (e *env) fuzzJSON(k *fuzz.Kept, again string) error {
	line, err := json.Marshal(k)
	if err != nil {
		return err
	}
	replay, err := json.Marshal(again)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s,\"replay\":%s}\n", bytes.TrimSuffix(line, []byte("}")), replay)
	return err
}
