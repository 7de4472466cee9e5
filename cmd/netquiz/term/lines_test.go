package term_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

// lines is a terminal that is none: in is what a pipe brings.
func lines(in string) (*term.Terminal, *bytes.Buffer) {
	said := new(bytes.Buffer)
	return term.New(strings.NewReader(in), new(bytes.Buffer), said, term.Auto, locales.New(locales.Korean)), said
}

func TestSelectByLine(t *testing.T) {
	for name, test := range map[string]struct {
		in   string
		def  int
		want int
		err  error
	}{
		"a number":                        {in: "3\n", want: 2},
		"a line without an end":           {in: "3", want: 2},
		"spaces and CRLF":                 {in: " 4 \r\n", want: 3},
		"the text":                        {in: "체크섬\n", want: 3},
		"the text in NFD":                 {in: "\u110e\u1166\u110f\u1173\u1109\u1165\u11b7\n", want: 3},
		"a part only one has":             {in: "윈도우\n", want: 2},
		"초성":                              {in: "ㅎㅇㅇㄷ\n", want: 1},
		"a part that two have":            {in: "번호\n", want: -1, err: &term.Unclear{Line: "번호"}},
		"a number out of range":           {in: "5\n1\n", want: -1, err: &term.Unclear{Line: "5"}},
		"an empty line takes the default": {in: "\n", def: 1, want: 1},
		"an empty line without a default": {in: "\n", def: -1, want: -1, err: &term.Unclear{}},
		"a key":                           {in: "h\n", want: -1, err: term.Pressed('h')},
		"a key behind a colon":            {in: ":ㅗ\n", want: -1, err: term.Pressed('h')},
		"the end":                         {in: "", want: -1, err: io.EOF},
	} {
		t.Run(name, func(t *testing.T) {
			terminal, _ := lines(test.in)
			got, err := terminal.Select(t.Context(), "어느 칸?", options, test.def, "h?")
			if got != test.want || !reflect.DeepEqual(err, test.err) {
				t.Errorf("got %d, %v; want %d, %v", got, err, test.want, test.err)
			}
		})
	}
}

func TestMultiSelectByLine(t *testing.T) {
	for name, test := range map[string]struct {
		in   string
		want []int
		err  error
	}{
		"numbers":         {in: "3, 1\n", want: []int{0, 2}},
		"spaces will do":  {in: "1 2 2\n", want: []int{0, 1}},
		"nothing said":    {in: "\n", want: []int{3}},
		"one is no good":  {in: "1,9\n", err: &term.Unclear{Line: "1,9"}},
		"a key":           {in: "?\n", err: term.Pressed('?')},
		"words, not keys": {in: "체크섬\n", err: &term.Unclear{Line: "체크섬"}},
	} {
		t.Run(name, func(t *testing.T) {
			terminal, _ := lines(test.in)
			got, err := terminal.MultiSelect(t.Context(), "어느 칸?", options, []int{3}, "?")
			if !reflect.DeepEqual(got, test.want) || !reflect.DeepEqual(err, test.err) {
				t.Errorf("got %v, %v; want %v, %v", got, err, test.want, test.err)
			}
		})
	}
}

// Prompts share one place in the input, and a line that is no answer does not
// shift those that follow.
func TestAnswersStayInStep(t *testing.T) {
	terminal, said := lines("첫째\n9\n네\n\n2\n")
	ctx := t.Context()
	if text, err := terminal.Input(ctx, "하나?", "", nil); text != "첫째" || err != nil {
		t.Errorf("input: %q, %v", text, err)
	}
	if _, err := terminal.Select(ctx, "둘?", options, -1, ""); !errors.As(err, new(*term.Unclear)) {
		t.Errorf("select: %v", err)
	}
	if yes, err := terminal.Confirm(ctx, "셋?", false); !yes || err != nil {
		t.Errorf("confirm: %v, %v", yes, err)
	}
	if key, err := terminal.Key(ctx, "넷?", "\rq"); key != term.Enter || err != nil {
		t.Errorf("key: %q, %v", key, err)
	}
	rest, err := io.ReadAll(terminal.Reader(ctx))
	if string(rest) != "2\n" || err != nil {
		t.Errorf("what is left: %q, %v", rest, err)
	}
	if _, err := terminal.Input(ctx, "다섯?", "기본", nil); err != io.EOF {
		t.Errorf("after the end: %v", err)
	}
	const want = "하나? 둘?\n1. 순서 번호(seq)\n2. 확인 응답 번호(ack)를 상대가 다음에 보낼 번호로 적어서 돌려보내요\n" +
		"3. 윈도우 크기\n4. 체크섬\n> 셋? (네/아니요, Enter는 아니요) 넷? 다섯? (기본) "
	if said.String() != want {
		t.Errorf("said\n%s\nwant\n%s", said, want)
	}
}

func TestInputByLine(t *testing.T) {
	number := func(line string) error { _, err := strconv.Atoi(line); return err }
	for name, test := range map[string]struct {
		in, want string
		fails    bool
	}{
		"good":                  {in: "12\n", want: "12"},
		"refused":               {in: "x\n12\n", want: "x", fails: true},
		"empty is the default":  {in: "\n", want: "7"},
		"no more than a line":   {in: strings.Repeat("1", 100_000) + "\n", fails: true, want: strings.Repeat("1", 64<<10)},
		"CRLF and no last line": {in: "5\r", want: "5"},
	} {
		t.Run(name, func(t *testing.T) {
			terminal, _ := lines(test.in)
			got, err := terminal.Input(t.Context(), "ack는?", "7", number)
			if got != test.want || (err != nil) != test.fails {
				t.Errorf("got %.20q, %v", got, err)
			}
		})
	}
}

// A reader that waits for a pipe is called away by its context, and what the
// pipe brings later goes to the next one.
func TestReaderIsInterrupted(t *testing.T) {
	r, w := io.Pipe()
	terminal := term.New(r, io.Discard, io.Discard, term.Auto, locales.New(locales.Korean))
	ctx, cancel := context.WithCancelCause(t.Context())
	done := make(chan error)
	go func() {
		_, err := terminal.Input(ctx, "?", "", nil)
		done <- err
	}()
	cancel(term.ErrInterrupted)
	if err := <-done; err != term.ErrInterrupted {
		t.Errorf("got %v", err)
	}
	go fmt.Fprintln(w, "나중")
	if text, err := terminal.Input(t.Context(), "?", "", nil); text != "나중" || err != nil {
		t.Errorf("then: %q, %v", text, err)
	}
}

func TestWithin(t *testing.T) {
	t.Setenv("COLUMNS", "55")
	host := term.New(strings.NewReader("host\n"), io.Discard, io.Discard, term.Always, locales.New(locales.English))
	var out bytes.Buffer
	guest := host.Within(strings.NewReader("guest\n"), &out)
	if columns, _ := guest.Size(); columns != 55 {
		t.Errorf("%d columns", columns)
	}
	if !guest.Colour(&out) || guest.Interactive() {
		t.Errorf("colour %v, interactive %v", guest.Colour(&out), guest.Interactive())
	}
	if text, err := guest.Input(t.Context(), "", "", nil); text != "guest" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}
