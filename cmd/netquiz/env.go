package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/adrg/xdg"
	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

// env is what a command finds around it. Nothing in it costs anything until it
// is used: text reads no catalogue before its first message, term asks the
// terminal nothing, and the data folder is a name until a command makes it.
type env struct {
	in   io.Reader // standard input; it ends with term.ErrInterrupted when the context does
	out  io.Writer // results alone
	err  io.Writer // progress, prompts, errors
	term *term.Terminal
	text *locales.Localizer
	dir  string // --data-dir, if given
}

// run is the whole program: argv with the program's name, the three standard
// files, the exit code.
func run(argv []string, in io.Reader, out, err io.Writer) int {
	ctx, stop := term.Interrupts(context.Background())
	defer stop()
	e := &env{out: out, err: err}
	failed := e.main(ctx, argv[1:], in)
	return e.report(failed)
}

// main reads the command line, settles language, colour and folder by it, and
// runs what it asks for.
func (e *env) main(ctx context.Context, args []string, in io.Reader) error {
	app := newApp(e)
	words, completing := completion(args)
	asked, usageError := arrange(app, words)
	settleError := e.settle(ctx, asked, in)
	if completing {
		return e.complete(app, words)
	}
	if failed := cmp.Or(settleError, usageError); failed != nil && !asked.help {
		return failed
	}
	return e.do(ctx, app, asked)
}

// do does what a command line asks for, once it is understood.
func (e *env) do(ctx context.Context, app *cli.App, asked *invocation) error {
	switch {
	case asked.help:
		return e.help(app, asked.path)
	case asked.version:
		return e.version()
	}
	return app.RunContext(ctx, asked.argv)
}

// settle makes of the global flags and the environment what commands are to
// find. Whatever is wrong there, e can speak afterwards.
func (e *env) settle(ctx context.Context, asked *invocation, in io.Reader) error {
	lang, langError := language(asked)
	colour, colourError := colourChoice(asked)
	e.dir, _ = asked.global("data-dir")
	e.text = locales.New(lang)
	e.term = term.New(in, e.out, e.err, colour, e.text)
	e.in = e.term.Reader(ctx)
	return cmp.Or(langError, colourError)
}

func language(asked *invocation) (locales.Lang, error) {
	if value, ok := asked.global("lang"); ok {
		if !slices.Contains(languages, value) {
			return locales.Korean, notOneOf("--lang", value, languages)
		}
		return locales.Lang(value), nil
	}
	value := os.Getenv("NETQUIZ_LANG")
	if value == "" {
		return locales.Korean, nil
	}
	lang, ok := locales.ParseLang(value)
	if !ok {
		return locales.Korean, notOneOf("NETQUIZ_LANG", value, languages)
	}
	return lang, nil
}

func colourChoice(asked *invocation) (term.Colour, error) {
	value, ok := asked.global("color")
	if !ok {
		return term.Auto, nil
	}
	choice, ok := term.ParseColour(value)
	if !ok {
		return term.Auto, notOneOf("--color", value, colours)
	}
	return choice, nil
}

// dataDir returns the folder that keeps the learner's record: --data-dir, else
// NETQUIZ_DATA_DIR, else netquiz in the user's data home. It may not exist yet.
func (e *env) dataDir() string {
	return cmp.Or(e.dir, os.Getenv("NETQUIZ_DATA_DIR"), filepath.Join(xdg.DataHome, "netquiz"))
}

// run runs a command inside this program: args as they would follow "netquiz",
// its standard input and its results. It speaks and draws as e does, keeps its
// record where e does, and asks nothing by key. Its failure is returned and
// not printed.
func (e *env) run(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	return e.within(ctx, args, e.term.Within(in, out), out)
}

func (e *env) within(ctx context.Context, args []string, t *term.Terminal, out io.Writer) error {
	inner := &env{out: out, err: e.err, text: e.text, dir: e.dir, term: t}
	inner.in = t.Reader(ctx)
	app := newApp(inner)
	asked, failed := arrange(app, args)
	if failed != nil && !asked.help {
		return failed
	}
	return inner.do(ctx, app, asked)
}

// pipe runs commands one after the other, each reading what the one before it
// printed; the first reads in and the last writes to out. The first failure ends
// it.
func (e *env) pipe(ctx context.Context, commands [][]string, in io.Reader, out io.Writer) error {
	last := len(commands) - 1
	in, err := e.piped(ctx, commands[:last], in)
	if err != nil {
		return err
	}
	return e.run(ctx, commands[last], in, out)
}

// piped runs commands as pipe does, and returns what the last one printed.
// It is for a program to read: no command takes it for a screen, even if e has
// one.
func (e *env) piped(ctx context.Context, commands [][]string, in io.Reader) (io.Reader, error) {
	for _, args := range commands {
		out := new(bytes.Buffer)
		if err := e.within(ctx, args, term.New(in, out, io.Discard, term.Never, e.text), out); err != nil {
			return nil, err
		}
		in = out
	}
	return in, nil
}
