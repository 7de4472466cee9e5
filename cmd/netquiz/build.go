package main

import (
	"bytes"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/view"
)

var buildForms = []string{"hex", "xxd", "raw", "pcap", "pcapng", "json", "c", "go", "python", "base64", "tree", "layout"}

func buildCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:         "build",
		Aliases:      []string{"만들기"},
		ArgsUsage:    "[TEMPLATE|HEX]…",
		Description:  "netquiz build syn\nnetquiz build syn --mss 1200 -o tree\nnetquiz build dns-query --name example.com -w query.pcap",
		BashComplete: suggest(templates...),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "src", Usage: "IP[:PORT]"},
			&cli.StringFlag{Name: "dst", Usage: "IP[:PORT]"},
			&cli.StringFlag{Name: "src-mac", Usage: "MAC"},
			&cli.StringFlag{Name: "dst-mac", Usage: "MAC"},
			&cli.StringFlag{Name: "flags", Usage: "SYN,ACK"},
			between("seq", 0, 0, 1<<32-1),
			between("ack", 0, 0, 1<<32-1),
			between("window", 0, 0, 1<<16-1),
			between("mss", 0, 0, 1<<16-1),
			between("wscale", 0, 0, 1<<8-1),
			&cli.BoolFlag{Name: "sack-perm"},
			&cli.StringFlag{Name: "timestamp", Usage: "V,E"},
			between("ttl", 0, 0, 1<<8-1),
			between("vlan", 0, 0, 1<<12-1),
			&cli.StringFlag{Name: "payload", Usage: "TEXT"},
			&cli.StringFlag{Name: "payload-hex", Usage: "HEX"},
			&cli.StringFlag{Name: "payload-file", Usage: "FILE"},
			&cli.StringFlag{Name: "name", Usage: "DOMAIN"},
			&cli.StringSliceFlag{Name: "set", Usage: "FIELD=VALUE", KeepSpace: true},
			&cli.StringFlag{Name: "from-json", Usage: "FILE|-"},
			&cli.BoolFlag{Name: "fix"},
			&cli.BoolFlag{Name: "keep"},
			&cli.BoolFlag{Name: "no-fcs"},
			&cli.BoolFlag{Name: "no-pad"},
			choose("o", "hex", buildForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
		Action: e.build,
	}
}

func (e *env) build(c *cli.Context) error {
	form := c.String("o")
	if !c.IsSet("o") && c.IsSet("w") {
		if form = formOf(c.String("w"), buildForms); form == "" {
			form = "hex"
		}
	}
	settings, err := readSettings(c.StringSlice("set"))
	if err != nil {
		return err
	}
	makers, err := e.makers(c)
	if err != nil {
		return err
	}
	if err := e.textOnScreen(c, form); err != nil {
		return err
	}
	return e.output(c, func(out *env) error {
		w, err := out.packetWriter(form)
		if err != nil {
			return err
		}
		number := 0
		for _, m := range makers {
			if err := m.each(func(d *draft) error {
				if err := d.finish(settings); err != nil {
					return err
				}
				number++
				d.packet.Number = number
				return unwritable(w.Write(&d.packet))
			}); err != nil {
				return err
			}
		}
		return w.Close()
	})
}

// maker makes packets that are not yet sealed.
type maker interface {
	each(func(*draft) error) error
}

// makers are what the command line asks to be made, in its order.
func (e *env) makers(c *cli.Context) ([]maker, error) {
	var all []maker
	words := c.Args().Slice()
	if len(words) == 0 && !c.IsSet("from-json") {
		return nil, usage("build.nothing").hinted("build.hint.templates", "Templates", joined(templates))
	}
	if c.Bool("fix") && c.Bool("keep") {
		return nil, usage("build.one_of", "Flags", "--fix, --keep")
	}
	var made []*template
	keep := derived(c)
	for _, word := range words {
		if likeHex(word) || word == "-" {
			all = append(all, &received{sources: e.packetSource(word, capture.Auto), fix: c.Bool("fix"), keep: keep})
			continue
		}
		t, err := readTemplate(c, word)
		if err != nil {
			return nil, err
		}
		t.keep = keep
		made, all = append(made, t), append(all, t)
	}
	if name := c.String("from-json"); name != "" {
		all = append(all, &received{sources: e.packetSource(name, capture.JSON), fix: c.Bool("fix"), keep: keep})
	}
	return all, checkFlags(c, made, len(made) < len(all))
}

// checkFlags refuses flags that change none of the frames asked for.
func checkFlags(c *cli.Context, made []*template, received bool) error {
	if c.Bool("fix") && !received {
		return usage("build.nothing_to_fix")
	}
	for _, f := range c.Command.Flags {
		flag := f.Names()[0]
		if !c.IsSet(flag) || !slices.ContainsFunc(models, func(m model) bool { return m.takes(flag) }) {
			continue
		}
		if len(made) == 0 {
			return usage("build.no_template", "Flag", spelled(flag)).hinted("build.hint.set")
		}
		if !slices.ContainsFunc(made, func(t *template) bool { return t.takes(flag) }) {
			return usage("build.takes_no", "Flag", spelled(flag), "Template", made[0].name, "Proto", made[0].carries.name)
		}
	}
	return nil
}

func (e *env) packetSource(name string, kind capture.Kind) *sources {
	return &sources{e: e, names: []string{name}, kind: kind, fcs: proto.FCSUnknown}
}

// derived is what the command line says not to compute.
func derived(c *cli.Context) proto.Derived {
	if c.Bool("keep") {
		return proto.KeepAll
	}
	return proto.KeepNone
}

// packetWriter writes packets in a form: as a capture and the like, or drawn.
func (e *env) packetWriter(form string) (capture.Writer, error) {
	switch form {
	case "tree":
		return &drawn{e: e, draw: view.Tree{Style: e.style()}}, nil
	case "layout":
		return &drawn{e: e, draw: view.Layout{Style: e.style()}}, nil
	}
	kind, _ := capture.ParseKind(form)
	return capture.NewWriter(e.out, kind)
}

// drawn is a capture.Writer that draws packets.
type drawn struct {
	e     *env
	draw  drawer
	frame proto.Frame
	text  []byte
}

func (w *drawn) Write(p *proto.Packet) error {
	w.frame.Decode(p, proto.CheckAll)
	w.text = w.draw.Append(w.text[:0], &w.frame)
	_, err := w.e.out.Write(w.text)
	return err
}

func (w *drawn) Close() error { return nil }

// received is packets that came in hex or in JSON, to be changed and mended.
type received struct {
	sources *sources
	fix     bool
	keep    proto.Derived
}

func (r *received) each(do func(*draft) error) error {
	for {
		var d draft
		err := r.sources.next(&d.packet)
		if err == io.EOF {
			if r.sources.count == 0 {
				return usage("decode.no_frames")
			}
			return nil
		}
		if err != nil {
			return err
		}
		d.end, d.keep = r.sources.reader.Content(), r.keep
		d.given = r.sources.reader.Given()
		if d.given == nil {
			d.given = bytes.Clone(d.packet.Bytes)
		}
		d.faithful = !r.fix
		if err := do(&d); err != nil {
			return err
		}
	}
}
