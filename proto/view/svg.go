package view

import (
	_ "embed"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"netquiz/locales"
)

// MostDrawn is how many frames a picture or a story holds; those that come
// later are left out.
const MostDrawn = 2000

// SVG draws what hosts say to each other as one picture, light or dark as its
// reader likes: lifelines, an arrow a frame, states, windows, events, as
// Sequence draws them with letters. It is an Add for each frame, then Append.
type SVG struct {
	teller
	Left int // frames that found no room

	at     []int // of each lifeline
	height int   // of the arrows so far
	arrows []svgArrow
}

//go:embed diagram.svg
var svgText string

//go:embed diagram.css
var svgCSS string

var svgTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("svg").Parse(svgText))
})

// What the picture measures, in its own units, of which a letter of the labels
// is letter wide.
const (
	svgWidth  = 980
	svgStamp  = 120 // where number and time end
	svgFirst  = 210 // the lifeline on the left
	svgLast   = 880 // and on the right
	letter    = 7
	svgGauge  = 150
	lineSpace = 16
)

// svgArrow is what the template "arrow" draws, Y from the top of the diagram
// and everything in it from there.
type svgArrow struct {
	Index, Y, Height   int
	Stamp, Head, Ports string
	HeadY              int
	From, To, End      int // columns; End is where a lost frame ends
	Across, Lost       bool
	Mid, Up            int // of the label
	Label              string
	Left, Right        svgNote
	Caption            svgNote
	Bar                *svgBar
	Events             []svgNote
	Phase              string
}

// svgNote is a text at a place.
type svgNote struct {
	X, Y int
	Text string
}

// svgBar is a gauge: how much of Width is full.
type svgBar struct {
	X, Y, Width, Full int
	Text              string
}

// NewSVG makes a picture with lifelines from left to right.
func NewSVG(l *locales.Localizer, lanes []Lane) *SVG {
	d := &SVG{teller: newTeller(Style{L: l}, lanes)}
	for i := range lanes {
		d.at = append(d.at, svgFirst+(svgLast-svgFirst)*i/max(len(lanes)-1, 1))
	}
	return d
}

// Add adds a frame. Rows must come in the order of their frames.
func (d *SVG) Add(a Arrow) {
	s := d.say(a)
	d.add(&s)
}

// add draws what is said of a frame, and tells whether it found room.
func (d *SVG) add(s *saying) bool {
	if len(d.arrows) == MostDrawn {
		d.Left++
		return false
	}
	v := svgArrow{Index: len(d.arrows), Stamp: strings.TrimSpace(s.stamp()), Head: s.head, Ports: s.ports, Lost: s.lost, Phase: s.phase}
	y := 0
	if s.head != "" {
		v.HeadY, y = 20, 30
	}
	v.Up = y + 14
	if s.from < 0 || s.to < 0 || s.from == s.to {
		v.From, v.Mid, v.Label = svgFirst, svgFirst+10, fit("· "+s.label, (svgWidth-svgFirst)/letter)
		y += 22
	} else {
		y = d.across(&v, s, y)
	}
	for _, event := range s.events {
		v.Events = append(v.Events, svgNote{v.Mid, y + 12, "! " + event})
		y += lineSpace
	}
	v.Y, v.Height = d.height, y+6
	d.height += v.Height
	d.arrows = append(d.arrows, v)
	return true
}

// across draws an arrow between two lifelines and what stands below it, from y
// down.
func (d *SVG) across(v *svgArrow, s *saying, y int) int {
	left, right := d.at[min(s.from, s.to)], d.at[max(s.from, s.to)]
	v.Across, v.From, v.To, v.Mid = true, d.at[s.from], d.at[s.to], (left+right)/2
	v.End = v.To
	if s.lost {
		v.End = (v.From + v.To) / 2
	}
	room := 2 * min(v.Mid-svgStamp, svgWidth-v.Mid) / letter
	v.Label = fit(s.label, room)
	y += 46
	leftState, rightState := s.sender, s.receiver
	if s.from > s.to {
		leftState, rightState = rightState, leftState
	}
	v.Left, v.Right = svgNote{left + 8, y, leftState}, svgNote{right - 8, y, rightState}
	v.Caption = svgNote{v.Mid, y, fit(s.caption, room)}
	if columns := (right - left) / letter; Columns(leftState)+Columns(rightState)+Columns(s.caption)+4 > columns && leftState+rightState != "" {
		y += lineSpace
		v.Caption.Y = y
	}
	if s.window >= 0 {
		y += lineSpace
		full := svgGauge
		if s.window > 0 {
			full = min(svgGauge, max(s.flight, 0)*svgGauge/s.window)
		}
		v.Bar = &svgBar{v.Mid - svgGauge, y - 9, svgGauge, full, d.style.L.T("view.sequence.window") + " " + d.style.L.Number(s.flight) + "/" + d.style.L.Number(s.window)}
	}
	return y + 4
}

// svgHost is the head of a lifeline.
type svgHost struct {
	X     int
	Title string
	Addrs []svgNote
}

// hosts are the heads of the lifelines, and the height that they take.
func (d *SVG) hosts() (all []svgHost, height int) {
	for i, l := range d.lanes {
		room := 2*min(d.at[i], svgWidth-d.at[i])/letter - 2
		if len(d.lanes) > 1 {
			room = min(room, (svgLast-svgFirst)/(len(d.lanes)-1)/letter-2)
		}
		h := svgHost{X: d.at[i], Title: fit(l.title(), room)}
		for _, a := range l.addrs() {
			h.Addrs = append(h.Addrs, svgNote{d.at[i], 36 + lineSpace*len(h.Addrs), fit(a, room)})
		}
		height = max(height, 36+lineSpace*len(h.Addrs))
		all = append(all, h)
	}
	return all, height
}

// Append appends the picture as a document of its own.
func (d *SVG) Append(dst []byte) []byte {
	hosts, head := d.hosts()
	return d.execute(dst, "document", map[string]any{
		"Hosts": hosts, "Head": head, "Arrows": d.arrows, "Lines": d.at, "Width": svgWidth, "Height": d.height, "Total": head + d.height + 20,
		"CSS": template.CSS(svgCSS), "Title": d.style.L.T("view.diagram.title"), "Lang": string(d.style.L.Lang()), "Left": d.left(),
	})
}

// left says how many frames found no room.
func (d *SVG) left() string {
	if d.Left == 0 {
		return ""
	}
	return d.style.L.T("view.diagram.left", "N", d.Left)
}

func (d *SVG) execute(dst []byte, name string, data any) []byte {
	w := appender{dst}
	if err := svgTemplate().ExecuteTemplate(&w, name, data); err != nil {
		panic(err) // the template and its data are ours
	}
	return w.dst
}

// Points are the corners of the arrow's head.
func (v svgArrow) Points() string {
	back := -8
	if v.To < v.From {
		back = 8
	}
	x, y := v.To-back/8, v.Up+8
	return strconv.Itoa(x) + "," + strconv.Itoa(y) + " " + strconv.Itoa(x+back) + "," + strconv.Itoa(y-4) + " " + strconv.Itoa(x+back) + "," + strconv.Itoa(y+4)
}
