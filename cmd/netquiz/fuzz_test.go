package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/kballard/go-shellquote"
	"github.com/rogpeppe/go-internal/testscript"

	"netquiz/proto/fuzz"
)

func TestFuzz(t *testing.T) {
	runScripts(t, testscript.Params{
		Dir: "testdata/fuzz",
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "80")
			return nil
		},
		Condition: func(name string) (bool, error) {
			_, err := exec.LookPath(name)
			return err == nil, nil
		},
	})
}

// On a terminal one line tells how far the campaign is, and goes when it ends.
func TestFuzzProgressOnTerminal(t *testing.T) {
	cmd := netquizCommand(t, "fuzz", "--time", "1500ms", "--seed", "1", "--workers", "1")
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "TERM=xterm")
	screen, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	var shown bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		shown.ReadFrom(screen) // a terminal whose other end closed ends in an error
	}()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, shown.String())
	}
	select {
	case <-read:
	case <-time.After(2 * time.Second):
		screen.Close()
		<-read
	}
	if text := shown.String(); !strings.Contains(text, "남음") || !strings.Contains(text, "문제를 찾지 못했어요") {
		t.Errorf("shown:\n%q", text)
	}
}

// What was found and where to go on is kept when a campaign is interrupted.
func TestFuzzInterrupted(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("python3 is not installed")
	}
	const slow = "import sys, time\nfor n, line in enumerate(sys.stdin):\n time.sleep(.01)\n print('hm' if n % 9 == 8 else 'ok', flush=True)\n if n == 8: open('begun', 'w')"
	cmd := netquizCommand(t, "fuzz", "--target-exec", shellquote.Join("python3", "-c", slow), "--seed", "1", "--runs", "100000", "--keep-going",
		"--workers", "1", "--timeout", "1m", "--out", "state")
	cmd.Dir = t.TempDir()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for begun := filepath.Join(cmd.Dir, "begun"); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(begun); err == nil {
			break
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit %d", code)
	}
	var state fuzz.State
	text, err := os.ReadFile(filepath.Join(cmd.Dir, "state", "campaign.json"))
	if err == nil {
		err = json.Unmarshal(text, &state)
	}
	if err != nil || state.Next != state.Runs || state.Runs < 9 || state.Runs >= 100000 {
		t.Errorf("%v %s", err, text)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "state", "babbled", "case.json")); err != nil {
		t.Error(err)
	}
}
