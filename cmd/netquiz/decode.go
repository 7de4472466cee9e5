package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
)

var (
	decodeForms = []string{"tree", "summary", "json", "fields", "hexdump", "layout", "html", "pcap", "pcapng", "hex", "raw"}
	fcsChoices  = []string{"auto", "yes", "no"}
)

func decodeCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "decode",
		Aliases:     []string{"해석"},
		ArgsUsage:   "[FILE|HEX|-]…",
		Description: "netquiz decode capture.pcap\nnetquiz decode capture.pcap --filter \"tcp.flags.syn == 1\" -o tree\nnetquiz decode - --explain",
		Flags: []cli.Flag{
			choose("in", "auto", capture.KindNames()),
			choose("fcs", "auto", fcsChoices),
			&cli.StringFlag{Name: "filter", Usage: "EXPR"},
			&cli.StringFlag{Name: "frame", Usage: "N[-M]"},
			between("count", 0, 1, 1<<32-1),
			&cli.StringFlag{Name: "fields", Usage: "FIELD,…"},
			&cli.StringFlag{Name: "field", Usage: "FIELD,…"},
			&cli.BoolFlag{Name: "explain"},
			&cli.BoolFlag{Name: "verify"},
			choose("o", "", decodeForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
		Action: e.decode,
	}
}

// decoding is what a command line of decode asks for.
type decoding struct {
	e       *env
	sources *sources
	frames  span
	filter  *filter.Filter // nil: all
	fields  []*proto.Selector
	mark    []*proto.Field
	explain bool
	form    string // "": by the number of frames and the terminal
	most    uint64
	verify  bool
}

func (e *env) decode(c *cli.Context) (err error) {
	d := &decoding{e: e, explain: c.Bool("explain"), verify: c.Bool("verify"), most: c.Uint64("count")}
	if d.form, err = decodeForm(c); err != nil {
		return err
	}
	if err := d.readFlags(c); err != nil {
		return err
	}
	if err := e.textOnScreen(c, d.form); err != nil {
		return err
	}
	return e.output(c, func(out *env) error {
		d.e = out
		return d.run(c.Context)
	})
}

// decodeForm is the form that the command line asks for, by -o, by the name of
// the file, or by a flag that makes sense with one form alone.
func decodeForm(c *cli.Context) (string, error) {
	form := c.String("o")
	if form == "" && c.IsSet("w") {
		form = formOf(c.String("w"), decodeForms)
	}
	for _, needs := range []struct {
		flag  string
		forms []string // the first is taken if none is asked for
	}{
		{"fields", []string{"fields"}},
		{"explain", []string{"tree", "html"}},
		{"field", []string{"tree", "hexdump", "layout", "html"}},
	} {
		if !c.IsSet(needs.flag) {
			continue
		}
		if form == "" {
			form = needs.forms[0]
		}
		if !slices.Contains(needs.forms, form) {
			return "", usage("decode.other_form", "Flag", spelled(needs.flag), "Form", form, "Forms", joined(needs.forms))
		}
	}
	if form == "fields" && c.String("fields") == "" {
		return "", usage("decode.needs", "Flag", "-o fields", "Needs", "--fields FIELD,…")
	}
	return form, nil
}

// readFlags reads the values of the flags that need it.
func (d *decoding) readFlags(c *cli.Context) (err error) {
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
	marks, err := selectors("--field", c.String("field"))
	for _, s := range marks {
		d.mark = append(d.mark, s.Fields...)
	}
	return err
}

// span is a range of frame numbers; last 0: to the end.
type span struct{ first, last uint64 }

func (s span) holds(number int) bool {
	n := uint64(number)
	return n >= s.first && (s.last == 0 || n <= s.last)
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
