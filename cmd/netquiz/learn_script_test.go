package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestLearn(t *testing.T) {
	runScripts(t, testscript.Params{
		Dir: "testdata/learn",
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "80")
			e.Setenv("NETQUIZ_DATA_DIR", e.WorkDir+"/record")
			return nil
		},
	})
}
