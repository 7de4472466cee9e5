package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestFuzz(t *testing.T) {
	testscript.Run(t, testscript.Params{
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
