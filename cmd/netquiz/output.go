package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto/view"
)

// style is how drawings look on this output.
func (e *env) style() view.Style {
	columns, _ := e.term.Size()
	return view.Style{Width: columns, Color: e.term.Colour(e.out), L: e.text}
}

// lineStyle is how lines of one frame look: cut off at the edge of a screen,
// but whole on a pipe.
func (e *env) lineStyle() view.Style {
	s := e.style()
	if !e.term.Screen() {
		s.Width = 0
	}
	return s
}

// endings tell the form of a file by its name.
var endings = map[string]string{
	".pcap": "pcap", ".cap": "pcap", ".pcapng": "pcapng", ".json": "json", ".jsonl": "json",
	".hex": "hex", ".txt": "hex", ".bin": "raw", ".raw": "raw", ".tsv": "fields", ".html": "html", ".svg": "svg",
	".c": "c", ".h": "c", ".go": "go", ".py": "python", ".b64": "base64", ".xxd": "xxd",
}

// formOf is the one of forms that the name of a file asks for, "" if none.
func formOf(name string, forms []string) string {
	if form := endings[filepath.Ext(name)]; slices.Contains(forms, form) {
		return form
	}
	return ""
}

// output runs a command with its results going to the file that -w names, or to
// standard output. A file appears whole or not at all, and none is replaced
// without --force.
func (e *env) output(c *cli.Context, command func(*env) error) error {
	name := c.String("w")
	if name == "" || name == "-" {
		buffered := bufio.NewWriterSize(e.out, 1<<16)
		to := *e
		if !e.term.Screen() {
			to.out = buffered
		}
		return errors.Join(command(&to), buffered.Flush())
	}
	if _, err := os.Lstat(name); err == nil && !c.Bool("force") {
		return usage("decode.file_exists", "Path", name).hinted("decode.hint.force")
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".netquiz-*")
	if err != nil {
		return &fs.PathError{Op: "create", Path: name, Err: errors.Unwrap(err)}
	}
	defer os.Remove(file.Name())
	buffered := bufio.NewWriterSize(file, 1<<16)
	to := *e
	to.out, to.term = buffered, e.term.Within(e.in, buffered)
	failed := command(&to)
	if kept(failed) {
		if err := errors.Join(buffered.Flush(), file.Chmod(0o644), file.Close(), os.Rename(file.Name(), name)); err != nil {
			return err
		}
	}
	return failed
}

// kept tells whether what a command wrote before it failed is worth keeping:
// nothing that was good is lost when an input breaks off or the user stops.
func kept(failed error) bool {
	var f *failure
	if errors.As(failed, &f) {
		return f.id != "decode.no_frames"
	}
	return failed == nil || errors.Is(failed, term.ErrInterrupted) || errors.Is(failed, context.Canceled)
}

// atEnd is the error that a loop over an input ended in: none at its end.
func atEnd(err error, ctx context.Context) error {
	if err != nil && err != io.EOF {
		return err
	}
	return ctx.Err()
}
