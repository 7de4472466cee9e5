package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/adrg/xdg"
	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

// shout and reverse are commands that read, for pipes.
func reading(name string, change func(string) string) func(*env) *cli.Command {
	return func(e *env) *cli.Command {
		return &cli.Command{Name: name, Action: func(*cli.Context) error {
			text, err := io.ReadAll(e.in)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(e.out, change(string(text)))
			return err
		}}
	}
}

func TestRunInProcess(t *testing.T) {
	withFrame(t)
	commands = append(commands[:len(commands):len(commands)],
		reading("upper", strings.ToUpper),
		reading("twice", func(s string) string { return s + s }),
		reading("lang", func(string) string { return "" }),
	)
	ctx := t.Context()
	e, direct, errs := inProcess(locales.English)

	var out strings.Builder
	if err := e.pipe(ctx, [][]string{{"upper"}, {"twice"}}, strings.NewReader("syn "), &out); err != nil || out.String() != "SYN SYN " {
		t.Errorf("pipe: %q, %v", out.String(), err)
	}
	out.Reset()
	err := e.pipe(ctx, [][]string{{"nope"}, {"twice"}}, strings.NewReader("syn "), &out)
	if f, ok := errors.AsType[*failure](err); !ok || f.id != "cli.usage.unknown_command" || f.code != exitUsage || out.Len() > 0 {
		t.Errorf("a pipe that breaks: %q, %v", out.String(), err)
	}
	out.Reset()
	if err := e.run(ctx, []string{"build", "--help"}, strings.NewReader(""), &out); err != nil || !strings.Contains(out.String(), "\nExamples\n") {
		t.Errorf("help: %q, %v", out.String(), err)
	}
	out.Reset()
	if err := e.run(ctx, []string{"build", "syn", "--mss", "5"}, strings.NewReader(""), &out); err != nil || out.String() != "build mss=5 \"syn\"\n" {
		t.Errorf("run: %q, %v", out.String(), err)
	}
	if err := e.run(ctx, []string{"build", "syn", "--mss", "x"}, strings.NewReader(""), &out); err == nil {
		t.Error("a wrong value passed")
	}
	if direct.Len() > 0 || errs.Len() > 0 {
		t.Errorf("something was printed past the command: %q, %q", direct, errs)
	}
	canceled, cancel := context.WithCancelCause(ctx)
	cancel(term.ErrInterrupted)
	if err := e.run(canceled, []string{"upper"}, strings.NewReader("x"), &out); err != term.ErrInterrupted {
		t.Errorf("interrupted: %v", err)
	}
}

func TestDataDir(t *testing.T) {
	e := &env{dir: "given"}
	t.Setenv("NETQUIZ_DATA_DIR", "from-env")
	if got := e.dataDir(); got != "given" {
		t.Errorf("--data-dir: %q", got)
	}
	e.dir = ""
	if got := e.dataDir(); got != "from-env" {
		t.Errorf("NETQUIZ_DATA_DIR: %q", got)
	}
	t.Setenv("NETQUIZ_DATA_DIR", "")
	if got := e.dataDir(); got != filepath.Join(xdg.DataHome, "netquiz") {
		t.Errorf("neither: %q", got)
	}
}

func TestReport(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "a\x1b.pcap", Err: syscall.ENOENT}
	for name, test := range map[string]struct {
		err  error
		code int
		said string
	}{
		"nothing":         {nil, 0, ""},
		"found wrong":     {&failure{code: exitWrong}, 1, ""},
		"the target":      {&failure{code: exitTarget, id: "cli.error.is_folder", args: []any{"Path", "x"}}, 3, "오류: x는 파일이 아니라 폴더예요.\n"},
		"wrapped":         {fmt.Errorf("more: %w", usage("cli.usage.no_argument", "Command", "ref", "Shape", "TERM")), 2, "오류: ref 뒤에 TERM이 와야 해요.\n"},
		"interrupted":     {fmt.Errorf("more: %w", term.ErrInterrupted), 130, ""},
		"canceled":        {context.Canceled, 130, ""},
		"nobody reads":    {&fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}, 0, ""},
		"no file":         {missing, 2, "오류: a\\x1b.pcap 파일을 찾을 수 없어요.\n"},
		"no permission":   {&fs.PathError{Path: "x", Err: syscall.EACCES}, 2, "오류: x를 열 권한이 없어요.\n"},
		"a folder":        {&fs.PathError{Path: "x", Err: syscall.EISDIR}, 2, "오류: x는 파일이 아니라 폴더예요.\n"},
		"a full disk":     {&fs.PathError{Path: "x", Err: syscall.ENOSPC}, 2, "오류: x에 더 쓸 자리가 없어요.\n"},
		"another":         {&fs.PathError{Path: "x", Err: syscall.EIO}, 2, "오류: x를 다루지 못했어요: input/output error\n"},
		"an answer":       {&term.Unclear{Line: "x\x00"}, 2, "오류: x\\x00: 물어본 것의 답이 아니에요.\n"},
		"the input's end": {io.EOF, 2, "오류: 답을 기다리는데 입력이 끝났어요.\n"},
		"anything":        {errors.New("boom"), 2, "오류: 뜻밖의 일이 생겼어요: boom\n"},
	} {
		e, out, said := inProcess(locales.Korean)
		if code := e.report(test.err); code != test.code || said.String() != test.said || out.Len() > 0 {
			t.Errorf("%s: %d %q, want %d %q", name, code, said, test.code, test.said)
		}
	}
}

// A reader that goes away ends the program without a word.
func TestNobodyReads(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	cmd := frameCommand(t, "help")
	cmd.Stdout = w
	var said strings.Builder
	cmd.Stderr = &said
	err = cmd.Run()
	if said.Len() > 0 {
		t.Errorf("said %q", said.String())
	}
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); err != nil && !(status.Signaled() && status.Signal() == syscall.SIGPIPE) {
		t.Errorf("ended by %v", err)
	}
}

func TestNearest(t *testing.T) {
	candidates := []string{"build", "decode", "window", "퀴즈", "syn-ack", "syn", "ack"}
	for word, want := range map[string]string{
		"buidl": "build", "bild": "build", "BUILD": "build", "decod": "decode", "windows": "window", "퀴": "퀴즈",
		"synack": "syn-ack", "sny-ack": "syn-ack", "kciuq": "", "ndwowi": "window", "sin": "syn", "akc": "ack", "ak": "", "fin": "", "xyzzy": "", "": "", "b": "",
	} {
		if got := nearest(word, candidates); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}
