package lessons

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Each reader takes the inside of one fence, between two offsets.

func parseRun(s source, begin, end int) (Block, error) {
	run := Run{Pos: s.fencePos(begin)}
	offset := begin
	for line := range strings.Lines(string(s.text[begin:end])) {
		here := offset + len(line) - len(strings.TrimLeft(line, " \t"))
		offset += len(line)
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		pipe, err := SplitCommand(line)
		if wrong, ok := errors.AsType[*CommandError](err); ok {
			return nil, s.fail(here+wrong.Offset, wrong.Problem, line)
		}
		run.Commands = append(run.Commands, Command{Pos: s.at(here), Line: line, Pipe: pipe})
	}
	if len(run.Commands) == 0 {
		return nil, &ParseError{Pos: run.Pos, Problem: EmptyCommand}
	}
	return run, nil
}

func parseGuess(s source, begin, end int) (Block, error) {
	t, err := s.table(begin, end)
	if err != nil {
		return nil, err
	}
	guess := Guess{Pos: s.fencePos(begin), Prompt: t.text("prompt"), Key: t.number("key") - 1, Reveal: t.text("reveal")}
	for _, choice := range t.texts("choices", 2) {
		guess.Choices = append(guess.Choices, Choice{Text: choice})
	}
	if guess.Key < 0 || guess.Key >= len(guess.Choices) {
		t.fail("key", BadValue)
	}
	if t.has("misses") {
		misses := t.texts("misses", 0)
		if len(misses) != len(guess.Choices) {
			t.fail("misses", BadValue)
		}
		for i := range min(len(misses), len(guess.Choices)) {
			guess.Choices[i].Miss = misses[i]
			if i == guess.Key && misses[i] != "" {
				t.fail("misses", BadValue)
			}
		}
	}
	return guess, t.done()
}

func parseTry(s source, begin, end int) (Block, error) {
	t, err := s.table(begin, end)
	if err != nil {
		return nil, err
	}
	try := Try{Pos: s.fencePos(begin), Task: t.text("task"), Expect: Frame}
	if t.has("expect") {
		try.Expect = Expect(t.text("expect"))
	}
	if !slices.Contains([]Expect{Frame, Bytes, Number, Order}, try.Expect) {
		t.fail("expect", BadValue)
	}
	if t.has("given") {
		try.Given = t.command("given")
	}
	if try.Expect == Order {
		try.Items = t.texts("items", 2)
	}
	key := "answer"
	if t.has("answers") {
		key = "answers"
		try.Answers = t.texts(key, 1)
	} else {
		try.Answers = []string{t.text(key)}
	}
	for _, answer := range try.Answers {
		t.form(key, answer, try)
	}
	hints := t.texts("hints", len(try.Hints))
	if copy(try.Hints[:], hints) < len(hints) {
		t.fail("hints", BadValue)
	}
	if try.Expect == Frame {
		t.tables("check", func(c *table) {
			try.Conditions = append(try.Conditions, Condition{Pos: c.pos("if"), If: c.text("if"), Else: c.text("else")})
		})
		if len(try.Conditions) == 0 {
			t.fail("check", MissingKey)
		}
	}
	t.tables("wrong", func(w *table) {
		wrong := Wrong{Pos: w.pos("answer"), Answer: w.text("answer"), Reply: w.text("reply"), Miss: w.textIf("miss")}
		try.Wrong = append(try.Wrong, wrong)
		w.form("answer", wrong.Answer, try)
		replies := func(c Condition) bool { return c.Else == wrong.Reply }
		if try.Expect == Frame && !slices.ContainsFunc(try.Conditions, replies) {
			w.fail("reply", BadValue)
		}
	})
	return try, t.done()
}

// form checks what an answer looks like, never whether it is right.
func (t *table) form(key, answer string, try Try) {
	switch try.Expect {
	case Frame:
		if _, err := SplitCommand(answer); err != nil {
			t.fail(key, BadValue)
		}
	case Order:
		numbers := strings.Fields(answer)
		slices.Sort(numbers)
		want := make([]string, len(try.Items))
		for i := range want {
			want[i] = strconv.Itoa(i + 1)
		}
		slices.Sort(want)
		if !slices.Equal(numbers, want) {
			t.fail(key, BadValue)
		}
	}
}

func (t *table) command(key string) Command {
	c := Command{Pos: t.pos(key), Line: t.text(key)}
	var err error
	if c.Pipe, err = SplitCommand(c.Line); err != nil {
		t.fail(key, BadValue)
	}
	return c
}

func parseCheck(s source, begin, end int) (Block, error) {
	t, err := s.table(begin, end)
	if err != nil {
		return nil, err
	}
	check := Check{Pos: s.fencePos(begin), Skills: t.texts("skills", 1), Count: t.number("count")}
	if check.Count < 1 {
		t.fail("count", BadValue)
	}
	return check, t.done()
}

// fencePos is the place of the fence whose inside begins here.
func (s source) fencePos(begin int) Pos { return s.at(s.lineStart(max(begin-1, 0))) }
