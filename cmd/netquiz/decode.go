package main

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
	"netquiz/proto/view"
)

var (
	decodeForms = []string{"tree", "summary", "json", "fields", "hexdump", "layout", "pcap", "pcapng", "hex", "raw"}
	fcsChoices  = []string{"auto", "yes", "no"}
)

func decodeCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "decode",
		Aliases:     []string{"해석"},
		ArgsUsage:   "[FILE|HEX|-]…",
		Description: "netquiz decode capture.pcap\nnetquiz decode capture.pcap --filter \"tcp.flags.syn == 1\" -o tree\nnetquiz decode - --explain",
		Flags: []cli.Flag{
			choose("in", "", kindNames()),
			choose("fcs", "auto", fcsChoices),
			&cli.StringFlag{Name: "filter", Usage: "EXPR"},
			&cli.StringFlag{Name: "frame", Usage: "N[-M]"},
			&cli.Uint64Flag{Name: "count", Usage: "N"},
			&cli.StringFlag{Name: "fields", Usage: "FIELD,…"},
			&cli.StringFlag{Name: "field", Usage: "FIELD"},
			&cli.BoolFlag{Name: "explain"},
			&cli.BoolFlag{Name: "verify"},
			choose("o", "", decodeForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
		Action: e.decode,
	}
}

func kindNames() []string {
	names := []string{"auto"}
	for _, k := range capture.Kinds() {
		names = append(names, k.String())
	}
	return names
}

// decoding is what a command line of decode asks for.
type decoding struct {
	e       *env
	sources *sources
	frames  span
	filter  *filter.Filter
	fields  []*proto.Selector
	mark    []*proto.Field
	explain bool
	form    string // "": by the number of frames and the terminal
	most    uint64
	verify  bool
}

func (e *env) decode(c *cli.Context) (err error) {
	d := &decoding{e: e, explain: c.Bool("explain"), verify: c.Bool("verify"), most: c.Uint64("count")}
	if d.form = c.String("o"); d.form == "" && c.IsSet("w") {
		d.form = formOf(c.String("w"), decodeForms)
	}
	if d.form == "" && c.IsSet("fields") {
		d.form = "fields"
	}
	if err := d.read(c); err != nil {
		return err
	}
	return e.output(c, func(out *env) error {
		d.e = out
		return d.run(c.Context)
	})
}

// read reads the values of the flags that need it.
func (d *decoding) read(c *cli.Context) (err error) {
	kind, _ := capture.ParseKind(c.String("in"))
	d.sources = &sources{e: d.e, names: c.Args().Slice(), kind: kind, fcs: proto.FCSUnknown}
	if len(d.sources.names) == 0 {
		d.sources.names = []string{"-"}
	}
	switch c.String("fcs") {
	case "yes":
		d.sources.fcs = 4
	case "no":
		d.sources.fcs = 0
	}
	if d.frames, err = parseSpan(c.String("frame")); err != nil {
		return err
	}
	if expr := c.String("filter"); expr != "" {
		if d.filter, err = filter.Compile(expr); err != nil {
			return badFilter(expr, err)
		}
	}
	if d.fields, err = selectors("--fields", c.String("fields")); err != nil {
		return err
	}
	if d.form == "fields" && len(d.fields) == 0 {
		return usage("decode.needs", "Flag", "-o fields", "Needs", "--fields FIELD,…")
	}
	marks, err := selectors("--field", c.String("field"))
	for _, s := range marks {
		d.mark = append(d.mark, s.Fields...)
	}
	return err
}

// parseSpan reads "7", "3-9" or "3-".
func parseSpan(text string) (span, error) {
	if text == "" {
		return span{}, nil
	}
	from, to, ranged := strings.Cut(text, "-")
	first, err := strconv.ParseUint(from, 10, 32)
	last := first
	if err == nil && ranged {
		if last = 0; to != "" {
			last, err = strconv.ParseUint(to, 10, 32)
		}
	}
	if err != nil || first == 0 || ranged && to != "" && last < first {
		return span{}, usage("decode.bad_span", "Flag", "--frame", "Value", text)
	}
	return span{first, last}, nil
}

// selectors reads the field ids of a flag, separated by commas.
func selectors(flag, list string) (chosen []*proto.Selector, err error) {
	for id := range strings.SplitSeq(list, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		s, err := proto.Select(id)
		if err != nil {
			return nil, badField(flag, err)
		}
		chosen = append(chosen, s)
	}
	return chosen, nil
}

func (d *decoding) run(ctx context.Context) error {
	lines := &pipeline{next: d.sources.next, out: d.e.out, most: d.most}
	if d.form == "" {
		d.settleForm(lines)
	}
	if kind, ok := capture.ParseKind(d.form); ok && d.form != "json" && d.form != "hexdump" {
		return d.save(ctx, lines, kind)
	}
	style := d.e.style()
	first := d.start(lines)
	lines.worker = func() worker {
		c := &chooser{filter: d.filter, frames: d.frames}
		switch d.form {
		case "json":
			c.draw = jsonLines{}
		case "fields":
			c.draw = view.NewFields(d.fields)
		case "hexdump":
			c.draw, c.gap = view.Hexdump{Style: style, Mark: d.mark}, true
		case "layout":
			c.draw, c.gap = view.Layout{Style: style, Mark: d.mark}, true
		case "tree":
			c.draw, c.gap = view.Tree{Style: style, Explain: d.explain, Mark: d.mark}, true
		default:
			c.draw = summaryFrom(d.e.lineStyle(), first)
		}
		return c
	}
	return d.ended(lines, lines.run(ctx))
}

// ended is what the command answers when its input has ended in err.
func (d *decoding) ended(lines *pipeline, err error) error {
	switch {
	case err != nil:
		return err
	case d.sources.count == 0:
		return usage("decode.no_frames")
	case d.verify && lines.broken:
		return &failure{code: exitWrong}
	}
	return nil
}

// save writes the chosen packets as a capture or as text.
func (d *decoding) save(ctx context.Context, lines *pipeline, kind capture.Kind) error {
	w, err := capture.NewWriter(d.e.out, kind)
	if err != nil {
		return err
	}
	c := &chooser{filter: d.filter, frames: d.frames}
	var p proto.Packet
	left := d.most
	for ctx.Err() == nil {
		if err = lines.next(&p); err != nil {
			break
		}
		if !c.chooses(&p) {
			continue
		}
		lines.broken = lines.broken || slices.ContainsFunc(c.frame.Problems(), func(p proto.Problem) bool { return p.Code.Broken() })
		if err := w.Write(&p); err != nil {
			return err
		}
		if left--; left == 0 {
			break
		}
	}
	if closed := w.Close(); closed != nil {
		return closed
	}
	return d.ended(lines, atEnd(err, ctx))
}

// settleForm chooses the form that nobody asked for: a tree for one frame on a
// terminal, a line a frame otherwise.
func (d *decoding) settleForm(lines *pipeline) {
	d.form = "summary"
	if d.e.term.Screen() {
		ahead := peek(lines, 2)
		if len(ahead.packets) == 1 {
			d.form = "tree"
		}
	}
}

// start is the time of the first packet, which times in a summary count from.
func (d *decoding) start(lines *pipeline) time.Time {
	if d.form != "summary" {
		return time.Time{}
	}
	if ahead := peek(lines, 1); len(ahead.packets) > 0 {
		return ahead.packets[0].Time
	}
	return time.Time{}
}
