package fuzz

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// KeptName is the file in which a campaign keeps a frame of each shape, for later
// ones to begin with. Frames are added behind those that are there, so the first
// so many of them stay what they are.
const KeptName = "kept.pcapng"

// KeptMost is how many frames are kept in one file.
const KeptMost = 4096

// ShapeFrames are the first frames of each shape that a campaign with these options saw,
// in the order of their cases; the comment of each is its seed and number.
func (r *Result) ShapeFrames(o Options) iter.Seq[proto.Packet] {
	o.Seeds = fit(o.Seeds, &o)
	return func(yield func(proto.Packet) bool) {
		w := worker{maker: newMaker(&o)}
		for _, i := range r.Shapes {
			if !w.makes(i) {
				continue // the codec panics at it: that is a finding
			}
			p := w.c.Packet
			p.Comment = fmt.Sprintf("%d:%d", o.Seed, i)
			if !yield(p) {
				return
			}
		}
	}
}

// makes makes case i, and tells whether it can be made.
func (w *worker) makes(i uint64) (made bool) {
	defer func() { _ = recover() }()
	w.maker.make(&w.c, i)
	return w.maker.err == nil
}

// KeepShapes adds frames to the file in dir, each whose shape none there has, until
// it is full; it tells how many those are. The frames' bytes may change behind each.
func KeepShapes(dir string, frames iter.Seq[proto.Packet]) (fresh int, err error) {
	kept, err := ReadShapes(filepath.Join(dir, KeptName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) || len(kept) >= KeptMost {
		return 0, err
	}
	before := len(kept)
	known := map[uint64]bool{}
	var s shaping
	for k := range kept {
		if shape, ok := s.shape(&kept[k]); ok {
			known[shape] = true
		}
	}
	for p := range frames {
		shape, ok := s.shape(&p)
		if !ok || known[shape] {
			continue
		}
		known[shape] = true
		p.Bytes = bytes.Clone(p.Bytes)
		if kept = append(kept, p); len(kept) == KeptMost {
			break
		}
	}
	if len(kept) == before {
		return 0, nil
	}
	return len(kept) - before, writeShapes(dir, kept)
}

// MergeShapes adds to the file in dir what was kept in the folders, and in those in
// them, in the order of the cases: the shards of a campaign keep together what it
// would have.
func MergeShapes(dir string, folders []string) (fresh int, err error) {
	var all []proto.Packet
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.Name() != KeptName {
				return err
			}
			kept, err := ReadShapes(path)
			all = append(all, kept...)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	number := func(p *proto.Packet) (seed, i uint64) {
		fmt.Sscanf(p.Comment, "%d:%d", &seed, &i) // without one it is the first
		return seed, i
	}
	slices.SortStableFunc(all, func(a, b proto.Packet) int {
		seedA, a1 := number(&a)
		seedB, b1 := number(&b)
		return cmp.Or(cmp.Compare(a1, b1), cmp.Compare(seedA, seedB))
	})
	return KeepShapes(dir, slices.Values(all))
}

// ShapesError is a file of kept frames that cannot be read.
type ShapesError struct {
	Path string
	Err  error
}

func (e *ShapesError) Error() string { return e.Path + ": " + e.Err.Error() }

func (e *ShapesError) Unwrap() error { return e.Err }

// ReadShapes reads the frames that are kept in a file, no more than KeptMost. It
// fails with a *ShapesError, or that there is none.
func ReadShapes(name string) (kept []proto.Packet, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	in, err := capture.NewReader(file, capture.Auto)
	if err != nil {
		return nil, &ShapesError{name, err}
	}
	for len(kept) < KeptMost {
		var p proto.Packet
		if err := in.Next(&p); err == io.EOF {
			break
		} else if err != nil {
			return nil, &ShapesError{name, err}
		}
		p.Bytes = bytes.Clone(p.Bytes)
		kept = append(kept, p)
	}
	return kept, nil
}

func writeShapes(dir string, kept []proto.Packet) error {
	var out bytes.Buffer
	w, err := capture.NewWriter(&out, capture.PCAPNG)
	if err != nil {
		return err
	}
	for k := range kept {
		if err := w.Write(&kept[k]); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return replace(filepath.Join(dir, KeptName), out.Bytes())
}

// replace writes a file that is whole at any time.
func replace(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(name+".new", content, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// shaping tells the shapes of frames.
type shaping struct {
	frame proto.Frame
	tile  tiling
	v     verdict
}

// shape is that of a packet; of one at which the codec panics there is none.
func (s *shaping) shape(p *proto.Packet) (shape uint64, ok bool) {
	defer func() { _ = recover() }()
	s.frame.Decode(p, proto.CheckAll)
	s.v.frame, s.v.failed = &s.frame, false
	s.tile.check(&s.v)
	return shapeOf(&s.frame, s.tile.trace), true
}
