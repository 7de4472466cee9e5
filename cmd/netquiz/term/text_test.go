package term_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
	"pgregory.net/rapid"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

func TestSafe(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"plain":            {"SYN을 받은 서버", "SYN을 받은 서버"},
		"colour":           {"\x1b[31mred", `\x1b[31mred`},
		"line ends":        {"a\r\n\tb", `a\r\n\tb`},
		"C1":               {"\u009b31m", `\u009b31m`},
		"bidi override":    {"gnp.\u202eexe", `gnp.\u202eexe`},
		"bidi isolate":     {"\u2066x\u2069", `\u2066x\u2069`},
		"not UTF-8":        {"a\xffb\xc3", `a\xffb\xc3`},
		"NUL and DEL":      {"\x00\x7f", `\x00\x7f`},
		"backslash, quote": {`C:\x 'y' "z"`, `C:\x 'y' "z"`},
		"beyond the BMP":   {"\U000e0001😀", `\U000e0001😀`},
		"the real U+FFFD":  {"\ufffd", "\ufffd"},
	} {
		if got := term.Safe(test.in); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func FuzzSafe(f *testing.F) {
	f.Add("\x1b]0;title\a") // an escape that ends in a control byte
	f.Add("가\u0301\u200b")  // marks and zero widths
	f.Add("\xf0\x9f\x98")   // a character cut short
	f.Fuzz(func(t *testing.T, s string) {
		safe := term.Safe(s)
		if strings.ContainsFunc(safe, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e }) {
			t.Errorf("%q is not safe", safe)
		}
		if ansi.Strip(safe) != safe {
			t.Errorf("%q holds an escape", safe)
		}
	})
}

func TestWrap(t *testing.T) {
	for name, test := range map[string]struct {
		label, text string
		width       int
		want        string
	}{
		"fits":                 {"", "가나 다라", 9, "가나 다라"},
		"words stay whole":     {"", "가나 다라마", 9, "가나\n다라마"},
		"a word too wide":      {"", "ab 가나다라마바", 5, "ab\n가나\n다라\n마바"},
		"hyphens do not break": {"", "see --data-dir now", 12, "see\n--data-dir\nnow"},
		"lines stay apart":     {"", "a\n\nb\n", 5, "a\n\nb"},
		"an indent stays":      {"", "  a b c", 5, "  a b\nc"},
		"hanging":              {"1. ", "가나 다라 마바", 8, "1. 가나\n   다라\n   마바"},
		"colour is no width":   {"", "\x1b[31m가나\x1b[0m 다라", 9, "\x1b[31m가나\x1b[0m 다라"},
		"nothing":              {"> ", "", 8, "> "},
	} {
		if got := term.Hang(test.label, test.text, test.width); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// Wrapping keeps every character but spaces, and no line is too wide.
func TestWrapLaw(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("가나힣ab1-(…①\u0301 \n😀")), 0, 60, -1)
	rapid.Check(t, func(t *rapid.T) {
		in, width := text.Draw(t, "text"), rapid.IntRange(2, 40).Draw(t, "width")
		out := term.Wrap(in, width)
		for line := range strings.Lines(out) {
			if w := term.Width(strings.TrimSuffix(line, "\n")); w > width {
				t.Fatalf("%q is %d cells wide", line, w)
			}
		}
		if a, b := strings.Join(strings.Fields(in), ""), strings.Join(strings.Fields(out), ""); a != b {
			t.Fatalf("%q became %q", a, b)
		}
	})
}

func TestLatin(t *testing.T) {
	for typed, want := range map[rune]rune{
		'ㅜ': 'n', 'ㄴ': 's', 'ㅗ': 'h', 'ㅕ': 'u', 'ㅈ': 'w', 'ㅂ': 'q', 'ㅠ': 'b', 'ㅅ': 't', 'ㅛ': 'y', 'ㅡ': 'm',
		'\u116e': 'n', '\u1102': 's', // conjoining forms
		'Q': 'q', 'ｑ': 'q', '？': '?', 'h': 'h', '?': '?', '\r': '\r', '가': '가', '7': '7',
	} {
		if got := term.Latin(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestCommand(t *testing.T) {
	for line, want := range map[string]rune{
		"h": 'h', " ㅗ ": 'h', ":h": 'h', ":ㅗ": 'h', "?": '?', ":?": '?', "？": '?', "H": 'h',
		"": 0, ":": 0, "hh": 0, "x": 0, ":x": 0, "::h": 0, "호": 0,
	} {
		key, ok := term.Command(line, "h?")
		if ok != (want != 0) || ok && key != want {
			t.Errorf("%q: got %q, %v", line, key, ok)
		}
	}
}

// A terminal that is one, and what turns colour on and off there.
func TestColour(t *testing.T) {
	_, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		choice        string
		noColor, term string
		out           io.Writer
		want          bool
	}{
		"a terminal":               {"auto", "", "xterm", tty, true},
		"NO_COLOR":                 {"auto", "1", "xterm", tty, false},
		"a dumb one":               {"auto", "", "dumb", tty, false},
		"a pipe":                   {"auto", "", "xterm", io.Discard, false},
		"always, on a pipe":        {"always", "1", "dumb", io.Discard, true},
		"never, on a terminal":     {"never", "", "xterm", tty, false},
		"NO_COLOR is set but void": {"auto", "", "", tty, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("NO_COLOR", test.noColor)
			t.Setenv("TERM", test.term)
			choice, ok := term.ParseColour(test.choice)
			terminal := term.New(tty, test.out, os.Stderr, choice, locales.New(locales.Korean))
			if got := terminal.Colour(test.out); got != test.want || !ok {
				t.Errorf("got %v", got)
			}
			_, isTTY := test.out.(*os.File)
			if got, want := terminal.Interactive(), isTTY && test.term != "dumb"; got != want {
				t.Errorf("interactive %v, want %v", got, want)
			}
		})
	}
	if _, ok := term.ParseColour("sometimes"); ok {
		t.Error("a colour choice that is none")
	}
}

func TestSize(t *testing.T) {
	_, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		columns, lines string
		rows, cols     uint16
		out            io.Writer
		wantC, wantL   int
	}{
		"a terminal's own":      {"99", "9", 30, 120, tty, 120, 30},
		"a terminal of no size": {"", "", 0, 0, tty, 80, 24},
		"no terminal":           {"", "", 0, 0, io.Discard, 80, 24},
		"COLUMNS and LINES":     {"99", "9", 0, 0, io.Discard, 99, 9},
		"nonsense":              {"-3", "x", 0, 0, io.Discard, 80, 24},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("COLUMNS", test.columns)
			t.Setenv("LINES", test.lines)
			pty.Setsize(tty, &pty.Winsize{Rows: test.rows, Cols: test.cols})
			terminal := term.New(strings.NewReader(""), test.out, io.Discard, term.Auto, locales.New(locales.Korean))
			if c, l := terminal.Size(); c != test.wantC || l != test.wantL {
				t.Errorf("%d by %d, want %d by %d", c, l, test.wantC, test.wantL)
			}
		})
	}
}
