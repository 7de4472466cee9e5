package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/locales"
)

// inProcess returns an env whose results and errors go to the buffers.
func inProcess(lang locales.Lang) (e *env, out, err *bytes.Buffer) {
	out, err = new(bytes.Buffer), new(bytes.Buffer)
	e = &env{in: strings.NewReader(""), out: out, err: err, text: locales.New(lang), dir: "record"}
	e.term = term.New(e.in, out, err, term.Auto, e.text)
	return e, out, err
}

// withFrame makes the program that of the tests: all commands, none works.
func withFrame(t *testing.T) {
	real := commands
	commands = frame
	t.Cleanup(func() { commands = real })
}

// everyPath calls f with every command and subcommand.
func everyPath(app *cli.App, f func(path []*cli.Command)) {
	f(nil)
	for _, c := range app.Commands {
		f([]*cli.Command{c})
		for _, sub := range c.Subcommands {
			f([]*cli.Command{c, sub})
		}
	}
}

func TestHelpFitsItsWidth(t *testing.T) {
	withFrame(t)
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, width := range []int{40, 41, 59, 60, 80, 200} {
			t.Run(fmt.Sprint(lang, width), func(t *testing.T) {
				t.Setenv("COLUMNS", fmt.Sprint(width))
				e, out, _ := inProcess(lang)
				everyPath(newApp(e), func(path []*cli.Command) {
					out.Reset()
					if err := e.help(newApp(e), path); err != nil {
						t.Fatal(err)
					}
					if strings.Contains(out.String(), "⟦") {
						t.Errorf("a message is missing:\n%s", out)
					}
					for line := range strings.Lines(out.String()) {
						if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > min(width, widest) {
							t.Errorf("%d cells: %q", w, line)
						}
						if line != strings.TrimRight(line, " \n")+"\n" {
							t.Errorf("spaces at the end of %q", line)
						}
					}
				})
			})
		}
	}
}

// The texts of a table start in one column, however wide their labels are.
func TestHelpIsAligned(t *testing.T) {
	withFrame(t)
	t.Setenv("COLUMNS", "80")
	e, out, _ := inProcess(locales.Korean)
	app := newApp(e)
	if err := e.overview(app); err != nil {
		t.Fatal(err)
	}
	columns := map[int]bool{}
	for _, c := range app.Commands {
		text := e.text.T("cli.command." + c.Name)
		for line := range strings.Lines(out.String()) {
			if before, _, ok := strings.Cut(line, text); ok {
				columns[ansi.StringWidth(before)] = true
			}
		}
	}
	if len(columns) != 1 {
		t.Errorf("texts start in columns %v:\n%s", columns, out)
	}
}

func TestHelpLooks(t *testing.T) {
	for width, want := range map[int]string{
		80: `completion, 자동완성  셸에서 Tab 키로 명령을 완성하는 스크립트를 출력해요

쓰는 법
  netquiz completion bash|zsh|fish [옵션]

셸이 시작할 때 읽는 파일에 한 줄 적어 두면 돼요.

예
  netquiz completion bash
      ~/.bashrc에 source <(netquiz completion bash)라고 적어 두세요.
  netquiz completion zsh
      ~/.zshrc에 source <(netquiz completion zsh)라고 적어 두세요.
  netquiz completion fish
      ~/.config/fish/config.fish에 netquiz completion fish | source라고 적어
      두세요.

공통 옵션
  --lang ko|en               말하는 언어예요.
  --color auto|always|never  색을 쓸지 정해요. 기본값은 auto예요.
  --data-dir DIR             기록을 두는 폴더예요.
  -h, --help                 도움말을 보여 줘요.
  -v, --version              버전을 보여 줘요.
`,
		40: `completion, 자동완성
  셸에서 Tab 키로 명령을 완성하는
  스크립트를 출력해요

쓰는 법
  netquiz completion bash|zsh|fish \
    [옵션]

셸이 시작할 때 읽는 파일에 한 줄 적어
두면 돼요.

예
  netquiz completion bash
      ~/.bashrc에 source <(netquiz
      completion bash)라고 적어 두세요.
  netquiz completion zsh
      ~/.zshrc에 source <(netquiz
      completion zsh)라고 적어 두세요.
  netquiz completion fish
      ~/.config/fish/config.fish에
      netquiz completion fish |
      source라고 적어 두세요.

공통 옵션
  --lang ko|en
      말하는 언어예요.
  --color auto|always|never
      색을 쓸지 정해요. 기본값은
      auto예요.
  --data-dir DIR
      기록을 두는 폴더예요.
  -h, --help
      도움말을 보여 줘요.
  -v, --version
      버전을 보여 줘요.
`,
	} {
		t.Setenv("COLUMNS", fmt.Sprint(width))
		e, out, _ := inProcess(locales.Korean)
		if err := e.run(t.Context(), []string{"help", "completion"}, strings.NewReader(""), out); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("at %d columns\n%s\nwant\n%s", width, out, want)
		}
	}
}

// The examples of help are command lines that the commands take.
func TestExamplesAreRight(t *testing.T) {
	withFrame(t)
	e, out, _ := inProcess(locales.Korean)
	everyPath(newApp(e), func(path []*cli.Command) {
		if len(path) == 0 {
			return
		}
		c := path[len(path)-1]
		examples := strings.Split(c.Description, "\n")
		if len(examples) != 3 {
			t.Errorf("%s has %d examples", c.Name, len(examples))
		}
		for _, example := range examples {
			words, err := lessons.SplitCommand(example)
			if err != nil || words[0][0] != "netquiz" {
				t.Fatalf("%q: %v", example, err)
			}
			asked, err := arrange(newApp(e), words[0][1:])
			if err != nil {
				t.Errorf("%q: %v", example, err)
				continue
			}
			if asked.help || asked.version {
				continue
			}
			if err := e.run(t.Context(), words[0][1:], e.in, out); err != nil {
				t.Errorf("%q: %v", example, err)
			}
			if slices.IndexFunc(asked.path, func(p *cli.Command) bool { return p.Name == c.Name }) < 0 {
				t.Errorf("%q is an example of another command", example)
			}
		}
	})
}

// Each command has a Korean name, and those there are come in this order.
func TestNames(t *testing.T) {
	e, _, _ := inProcess(locales.Korean)
	want := strings.Fields("learn 학습 quiz 퀴즈 build 만들기 decode 해석 trace 추적 ref 사전 fuzz 퍼징 stats 기록 completion 자동완성 help 도움말 version 버전")
	var names []string
	for _, c := range newApp(e).Commands {
		names = append(names, c.Names()...)
	}
	want = slices.DeleteFunc(want, func(name string) bool { return !slices.Contains(names, name) })
	if !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}
