package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

var traceForms = []string{"summary", "json", "pcap", "pcapng"}

func traceCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "trace",
		Aliases:     []string{"추적"},
		Description: "netquiz trace\nnetquiz trace --loss 0.1 --seed 7\nnetquiz trace --from capture.pcap",
		Flags: []cli.Flag{
			&cli.Uint64Flag{Name: "seed", Usage: "N"},
			between("mss", 0, 64, 1<<16-1),
			between("mtu", 0, 576, 1<<16-1),
			between("window", 0, 1, 1<<30),
			&cli.StringFlag{Name: "read-rate", Usage: "BYTES/S"},
			&cli.DurationFlag{Name: "rtt", Usage: "40ms"},
			&cli.StringFlag{Name: "bandwidth", Usage: "BITS/S"},
			&cli.Float64Flag{Name: "loss", Usage: "0..1"},
			&cli.StringFlag{Name: "drop", Usage: "N,M"},
			&cli.StringFlag{Name: "response", Usage: "SIZE"},
			choose("close-by", "client", []string{"client", "server"}),
			&cli.BoolFlag{Name: "stop-and-wait"},
			&cli.StringFlag{Name: "from", Usage: "FILE"},
			choose("o", "summary", traceForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
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
	packets, err := e.traced(c)
	if err != nil {
		return err
	}
	return e.output(c, func(out *env) error { return out.tell(c.Context, packets, form) })
}

// traced are the packets that the command line asks for: of a capture, or of a
// simulated request.
func (e *env) traced(c *cli.Context) (iter.Seq2[proto.Packet, error], error) {
	if name := c.String("from"); name != "" {
		s := &sources{e: e, names: []string{name}, kind: capture.Auto, fcs: proto.FCSUnknown}
		return s.packets(), nil
	}
	o, err := scene(c)
	if err != nil {
		return nil, err
	}
	if _, err := sim.New(o); err != nil {
		var option *sim.OptionError
		if errors.As(err, &option) {
			return nil, usage("trace.out_of_range", "Flag", optionFlags[option.Option], "Value", option.Value, "Min", option.Least, "Max", option.Most)
		}
		return nil, err
	}
	return sim.Web(o), nil
}

// packets yields what next reads.
func (s *sources) packets() iter.Seq2[proto.Packet, error] {
	return func(yield func(proto.Packet, error) bool) {
		var p proto.Packet
		for {
			err := s.next(&p)
			if err == io.EOF {
				if s.count == 0 {
					yield(p, usage("decode.no_frames"))
				}
				return
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// optionFlags are the flags that the options of a scene come from.
var optionFlags = map[string]string{
	"Client.MSS": "--mss", "Server.MSS": "--mss", "Client.Buffer": "--window", "MTU": "--mtu", "RTT": "--rtt",
	"Bandwidth": "--bandwidth", "Loss": "--loss", "Drop": "--drop", "Response": "--response", "Client.ReadRate": "--read-rate",
}

// scene reads the flags that set up a simulated request.
func scene(c *cli.Context) (o sim.Options, err error) {
	o = sim.Options{
		Seed: c.Uint64("seed"), MTU: int(c.Uint64("mtu")), RTT: c.Duration("rtt"), Loss: c.Float64("loss"), Response: 3000,
		Client: sim.End{MSS: int(c.Uint64("mss")), Buffer: int(c.Uint64("window")), StopAndWait: c.Bool("stop-and-wait")},
	}
	o.Server = sim.End{MSS: o.Client.MSS, StopAndWait: o.Client.StopAndWait}
	if c.String("close-by") == "server" {
		o.CloseBy = sim.Server
	}
	if o.RTT < 0 || o.RTT > time.Minute {
		return o, usage("trace.out_of_range", "Flag", "--rtt", "Value", c.String("rtt"), "Min", "0s", "Max", "1m")
	}
	for flag, at := range map[string]*int{"bandwidth": &o.Bandwidth, "read-rate": &o.Client.ReadRate, "response": &o.Response} {
		if c.IsSet(flag) {
			if *at, err = parseSize(flag, c.String(flag)); err != nil {
				return o, err
			}
		}
	}
	o.Drop, err = parseNumbers("drop", c.String("drop"))
	return o, err
}

// tell prints what packets mean in a form.
func (e *env) tell(ctx context.Context, packets iter.Seq2[proto.Packet, error], form string) error {
	if kind, ok := capture.ParseKind(form); ok && form != "json" {
		return e.copyPackets(ctx, packets, kind)
	}
	var (
		teller interface {
			appendTo([]byte, *proto.Frame, *flow.Row) []byte
		}
		tracker = flow.New()
		frame   proto.Frame
		text    []byte
		p       proto.Packet
		err     error
	)
	if teller = newStory(e.lineStyle()); form == "json" {
		teller = rowJSON{}
	}
	for p, err = range packets {
		if err != nil || ctx.Err() != nil {
			break
		}
		frame.Decode(&p, proto.CheckAll)
		text = teller.appendTo(text[:0], &frame, tracker.Add(&frame))
		if _, err = e.out.Write(text); err != nil {
			break
		}
	}
	return atEnd(err, ctx)
}

func (e *env) copyPackets(ctx context.Context, packets iter.Seq2[proto.Packet, error], kind capture.Kind) error {
	w, err := capture.NewWriter(e.out, kind)
	if err != nil {
		return err
	}
	for p, failed := range packets {
		if err = failed; err != nil || ctx.Err() != nil {
			break
		}
		if err = w.Write(&p); err != nil {
			break
		}
	}
	return errors.Join(w.Close(), atEnd(err, ctx))
}

// sizes are the suffixes of amounts: decimal, as networks count, and binary.
var sizes = []struct {
	suffix string
	scale  float64
}{
	{"ki", 1 << 10}, {"mi", 1 << 20}, {"gi", 1 << 30}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"", 1},
}

// parseSize reads an amount of bytes or bits: 20kB, 1.5M, 100Mbit/s, 64KiB.
func parseSize(flag, text string) (int, error) {
	plain := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), ",", ""))
	plain = strings.TrimSuffix(plain, "/s")
	for _, unit := range []string{"bytes", "byte", "bits", "bit", "bps"} {
		plain = strings.TrimSuffix(plain, unit)
	}
	plain = strings.TrimSuffix(plain, "b")
	for _, s := range sizes {
		digits, ok := strings.CutSuffix(plain, s.suffix)
		if !ok {
			continue
		}
		if n, ok := parseAmount(strings.TrimSpace(digits), s.scale); ok {
			return n, nil
		}
		break
	}
	return 0, usage("trace.bad_size", "Flag", spelled(flag), "Value", text)
}
