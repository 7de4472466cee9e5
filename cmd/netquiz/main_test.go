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
			commands = specimens
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

// specimens have a flag and an argument of each kind, whatever becomes of the
// commands they are named after.
var specimens = []func(*env) *cli.Command{
	echoing(func(*env) *cli.Command {
		return &cli.Command{Name: "quiz", Aliases: []string{"퀴즈"}, Flags: []cli.Flag{
			&cli.StringFlag{Name: "topic", Usage: "STAGE,…"},
			&cli.StringFlag{Name: "seed", Usage: "S"},
		}, Subcommands: []*cli.Command{{Name: "grade", Aliases: []string{"채점"}, ArgsUsage: "FILE"}}}
	}),
	echoing(func(*env) *cli.Command {
		return &cli.Command{Name: "build", Aliases: []string{"만들기"}, ArgsUsage: "[TEMPLATE|HEX]…", BashComplete: suggest("syn", "syn-ack", "rst"), Flags: []cli.Flag{
			between("seq", 0, 0, 1<<32-1),
			between("mss", 0, 0, 1<<16-1),
			between("window", 0, 0, 1<<16-1),
			&cli.StringSliceFlag{Name: "set", Usage: "FIELD=VALUE", KeepSpace: true},
			&cli.StringFlag{Name: "payload", Usage: "TEXT"},
			&cli.BoolFlag{Name: "fix"},
			choose("o", "hex", []string{"hex", "pcap", "pcapng", "tree"}),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
		}}
	}),
	echoing(func(*env) *cli.Command {
		return &cli.Command{Name: "decode", Aliases: []string{"해석"}, ArgsUsage: "[FILE|HEX|-]…", Flags: []cli.Flag{
			&cli.Uint64Flag{Name: "count", Usage: "N"},
			&cli.BoolFlag{Name: "explain"},
			choose("o", "", []string{"tree", "json"}),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
		}}
	}),
	echoing(func(*env) *cli.Command {
		return &cli.Command{Name: "trace", Aliases: []string{"추적"}, ArgsUsage: "[URL]", Flags: []cli.Flag{
			&cli.DurationFlag{Name: "rtt", Usage: "40ms"},
			&cli.Float64Flag{Name: "loss", Usage: "0..1"},
		}}
	}),
	echoing(func(*env) *cli.Command {
		return &cli.Command{Name: "ref", Aliases: []string{"사전"}, ArgsUsage: "[TERM]…"}
	}),
	echoing(func(*env) *cli.Command {
		return &cli.Command{Name: "fuzz", Aliases: []string{"퍼징"}, Flags: []cli.Flag{
			&cli.StringFlag{Name: "out", Usage: "DIR"},
		}, Subcommands: []*cli.Command{{Name: "shrink", ArgsUsage: "FILE"}, {Name: "merge", ArgsUsage: "DIR…"}}}
	}),
	echoing(func(*env) *cli.Command { return &cli.Command{Name: "stats", Aliases: []string{"기록"}} }),
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

// runScripts runs scripts whose programs are watched for races as the tests are.
func runScripts(t *testing.T, p testscript.Params) {
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		e.Setenv("GORACE", os.Getenv("GORACE"))
		if setup == nil {
			return nil
		}
		return setup(e)
	}
	testscript.Run(t, p)
}

func TestFrame(t *testing.T) {
	runScripts(t, testscript.Params{
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
