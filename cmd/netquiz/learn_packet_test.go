package main

import (
	"strings"
	"testing"

	"netquiz/lessons"
	"netquiz/locales"
)

// The lesson draws one packet as the three frames that build makes of it: every
// checksum and FCS drawn there is theirs.
func TestDrawnFrames(t *testing.T) {
	frames := [][]string{
		{"build", "http-get"},
		{"build", "http-get", "--src", "192.0.2.10:40001", "--src-mac", "02:00:00:00:00:03", "--dst-mac", "02:00:00:00:00:04", "--ttl", "63"},
		{"build", "http-get", "--src", "192.0.2.10:40001", "--src-mac", "02:00:00:00:00:05", "--dst-mac", "02:00:00:00:00:06", "--ttl", "62"},
	}
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		l, err := lessons.Load(lang, "packet")
		if err != nil {
			t.Fatal(err)
		}
		drawing := l.Steps[10].Blocks[1].(lessons.Prose).Markdown
		for _, build := range frames {
			fields := []string{"decode", "-", "--fields", "ip.ttl,ip.checksum,tcp.checksum,eth.fcs"}
			var out strings.Builder
			if err := reader(t, lang).pipe(t.Context(), [][]string{build, fields}, strings.NewReader(""), &out); err != nil {
				t.Fatal(err)
			}
			for _, value := range strings.Fields(out.String()) {
				if value = strings.TrimPrefix(value, "0x"); !strings.Contains(drawing, value) {
					t.Errorf("%s: %s of %v is not in\n%s", lang, value, build, drawing)
				}
			}
		}
	}
}
