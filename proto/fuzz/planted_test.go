package fuzz

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// plantOf is the environment variable that says which fault shows.
const plantOf = "NETQUIZ_PLANT"

// TestPlantedCampaign is run by TestPlanted in a build with faults: it reports
// what a campaign finds.
func TestPlantedCampaign(t *testing.T) {
	if os.Getenv(plantOf) == "" {
		t.Skip("run by TestPlanted")
	}
	runs, _ := strconv.ParseUint(os.Getenv("NETQUIZ_RUNS"), 10, 64)
	o := Options{Seed: 1, Runs: runs, Seeds: BuiltIn(), Workers: 1, Timeout: 200 * time.Millisecond}
	r := campaignOf(t, o)
	if len(r.Findings) == 1 { // then, whether it is found again under another name
		o.KeepGoing, o.Runs = true, r.Findings[0].First+1<<14
		r = campaignOf(t, o)
	}
	for _, f := range r.Findings {
		again, failed, err := Replay(o, f.Smallest[0])
		if err != nil || !failed || again.Signature != f.Signature {
			t.Errorf("case %d, made again: %q, not %q", f.Smallest[0], again.Signature, f.Signature)
		}
		found := f.Cases(o)
		small, tried := Shrink(o, &found[0])
		report := plantReport{f.Signature, f.First, f.Count, len(found[0].Case.Packet.Bytes), len(small.Case.Packet.Bytes), tried, small.Failure}
		line, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("found %s\n", line)
	}
}

type plantReport struct {
	Signature    string
	First, Count uint64
	Before       int
	After, Tried int
	Failure      Failure
}

// buildPlanted builds this package's tests with every fault in the codec.
func buildPlanted(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	sources := map[string]string{"planted.go": "package proto\n\nimport (\n\t\"os\"\n\t\"strconv\"\n)\n\n" +
		"var planted = func() int { n, _ := strconv.Atoi(os.Getenv(\"" + plantOf + "\")); return n }()\n\n" +
		"func plantedStop(planted bool, wrong, right uint32) uint32 {\n	if planted {\n		return wrong\n	}\n	return right\n}\n"}
	for k, p := range plants {
		source, ok := sources[p.file]
		if !ok {
			text, err := os.ReadFile(filepath.Join(root, p.file))
			if err != nil {
				t.Fatal(err)
			}
			source = string(text)
		}
		if strings.Count(source, p.right) != 1 {
			t.Errorf("%s: %s holds %q %d times; plant it elsewhere", p.name, p.file, p.right, strings.Count(source, p.right))
		}
		sources[p.file] = strings.Replace(source, p.right, strings.ReplaceAll(p.wrong, "PLANTED", fmt.Sprintf("planted == %d", k+1)), 1)
	}
	for name, source := range sources {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, name)] = path
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "planted.test")
	out, err := exec.Command("go", "test", "-c", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// Every planted fault is found, soon, and under one signature.
func TestPlanted(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the codec anew")
	}
	program := buildPlanted(t)
	for k, p := range plants {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(program, "-test.run=^TestPlantedCampaign$")
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", plantOf, k+1), fmt.Sprintf("NETQUIZ_RUNS=%d", p.most))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var found []plantReport
			for line := range strings.Lines(string(out)) {
				if text, ok := strings.CutPrefix(line, "found "); ok {
					var r plantReport
					if err := json.Unmarshal([]byte(text), &r); err != nil {
						t.Fatal(err)
					}
					found = append(found, r)
				}
			}
			if len(found) == 0 {
				t.Fatalf("not found in %d cases", p.most)
			}
			for _, r := range found {
				if r.After > r.Before {
					t.Errorf("%s: grew from %d bytes to %d", r.Signature, r.Before, r.After)
				}
				t.Logf("%s: first %d, %d times; %d bytes, shrunk to %d in %d cases", r.Signature, r.First, r.Count, r.Before, r.After, r.Tried)
			}
			if len(found) > 1 {
				t.Errorf("one fault, %d signatures", len(found))
			}
		})
	}
}
