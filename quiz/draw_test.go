package quiz

import (
	"strings"
	"testing"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/view"
)

// No line of a frame is wider than the screen, before an answer and after it.
func TestFramesFit(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		l := locales.New(lang)
		for _, width := range []int{40, 80} {
			every(t, count(t, 20)+2, func(t *testing.T, q *Question) {
				for i := range q.Frames {
					x := &q.Frames[i]
					for _, mark := range [][]*proto.Field{nil, {}} {
						text := string(x.Append(nil, view.Style{L: l, Width: width}, i+1, mark))
						for line := range strings.SplitSeq(text, "\n") {
							if n := view.Columns(line); n > width {
								t.Errorf("%s, %d columns: a line is %d wide: %q", lang, width, n, line)
							}
						}
					}
				}
			})
		}
	}
}
