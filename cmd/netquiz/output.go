package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"

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

// textOnScreen refuses a form that is no text where it would end up on a screen.
func (e *env) textOnScreen(c *cli.Context, form string) error {
	if !slices.Contains([]string{"pcap", "pcapng", "raw"}, form) || toFile(c) || !e.term.Screen() {
		return nil
	}
	return usage("decode.binary", "Form", form).hinted("decode.hint.file", "Form", form)
}

// toFile tells whether -w names a file.
func toFile(c *cli.Context) bool { return c.String("w") != "" && c.String("w") != "-" }

// output runs a command with its results going to the file that -w names, or to
// standard output. A file appears whole or not at all, and none is replaced
// without --force. Results are buffered until flush or the command's end.
func (e *env) output(c *cli.Context, command func(*env) error) error {
	to := *e
	if !toFile(c) {
		if e.term.Screen() {
			return command(&to)
		}
		return to.through(e.out, command)
	}
	choice := term.Auto
	if e.term.Colour(io.Discard) { // even what is no screen is to be coloured
		choice = term.Always
	}
	return replace(c.String("w"), c.Bool("force"), func(file io.Writer) error {
		to.term = term.New(e.in, file, e.err, choice, e.text)
		return to.through(file, command)
	})
}

// through runs a command with its results going to w, by way of a buffer.
func (e *env) through(w io.Writer, command func(*env) error) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	e.out = buffered
	return errors.Join(command(e), buffered.Flush())
}

// flush lets the results so far go on.
func (e *env) flush() error {
	if buffered, ok := e.out.(*bufio.Writer); ok {
		return buffered.Flush()
	}
	return nil
}

// replace lets write fill a file, which takes its place in one step once it is
// whole. A file that is there already is replaced if force is set; what is no
// regular file, such as a pipe, is written to as it is.
func replace(name string, force bool, write func(io.Writer) error) error {
	mode := fs.FileMode(0o666) // less what umask takes
	if info, err := os.Stat(name); err == nil {
		switch {
		case info.IsDir():
			return &fs.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
		case !info.Mode().IsRegular():
			return writeTo(name, write)
		case !force:
			return usage("decode.file_exists", "Path", name).hinted("decode.hint.force")
		}
		mode = info.Mode().Perm()
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	part := fmt.Sprintf("%s.%x.part", name, rand.Uint32())
	file, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return &fs.PathError{Op: "create", Path: name, Err: errors.Unwrap(err)}
	}
	defer os.Remove(part)
	failed := write(file)
	closed := file.Close()
	if !kept(failed) || closed != nil {
		return errors.Join(failed, closed)
	}
	return errors.Join(failed, settle(part, name, force))
}

// settle gives a file its name. Without force it does not take the place of one
// that came meanwhile.
func settle(part, name string, force bool) error {
	if !force {
		err := os.Link(part, name)
		if errors.Is(err, fs.ErrExist) {
			return usage("decode.file_exists", "Path", name).hinted("decode.hint.force")
		}
		if err == nil {
			return nil
		}
	}
	return os.Rename(part, name) // also where there are no links
}

func writeTo(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// kept tells whether what a command wrote before it failed is worth keeping:
// nothing that was good is lost when an input breaks off or the user stops.
func kept(failed error) bool {
	var f *failure
	if errors.As(failed, &f) {
		return f.keep
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
