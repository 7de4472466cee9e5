package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/urfave/cli/v2"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"netquiz": func() { os.Exit(run(os.Args, os.Stdin, os.Stdout, os.Stderr)) },
		// The frame alone: every command prints what reached it.
		"frame": func() {
			commands = frame
			os.Exit(run(append([]string{"netquiz"}, os.Args[1:]...), os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// frame is every command with its flags and without its work.
var frame = []func(*env) *cli.Command{
	echoing(learnCommand), echoing(quizCommand), echoing(buildCommand), echoing(decodeCommand),
	echoing(traceCommand), echoing(refCommand), echoing(fuzzCommand), echoing(statsCommand),
	completionCommand, helpCommand, versionCommand,
}

// echoing makes a command print its name, the flags given and the arguments.
func echoing(command func(*env) *cli.Command) func(*env) *cli.Command {
	return func(e *env) *cli.Command {
		c := command(e)
		c.Action = func(ctx *cli.Context) error {
			line := []string{ctx.Command.Name}
			for _, name := range ctx.FlagNames() {
				line = append(line, fmt.Sprintf("%s=%v", name, plain(ctx.Value(name))))
			}
			slices.Sort(line[1:])
			for _, arg := range ctx.Args().Slice() {
				line = append(line, fmt.Sprintf("%q", arg))
			}
			_, err := fmt.Fprintln(e.out, strings.Join(line, " "))
			return err
		}
		for i, sub := range c.Subcommands {
			c.Subcommands[i] = echoing(func(*env) *cli.Command { return sub })(e)
		}
		return c
	}
}

func plain(value any) any {
	if s, ok := value.(cli.StringSlice); ok {
		return strings.Join(s.Value(), ";")
	}
	return value
}

func TestFrame(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/frame",
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "80")
			e.Setenv("ESCAPES", "\x1b[2J\u202e")
			return nil
		},
	})
}

// frameCommand is the frame as a process of its own.
func frameCommand(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("frame")
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(program, args...)
}

// BenchmarkStart measures a whole process that does next to nothing.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		if err := frameCommand(b, "build", "syn").Run(); err != nil {
			b.Fatal(err)
		}
	}
}
