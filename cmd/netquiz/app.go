package main

import (
	"time"

	"github.com/urfave/cli/v2"
)

// commands are all there are, in the order help lists them: learn, quiz, build,
// decode, trace, ref, fuzz, stats, and those about the program itself. A new
// command is its own file and a line here. They are set at the start of the
// program and not here, since commands run commands.
var commands []func(*env) *cli.Command

func init() {
	commands = []func(*env) *cli.Command{
		learnCommand,
		quizCommand,
		buildCommand,
		decodeCommand,
		traceCommand,
		refCommand,
		fuzzCommand,
		statsCommand,
		completionCommand,
		helpCommand,
		versionCommand,
	}
}

var (
	languages = []string{"ko", "en"}
	colours   = []string{"auto", "always", "never"}
)

// newApp returns the program with its commands for e. Of what cli's own texts
// could hold only what is the same in every language is filled in: a flag's
// Usage is the form of its value, a command's ArgsUsage the form of its
// arguments, and its Description three examples, a line each. The sentences are
// messages named after command and flag, so that none is read before it is shown.
func newApp(e *env) *cli.App {
	app := &cli.App{
		Name:                      "netquiz",
		HideHelp:                  true, // arrange finds --help, wherever it stands
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		Writer:                    e.out,
		ErrWriter:                 e.err,
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              onUsageError,
		Compiled:                  time.Unix(0, 1), // or it asks the file system
		Flags: quick([]cli.Flag{
			choose("lang", "", languages),
			choose("color", "auto", colours),
			&cli.StringFlag{Name: "data-dir", Usage: "DIR"},
			&cli.BoolFlag{Name: "help", Aliases: []string{"h"}},
			&cli.BoolFlag{Name: "version", Aliases: []string{"v"}},
		}),
		Action: func(c *cli.Context) error { return e.overview(c.App) },
	}
	for _, command := range commands {
		app.Commands = append(app.Commands, prepared(command(e)))
	}
	return app
}

// prepared sets what every command and subcommand has alike.
func prepared(c *cli.Command) *cli.Command {
	c.HideHelp = true
	c.OnUsageError = onUsageError
	c.Flags = quick(c.Flags)
	for _, sub := range c.Subcommands {
		prepared(sub)
	}
	return c
}
