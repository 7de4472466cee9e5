package view

import (
	_ "embed"
	"encoding/hex"
	"html/template"
	"sync"

	"netquiz/locales"
	"netquiz/proto"
)

// Story writes a row of frames as one HTML document that needs nothing else: a
// sequence diagram to walk through by keys or to let play, with each frame's
// tree and bytes, why it was sent, how both ends stand, and plots of sequence
// numbers and windows. It is an Add for each frame, then Append. Its policy
// lets no script run but its own and fetches nothing.
type Story struct {
	*SVG
	page      Page
	frames    []storyFrame
	fields    map[string]storyField
	histories map[int]*history // by conversation
	main      *history         // the longest
	last      float64          // time of the latest frame, in seconds
}

// Told is what else a story says of a frame.
type Told struct {
	Why, Meaning string
	Events       []string // why each event is one
	Sockets      []Socket // client and server
}

//go:embed story.html
var storyHTML string

//go:embed story.css
var storyCSS string

//go:embed story.js
var storyJS string

var storyTemplate = sync.OnceValue(func() *template.Template {
	t := template.Must(template.New("story").Parse(svgText))
	return template.Must(t.Parse(storyHTML))
})

// storyFrame is what the script shows of a frame.
type storyFrame struct {
	At      float64        `json:"at"` // seconds
	Title   string         `json:"title"`
	Notes   []string       `json:"notes,omitempty"`
	Caption string         `json:"caption,omitempty"`
	Why     string         `json:"why,omitempty"`
	Meaning string         `json:"meaning,omitempty"`
	Events  []string       `json:"events,omitempty"`
	Sockets []storySocket  `json:"sockets,omitempty"`
	Rows    []storyRow     `json:"rows"`
	Hex     string         `json:"hex"`
	Text    map[int]string `json:"text,omitempty"` // of bytes that are more or less than a letter of ASCII
	Layers  [][2]int       `json:"layers"`         // where each begins, and its colour
}

// storyRow is a line of the tree.
type storyRow struct {
	Head     bool           `json:"head,omitempty"`
	Level    int            `json:"level"`
	Layer    int            `json:"layer"`
	Bit      uint32         `json:"bit"`
	N        uint32         `json:"n"`
	Where    string         `json:"where,omitempty"`
	Picture  string         `json:"picture,omitempty"`
	Name     string         `json:"name"`
	Value    string         `json:"value,omitempty"`
	ID       string         `json:"id,omitempty"`
	Problems []storyProblem `json:"problems,omitempty"`
}

type storyProblem struct {
	Text   string `json:"text"`
	Broken bool   `json:"broken,omitempty"`
}

// storyField is what is the same of a field in every frame.
type storyField struct {
	Ref     string `json:"ref,omitempty"`
	Explain string `json:"explain,omitempty"`
}

type storySocket struct {
	Name  string       `json:"name"`
	Facts []string     `json:"facts"`
	State string       `json:"state,omitempty"`
	Note  string       `json:"note,omitempty"`
	Bars  []storyGauge `json:"bars,omitempty"`
}

type storyGauge struct {
	Name  string   `json:"name"`
	Taken int      `json:"taken"`
	Room  int      `json:"room"`
	Text  string   `json:"text"`
	Facts []string `json:"facts"`
}

// NewStory makes a story of hosts with lifelines from left to right.
func NewStory(l *locales.Localizer, lanes []Lane) *Story {
	return &Story{
		SVG: NewSVG(l, lanes), page: Page{L: l, Explain: true},
		fields: map[string]storyField{}, histories: map[int]*history{},
	}
}

// Add adds a frame. Rows must come in the order of their frames.
func (s *Story) Add(a Arrow, told Told) {
	said := s.say(a)
	if !s.add(&said) {
		return
	}
	s.last = max(s.last, said.at.Seconds())
	v := storyFrame{
		At: said.at.Seconds(), Caption: said.caption, Why: told.Why, Meaning: told.Meaning, Events: told.Events,
	}
	for _, socket := range told.Sockets {
		v.Sockets = append(v.Sockets, s.socket(&socket))
	}
	s.show(&v, a.Frame)
	s.frames = append(s.frames, v)
	if c := a.Row.Conversation; c != nil && c.Proto == proto.ProtoTCP && !a.Row.Reported {
		h := s.histories[c.ID]
		if h == nil {
			h = new(history)
			s.histories[c.ID] = h
		}
		h.note(v.At, a, told.Sockets)
		if s.main == nil || h.frames > s.main.frames {
			s.main = h
		}
	}
}

// show adds a frame's tree and bytes.
func (s *Story) show(v *storyFrame, f *proto.Frame) {
	p := s.page.frame(f)
	v.Title, v.Notes, v.Hex = p.Title, p.Notes, hex.EncodeToString(f.Bytes())
	for _, r := range p.Rows {
		row := storyRow{r.Head, r.Level, r.Layer, r.Bit, r.N, r.Where, r.Picture, r.Name, r.Value, r.ID, nil}
		for _, problem := range r.Problems {
			row.Problems = append(row.Problems, storyProblem(problem))
		}
		if r.ID != "" {
			s.fields[r.ID] = storyField{r.Ref, r.Explain}
		}
		v.Rows = append(v.Rows, row)
	}
	v.Text = map[int]string{}
	layer := -1
	for _, line := range p.Lines {
		for _, b := range line.Bytes {
			if plain := f.Bytes()[b.Index]; b.Text != letterOf(plain) {
				v.Text[b.Index] = b.Text
			}
			if b.Layer != layer {
				layer = b.Layer
				v.Layers = append(v.Layers, [2]int{b.Index, layer})
			}
		}
	}
}

// letterOf is what the script shows of a byte unasked.
func letterOf(b byte) string {
	if b >= ' ' && b <= '~' {
		return string(rune(b))
	}
	return "."
}

func (s *Story) socket(v *Socket) storySocket {
	style := Sockets{Style{L: s.page.L}}
	out := storySocket{Name: v.Name, State: v.State, Note: v.Note, Facts: style.facts(v)}
	for _, g := range style.gauges(v) {
		text := s.page.L.Number(g.taken) + "/" + s.page.L.Number(g.room)
		out.Bars = append(out.Bars, storyGauge{g.name, g.taken, g.room, text, g.facts})
	}
	return out
}

// Append appends the document.
func (s *Story) Append(dst []byte) []byte {
	l := s.page.L
	var plots []*plot
	if s.main != nil {
		plots = s.main.plots(l, s.last)
	}
	words := map[string]string{}
	for _, id := range []string{"why", "meaning", "play", "pause", "tree", "hex"} {
		words[id] = l.T("view.story." + id)
	}
	css, js := pageCSS+svgCSS+storyCSS, pageJS+storyJS
	hosts, head := s.hosts()
	w := appender{dst}
	err := storyTemplate().ExecuteTemplate(&w, "story", map[string]any{
		"Lang": string(l.Lang()), "Title": l.T("view.story.title"), "Help": l.T("view.story.help"), "Left": s.left(),
		"Policy": policy(css, js), "CSS": template.CSS(css), "JS": template.JS(js), "Words": words,
		"First": l.T("view.story.first"), "Back": l.T("view.story.back"), "Next": l.T("view.story.next"),
		"Final": l.T("view.story.last"), "Speed": l.T("view.story.speed"), "Seconds": l.T("view.plot.seconds"),
		"Hosts": hosts, "Head": head, "Arrows": s.arrows, "Lines": s.at, "Width": svgWidth, "Height": s.height + 10,
		"Plots": plots, "Diagram": l.T("view.diagram.title"),
		"Data": map[string]any{"frames": s.frames, "fields": s.fields, "words": words},
	})
	if err != nil {
		panic(err) // the template and its data are ours
	}
	return w.dst
}
