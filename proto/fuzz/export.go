package fuzz

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// seedName is what a seed is called: the beginning of its hash, as Go's own
// fuzzer calls it.
func seedName(frame []byte) string {
	sum := sha256.Sum256(frame)
	return hex.EncodeToString(sum[:8])
}

// WriteGoSeeds writes each frame into dir as a seed of a native fuzz target of
// Go that takes one []byte, and tells how many are new there.
func WriteGoSeeds(dir string, frames [][]byte) (fresh int, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	for _, b := range frames {
		name := filepath.Join(dir, seedName(b))
		if _, err := os.Stat(name); err == nil {
			continue
		}
		if err := os.WriteFile(name, fmt.Appendf(nil, "go test fuzz v1\n[]byte(%q)\n", b), 0o644); err != nil {
			return fresh, err
		}
		fresh++
	}
	return fresh, nil
}

// WriteZip writes the frames as they are into a zip file, as libFuzzer's seed
// corpora are.
func WriteZip(w io.Writer, frames [][]byte) error {
	z := zip.NewWriter(w)
	known := map[string]bool{}
	for _, b := range frames {
		name := seedName(b)
		if known[name] {
			continue
		}
		known[name] = true
		file, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := file.Write(b); err != nil {
			return err
		}
	}
	return z.Close()
}
