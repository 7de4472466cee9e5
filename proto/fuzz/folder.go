package fuzz

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// Keep writes the cases of one finding, the smallest first, into a folder of its
// own in dir, named by its signature: case.json, frame.bin, frame.pcap and
// report.txt with what report writes of the smallest, and case-2.json, frame-2.bin
// and so on for the others. What is already kept there is joined: counts add up,
// the three smallest stay.
func Keep(dir string, found []Kept, report func(*Kept) []byte) error {
	before, err := ReadFinding(filepath.Join(dir, found[0].Signature))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return write(dir, Join(before, found), report)
}

// Join is one finding made of two of the same signature: counts add up, the three
// smallest cases stay, those that were shrunk first, the same frame but once.
func Join(a, b []Kept) []Kept {
	all := append(slices.Clone(a), b...)
	count := uint64(0)
	if len(a) > 0 {
		count += a[0].Count
	}
	if len(b) > 0 {
		count += b[0].Count
	}
	slices.SortStableFunc(all, func(x, y Kept) int {
		p, q := x.Case.Packet.Bytes, y.Case.Packet.Bytes
		switch {
		case x.Shrunk && !y.Shrunk:
			return -1
		case y.Shrunk && !x.Shrunk:
			return 1
		case len(p) != len(q):
			return len(p) - len(q)
		}
		return bytes.Compare(p, q)
	})
	all = slices.CompactFunc(all, func(x, y Kept) bool { return bytes.Equal(x.Case.Packet.Bytes, y.Case.Packet.Bytes) })
	all = all[:min(len(all), smallestKept)]
	for k := range all {
		all[k].Count = count
	}
	return all
}

func write(dir string, found []Kept, report func(*Kept) []byte) error {
	dir = filepath.Join(dir, found[0].Signature)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	pcap, err := pcap(&found[0].Case.Packet)
	if err != nil {
		return err
	}
	files := map[string][]byte{"frame.pcap": pcap, "report.txt": report(&found[0])}
	for k := range found {
		suffix := ""
		if k > 0 {
			suffix = fmt.Sprintf("-%d", k+1)
		}
		text, err := json.MarshalIndent(&found[k], "", "\t")
		if err != nil {
			return err
		}
		files["case"+suffix+".json"] = append(text, '\n')
		files["frame"+suffix+".bin"] = found[k].Case.Packet.Bytes
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// ReadFinding reads the cases that Keep wrote into a finding's own folder.
func ReadFinding(dir string) ([]Kept, error) {
	var found []Kept
	for k := range smallestKept {
		name := "case.json"
		if k > 0 {
			name = fmt.Sprintf("case-%d.json", k+1)
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) && k > 0 {
			break
		}
		if err != nil {
			return nil, err
		}
		var kept Kept
		if err := json.Unmarshal(text, &kept); err != nil {
			return nil, &CaseError{filepath.Join(dir, name), err.Error()}
		}
		found = append(found, kept)
	}
	return found, nil
}

// ReadFolder reads the findings kept in dir and in the folders in it, by their
// signatures.
func ReadFolder(dir string) (map[string][]Kept, error) {
	all := map[string][]Kept{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "case.json" {
			return err
		}
		found, err := ReadFinding(filepath.Dir(path))
		if err != nil {
			return err
		}
		name := found[0].Signature
		all[name] = Join(all[name], found)
		return nil
	})
	return all, err
}

// pcap is a capture of one packet.
func pcap(p *proto.Packet) ([]byte, error) {
	var b bytes.Buffer
	w, err := capture.NewWriter(&b, capture.PCAP)
	if err != nil {
		return nil, err
	}
	if err := w.Write(p); err != nil {
		return nil, err
	}
	return b.Bytes(), w.Close()
}

// WriteAll writes a frame of each finding in dir to all.pcapng in it, each with
// its signature for a comment.
func WriteAll(dir string) error {
	all, err := ReadFolder(dir)
	if err != nil || len(all) == 0 {
		return err
	}
	file, err := os.Create(filepath.Join(dir, "all.pcapng"))
	if err != nil {
		return err
	}
	defer file.Close()
	w, err := capture.NewWriter(file, capture.PCAPNG)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p := all[name][0].Case.Packet
		p.Comment = name
		if err := w.Write(&p); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), file.Close())
}
