package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// completionFlag stands last where a shell asks what could come instead of the
// word before it. urfave/cli has a flag of this name, but runs the command if "--"
// is among the words; here nothing but complete ever sees such a line.
const completionFlag = "--generate-bash-completion"

// The scripts ask for every word, by the name the program was called by. They
// need nothing a bare shell lacks.
var (
	//go:embed completion/netquiz.bash
	bashScript string
	//go:embed completion/netquiz.zsh
	zshScript string
	//go:embed completion/netquiz.fish
	fishScript string
)

func completionCommand(e *env) *cli.Command {
	scripts := map[string]string{"bash": bashScript, "zsh": zshScript, "fish": fishScript}
	shells := []string{"bash", "zsh", "fish"}
	return &cli.Command{
		Name:         "completion",
		Aliases:      []string{"자동완성"},
		ArgsUsage:    "bash|zsh|fish",
		Description:  "netquiz completion bash\nnetquiz completion zsh\nnetquiz completion fish",
		BashComplete: suggest(shells...),
		Action: func(c *cli.Context) error {
			script, ok := scripts[c.Args().First()]
			if !ok {
				return notOneOf("completion", c.Args().First(), shells)
			}
			_, err := fmt.Fprint(e.out, script)
			return err
		},
	}
}

// suggest makes a command complete its arguments from words.
func suggest(words ...string) cli.BashCompleteFunc {
	return func(c *cli.Context) { fmt.Fprintln(c.App.Writer, strings.Join(words, "\n")) }
}

// completion reports whether a shell asks for completion, and of which words.
func completion(args []string) (words []string, asked bool) {
	last := len(args) - 1
	if last < 0 || args[last] != completionFlag {
		return args, false
	}
	return args[:last], true
}

// complete prints what the last of words could become, a candidate a line:
// commands, flags, values of a flag or arguments. Nothing at all leaves it to the
// shell, which knows files.
func (e *env) complete(app *cli.App, words []string) error {
	current := ""
	if n := len(words); n > 0 {
		words, current = words[:n-1], words[n-1]
	}
	for _, candidate := range candidates(app, words, current) {
		if strings.HasPrefix(candidate, current) {
			if _, err := fmt.Fprintln(e.out, candidate); err != nil {
				return err
			}
		}
	}
	return nil
}

func candidates(app *cli.App, words []string, current string) []string {
	a := read(app, words)
	if n := len(words); n > 0 && strings.HasPrefix(words[n-1], "-") && !slices.Contains(words[:n-1], "--") {
		if _, f := a.find(strings.TrimLeft(words[n-1], "-")); f != nil && takesValue(f) {
			return valuesOf(f)
		}
	}
	here := a.levels[len(a.levels)-1]
	var found []string
	switch {
	case slices.Contains(words, "--"):
	case strings.HasPrefix(current, "-"):
		for _, l := range slices.Backward(a.levels) {
			for _, f := range l.flags {
				found = append(found, spelled(f.Names()[0]))
			}
		}
		return found
	case len(a.arguments) == 0:
		for _, c := range here.commands {
			found = append(found, c.Names()...)
		}
	}
	if len(a.path) > 0 && a.path[len(a.path)-1].BashComplete != nil {
		var printed bytes.Buffer
		to := *app
		to.Writer = &printed
		a.path[len(a.path)-1].BashComplete(cli.NewContext(&to, nil, nil))
		found = append(found, strings.Fields(printed.String())...)
	}
	return found
}

func valuesOf(f cli.Flag) []string {
	if c, ok := f.(*choice); ok {
		return c.values
	}
	return nil
}
