package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/guptarohit/asciigraph"

	"netquiz/quiz"
	"netquiz/quiz/record"
)

// plotHeight is how many lines a plot takes above its axis.
const plotHeight = 10

// plotDays is how many days back a plot goes; of each it tells the share of right
// answers of so many days up to it.
const plotDays, plotSpan = 30, 7

// plotRight draws how much of what was asked of late was right, in percent.
func (e *env) plotRight(s quiz.Standing, width int) {
	from := s.Day - plotDays + 1
	share := make([]float64, plotDays)
	for i := range share {
		day, given, right := from+record.Day(i), 0, 0
		for _, d := range s.Calendar {
			if d.Day > day-plotSpan && d.Day <= day {
				given, right = given+d.Answers, right+d.Right
			}
		}
		share[i] = 100 * float64(right) / float64(given) // NaN, a gap, where nothing was asked
	}
	e.plot(share, from, width)
}

// plotRecall draws how much of what was asked is still known on the days ahead, in
// percent, if nothing is asked again.
func (e *env) plotRecall(s quiz.Standing, width int) {
	recall := make([]float64, len(s.Recall))
	for i, p := range s.Recall {
		recall[i] = 100 * p
	}
	e.plot(recall, s.Day, width)
}

// plot draws a percentage a day.
func (e *env) plot(series []float64, from record.Day, width int) {
	date := func(at float64) string { return (from + record.Day(math.Round(at))).String()[5:] }
	options := []asciigraph.Option{
		asciigraph.Height(plotHeight), asciigraph.Width(max(16, min(60, width-14))), asciigraph.Offset(2),
		asciigraph.LowerBound(0), asciigraph.UpperBound(100),
		asciigraph.XAxisRange(0, float64(len(series)-1)), asciigraph.XAxisTickCount(3), asciigraph.XAxisValueFormatter(date),
		asciigraph.YAxisValueFormatter(func(v float64) string { return fmt.Sprintf("%4.0f%%", v) }),
	}
	if e.term.Colour(e.out) {
		options = append(options, asciigraph.SeriesColors(asciigraph.Green))
	}
	for line := range strings.Lines(asciigraph.Plot(series, options...) + "\n") {
		fmt.Fprintln(e.out, strings.TrimRight(line, " \n"))
	}
}
