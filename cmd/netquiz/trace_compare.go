package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/cmd/netquiz/term"
	"netquiz/lessons"
	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
	"netquiz/proto/view"
)

// compareForms are what --compare prints.
var compareForms = []string{"diagram", "summary", "json"}

// other is the traffic that --compare asks for: a file, or the first scene with
// other flags.
func (e *env) other(c *cli.Context, first *traffic) (*traffic, error) {
	text := strings.TrimSpace(c.String("compare"))
	switch {
	case text == "":
		return nil, usage("trace.bad_compare", "Value", text)
	case text == "-", !strings.HasPrefix(text, "-"):
		return e.captured(text), nil
	}
	usual := usualScene
	if first.scene != nil {
		usual = first.options
	}
	pipe, err := lessons.SplitCommand("netquiz trace " + text)
	if err != nil || len(pipe) != 1 {
		return nil, usage("trace.bad_compare", "Value", text)
	}
	var t *traffic
	app := newApp(e)
	app.Commands = []*cli.Command{prepared(&cli.Command{
		Name: "trace", ArgsUsage: "[URL]", Flags: append(sceneFlags(), &cli.StringFlag{Name: "from", Usage: "FILE"}),
		Action: func(c *cli.Context) (err error) {
			t, err = e.traffic(c, usual)
			return err
		},
	})}
	asked, err := arrange(app, pipe[0][1:])
	if err != nil {
		return nil, err
	}
	if asked.help || asked.version {
		return nil, usage("trace.bad_compare", "Value", text)
	}
	if err := app.RunContext(c.Context, asked.argv); err != nil {
		return nil, err
	}
	if t.scene != nil && first.scene != nil {
		t.label = e.text.T("trace.compare.also", "Flags", t.label)
	}
	return t, nil
}

// compare lays two runs beside each other.
func (e *env) compare(ctx context.Context, runs [2]*traffic, form string) error {
	if form == "json" {
		for i, t := range runs {
			if err := follow(ctx, t, t.only(&rowJSON{out: e.out, run: i + 1})); err != nil {
				return err
			}
		}
		return nil
	}
	var logs [2]*runLog
	for i, t := range runs {
		logs[i] = &runLog{e: e, shown: t.phases, phases: map[flow.Phase]*spent{}}
		if err := follow(ctx, t, logs[i]); err != nil {
			return err
		}
	}
	if err := e.table(runs, logs); err != nil || form == "summary" {
		return err
	}
	both := view.Beside{Style: e.style()}.Append([]byte{'\n'}, [2]string{"A", "B"}, [2][]view.Burst{logs[0].bursts, logs[1].bursts})
	_, err := e.out.Write(both)
	return err
}

// runLog is what a run comes to: what was said when, in bursts, and what its
// phases took.
type runLog struct {
	e           *env
	shown       []flow.Phase // none: all
	bursts      []view.Burst
	like        *flow.Row // the last one, as a burst
	count, size int       // of the burst: frames, bytes
	start, last time.Time // of the time that the diagram counts; of the frame before
	phases      map[flow.Phase]*spent
	total       spent
	again       int // frames sent again
}

// spent is what went into a phase.
type spent struct {
	frames int
	bytes  int64
	took   time.Duration
}

// repeats are the events of a frame that says again what was said before.
var repeats = []flow.EventKind{flow.Retransmission, flow.FastRetransmission, flow.SpuriousRetransmission}

func (r *runLog) tell(ev *sim.Event, _ *proto.Frame, row *flow.Row) error {
	if r.last.IsZero() {
		r.last = row.Time
	}
	before := r.last
	r.last = row.Time
	if !shows(r.shown, row.Phase) {
		return nil
	}
	if r.total.frames == 0 {
		r.start = before
	}
	p := r.phases[row.Phase]
	if p == nil {
		p = new(spent)
		r.phases[row.Phase] = p
	}
	// The time before a frame is the time spent waiting for it.
	for _, s := range []*spent{p, &r.total} {
		s.frames++
		s.bytes += int64(row.Len)
		s.took += row.Time.Sub(before)
	}
	for i := range row.Events {
		if slices.Contains(repeats, row.Events[i].Kind) {
			r.again++
		}
	}
	r.burst(ev, row)
	return nil
}

func (*runLog) end() error { return nil }

// burst adds a frame to the burst that it goes on, or begins one.
func (r *runLog) burst(ev *sim.Event, row *flow.Row) {
	now := view.Burst{At: row.Time.Sub(r.start), FromClient: row.FromClient, Lost: ev.Lost}
	for i := range row.Events {
		now.Events = append(now.Events, r.e.text.T("flow.event."+row.Events[i].Kind.String()))
	}
	if r.goesOn(now, row) {
		r.count++
		r.size += row.Len
		r.bursts = r.bursts[:len(r.bursts)-1]
		now.At = r.like.Time.Sub(r.start)
	} else {
		kept := *row
		r.like, r.count, r.size = &kept, 1, row.Len
	}
	said := *row
	said.Len = r.size
	now.Caption = r.e.text.T("flow.step."+row.Step.String(), said.Args()...)
	if r.count > 1 {
		now.Caption += " ×" + strconv.Itoa(r.count)
	}
	r.bursts = append(r.bursts, now)
}

// together is how long after one another frames of a burst may come.
const together = 5 * time.Millisecond

// goesOn tells whether a frame is more of the last burst.
func (r *runLog) goesOn(now view.Burst, row *flow.Row) bool {
	if r.like == nil || now.Lost || len(now.Events) > 0 {
		return false
	}
	last := r.bursts[len(r.bursts)-1]
	return !last.Lost && len(last.Events) == 0 && last.FromClient == now.FromClient &&
		r.like.Step == row.Step && (row.Step == flow.Data || row.Step == flow.DataACK) && row.Time.Sub(r.like.Time) < together
}

// table says what the phases of both runs took: side by side, or on a narrow
// screen one below the other.
func (e *env) table(runs [2]*traffic, logs [2]*runLog) error {
	var out strings.Builder
	width := e.style().Width
	for i, t := range runs {
		fmt.Fprintln(&out, term.Hang("AB"[i:i+1]+"  ", e.name(t), width))
	}
	frames := e.text.T("trace.summary.frames")
	wide := [][]string{{"", "A", frames, "B", frames}}
	tall := [][]string{{"", "", e.text.T("trace.compare.took"), frames}}
	line := func(label string, both [2]*spent) {
		a, b := e.cells(both[0]), e.cells(both[1])
		wide = append(wide, slices.Concat([]string{label}, a, b))
		tall = append(tall, append([]string{label, "A"}, a...), append([]string{"", "B"}, b...))
	}
	for _, p := range flow.Phases() {
		if logs[0].phases[p] != nil || logs[1].phases[p] != nil {
			line(e.text.T("flow.phase."+p.String()), [2]*spent{logs[0].phases[p], logs[1].phases[p]})
		}
	}
	line(e.text.T("trace.compare.total"), [2]*spent{&logs[0].total, &logs[1].total})
	rows := setTable(wide)
	if term.Width(rows[0]) > width {
		rows = setTable(tall)
	}
	out.WriteString("\n" + strings.Join(rows, "\n") + "\n\n" + term.Wrap(e.verdict(logs), width) + "\n")
	_, err := io.WriteString(e.out, out.String())
	return err
}

// cells are the time and the frames that went into a phase, nil if it was not.
func (e *env) cells(s *spent) []string {
	if s == nil {
		return []string{"–", "0"}
	}
	return []string{e.text.Duration(s.took.Round(time.Microsecond)), e.text.Number(s.frames)}
}

// name is what one of two runs is called.
func (e *env) name(t *traffic) string {
	if t.label == "" {
		return e.text.T("trace.compare.usual")
	}
	return t.label
}

// verdict says in a sentence or two how the runs differ.
func (e *env) verdict(logs [2]*runLog) string {
	a, b := &logs[0].total, &logs[1].total
	text := e.text.T("trace.compare.same")
	slow, fast, name := a, b, "A"
	if b.took > a.took {
		slow, fast, name = b, a, "B"
	}
	if slow.took-fast.took >= time.Microsecond {
		ratio := 0.0
		if fast.took > 0 {
			ratio = float64(slow.took) / float64(fast.took)
		}
		text = e.text.T("trace.compare.slower", "Name", name, "By", (slow.took - fast.took).Round(time.Microsecond),
			"Ratio", strconv.FormatFloat(ratio, 'f', 1, 64))
	}
	if logs[0].again+logs[1].again > 0 {
		text += " " + e.text.T("trace.compare.again", "A", logs[0].again, "B", logs[1].again)
	}
	return text
}
