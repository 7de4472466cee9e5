package main

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/net/idna"

	"netquiz/proto/sim"
)

// usualScene is the request that nobody has changed: from behind a home router,
// and its response takes three segments.
var usualScene = sim.Options{NAT: true, Response: 3000}

// What the choices of a scene are called.
var (
	sides    = []string{"client", "server"}
	taps     = []string{"client", "router", "server", "resolver"}
	nameWays = []string{"recursive", "cached", "iterative"}
	openings = []string{"client", "simultaneous", "refused"}
	closings = []string{"four-way", "three-way", "half", "simultaneous"}
)

// sceneFlags set up a simulated request.
func sceneFlags() []cli.Flag {
	return []cli.Flag{
		&cli.Uint64Flag{Name: "seed", Usage: "N"},
		between("mss", 0, 64, 1<<16-1),
		between("mtu", 0, 576, 1<<16-1),
		&cli.StringFlag{Name: "window", Usage: "SIZE"},
		&cli.StringFlag{Name: "read-rate", Usage: "BYTES/S"},
		&cli.DurationFlag{Name: "rtt", Usage: "40ms"},
		&cli.StringFlag{Name: "bandwidth", Usage: "BITS/S"},
		&cli.StringFlag{Name: "queue", Usage: "SIZE"},
		&cli.Float64Flag{Name: "loss", Usage: "0..1"},
		&cli.StringFlag{Name: "drop", Usage: "N,M"},
		&cli.Float64Flag{Name: "reorder", Usage: "0..1"},
		&cli.Float64Flag{Name: "duplicate", Usage: "0..1"},
		&cli.StringFlag{Name: "response", Usage: "SIZE"},
		&cli.BoolFlag{Name: "chunked"},
		between("requests", 1, 1, 1000),
		&cli.BoolFlag{Name: "stop-and-wait"},
		choose("open", "client", openings),
		choose("close", "four-way", closings),
		choose("close-by", "client", sides),
		choose("dns", "recursive", nameWays),
		&cli.BoolFlag{Name: "alias"},
		between("addresses", 1, 1, 100),
		&cli.BoolFlag{Name: "ipv6"},
		choose("tap", "client", taps),
	}
}

// sceneWords are the flags that set up a scene, as they were given.
func sceneWords(c *cli.Context) (words []string) {
	for _, f := range sceneFlags() {
		name := f.Names()[0]
		switch {
		case !c.IsSet(name):
		case takesValue(f):
			words = append(words, spelled(name)+" "+plainValue(c, name))
		default:
			words = append(words, spelled(name))
		}
	}
	return words
}

// plainValue is the value of a flag as one would type it.
func plainValue(c *cli.Context, name string) string {
	switch v := c.Value(name).(type) {
	case time.Duration:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case uint64:
		return strconv.FormatUint(v, 10)
	case string:
		return v
	}
	return ""
}

// optionFlags are the flags that the options of a scene come from.
var optionFlags = map[string]string{
	"Client.MSS": "--mss", "Server.MSS": "--mss", "Client.Buffer": "--window", "MTU": "--mtu", "RTT": "--rtt",
	"Bandwidth": "--bandwidth", "Loss": "--loss", "Response": "--response", "Client.ReadRate": "--read-rate",
	"Reorder": "--reorder", "Duplicate": "--duplicate", "Queue": "--queue", "Port": "URL",
}

// simulated is the traffic of a scene.
func simulated(o sim.Options) (*traffic, error) {
	s, err := sim.New(o)
	var option *sim.OptionError
	var host *sim.HostError
	switch {
	case errors.As(err, &option):
		return nil, usage("trace.out_of_range", "Flag", optionFlags[option.Option], "Value", option.Value, "Min", option.Least, "Max", option.Most)
	case errors.As(err, &host):
		return nil, usage("trace.bad_host", "Host", host.Host)
	case err != nil:
		return nil, err
	}
	return &traffic{scene: s, options: o}, nil
}

// sceneOf is a scene changed as the command line asks for.
func sceneOf(c *cli.Context, o sim.Options) (sim.Options, error) {
	if c.NArg() > 0 {
		if err := visit(&o, c.Args().First()); err != nil {
			return o, err
		}
	}
	return flagged(c, o)
}

// flagged is a scene changed as flags ask for.
func flagged(c *cli.Context, o sim.Options) (sim.Options, error) {
	if c.IsSet("seed") {
		o.Seed = c.Uint64("seed")
	}
	for _, f := range []struct {
		name string
		at   []*int
	}{
		{"mtu", []*int{&o.MTU}}, {"mss", []*int{&o.Client.MSS, &o.Server.MSS}},
		{"requests", []*int{&o.Requests}}, {"addresses", []*int{&o.Addresses}},
	} {
		if c.IsSet(f.name) {
			for _, at := range f.at {
				*at = int(c.Uint64(f.name))
			}
		}
	}
	for name, at := range map[string]*float64{"loss": &o.Loss, "reorder": &o.Reorder, "duplicate": &o.Duplicate} {
		if c.IsSet(name) {
			*at = c.Float64(name)
		}
	}
	for name, at := range map[string]*bool{
		"ipv6": &o.IPv6, "chunked": &o.Chunked, "alias": &o.Alias, "stop-and-wait": &o.Client.StopAndWait,
	} {
		if c.IsSet(name) {
			*at = c.Bool(name)
		}
	}
	o.Server.StopAndWait = o.Client.StopAndWait
	chosen(c, "tap", taps, &o.Tap)
	chosen(c, "dns", nameWays, &o.Name)
	chosen(c, "open", openings, &o.Open)
	chosen(c, "close", closings, &o.Close)
	chosen(c, "close-by", sides, &o.CloseBy)
	return o, amounts(c, &o)
}

// chosen takes the value that stands in the same place as its name.
func chosen[T ~uint8](c *cli.Context, name string, values []string, at *T) {
	if c.IsSet(name) {
		*at = T(slices.Index(values, c.String(name)))
	}
}

// amounts reads the flags with units, and the numbers of frames.
func amounts(c *cli.Context, o *sim.Options) (err error) {
	for _, f := range []struct {
		name string
		at   *int
	}{{"window", &o.Client.Buffer}, {"read-rate", &o.Client.ReadRate}, {"bandwidth", &o.Bandwidth}, {"queue", &o.Queue}, {"response", &o.Response}} {
		if c.IsSet(f.name) {
			if *f.at, err = parseSize(f.name, c.String(f.name)); err != nil {
				return err
			}
			if *f.at == 0 && f.at != &o.Response { // none at all would mean the usual one
				return usage("trace.bad_size", "Flag", spelled(f.name), "Value", c.String(f.name))
			}
		}
	}
	if c.IsSet("drop") {
		if o.Drop, err = parseNumbers("drop", c.String("drop")); err != nil {
			return err
		}
	}
	if c.IsSet("rtt") {
		o.RTT = c.Duration("rtt")
		if o.RTT < 0 || o.RTT > time.Minute {
			return usage("trace.rtt_range", "Value", o.RTT.String())
		}
		o.RTT = max(o.RTT, 1) // none at all would mean the usual one
	}
	return nil
}

// nowhere ends names that never exist (RFC 6761 §6.4).
const nowhere = ".invalid"

// visit makes the request one for a URL. Without a scheme it is http.
func visit(o *sim.Options, text string) error {
	u, err := parseURL(text)
	if err != nil {
		return err
	}
	if u.Scheme == "https" {
		return usage("trace.no_tls", "URL", text).hinted("trace.hint.live")
	}
	if o.Host, err = asciiHost(u.Hostname()); err != nil {
		return usage("trace.bad_host", "Host", u.Hostname())
	}
	o.NoName = strings.HasSuffix("."+o.Host, nowhere)
	o.Port, _ = strconv.Atoi(u.Port())
	if u.Port() == "0" {
		return usage("trace.bad_url", "URL", text)
	}
	o.Path = u.RequestURI()
	return nil
}

// parseURL reads a URL of HTTP.
func parseURL(text string) (*url.URL, error) {
	whole := text
	if !strings.Contains(text, "://") {
		whole = "http://" + text
	}
	u, err := url.Parse(whole)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		return nil, usage("trace.bad_url", "URL", text)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, usage("trace.bad_scheme", "Scheme", u.Scheme)
	}
	return u, nil
}

// asciiHost is a name as DNS knows it: 한글.kr is xn--bj0bj06e.kr (RFC 5891).
func asciiHost(host string) (string, error) {
	if _, err := netip.ParseAddr(host); err == nil {
		return host, nil
	}
	return idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
}
