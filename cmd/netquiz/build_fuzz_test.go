package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"netquiz/locales"
)

// FuzzBuild: whatever is set in whatever was received, build makes as many frames
// as it was given or says what is wrong.
func FuzzBuild(f *testing.F) {
	const syn = "02000000000202000000000108004500002c000040004006443fc0a8000a5db8d822c7380050000003e8000000006002faf0db370000020405b40000e15e8628"
	for _, seed := range []struct{ input, settings, flag string }{
		{syn, "tcp.window=5", ""},                             // an ordinary change
		{syn, "ip.hdr_len=60\nip.len=1", "--fix"},             // headers that lie about what follows
		{syn, "eth.type=0x86dd\nipv6.plen=9", ""},             // a header that becomes another
		{syn, "eth.type=5", "--keep"},                         // and a length
		{syn[:60], "ip.checksum=1\neth.fcs=1", ""},            // cut off within a header
		{syn, "tcp.options.mss_val#2=1", ""},                  // the second of one
		{syn, "tcp.flags=SYN\ntcp.flags.syn=\nip.src=::", ""}, // values of other kinds
		{`{"layers":[{"id":"eth","hex":"` + syn + `"}]}`, "", "--fix"},
		{`{"layers":[{"id":"eth","hex":"` + syn[:28] + `","fields":{"eth.type":2054}}]}`, "eth.dst=1:2:3:4:5:6", ""},
		{`{"linktype":"raw","layers":[{"id":"ip","hex":"45"}]}`, "ip.version=6", ""},
		{"00", "=\n#\n#1=", ""},
	} {
		f.Add(seed.input, seed.settings, seed.flag)
	}
	f.Fuzz(func(t *testing.T, input, settings, flag string) {
		args := []string{"build", "-", "-o", "json"}
		if strings.HasPrefix(strings.TrimSpace(input), "{") {
			args = []string{"build", "--from-json", "-", "-o", "json"}
		}
		if flag == "--fix" || flag == "--keep" {
			args = append(args, flag)
		}
		for s := range strings.SplitSeq(settings, "\n") {
			if s != "" && !strings.HasPrefix(s, "-") {
				args = append(args, "--set", s)
			}
		}
		e, _, _ := inProcess(locales.Korean)
		var out bytes.Buffer
		err := e.run(t.Context(), args, strings.NewReader(input), &out)
		var known *failure
		if err != nil && !errors.As(err, &known) {
			t.Fatalf("%q: %v", args, err)
		}
		if known != nil && strings.Contains(e.sentence(known.id, known.args), "⟦") {
			t.Errorf("%q: no message %s", args, known.id)
		}
		if err == nil && out.Len() == 0 {
			t.Errorf("%q: nothing comes of it", args)
		}
	})
}
