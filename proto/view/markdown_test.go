package view

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netquiz/locales"
)

func TestGoldenMarkdown(t *testing.T) {
	source, err := os.ReadFile("testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{40, 80} {
		golden(t, fmt.Sprintf("markdown.%d", width), Markdown{style(width, locales.Korean)}.Append(nil, source))
	}
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"a word is not broken", strings.Repeat("연결을 ", 8), "연결을 연결을 연결을 연결을 연결을\n연결을 연결을 연결을\n"},
		{"a word wider than a line is", strings.Repeat("가", 25), strings.Repeat("가", 20) + "\n" + strings.Repeat("가", 5) + "\n"},
		{"a quote of two paragraphs", "> 하나\n>\n> 둘", "│ 하나\n│\n│ 둘\n"},
		{"a numbered list that starts late", "9. 아홉\n10. 열", "9. 아홉\n10. 열\n"},
		{"a list in a list", "- 하나\n  - 둘\n- 셋", "• 하나\n  • 둘\n• 셋\n"},
		{"an empty item", "-\n- 둘", "•\n• 둘\n"},
		{"code in an item", "- 하나\n\n  ```\n  a  b\n  ```", "• 하나\n\n    a  b\n"},
		{"a backslash stays one", "`a\\n` \\\\", "`a\\n` \\\n"},
		{"an escape sequence does not pass", "a\x1b[31mb `\x9b`\n\n```\n\x1b]0;x\x07\n```", "a\\x1b[31mb `\\x9b`\n\n  \\x1b]0;x\\x07\n"},
		{"a link into the dictionary", "[순서 번호](ref:tcp.seq_raw)예요", "순서 번호 (ref tcp.seq_raw)예요\n"},
		{"a link that shows itself", "[http://a.example](http://a.example) <http://b.example>", "http://a.example http://b.example\n"},
		{"a table too wide for columns", "|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n|1|2|3|4|5|6|", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n"},
		{"a row with cells missing", "|a|b|\n|-|-|\n|1|", "a │ b\n──┼──\n1 │\n"},
		{"raw HTML is text", "a <b>c</b>\n\n<div>\nx\n</div>", "a <b>c</b>\n\n  <div>\n  x\n  </div>\n"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(Markdown{style(40, locales.Korean)}.Append(nil, []byte(c.source))); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// Any Markdown fits the width and lets nothing raw through.
func TestAnyMarkdown(t *testing.T) {
	pieces := []string{"# ", "- ", "1. ", "> ", "| ", "|-|-|\n", "```\n", "    ", "**", "`", "\n", "\n\n", "  \n", "가나다 ", "word ",
		strings.Repeat("긴", 50), "[a](b)", "<http://c.example>", "\x1b[2J", "\xff", "\t", "\u202e", "&amp;", "---\n", "\\"}
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		s := Style{Width: rapid.IntRange(40, 100).Draw(t, "width"), Color: rapid.Bool().Draw(t, "color"), L: localizers[locales.Korean]}
		checkDrawing(t, "markdown", Markdown{s}.Append(nil, []byte(source)), s)
	})
}

func FuzzMarkdown(f *testing.F) {
	source, err := os.ReadFile("testdata/sample.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(source, uint8(80))                                // every kind of block
	f.Add([]byte("> > > > > > > > > > - - - x"), uint8(40)) // nested deeper than the width allows
	f.Add([]byte("|a|b|\n|:-|-:|\n|\x1b|"), uint8(41))      // a table with a hole and an escape
	f.Fuzz(func(t *testing.T, source []byte, width uint8) {
		s := Style{Width: int(width), Color: width%2 == 0, L: localizers[locales.English]}
		checkDrawing(t, "markdown", Markdown{s}.Append(nil, source), s)
	})
}
