package main

import (
	"strings"
	"testing"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

func TestSetOut(t *testing.T) {
	for text, want := range map[string]string{
		"plain":               "plain",
		"a\tb":                "a       b",
		"12345678\tb\nx\t\ty": "12345678        b\nx               y",
		"가나다라\tb":             "가나다라        b",
	} {
		if got := setOut(text); got != want {
			t.Errorf("setOut(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBroken(t *testing.T) {
	for line, want := range map[string]string{
		"short":                       "short",
		"0x1a2b  0   1   www.example": "0x1a2b  0   1\n    www.example",
		"  응답 200: 본문을 모두 받았어요 끝까지":  "  응답 200: 본문을\n      모두\n      받았어요\n      끝까지",
		"aaaaaaaaaaaaaaaaaaaaaaaaaa": "aaaaaaaaaaaaaaaaaa\n    aaaaaaaa",
	} {
		got := broken(line, 18)
		if got != want {
			t.Errorf("broken(%q) =\n%s\nwant\n%s", line, got, want)
		}
		for row := range strings.SplitSeq(got, "\n") {
			if term.Width(row) > 18 {
				t.Errorf("%q: %d columns", row, term.Width(row))
			}
		}
	}
}

func TestHypertext(t *testing.T) {
	e := reader(t, locales.Korean)
	d, err := e.dictionary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for markdown, want := range map[string]string{
		"a < b & c":                               "<p>a &lt; b &amp; c</p>",
		"**강한** _기운_":                             "<p><strong>강한</strong> <em>기운</em></p>",
		"`tcp.seq_raw`를 봐요":                       `<p><a href="#ref-field-tcp.seq_raw"><code>tcp.seq_raw</code></a>를 봐요</p>`,
		"`<b>`":                                   "<p><code>&lt;b&gt;</code></p>",
		"- [ ] 말했어요\n- 그냥":                        `<ul><li><label><input type="checkbox"> 말했어요</label></li><li>그냥</li></ul>`,
		"> **더 정확히** 말하면":                         "<blockquote><p><strong>더 정확히</strong> 말하면</p></blockquote>",
		"```text\n가 → <x>\n```":                   "<pre><b>가</b> <i>→</i> &lt;x&gt;</pre>",
		"&lt;script&gt;<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)</p>",
	} {
		g := newGlossary(d)
		if got := string(hypertext(markdown, g)); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", markdown, got, want)
		}
		if linked := len(g.explained()); (linked > 0) != strings.Contains(want, "#ref-") {
			t.Errorf("%q: %d words are explained", markdown, linked)
		}
	}
}
