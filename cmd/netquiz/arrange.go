package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// invocation is a command line, read.
type invocation struct {
	path    []*cli.Command // command, subcommand
	argv    []string       // in the order urfave/cli reads: flags before arguments
	help    bool           // --help, on whatever level
	version bool
	globals []string // "--name=value"
}

// global returns the last value of a global flag.
func (i *invocation) global(name string) (value string, given bool) {
	for _, flag := range slices.Backward(i.globals) {
		if value, given = strings.CutPrefix(flag, "--"+name+"="); given {
			return value, true
		}
	}
	return "", false
}

// level is a command on the way from the program to the command meant, with the
// flags given to it.
type level struct {
	name     string
	flags    []cli.Flag
	commands []*cli.Command
	given    []string
}

// arrangement is a command line being read.
type arrangement struct {
	invocation
	levels    []level
	arguments []string
	failed    error // the first one
}

// arrange reads a command line the way people write it: flags anywhere, "--"
// before arguments that look like flags, global flags also after the command, -w
// and its value in one word. The result is complete even if there is an error, as
// far as the line could be understood, so that the error can be told in the
// language the line asks for.
func arrange(app *cli.App, args []string) (*invocation, error) {
	a := read(app, args)
	a.checkArguments()
	a.globals = a.levels[0].given
	for _, l := range a.levels {
		a.argv = append(append(a.argv, l.name), l.given...)
	}
	if len(a.arguments) > 0 {
		a.argv = append(append(a.argv, "--"), a.arguments...)
	}
	return &a.invocation, a.failed
}

// read sorts the words of a command line into commands, flags and arguments.
func read(app *cli.App, args []string) *arrangement {
	a := &arrangement{levels: []level{{name: app.Name, flags: app.Flags, commands: app.Commands}}}
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		switch {
		case word == "--":
			a.arguments = append(a.arguments, args...)
			args = nil
		case len(word) > 1 && word[0] == '-':
			args = a.flag(word, args)
		default:
			a.argument(word)
		}
	}
	return a
}

func (a *arrangement) fail(err error) {
	if a.failed == nil {
		a.failed = err
	}
}

// argument takes a word that is no flag: the name of a command if one may still
// come, else an argument.
func (a *arrangement) argument(word string) {
	here := a.levels[len(a.levels)-1]
	if len(a.arguments) == 0 {
		for _, c := range here.commands {
			if c.HasName(word) {
				a.path = append(a.path, c)
				a.levels = append(a.levels, level{name: c.Name, flags: c.Flags, commands: c.Subcommands})
				return
			}
		}
	}
	a.arguments = append(a.arguments, word)
}

// flag takes a word that starts with a dash and, if its flag wants one, the value
// behind it; it returns what is left of args. Each flag goes to the level that
// knows it, under its first name and with "=", so that nothing can come between.
func (a *arrangement) flag(word string, args []string) []string {
	name, value, assigned := strings.Cut(strings.TrimPrefix(word[1:], "-"), "=")
	l, f := a.find(name)
	switch {
	case f == nil && word[1] != '-':
		return a.short(word, args)
	case f == nil, f.Names()[0] == "version" && len(a.path) > 0:
		a.fail(a.unknownFlag(word))
	case f.Names()[0] == "help":
		a.help = true
	case f.Names()[0] == "version":
		a.version = true
	case !takesValue(f) && !assigned:
		l.given = append(l.given, "--"+f.Names()[0])
	case assigned:
		l.given = append(l.given, "--"+f.Names()[0]+"="+value)
	case len(args) == 0 || a.isFlag(args[0]) && !takesFlags(f):
		a.fail(usage("cli.usage.no_value", "Flag", word, "Shape", shape(f)))
	default:
		l.given = append(l.given, "--"+f.Names()[0]+"="+args[0])
		return args[1:]
	}
	return args
}

// short takes one-letter flags in one word: -ojson, or several without values.
func (a *arrangement) short(word string, args []string) []string {
	_, f := a.find(word[1:2])
	switch {
	case f == nil || len(word) == 2:
		a.fail(a.unknownFlag(word))
		return args
	case takesValue(f):
		return a.flag(word[:2]+"="+word[2:], args)
	}
	return a.flag("-"+word[2:], a.flag(word[:2], args))
}

// find returns the flag a name means here and the level it belongs to: the
// command's own before those of the commands above it.
func (a *arrangement) find(name string) (*level, cli.Flag) {
	for i := range slices.Backward(a.levels) {
		if f := named(a.levels[i].flags, name); f != nil && name != "" {
			return &a.levels[i], f
		}
	}
	return nil, nil
}

// isFlag reports whether a word is a flag of this command, and so hardly the
// value of the flag before it.
func (a *arrangement) isFlag(word string) bool {
	name, ok := strings.CutPrefix(word, "--")
	name, _, _ = strings.Cut(name, "=")
	_, f := a.find(name)
	return ok && f != nil
}

// takesFlags tells whether the value of a flag is itself flags.
func takesFlags(f cli.Flag) bool {
	_, ok := f.(*flagsFlag)
	return ok
}

// checkArguments holds the arguments against the form the command announces.
func (a *arrangement) checkArguments() {
	if len(a.path) == 0 {
		if len(a.arguments) > 0 {
			a.fail(unknownCommand(a.levels[0].commands, a.arguments[0]))
		}
		return
	}
	c := a.path[len(a.path)-1]
	least, most := count(c.ArgsUsage)
	switch n := len(a.arguments); {
	case n < least:
		a.fail(usage("cli.usage.no_argument", "Command", a.name(), "Shape", c.ArgsUsage))
	case n > most && len(c.Subcommands) > 0:
		a.fail(unknownCommand(c.Subcommands, a.arguments[0]))
	case n > most && most == 0:
		a.fail(usage("cli.usage.takes_none", "Command", a.name(), "Argument", a.arguments[0]))
	case n > most:
		a.fail(usage("cli.usage.too_many", "Command", a.name(), "Argument", a.arguments[most], "Max", most))
	}
}

// count reads how many arguments a form allows: "[TEMPLATE]" none or one, "FILE"
// one, "DIR…" one or more.
func count(form string) (least, most int) {
	for _, word := range strings.Fields(form) {
		if word[0] != '[' {
			least++
		}
		most++
	}
	if strings.HasSuffix(form, "…") {
		most = 1 << 30
	}
	return least, most
}

// name is the command as one types it after the program's name.
func (a *arrangement) name() string {
	var names []string
	for _, c := range a.path {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}
