package main

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netquiz/locales"
)

// Any words at all are arranged or refused, and what was arranged is in order
// already: arranging it again changes nothing.
func FuzzArrange(f *testing.F) {
	f.Add("build syn --mss 1200 -otree")                       // a value in each of its ways
	f.Add("--lang en fuzz --out x shrink -- --file --lang ko") // levels, and flags that are none
	f.Add("quiz grade a --topic=dns -- b")                     // too many, behind --
	f.Add("-= -- - --")                                        // dashes alone
	f.Add("build -vh --=--= -ㅎ --set")                         // short ones that are no letters
	f.Fuzz(func(t *testing.T, line string) {
		real := commands
		commands = frame
		defer func() { commands = real }()
		e, _, _ := inProcess(locales.Korean)
		app := newApp(e)
		asked, err := arrange(app, strings.Fields(line))
		if err != nil || asked.help || asked.version {
			return
		}
		again, err := arrange(app, asked.argv[1:])
		if err != nil {
			t.Fatalf("%q: %v", asked.argv, err)
		}
		if !slices.Equal(asked.argv, again.argv) {
			t.Fatalf("%q became %q", asked.argv, again.argv)
		}
	})
}

// Where flags stand does not matter, as long as they keep their order.
func TestFlagsMayStandAnywhere(t *testing.T) {
	withFrame(t)
	e, _, _ := inProcess(locales.Korean)
	app := newApp(e)
	flags := [][]string{{"--mss", "5"}, {"--fix"}, {"-o", "tree"}, {"--set=ip.ttl=1"}, {"--lang", "en"}, {"-wx.pcap"}}
	rapid.Check(t, func(t *rapid.T) {
		line := []string{"build"}
		args := []string{"syn", "-", "ab cd"}
		for i := 0; i < len(flags) || len(args) > 0; {
			if i < len(flags) && (len(args) == 0 || rapid.Bool().Draw(t, "flag")) {
				line = append(line, flags[i]...)
				i++
			} else {
				line = append(line, args[0])
				args = args[1:]
			}
		}
		asked, err := arrange(app, line)
		want := "netquiz --lang=en build --mss=5 --fix --o=tree --set=ip.ttl=1 --w=x.pcap -- syn - ab cd"
		if err != nil || strings.Join(asked.argv, " ") != want {
			t.Fatalf("%q: %q, %v", line, asked.argv, err)
		}
	})
}
