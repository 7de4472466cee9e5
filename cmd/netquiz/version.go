package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"
)

func versionCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "version",
		Aliases:     []string{"버전"},
		Description: "netquiz version\nnetquiz --version\nnetquiz -v",
		Action:      func(*cli.Context) error { return e.version() },
	}
}

// version prints the release, or the revision it was built from, and the Go
// release and platform it was built for.
func (e *env) version() error {
	release := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		release = info.Main.Version
	}
	_, err := fmt.Fprintf(e.out, "netquiz %s %s %s/%s\n", release, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
