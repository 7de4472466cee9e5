package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

// web.pcap is a request from the client of the talk to www.example.com, one
// segment of the response lost and sent again, the server closing first.
func TestTrace(t *testing.T) {
	capture, err := os.ReadFile(filepath.Join("testdata", "trace", "web.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	runScripts(t, testscript.Params{
		Dir: "testdata/trace",
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "80")
			return os.WriteFile(filepath.Join(e.WorkDir, "web.pcap"), capture, 0o644)
		},
		UpdateScripts: os.Getenv("UPDATE") != "",
	})
}

// What is left of a frame's bytes is counted alike in colour.
func TestStepCountsTheRest(t *testing.T) {
	t.Setenv("COLUMNS", "41")
	for _, colour := range []term.Colour{term.Always, term.Never} {
		e, out, _ := inProcess(locales.Korean)
		e.term = term.New(e.in, out, e.err, colour, e.text)
		if err := e.run(t.Context(), []string{"trace", "--phase", "arp", "--step"}, e.in, out); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "뒤에 12바이트 더"); n != 2 {
			t.Errorf("colour %v: %d frames of 60 bytes, 48 of them shown, leave 12:\n%s", colour, n, out)
		}
	}
}

// What two runs took stands in columns, whose right edge no line goes past, on
// every screen.
func TestComparedPhasesAreAligned(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, width := range []int{40, 41, 52, 53, 80} {
			t.Run(fmt.Sprint(lang, width), func(t *testing.T) {
				t.Setenv("COLUMNS", fmt.Sprint(width))
				e, out, _ := inProcess(lang)
				line := []string{"trace", "--response", "20k", "--compare", "--stop-and-wait", "-o", "summary"}
				if err := e.run(t.Context(), line, e.in, out); err != nil {
					t.Fatal(err)
				}
				blocks := strings.Split(strings.TrimSpace(out.String()), "\n\n")
				edges := map[int]bool{}
				for line := range strings.SplitSeq(blocks[1], "\n") {
					edges[term.Width(line)] = true
				}
				if len(edges) != 1 || len(blocks) != 3 {
					t.Errorf("lines end in columns %v:\n%s", edges, out)
				}
				for line := range strings.Lines(out.String()) {
					if w := term.Width(strings.TrimRight(line, "\n")); w > width {
						t.Errorf("%d columns: %s", w, line)
					}
				}
			})
		}
	}
}
