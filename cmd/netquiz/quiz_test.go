package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestQuiz(t *testing.T) {
	runScripts(t, testscript.Params{
		Dir: "testdata/quiz",
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "80")
			e.Setenv("NETQUIZ_DATA_DIR", e.WorkDir+"/record")
			return nil
		},
		Condition: func(name string) (bool, error) { return name == "root" && os.Getuid() == 0, nil },
	})
}

func TestStats(t *testing.T) {
	runScripts(t, testscript.Params{
		Dir: "testdata/stats",
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "80")
			e.Setenv("NETQUIZ_DATA_DIR", e.WorkDir+"/record")
			return nil
		},
	})
}
