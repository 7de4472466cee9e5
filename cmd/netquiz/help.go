package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"
	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
)

// Widths of help, in cells.
const (
	widest   = 100 // longer lines are hard to read
	stacked  = 60  // below this a table puts its texts under its labels
	labelMax = 30  // a longer label has a line of its own
	indent   = 2
)

func helpCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "help",
		Aliases:     []string{"도움말"},
		ArgsUsage:   "[COMMAND]…",
		Description: "netquiz help build\nnetquiz build --help\nnetquiz help --lang en",
		Action: func(c *cli.Context) error {
			var path []*cli.Command
			known := c.App.Commands
			for _, word := range c.Args().Slice() {
				i := slices.IndexFunc(known, func(c *cli.Command) bool { return c.HasName(word) })
				if i < 0 {
					return unknownCommand(known, word)
				}
				path, known = append(path, known[i]), known[i].Subcommands
			}
			return e.help(c.App, path)
		},
		BashComplete: func(c *cli.Context) {
			for _, command := range c.App.Commands {
				fmt.Fprintln(c.App.Writer, command.Name)
			}
		},
	}
}

// page is help being printed. Its errors wait for Flush.
type page struct {
	*bufio.Writer
	e     *env
	width int
	bold  func(string) string
}

func (e *env) page() *page {
	columns, _ := e.term.Size()
	return &page{bufio.NewWriter(e.out), e, min(columns, widest), e.term.Paint(e.out, color.Bold)}
}

// overview is what a bare netquiz prints.
func (e *env) overview(app *cli.App) error {
	p := e.page()
	p.overview(app)
	return p.Flush()
}

// manual is the help of the program as a whole.
func (e *env) manual(app *cli.App) error {
	p := e.page()
	p.overview(app)
	p.heading(e.text.T("cli.help.global"))
	p.flags("global", app.Flags)
	p.heading(e.text.T("cli.help.environment"))
	p.table([][2]string{
		{"NETQUIZ_LANG", e.text.T("cli.help.env.lang")},
		{"NETQUIZ_DATA_DIR", e.text.T("cli.help.env.data_dir", "Dir", e.dataDir())},
		{"NO_COLOR", e.text.T("cli.help.env.no_color")},
	})
	p.heading(e.text.T("cli.help.exit"))
	p.table([][2]string{
		{"0", e.text.T("cli.help.exit.done")},
		{"1", e.text.T("cli.help.exit.wrong")},
		{"2", e.text.T("cli.help.exit.usage")},
		{"3", e.text.T("cli.help.exit.target")},
		{"130", e.text.T("cli.help.exit.interrupted")},
	})
	return p.Flush()
}

func (p *page) overview(app *cli.App) {
	p.paragraph(p.e.text.T("cli.help.about"))
	p.heading(p.e.text.T("cli.help.usage"))
	p.command("netquiz " + p.e.text.T("cli.help.form"))
	p.heading(p.e.text.T("cli.help.commands"))
	p.commands("", app.Commands)
	fmt.Fprintln(p)
	p.paragraph(p.e.text.T("cli.help.more"))
}

// help is the help of the command or subcommand at the end of path, and of the
// program if path is empty.
func (e *env) help(app *cli.App, path []*cli.Command) error {
	if len(path) == 0 {
		return e.manual(app)
	}
	command := path[len(path)-1]
	var names []string
	for _, c := range path {
		names = append(names, c.Name)
	}
	id, typed := strings.Join(names, "."), "netquiz "+strings.Join(names, " ")
	p := e.page()
	p.title(strings.Join(append([]string{strings.Join(names, " ")}, command.Aliases...), ", "), e.text.T("cli.command."+id))
	p.heading(e.text.T("cli.help.usage"))
	p.command(strings.Join(strings.Fields(typed+" "+command.ArgsUsage), " ") + " " + e.text.T("cli.help.options_form"))
	if about := "cli.about." + id; e.text.Has(about) {
		fmt.Fprintln(p)
		p.paragraph(e.text.T(about))
	}
	if len(command.Subcommands) > 0 {
		p.heading(e.text.T("cli.help.commands"))
		p.commands(id+".", command.Subcommands)
	}
	p.heading(e.text.T("cli.help.examples"))
	for i, example := range strings.Split(command.Description, "\n") {
		p.command(example)
		fmt.Fprintln(p, term.Hang("      ", e.text.T(fmt.Sprintf("cli.example.%s.%d", id, i+1)), p.width))
	}
	if len(command.Flags) > 0 {
		p.heading(e.text.T("cli.help.options"))
		p.flags(id, command.Flags)
	}
	p.heading(e.text.T("cli.help.global"))
	p.flags("global", app.Flags)
	return p.Flush()
}

// title prints a name and what it stands for, in one line if there is room.
func (p *page) title(name, text string) {
	gap := "  "
	if term.Width(name+gap+text) > p.width {
		gap = "\n  "
	}
	fmt.Fprintln(p, p.bold(term.Wrap(name, p.width))+gap+term.Hang("  ", text, p.width)[2:])
}

func (p *page) heading(text string) { fmt.Fprintf(p, "\n%s\n", p.bold(term.Wrap(text, p.width))) }

func (p *page) paragraph(text string) { fmt.Fprintln(p, term.Wrap(text, p.width)) }

// command prints a command line; what does not fit goes on after a backslash, so
// that it can still be copied.
func (p *page) command(line string) {
	lines := strings.Split(term.Wrap(line, p.width-2*indent-2), "\n")
	fmt.Fprintln(p, "  "+strings.Join(lines, " \\\n    "))
}

func (p *page) commands(prefix string, commands []*cli.Command) {
	var rows [][2]string
	for _, c := range commands {
		rows = append(rows, [2]string{strings.Join(c.Names(), ", "), p.e.text.T("cli.command." + prefix + c.Name)})
	}
	p.table(rows)
}

// flags prints a row for each flag: its names, the form of its value, what it
// does, and the values and the default it has.
func (p *page) flags(command string, flags []cli.Flag) {
	var rows [][2]string
	for _, f := range flags {
		names := slices.Clone(f.Names())
		slices.SortStableFunc(names, func(a, b string) int { return len(a) - len(b) })
		for i, name := range names {
			names[i] = spelled(name)
		}
		label := strings.TrimSpace(strings.Join(names, ", ") + " " + shape(f))
		text := p.e.text.T("cli.flag." + command + "." + f.Names()[0])
		if c, ok := f.(*choice); ok && len(c.values) > 3 {
			label = names[0] + " " + p.e.text.T("cli.help.kind")
			text += " " + p.e.text.T("cli.help.values", "Values", strings.Join(c.values, ", "))
		}
		if value := otherwise(f); value != "" {
			text += " " + p.e.text.T("cli.help.default", "Value", value)
		}
		rows = append(rows, [2]string{label, text})
	}
	p.table(rows)
}

// otherwise is the value of a flag that is not given, "" for none worth telling.
func otherwise(f cli.Flag) string {
	switch f := f.(type) {
	case *choice:
		return f.Value
	case *number:
		if f.Value != 0 {
			return fmt.Sprint(f.Value)
		}
	case *durationFlag:
		if f.Value != 0 {
			return fmt.Sprint(f.Value)
		}
	case *textFlag:
		return f.Value
	}
	return ""
}

// table prints labels and texts in two columns, or on a narrow screen each text
// under its label.
func (p *page) table(rows [][2]string) {
	column := 0
	for _, row := range rows {
		if w := term.Width(row[0]); w <= labelMax {
			column = max(column, indent+w+indent)
		}
	}
	for _, row := range rows {
		label := strings.Repeat(" ", indent) + row[0]
		switch {
		case p.width < stacked:
			fmt.Fprintf(p, "%s\n%s\n", term.Hang("  ", row[0], p.width), term.Hang("      ", row[1], p.width))
		case term.Width(label)+indent > column:
			fmt.Fprintf(p, "%s\n%s\n", label, term.Hang(strings.Repeat(" ", column), row[1], p.width))
		default:
			fmt.Fprintln(p, term.Hang(term.Pad(label, column), row[1], p.width))
		}
	}
}
