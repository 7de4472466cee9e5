package fuzz

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// compiler stands for the one in the image: it looks for the target in the
// package, which is compiled where its own tests are.
const compiler = `#!/bin/sh
grep -q "^func $2(f \*testing.F)" "$(go list -f '{{.Dir}}' "$1")"/*_test.go && touch "$OUT/$3"
`

// The build for clusters works as far as it can without its image: every target
// it names is there, and has its seeds beside it.
func TestClusterBuild(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the command")
	}
	needed(t, "bash")
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	src, out, bin := t.TempDir(), t.TempDir(), t.TempDir()
	if err := os.Symlink(root, filepath.Join(src, "netquiz")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "compile_native_go_fuzzer_v2"), []byte(compiler), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", filepath.Join("cluster", "build.sh"))
	cmd.Env = append(os.Environ(), "SRC="+src, "OUT="+out, "PATH="+bin+":"+os.Getenv("PATH"))
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, target := range []string{"FuzzDecode", "FuzzCodec"} {
		if _, err := os.Stat(filepath.Join(out, target)); err != nil {
			t.Error(err)
		}
		seeds, err := zip.OpenReader(filepath.Join(out, target+"_seed_corpus.zip"))
		if err != nil {
			t.Fatal(err)
		}
		if len(seeds.File) < len(BuiltIn())/2 {
			t.Errorf("%s has %d seeds", target, len(seeds.File))
		}
		seeds.Close()
	}
}

// The other files speak of flags that there are.
func TestClusterFiles(t *testing.T) {
	for _, name := range []string{"job.yaml", "parallel.sh"} {
		text, err := os.ReadFile(filepath.Join("cluster", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, flag := range []string{"--seed", "--runs", "--shard", "--keep-going", "--out"} {
			if !strings.Contains(string(text), flag) {
				t.Errorf("%s does not say %s", name, flag)
			}
		}
	}
	if out, err := exec.Command("bash", "-n", filepath.Join("cluster", "parallel.sh")).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
