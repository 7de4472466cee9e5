package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
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
