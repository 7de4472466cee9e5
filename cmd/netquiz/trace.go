package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

var traceForms = []string{"diagram", "summary", "json", "pcap", "pcapng", "svg", "html"}

func traceCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "trace",
		Aliases:     []string{"추적"},
		ArgsUsage:   "[URL]",
		Description: "netquiz trace\nnetquiz trace --loss 0.1 --step\nnetquiz trace --window 4096 --compare \"--window 65535\"",
		Flags: append(sceneFlags(),
			&cli.StringFlag{Name: "from", Usage: "FILE"},
			&cli.BoolFlag{Name: "live"},
			&flagsFlag{&cli.StringFlag{Name: "compare", Usage: "FLAGS|FILE"}},
			&cli.StringFlag{Name: "phase", Usage: "PHASE,…"},
			&cli.BoolFlag{Name: "step"},
			choose("o", "diagram", traceForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		),
		Action: e.trace,
	}
}

func (e *env) trace(c *cli.Context) error {
	form := c.String("o")
	if !c.IsSet("o") && c.IsSet("w") {
		if named := formOf(c.String("w"), traceForms); named != "" {
			form = named
		}
	}
	if err := apart(c, form); err != nil {
		return err
	}
	if c.Bool("live") {
		return e.live(c, form)
	}
	if err := e.textOnScreen(c, form); err != nil {
		return err
	}
	phases, err := phasesOf(c)
	if err != nil {
		return err
	}
	t, err := e.traffic(c, usualScene)
	if err != nil {
		return err
	}
	t.phases = phases
	if c.IsSet("compare") {
		second, err := e.other(c, t)
		if err != nil {
			return err
		}
		second.phases = phases
		return e.output(c, func(out *env) error { return out.compare(c.Context, [2]*traffic{t, second}, form) })
	}
	if c.Bool("step") {
		return e.walkThrough(c.Context, t)
	}
	return e.output(c, func(out *env) error { return out.tell(c.Context, t, form) })
}

// apart refuses flags, and a form, that cannot stand together.
func apart(c *cli.Context, form string) error {
	together := func(flag, other string) error {
		return usage("trace.not_together", "Flag", flag, "Other", other)
	}
	if c.IsSet("from") {
		if c.NArg() > 0 {
			return together("--from", c.Args().First())
		}
		for _, word := range sceneWords(c) {
			return together("--from", word)
		}
	}
	if c.Bool("live") {
		for _, other := range []string{"from", "step", "compare", "phase"} {
			if c.IsSet(other) {
				return together("--live", spelled(other))
			}
		}
		if !slices.Contains(liveForms, form) {
			return together("--live", "-o "+form)
		}
	}
	if c.IsSet("compare") && !slices.Contains(compareForms, form) {
		return together("--compare", "-o "+form)
	}
	if c.Bool("step") {
		for _, other := range []string{"o", "w", "compare"} {
			if c.IsSet(other) {
				return together("--step", spelled(other))
			}
		}
	}
	return nil
}

// traffic is what the command line asks for; usual is what a scene is like
// where that says nothing.
func (e *env) traffic(c *cli.Context, usual sim.Options) (*traffic, error) {
	if name := c.String("from"); name != "" {
		return e.captured(name), nil
	}
	o, err := sceneOf(c, usual)
	if err != nil {
		return nil, err
	}
	t, err := simulated(o)
	if err == nil {
		t.label = strings.Join(append(sceneWords(c), c.Args().Slice()...), " ")
	}
	return t, err
}

// teller puts out what frames mean, one after the other.
type teller interface {
	tell(ev *sim.Event, f *proto.Frame, row *flow.Row) error
	end() error
}

// tell puts out what the traffic means in a form.
func (e *env) tell(ctx context.Context, t *traffic, form string) error {
	switch form {
	case "summary":
		return e.tellConversations(ctx, t)
	case "pcap", "pcapng":
		return e.copyPackets(ctx, t, form)
	case "json":
		return follow(ctx, t, t.only(&rowJSON{out: e.out}))
	case "svg":
		return e.svg(ctx, t)
	case "html":
		return e.html(ctx, t)
	}
	return e.diagram(ctx, t)
}

// follow tells all the traffic. What was told before an error stays told.
func follow(ctx context.Context, t *traffic, to teller) error {
	tracker := flow.New()
	var frame proto.Frame
	for ev, err := range t.events(ctx) {
		if err == nil {
			frame.Decode(&ev.Packet, proto.CheckAll)
			err = to.tell(ev, &frame, tracker.Add(&frame))
		}
		if err != nil {
			return errors.Join(to.end(), err)
		}
	}
	return to.end()
}

// frameWriter writes frames as they are.
type frameWriter struct{ capture.Writer }

func (w frameWriter) tell(ev *sim.Event, _ *proto.Frame, _ *flow.Row) error {
	return w.Write(&ev.Packet)
}
func (w frameWriter) end() error { return w.Close() }

func (e *env) copyPackets(ctx context.Context, t *traffic, form string) error {
	kind, _ := capture.ParseKind(form)
	w, err := capture.NewWriter(e.out, kind)
	if err != nil {
		return err
	}
	if t.phases != nil { // else nobody asks what a frame means
		return follow(ctx, t, t.only(frameWriter{w}))
	}
	for ev, failed := range t.events(ctx) {
		if err = failed; err == nil {
			err = w.Write(&ev.Packet)
		}
		if err != nil {
			break
		}
	}
	return errors.Join(w.Close(), err)
}
