package fuzz

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
)

// examples are the finished targets: how each is made ready, and what the wrong
// one is found by.
var examples = []struct {
	name    string
	needs   string // a program
	prepare func(t *testing.T, file string) []string
	right   string
	wrong   string
	found   string  // among the signatures
	o       Options // with which it is found
}{
	{"python", "python3", interpreted("python3"), "python/right.py", "python/wrong.py", "mistaken-tcp.srcport", Options{Seed: 1, Runs: 512}},
	{"c", "cc", compiled, "c/right.c", "c/wrong.c", "hang", Options{Seed: 2, Runs: 1024, Strategy: Attack, Layers: []proto.Proto{proto.ProtoTCP}, MaxFindings: 2}},
	{"go", "go", built, "go/right", "go/wrong", "died", Options{Seed: 1, Runs: 512}},
	{"javascript", "node", interpreted("node"), "javascript/right.js", "javascript/wrong.js", "mistaken-arp.opcode", Options{Seed: 1, Runs: 512}},
	{"java", "java", interpreted("java"), "java/Right.java", "java/Wrong.java", "mistaken-ip.ttl", Options{Seed: 1, Runs: 512}},
}

func interpreted(by string) func(*testing.T, string) []string {
	return func(_ *testing.T, file string) []string { return []string{by, file} }
}

func compiled(t *testing.T, file string) []string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "decoder")
	if out, err := exec.Command("cc", "-O1", "-o", program, file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return []string{program}
}

func built(t *testing.T, dir string) []string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "decoder")
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return []string{program}
}

// needed skips a test whose program is not installed; where everything must be
// there, its absence is a failure.
func needed(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") == "true" && program != "java" && program != "node" {
		t.Fatalf("%s is not installed", program)
	}
	t.Skipf("%s is not installed", program)
}

// tshark can be a target, too: frames that are right it reads as we do.
func TestTshark(t *testing.T) {
	t.Parallel()
	needed(t, "tshark")
	needed(t, "python3")
	wrapped := &Target{Timeout: time.Minute, Command: []string{
		"python3", filepath.Join("targets", "tshark", "wrap.py"), "eth.src", "ip.ttl", "arp.opcode", "udp.dstport", "tcp.seq_raw"}}
	r := campaignOf(t, Options{Seed: 1, Runs: 1024, Workers: 1, Target: wrapped, Strategy: Generate, KeepGoing: true})
	if r.Runs != 1024 {
		t.Errorf("%d runs", r.Runs)
	}
	for _, f := range r.Findings {
		t.Errorf("%s: %d cases, first %d: %+v", f.Signature, f.Count, f.First, f.Failure)
	}
}

// The right examples stay clean, the wrong ones are found.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			needed(t, e.needs)
			right := &Target{Command: e.prepare(t, filepath.Join("targets", e.right)), Timeout: time.Minute}
			r := campaign(t, Options{Seed: 1, Runs: 4096, Workers: 1, Target: right})
			for _, f := range r.Findings {
				t.Errorf("right: %s: %d cases, first %d: %+v", f.Signature, f.Count, f.First, f.Failure)
			}
			wrong := &Target{Command: e.prepare(t, filepath.Join("targets", e.wrong)), Timeout: time.Second}
			o := e.o
			o.Workers, o.Target, o.Seeds, o.KeepGoing = 1, wrong, BuiltIn(), true
			r = campaignOf(t, o)
			names := ""
			for _, f := range r.Findings {
				names += f.Signature + " "
			}
			if !strings.Contains(names, e.found) {
				t.Errorf("wrong: found %q, not %s", names, e.found)
			}
			t.Logf("wrong: %s", names)
		})
	}
}
