package fuzz

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// script is a target of a few lines of Python. It may be as slow as the machine.
func script(t *testing.T, body string) *Target {
	t.Helper()
	needed(t, "python3")
	return &Target{Command: []string{"python3", "-c", body}, Timeout: time.Minute}
}

const eachLine = "import sys, os, time\nfor line in sys.stdin:\n b = bytes.fromhex(line)\n"

// Each way in which a target fails is found first, and under its name.
func TestTargetsThatFail(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, body string
		set        func(*Target)
		want       string
	}{
		{"dies over one frame", " if len(b) % 64 == 7: sys.exit(3)\n print('ok')", nil, "died-exit-3"},
		{"is killed", " if len(b) % 64 == 7: os.kill(os.getpid(), 11)\n print('ok')", nil, "died-segmentation-fault"},
		{"hangs", " if len(b) == 15: time.sleep(600)\n print('ok')", func(t *Target) { t.Timeout = time.Second }, "hang"},
		{"takes memory", " x = bytearray(400 << 20) if len(b) == 15 else 0\n if x: time.sleep(600)\n print('ok')", func(t *Target) { t.Memory = 200 << 20 }, "memory"},
		{"talks nonsense", " print('hm' if len(b) % 64 == 7 else 'ok')", nil, "babbled"},
		{"answers without end", " while len(b) == 15: print('ok' * 999, end='')\n print('ok')", nil, "babbled"},
		{"answers twice", " print('ok')\n if len(b) == 15: print('ok')", nil, "babbled"},
		{"refuses what is right", " print('err' if b[12:14] == b'\\x08\\x00' and len(b) > 53 and b[54:56] == b'\\0\\0' else 'ok')", nil, "refused"},
		{"says a wrong value", " print('ok eth.dst=00:00:00:00:00:00')", nil, "mistaken-eth.dst"},
		{"says what is not there", " print('ok ip.ttl=64' if b[12:14] == b'\\x08\\x06' else 'ok')", nil, "imagined-ip.ttl"},
		{"gives back another frame", " print((b[:-1] + b'x').hex() if len(b) > 40 else b.hex())", func(t *Target) { t.Check = CheckReencode }, "reencoded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			target := script(t, eachLine+test.body)
			if test.set != nil {
				test.set(target)
			}
			r := campaignOf(t, Options{Seed: 1, Runs: 1500, Workers: 1, Target: target, Seeds: BuiltIn(), Strategy: Mutate, MaxFindings: 1})
			if len(r.Findings) != 1 || !strings.HasPrefix(r.Findings[0].Signature, test.want) {
				t.Errorf("not %s: %+v", test.want, r.Findings)
			}
		})
	}
}

// An answer too many, or one too few, moves all answers behind it to other frames:
// none of those is blamed, and each frame that is at fault is.
func TestAnswersBelongToTheirFrames(t *testing.T) {
	t.Parallel()
	o := Options{Seed: 3, Seeds: BuiltIn(), Strategy: Mutate, KeepGoing: true}
	for _, test := range []struct {
		name, body, want string
		timeout          time.Duration
		runs             uint64
	}{
		{"too many", `print length > 27 ? "ok eth.src=".substr($_, 12, 12)."\n" : "ok\n"; print "ok\n" if length == 71`, "babbled-surplus", time.Minute, 2500},
		{"too few", `print length > 27 ? "ok eth.src=".substr($_, 12, 12)."\n" : "ok\n" if length != 71`, "hang", 2 * time.Second, 1200},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := o
			o.Runs = test.runs
			needed(t, "perl") // it begins at once
			o.Target = &Target{Command: []string{"perl", "-ne", "BEGIN { $| = 1 } " + test.body}, Timeout: test.timeout}
			guilty := Finding{}
			fitted := Options{Seed: o.Seed, Strategy: o.Strategy, Target: o.Target, Seeds: fit(o.Seeds, &o)}
			m := newMaker(&fitted)
			var c Case
			for i := range o.Runs {
				if m.make(&c, i); len(c.Packet.Bytes) == 35 {
					guilty.Count++
					guilty.keep(i, len(c.Packet.Bytes))
				}
			}
			for _, o.Workers = range []int{1, 2} {
				r := campaignOf(t, o)
				if len(r.Findings) != 1 || r.Findings[0].Signature != test.want || r.Runs != o.Runs ||
					r.Findings[0].Count != guilty.Count || !slices.Equal(r.Findings[0].Smallest, guilty.Smallest) {
					t.Errorf("%d workers, %d runs: %+v, not %+v", o.Workers, r.Runs, r.Findings, guilty)
				}
			}
		})
	}
}

// When it is known that the campaign ends, nothing more is sought.
func TestEnough(t *testing.T) {
	t.Parallel()
	needed(t, "perl")
	starts := filepath.Join(t.TempDir(), "starts")
	body := `BEGIN { $| = 1; open F, ">>", "` + starts + `"; syswrite F, "." } print "ok\n"; print "ok\n" if length == 71`
	target := &Target{Command: []string{"perl", "-ne", body}, Timeout: time.Minute}
	r := campaignOf(t, Options{Seed: 3, Runs: 30 * blockLen, Workers: 1, Target: target, Seeds: BuiltIn(), Strategy: Mutate})
	begun, err := os.ReadFile(starts)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Runs >= blockLen || len(begun) > 60 {
		t.Errorf("%d runs, %d children: %+v", r.Runs, len(begun), r.Findings)
	}
}

// What cannot be used is said to be so, and why.
func TestUnfit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, body string
		want       Unfit
	}{
		{"ends at once", "raise SystemExit(1)", DiesAtOnce},
		{"answers nothing", "import sys\nsys.stdin.read()", Silent},
		{"greets", eachLine + " print('hello')", TalksOtherly},
		{"answers twice", eachLine + " print('ok\\nok')", SaysMore},
		{"says good-bye", eachLine + " print('ok')\nprint('bye')", SaysMore},
		{"knows other fields", eachLine + " print('ok eth.destination=1')", UnknownField},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(Options{Runs: 10, Target: script(t, test.body)}).Run(t.Context())
			var unfit *TargetError
			if !errors.As(err, &unfit) || unfit.Unfit != test.want {
				t.Errorf("%v, not %d", err, test.want)
			}
		})
	}
	_, err := New(Options{Runs: 10, Target: &Target{Command: []string{"/nowhere/at/all"}}}).Run(t.Context())
	var unfit *TargetError
	if !errors.As(err, &unfit) || unfit.Unfit != NotStarted {
		t.Errorf("%v", err)
	}
}

// A target that answers when its input ends takes part all the same.
func TestBatch(t *testing.T) {
	t.Parallel()
	target := script(t, "import sys\nprint('\\n'.join('ok' for line in sys.stdin.readlines()))")
	o := Options{Seed: 1, Runs: 5000, Workers: 1, Target: target, Seeds: BuiltIn()}
	manner, err := o.Manner()
	if err != nil || manner != Batch {
		t.Fatalf("manner %d, %v", manner, err)
	}
	if r := campaignOf(t, o); r.Runs != 5000 || len(r.Findings) > 0 {
		t.Errorf("%d runs, %+v", r.Runs, r.Findings)
	}
}

// Frames and answers may be bytes behind their length.
func TestBinary(t *testing.T) {
	t.Parallel()
	target := script(t, `import sys
i, o = sys.stdin.buffer, sys.stdout.buffer
while n := i.read(4):
 b = i.read(int.from_bytes(n, "big"))
 a = b"ok" if len(b) < 14 else b"ok eth.src=" + b[6:12].hex(":").encode()
 o.write(len(a).to_bytes(4, "big") + a)
 o.flush()`)
	target.Binary = true
	if r := campaignOf(t, Options{Seed: 1, Runs: 3000, Workers: 1, Target: target, Seeds: BuiltIn()}); r.Runs != 3000 || len(r.Findings) > 0 {
		t.Errorf("%d runs, %+v", r.Runs, r.Findings)
	}
}

// Nothing of a target is left behind, however it ended and whatever it started.
func TestNothingIsLeft(t *testing.T) {
	const mark = "netquiz_left_behind"
	target := script(t, "import subprocess\nsubprocess.Popen(['sleep', '600'], env={'MARK': '"+mark+"'})\n"+eachLine+" print('ok') if len(b) != 15 else sys.exit(1)")
	target.Timeout = 5 * time.Second // where the end of a target is not seen
	campaignOf(t, Options{Seed: 1, Runs: 600, Workers: 2, Target: target, Seeds: BuiltIn(), Strategy: Mutate, KeepGoing: true})
	processes, err := os.ReadDir("/proc")
	if err != nil {
		t.Skip("no /proc to look at")
	}
	for _, p := range processes {
		environment, err := os.ReadFile("/proc/" + p.Name() + "/environ")
		if err == nil && strings.Contains(string(environment), mark) {
			t.Errorf("process %s is left", p.Name())
		}
	}
	if out, err := exec.Command("ps", "-o", "stat=", "--ppid", strconv.Itoa(os.Getpid())).Output(); err == nil && strings.Contains(string(out), "Z") {
		t.Errorf("zombies: %q", out)
	}
}
