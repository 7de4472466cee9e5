package main

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

func TestDrawingsAreFolded(t *testing.T) {
	wide := "앞\n\n```text\n 왼쪽 열            오른쪽 열\n   a                  b\n```\n\n뒤"
	for _, test := range []struct {
		name  string
		width int
		want  string
	}{
		{"fits", 40, wide},
		{"folded where it is empty", 20, "앞\n\n```text\n 왼쪽 열\n   a\n┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄\n오른쪽 열\n  b\n```\n\n뒤"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := folded(wide, test.width); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Folding loses nothing but blanks, and what it shows fits.
func TestFoldingKeepsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(8, 60).Draw(t, "width")
		lines := rapid.SliceOfN(rapid.StringMatching(`[ a-c가-나│─]{0,100}`), 1, 6).Draw(t, "lines")
		letters := map[rune]int{}
		for _, r := range strings.Join(lines, "") {
			letters[r]++
		}
		for _, piece := range pieces(lines, width) {
			for _, line := range piece {
				if term.Width(line) > width {
					t.Fatalf("%d columns: %q", term.Width(line), line)
				}
				for _, r := range line {
					letters[r]--
				}
			}
		}
		for r, n := range letters {
			if r != ' ' && n != 0 {
				t.Fatalf("%d × %q lost", n, r)
			}
		}
	})
}

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
