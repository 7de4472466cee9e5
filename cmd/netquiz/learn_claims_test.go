package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"netquiz/lessons"
	"netquiz/locales"
)

// cells is what the live blocks of a step print: rows of fields.
type cells [][]string

func (c cells) column(i int) (values []string) {
	for _, row := range c {
		values = append(values, row[i])
	}
	return values
}

// gap is the difference between two numbers of a column.
func (c cells) gap(column, from, to int) float64 {
	a, _ := strconv.ParseFloat(c[from][column], 64)
	b, _ := strconv.ParseFloat(c[to][column], 64)
	return b - a
}

func near(got, want float64) bool { return math.Abs(got-want) < 0.002 }

// What the lessons on windows and on the whole way say of the frames they show
// is so: their text names times, lengths and numbers of these very frames.
func TestWhatLessonsSayOfTheirFrames(t *testing.T) {
	tests := []struct {
		stage string
		step  int
		claim string
		holds func(c cells) bool
	}{
		{"window", 1, "one segment a round trip", func(c cells) bool { return near(c.gap(0, 0, 1), 0.04) && near(c.gap(0, 1, 2), 0.04) }},
		{"window", 3, "the GET takes 54 bytes of the window", func(c cells) bool { return c.gap(1, 4, 1) == 54 }},
		{"window", 5, "65,535 in the SYN, then 50,000 × 4", func(c cells) bool {
			return slices.Equal(c[0], []string{"1", "65535", "2"}) && c[1][1] == "50000"
		}},
		{"window", 6, "the buffer fills", func(c cells) bool { return slices.Equal(c.column(1), []string{"4344", "1448", "0"}) }},
		{"window", 7, "a probe of one byte, then an update", func(c cells) bool {
			return slices.Equal(c.column(1), []string{"0", "1", "0", "0"}) && c[2][2] == "0" && c[3][2] == "1450"
		}},
		{"window", 8, "an ACK for every two segments", func(c cells) bool { return c.gap(0, 0, 1) == 2896 && c.gap(0, 1, 2) == 2896 }},
		{"window", 9, "both runs wait a round trip", func(c cells) bool { return near(c.gap(0, 0, 1), 0.04) && near(c.gap(0, 2, 3), 0.04) }},
		{"window", 10, "four ACKs alike, then what they ask for", func(c cells) bool {
			return len(slices.Compact(c[:4].column(2))) == 1 && c[4][1] == c[3][2] && c[4][0] == "1448"
		}},
		{"window", 11, "the same piece after more than the RTO", func(c cells) bool { return c[0][1] == c[1][1] && c.gap(0, 0, 1) > 1 }},
		{"summary", 1, "the query goes to the router's MAC", func(c cells) bool { return c[2][1] != c[1][1] && c[2][1] != c[0][1] }},
		{"summary", 3, "ACK and GET have the same seq", func(c cells) bool { return c[2][1] == c[3][1] && c.gap(1, 0, 2) == 1 }},
		{"summary", 4, "the destination IP stays, MAC and source do not", func(c cells) bool {
			return c[0][0] != c[1][0] && c[0][1] != c[1][1] && c[0][2] != c[1][2] && c[0][3] == c[1][3] && c.gap(4, 1, 0) == 2
		}},
		{"summary", 5, "three pieces, an ACK, and a FIN that confirms", func(c cells) bool {
			return slices.Equal(c.column(0), []string{"1448", "1448", "0", "170", "0"}) && c.gap(2, 2, 4) == 170
		}},
		{"summary", 6, "66 bytes of header and 3,000 of body", func(c cells) bool { return c[0][0] == "3000" && c[0][2] == "1448" && c[2][1] == "170" }},
		{"summary", 7, "the end of the chunks from 0x42 on", func(c cells) bool {
			return slices.Equal(c[4][3:10], []string{"0d", "0a", "30", "0d", "0a", "0d", "0a"})
		}},
		{"summary", 8, "each FIN takes a number", func(c cells) bool {
			return slices.Equal(c.column(0), []string{"1", "0", "1", "0"}) && c.gap(1, 0, 3) == 1 && c.gap(2, 0, 3) == 1
		}},
	}
	for _, tt := range tests {
		t.Run(tt.stage+"#"+strconv.Itoa(tt.step), func(t *testing.T) {
			l, err := lessons.Load(locales.Korean, tt.stage)
			if err != nil {
				t.Fatal(err)
			}
			var shown strings.Builder
			for _, b := range l.Steps[tt.step-1].Blocks {
				run, _ := b.(lessons.Run)
				for _, c := range run.Commands {
					if err := reader(t, locales.Korean).pipe(t.Context(), c.Pipe, strings.NewReader(""), &shown); err != nil {
						t.Fatal(err)
					}
				}
			}
			var c cells
			for line := range strings.Lines(shown.String()) {
				c = append(c, strings.Fields(line))
			}
			if !tt.holds(c) {
				t.Errorf("not so: %s\n%s", tt.claim, shown.String())
			}
		})
	}
}
