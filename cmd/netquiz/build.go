package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/view"
)

var (
	templates = []string{
		"syn", "syn-ack", "ack", "data", "fin-ack", "rst", "arp-request", "arp-reply", "dns-query", "dns-response",
		"icmp-echo", "icmp-reply", "udp", "http-get", "http-response",
	}
	buildForms = []string{"hex", "xxd", "raw", "pcap", "pcapng", "json", "c", "go", "python", "base64", "tree", "layout"}
)

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
	return e.output(c, func(out *env) error {
		w, err := out.packetWriter(form)
		if err != nil {
			return err
		}
		for _, m := range makers {
			if err := m.each(func(d *draft) error {
				if err := d.finish(settings); err != nil {
					return err
				}
				return w.Write(&d.packet)
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
		all = append(all, t)
	}
	if name := c.String("from-json"); name != "" {
		all = append(all, &received{sources: e.packetSource(name, capture.JSON), fix: c.Bool("fix"), keep: keep})
	}
	return all, nil
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
	var d draft
	for {
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
		d.end = r.sources.reader.Content()
		d.keep = r.keep
		if !r.fix {
			d.keep |= wrongAlready(r.sources.reader, &d.packet)
		}
		if err := do(&d); err != nil {
			return err
		}
	}
}

// wrongAlready is what was wrong with a packet before anything in it was
// changed, and so is not mended unasked: a frame that is malformed on purpose
// comes out as it went in.
func wrongAlready(r *capture.Reader, p *proto.Packet) (keep proto.Derived) {
	before := *p
	if given := r.Given(); given != nil {
		before.Bytes = given
	}
	var f proto.Frame
	f.Decode(&before, proto.CheckAll)
	for _, problem := range f.Problems() {
		switch problem.Code {
		case proto.BadChecksum, proto.PartialChecksum, proto.NoChecksum:
			keep |= proto.KeepChecksums
		case proto.BadFCS:
			keep |= proto.KeepFCS
		case proto.Truncated, proto.BadLength, proto.BadOption, proto.BadVersion, proto.Offloaded:
			keep |= proto.KeepLengths | proto.KeepChecksums
		}
	}
	return keep
}
