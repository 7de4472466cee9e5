package main

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/kballard/go-shellquote"
	"github.com/urfave/cli/v2"

	"netquiz/proto/fuzz"
)

// fuzzTarget reads the flags of a target; nil if our own codec is meant.
func fuzzTarget(c *cli.Context) (*fuzz.Target, error) {
	line := c.String("target-exec")
	if !c.IsSet("target-exec") {
		for _, name := range []string{"oracle", "window", "timeout", "memory", "protocol", "grade"} {
			if c.IsSet(name) {
				return nil, usage("fuzz.usage.needs_target", "Flag", spelled(name))
			}
		}
		return nil, nil
	}
	words, err := shellquote.Split(line)
	if err != nil || len(words) == 0 {
		return nil, usage("fuzz.usage.command", "Flag", "--target-exec", "Value", line)
	}
	t := &fuzz.Target{Command: words, Window: int(c.Uint64("window")), Timeout: c.Duration("timeout"), Binary: c.String("protocol") == "binary"}
	t.Check, _ = fuzz.ParseCheck(c.String("oracle"))
	if t.Timeout <= 0 {
		return nil, usage("cli.usage.not_a_duration", "Flag", "--timeout", "Value", c.String("timeout"), "Example", "1s")
	}
	memory, ok := parseBytes(c.String("memory"))
	if !ok {
		return nil, usage("fuzz.usage.size", "Flag", "--memory", "Value", c.String("memory"))
	}
	t.Memory = memory
	return t, nil
}

// byteUnits are the units of sizes, by their small letters.
var byteUnits = map[string]uint64{
	"": 1, "b": 1, "k": 1 << 10, "kb": 1000, "kib": 1 << 10, "m": 1 << 20, "mb": 1e6, "mib": 1 << 20, "g": 1 << 30, "gb": 1e9, "gib": 1 << 30,
}

// parseBytes reads "2GiB", "512MB" or "4096".
func parseBytes(text string) (uint64, bool) {
	at := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
	if at < 0 {
		at = len(text)
	}
	n, err := strconv.ParseUint(text[:at], 10, 32)
	unit, known := byteUnits[strings.ToLower(strings.TrimSpace(text[at:]))]
	return n * unit, err == nil && known && n > 0
}

// unfit says why a target cannot be used, and what would help.
func (e *env) unfit(err error) error {
	var t *fuzz.TargetError
	if !errors.As(err, &t) {
		return err
	}
	f := &failure{code: exitTarget, cause: err}
	switch t.Unfit {
	case fuzz.NotStarted:
		f.id, f.args = "fuzz.unfit.not_started", []any{"Command", t.Command, "Detail", t.Err.Error()}
		return f.hinted("fuzz.hint.command")
	case fuzz.DiesAtOnce:
		f.id, f.args = "fuzz.unfit.dies", []any{"Command", t.Command, "Status", t.Status, "Stderr", t.Stderr}
		return f.hinted("fuzz.hint.loop")
	case fuzz.Silent:
		f.id, f.args = "fuzz.unfit.silent", []any{"Command", t.Command}
		return f.hinted("fuzz.hint.flush")
	case fuzz.SaysMore:
		f.id, f.args = "fuzz.unfit.more", []any{"Command", t.Command, "Answer", t.Answer}
		return f.hinted("fuzz.hint.one")
	case fuzz.UnknownField:
		f.id, f.args = "fuzz.unfit.field", []any{"Command", t.Command, "Field", t.Answer}
		if t.Nearest != "" {
			return f.hinted("cli.usage.nearest", "Nearest", t.Nearest)
		}
		return f.hinted("cli.usage.see_help", "Help", "netquiz ref")
	}
	f.id, f.args = "fuzz.unfit.talk", []any{"Command", t.Command, "Answer", t.Answer}
	return f.hinted("fuzz.hint.answer")
}

// manner says what had to be done so that the target answers in time.
func (e *env) fuzzManner(m fuzz.Manner) string {
	switch m {
	case fuzz.Stdbuf:
		return e.text.T("fuzz.manner.stdbuf")
	case fuzz.Batch:
		return e.text.T("fuzz.manner.batch")
	}
	return ""
}
