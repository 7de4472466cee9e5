package view

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"netquiz/locales"
)

// plot is a drawing of values over time, as the template "plot" shows it.
type plot struct {
	Title         string
	Width, Height int
	X0, Y0        int     // where the axes meet, in the drawing's units
	X1, Y1        int     // where they end
	Start, Scale  float64 // X of time 0, and units a second
	XTicks        []tick
	YTicks        []tick
	Unit          string  // of the time
	Keys          []curve // what the colours mean
	Curves        []curve
	Marks         []mark

	top float64 // the value at Y1
}

// tick is a value on an axis.
type tick struct {
	At   float64
	Text string
}

// curve is a value that stays until it changes.
type curve struct {
	Kind, Name string // kind: its class
	Points     string // of the drawing
}

// mark is a span of values at one time.
type mark struct {
	Kind      string
	X, Y1, Y2 float64
}

// sample is a value from a time on, in seconds.
type sample struct{ at, value float64 }

// newPlot is an empty plot of times from 0 to the last and values from 0 to the
// top.
func newPlot(l *locales.Localizer, title string, last, top float64) *plot {
	p := &plot{Title: title, Width: 480, Height: 230, X0: 66, Y0: 200, X1: 468, Y1: 12, Unit: l.T("view.plot.seconds")}
	last, p.top = math.Max(last, 1e-6), math.Max(top, 1)
	p.Start, p.Scale = float64(p.X0), float64(p.X1-p.X0)/last
	for _, v := range ticks(last) {
		p.XTicks = append(p.XTicks, tick{p.x(v), strconv.FormatFloat(v, 'g', 6, 64)})
	}
	for _, v := range ticks(p.top) {
		p.YTicks = append(p.YTicks, tick{p.y(v), l.Number(int64(v))})
	}
	return p
}

func (p *plot) x(at float64) float64 { return round(p.Start + at*p.Scale) }
func (p *plot) y(value float64) float64 {
	return round(float64(p.Y0) - value*float64(p.Y0-p.Y1)/p.top)
}

func round(v float64) float64 { return math.Round(v*10) / 10 }

// ticks are at most six round values from 0 to the most.
func ticks(most float64) (all []float64) {
	step := math.Pow(10, math.Floor(math.Log10(most/2)))
	for _, times := range []float64{1, 2, 5, 10} {
		if most/(step*times) <= 5 {
			step *= times
			break
		}
	}
	for i := 0.0; i*step <= most; i++ {
		all = append(all, i*step)
	}
	return all
}

// steps adds a value that changes at its samples, in order; what is above the
// top is cut off by the drawing.
func (p *plot) steps(kind, name string, all []sample) {
	if len(all) == 0 {
		return
	}
	var b strings.Builder
	point := func(at, value float64) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.FormatFloat(p.x(at), 'f', -1, 64) + "," + strconv.FormatFloat(p.y(math.Min(value, 4*p.top)), 'f', -1, 64))
	}
	for i, s := range all {
		if i > 0 {
			point(s.at, all[i-1].value)
		}
		point(s.at, s.value)
	}
	p.Curves = append(p.Curves, curve{kind, name, b.String()})
	p.Keys = append(p.Keys, curve{Kind: kind, Name: name})
}

// Across and Down are how large the plot is inside its axes.
func (p *plot) Across() int { return p.X1 - p.X0 }

// Down is how high it is.
func (p *plot) Down() int { return p.Y0 - p.Y1 }

// span adds a mark from one value to another, at least a dot.
func (p *plot) span(kind, name string, at, from, to float64) {
	if !slices.ContainsFunc(p.Keys, func(k curve) bool { return k.Kind == kind }) {
		p.Keys = append(p.Keys, curve{Kind: kind, Name: name})
	}
	y1, y2 := p.y(from), p.y(to)
	if y1-y2 < 2 {
		y2 = y1 - 2
	}
	p.Marks = append(p.Marks, mark{kind, p.x(at), y1, y2})
}
