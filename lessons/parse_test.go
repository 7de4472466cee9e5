package lessons

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// page wraps the inside of one step into a whole lesson; its first line is
// line 7 of the file.
func page(inside string) string {
	return "+++\nstage = \"s\"\ntitle = \"T\"\ntalk = \"K\"\n+++\n## One\n" + inside
}

const pageLine = 7

func fence(info, inside string) string { return page("```" + info + "\n" + inside + "\n```\n") }

const (
	soundGuess = "prompt = 'p'\nchoices = ['a', 'b']\nkey = 2\nreveal = 'r'"
	soundTry   = "task = 't'\ngiven = 'build syn'\nanswer = 'build syn-ack'\nhints = ['1', '2', '3']\n" +
		"[[check]]\nif = 'tcp.flags.ack == 1'\nelse = 'no ACK'\n" +
		"[[wrong]]\nanswer = 'build syn'\nreply = 'no ACK'"
	soundOrder = "task = 't'\nexpect = 'order'\nitems = ['a', 'b', 'c']\nanswer = '2 3 1'\nhints = ['1', '2', '3']"
	soundCheck = "count = 5\nskills = ['handshake.flags']"
)

func TestMalformed(t *testing.T) {
	const inFence = pageLine + 1
	replaced := func(sound, old, new string) string { return strings.Replace(sound, old, new, 1) }
	tests := []struct {
		name    string
		source  string
		line    int
		column  int
		problem Problem
		subject string
	}{
		{"empty file", "", 1, 1, NoFrontMatter, ""},
		{"front matter missing", "## One\n", 1, 1, NoFrontMatter, ""},
		{"front matter open", "+++\ntitle = 'T'\n", 1, 1, UnclosedFrontMatter, ""},
		{"front matter not TOML", "+++\ntitle = \n+++\n", 2, 9, BadTOML, ""},
		{"front matter lacks a key", "+++\nstage = 's'\ntalk = 'k'\n+++\n", 2, 1, MissingKey, "title"},
		{"front matter with a stray key", "+++\nstage = 's'\ntitle = 'T'\n talks = 'x'\ntalk = 'k'\n+++\n", 4, 2, UnknownKey, "talks"},
		{"front matter of another stage", "+++\ntitle = 'T'\nstage = 'other'\ntalk = 'k'\n+++\n", 3, 1, StageNotFile, "stage"},
		{"no steps", "+++\nstage = 's'\ntitle = 'T'\ntalk = 'k'\n+++\n", 6, 1, NoSteps, ""},
		{"prose before the first step", "+++\nstage = 's'\ntitle = 'T'\ntalk = 'k'\n+++\n\nhello\n## One\n", 7, 1, OutsideStep, ""},
		{"live block before the first step", "+++\nstage = 's'\ntitle = 'T'\ntalk = 'k'\n+++\n```check\n" + soundCheck + "\n```\n", 6, 1, OutsideStep, ""},
		{"top heading", page("text\n# Title\n"), pageLine + 1, 1, TopHeading, ""},
		{"underlined heading", page("text\n\nTitle\n---\n"), pageLine + 2, 1, Underlined, ""},
		{"untitled step", page("text\n##\n"), pageLine + 1, 1, UntitledStep, ""},
		{"empty step", page("text\n## Two\n\n## Three\ntext\n"), pageLine + 1, 1, EmptyStep, "Two"},
		{"empty last step", page("text\n\n## Two\n"), pageLine + 2, 1, EmptyStep, "Two"},
		{"unknown fence", page("text\n```netqiz\nbuild syn\n```\n"), pageLine + 1, 1, UnknownFence, "netqiz"},
		{"unknown word after a fence", page("```netquiz wide\nbuild syn\n```\n"), pageLine, 1, UnknownFence, "netquiz wide"},
		{"unclosed fence", page("```netquiz\nbuild syn\n"), pageLine, 1, UnclosedFence, "netquiz"},
		{"unclosed fence at the end", page("text\n```netquiz"), pageLine + 1, 1, UnclosedFence, "netquiz"},
		{"unclosed drawing", page("```text\n-->\n"), pageLine, 1, UnclosedFence, "text"},
		{"live block in a quote", page("> q\n> ```netquiz\n> build syn\n> ```\n"), pageLine + 1, 3, MisplacedFence, "netquiz"},
		{"live block in a list", page("- a\n  ```try\n  x\n  ```\n"), pageLine + 1, 3, MisplacedFence, "try"},
		{"live block indented", page("  ```netquiz\n  build syn\n  ```\n"), pageLine, 3, MisplacedFence, "netquiz"},

		{"no commands", fence("netquiz", ""), pageLine, 1, EmptyCommand, ""},
		{"open quote", fence("netquiz", "build syn\n\n build 'syn"), inFence + 2, 8, UnclosedQuote, "build 'syn"},
		{"pipe into nothing", fence("netquiz", "build syn |"), inFence, 12, EmptyCommand, "build syn |"},

		{"guess not TOML", fence("guess", "prompt = 'p'\nkey 2"), inFence + 1, 5, BadTOML, ""},
		{"guess without prompt", fence("guess", replaced(soundGuess, "prompt = 'p'", "")), inFence, 1, MissingKey, "prompt"},
		{"guess with blank prompt", fence("guess", replaced(soundGuess, "'p'", "' '")), inFence, 1, BadValue, "prompt"},
		{"guess with one choice", fence("guess", replaced(soundGuess, "['a', 'b']", "['a']")), inFence + 1, 1, BadValue, "choices"},
		{"guess with a number as choice", fence("guess", replaced(soundGuess, "'b'", "1")), inFence + 1, 1, WrongType, "choices"},
		{"guess with key as text", fence("guess", replaced(soundGuess, "2", "'2'")), inFence + 2, 1, WrongType, "key"},
		{"guess with key 0", fence("guess", replaced(soundGuess, "2", "0")), inFence + 2, 1, BadValue, "key"},
		{"guess with key past the choices", fence("guess", replaced(soundGuess, "2", "3")), inFence + 2, 1, BadValue, "key"},
		{"guess with too few misses", fence("guess", soundGuess+"\nmisses = ['isn-zero']"), inFence + 4, 1, BadValue, "misses"},
		{"guess with a miss behind the key", fence("guess", soundGuess+"\nmisses = ['', 'isn-zero']"), inFence + 4, 1, BadValue, "misses"},

		{"try with two hints", fence("try", replaced(soundTry, ", '3'", "")), inFence + 3, 1, BadValue, "hints"},
		{"try with four hints", fence("try", replaced(soundTry, "'3'", "'3', '4'")), inFence + 3, 1, BadValue, "hints"},
		{"try that expects what is not", fence("try", "expect = 'poem'\n"+soundTry), inFence, 1, BadValue, "expect"},
		{"try with an open quote given", fence("try", replaced(soundTry, "build syn", `build "syn`)), inFence + 1, 1, BadValue, "given"},
		{"try with an open quote as answer", fence("try", replaced(soundTry, "build syn-ack", `build "syn`)), inFence + 2, 1, BadValue, "answer"},
		{"try with both answer and answers", fence("try", "answers = ['build syn']\n"+soundTry), inFence + 3, 1, UnknownKey, "answer"},
		{"try without conditions", fence("try", soundTry[:strings.Index(soundTry, "[[check]]")]), inFence, 1, MissingKey, "check"},
		{"second condition lacks its reply", fence("try", soundTry+"\n[[check]]\nif = 'a'\n[[check]]\nif = 'b'\nelse = 'c'"), inFence + 10, 1, MissingKey, "else"},
		{"condition with a stray key", fence("try", replaced(soundTry, "else =", "then = 'x'\nelse =")), inFence + 6, 1, UnknownKey, "then"},
		{"wrong answer whose reply no condition gives", fence("try", replaced(soundTry, "reply = 'no ACK'", "reply = 'no SYN'")), inFence + 9, 1, BadValue, "reply"},
		{"keys look like keys inside a long text", fence("try", replaced(soundTry, "'t'", "'''\ngiven = 1\nhints = 2\n'''")+"\nhint = 'x'"), inFence + 13, 1, UnknownKey, "hint"},
		{"number with conditions", fence("try", "expect = 'number'\n"+soundTry), inFence + 5, 1, UnknownKey, "check"},

		{"order without items", fence("try", replaced(soundOrder, "items = ['a', 'b', 'c']", "")), inFence, 1, MissingKey, "items"},
		{"order that leaves one out", fence("try", replaced(soundOrder, "2 3 1", "2 3")), inFence + 3, 1, BadValue, "answer"},
		{"order that names one twice", fence("try", replaced(soundOrder, "2 3 1", "2 3 3")), inFence + 3, 1, BadValue, "answer"},

		{"check without skills", fence("check", "count = 5\nskills = []"), inFence + 1, 1, BadValue, "skills"},
		{"check of nothing", fence("check", "skills = ['a']\ncount = 0"), inFence + 1, 1, BadValue, "count"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lesson, err := parse("ko/s.md", []byte(tt.source))
			got, ok := errors.AsType[*ParseError](err)
			if !ok || lesson != nil {
				t.Fatalf("parse gave %v, %v", lesson, err)
			}
			want := Pos{"ko/s.md", tt.line, tt.column}
			if got.Pos != want || got.Problem != tt.problem {
				t.Errorf("got %v, want %v: %s", got, want, tt.problem)
			}
			if tt.subject != "" && got.Subject != tt.subject {
				t.Errorf("got subject %q, want %q", got.Subject, tt.subject)
			}
		})
	}
}

func TestParse(t *testing.T) {
	source := page("Some *prose*\nof two lines.\n\n```text\n--> drawing\n```\n\n" +
		"```netquiz\nbuild syn\n\nbuild syn | decode -\n```\n\n### Aside\n\n> **quote**\n\n" +
		"```guess\n" + soundGuess + "\nmisses = ['isn-zero', '']\n```\n## Two `code`\n" +
		"```try\n" + soundTry + "\n```\n~~~try\n" + soundOrder + "\n~~~\n```check\n" + soundCheck + "\n```\nthe end")
	for name, src := range map[string]string{"unix": source, "dos": strings.ReplaceAll(source, "\n", "\r\n")} {
		t.Run(name, func(t *testing.T) {
			lesson, err := parse("ko/s.md", []byte(src))
			if err != nil {
				t.Fatal(err)
			}
			if lesson.Stage != "s" || lesson.Title != "T" || lesson.Talk != "K" || len(lesson.Steps) != 2 {
				t.Fatalf("got %+v", lesson)
			}
			one, two := lesson.Steps[0], lesson.Steps[1]
			if one.Title != "One" || one.Number != 1 || one.Line != pageLine-1 || two.Title != "Two `code`" || two.Number != 2 {
				t.Errorf("got steps %+v, %+v", one, two)
			}
			if got := kinds(one) + " / " + kinds(two); got != "prose run prose guess / try try check prose" {
				t.Errorf("got blocks %s", got)
			}
			if got := one.Blocks[0].(Prose).Markdown; got != "Some *prose*\nof two lines.\n\n```text\n--> drawing\n```" {
				t.Errorf("got prose %q", got)
			}
			run := one.Blocks[1].(Run)
			if run.Line != pageLine+7 || run.Commands[1].Line != "build syn | decode -" || run.Commands[1].Pos.Line != pageLine+10 || len(run.Commands[1].Pipe) != 2 {
				t.Errorf("got run %+v", run)
			}
			if got := one.Blocks[2].(Prose); got.Markdown != "### Aside\n\n> **quote**" || got.Line != pageLine+13 {
				t.Errorf("got prose %+v", got)
			}
			guess := one.Blocks[3].(Guess)
			if !slices.Equal(guess.Choices, []Choice{{"a", "isn-zero"}, {"b", ""}}) || guess.Key != 1 {
				t.Errorf("got guess %+v", guess)
			}
			frame, order := two.Blocks[0].(Try), two.Blocks[1].(Try)
			if frame.Expect != Frame || frame.Given.Line != "build syn" || frame.Hints != [3]string{"1", "2", "3"} || frame.Conditions[0].If != "tcp.flags.ack == 1" || frame.Conditions[0].Line != frame.Line+6 || frame.Wrong[0].Reply != "no ACK" {
				t.Errorf("got try %+v", frame)
			}
			if order.Expect != Order || len(order.Items) != 3 || !slices.Equal(order.Answers, []string{"2 3 1"}) || order.Given.Line != "" {
				t.Errorf("got try %+v", order)
			}
			if check := two.Blocks[2].(Check); check.Count != 5 || !slices.Equal(check.Skills, []string{"handshake.flags"}) {
				t.Errorf("got check %+v", check)
			}
		})
	}
}

func kinds(s Step) string {
	names := make([]string, len(s.Blocks))
	for i, b := range s.Blocks {
		names[i] = kind(b)
	}
	return strings.Join(names, " ")
}

func kind(b Block) string {
	switch b.(type) {
	case Prose:
		return "prose"
	case Run:
		return "run"
	case Guess:
		return "guess"
	case Try:
		return "try"
	case Check:
		return "check"
	}
	panic("unreachable: Block is sealed")
}

func TestSplitCommand(t *testing.T) {
	tests := []struct {
		name string
		line string
		want [][]string
	}{
		{"words", "build syn\t--seq  1000 ", [][]string{{"build", "syn", "--seq", "1000"}}},
		{"pipe", "build syn|decode - | decode", [][]string{{"build", "syn"}, {"decode", "-"}, {"decode"}}},
		{"pipe in quotes", `decode - --filter "tcp || 'udp'"`, [][]string{{"decode", "-", "--filter", "tcp || 'udp'"}}},
		{"quotes inside a word", `--set=dns.qry.name='a b'`, [][]string{{"--set=dns.qry.name=a b"}}},
		{"empty argument", `build --payload ''`, [][]string{{"build", "--payload", ""}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := SplitCommand(tt.line)
			if err != nil || !slices.EqualFunc(got, tt.want, slices.Equal[[]string]) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for line, want := range map[string]CommandError{
		"":                    {EmptyCommand, 0},
		"  ":                  {EmptyCommand, 2},
		"| decode":            {EmptyCommand, 0},
		"build || decode":     {EmptyCommand, 7},
		"build |":             {EmptyCommand, 7},
		`build --payload "it`: {UnclosedQuote, 16},
	} {
		_, err := SplitCommand(line)
		if got, ok := errors.AsType[*CommandError](err); !ok || *got != want {
			t.Errorf("SplitCommand(%q) gave %v, want %v", line, err, want)
		}
	}
}
