package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
)

// liveForms are what --live prints.
var liveForms = []string{"diagram", "summary", "json"}

func (e *env) tellLive(r *liveReport, form string) error {
	if form == "json" {
		return json.NewEncoder(e.out).Encode(r)
	}
	t := &liveText{e: e, width: e.style().Width, forecast: r.Forecast}
	t.all(r)
	_, err := io.WriteString(e.out, t.text.String())
	return err
}

// liveText writes a report, stage by stage.
type liveText struct {
	e        *env
	width    int
	forecast *forecast
	text     strings.Builder
}

// stage begins a stage: its name, how long it took, and how long the simulation
// says.
func (t *liveText) stage(name string, took float64, simulated float64) {
	bold := t.e.term.Paint(t.e.out, color.Bold)
	line := bold(t.e.text.T("trace.live." + name))
	if took > 0 {
		line += "  " + t.e.text.Duration(inSeconds(took))
	}
	if t.forecast != nil && simulated > 0 {
		line += "  " + t.simulated(t.e.text.Duration(inSeconds(simulated)))
	}
	fmt.Fprintln(&t.text, term.Wrap(line, t.width))
}

func (t *liveText) simulated(value string) string {
	return t.e.term.Paint(t.e.out, color.Faint)(t.e.text.T("trace.live.simulated", "Value", value))
}

// fact is a line of a stage; what is not known is said to be so.
func (t *liveText) fact(name, value string) {
	if value == "" {
		value = t.e.text.T("trace.live.unknown")
	}
	t.line(name, term.Safe(value))
}

// line is the name of a fact and its value: beside it, or below where there is
// little room.
func (t *liveText) line(name, value string) {
	label := "  " + t.e.text.T("trace.live."+name) + "  "
	if term.Width(label) > t.width/3 && term.Width(label)+term.Width(value) > t.width {
		fmt.Fprintln(&t.text, strings.TrimRight(label, " "))
		label = "    "
	}
	fmt.Fprintln(&t.text, term.Hang(label, value, t.width))
}

// beside is a fact of which the simulation says something too.
func (t *liveText) beside(name, value, simulated string) {
	if t.forecast != nil && t.forecast.known && value != "" {
		value += "  " + t.simulated(simulated)
	}
	if value == "" {
		value = t.e.text.T("trace.live.unknown")
	}
	t.line(name, value)
}

func inSeconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Round(time.Microsecond)
}

func (t *liveText) all(r *liveReport) {
	f := t.forecast
	if f == nil {
		f = new(forecast)
	}
	if n := r.Name; n != nil {
		t.stage("name", n.Seconds, f.Name)
		t.fact("configured", strings.Join(n.Configured, ", "))
		asked := strings.Join(n.Asked, ", ")
		if asked == "" {
			asked = t.e.text.T("trace.live.hosts_file")
		}
		t.fact("asked", asked)
		t.fact("addresses", strings.Join(n.Addresses, ", "))
	}
	if r.Socket != nil {
		t.socket(r.Socket)
	}
	if r.Connect != nil {
		t.stage("connect", r.Connect.Seconds, f.Connect)
		t.connection(r.Connect.kernelFacts, f)
	}
	if s := r.TLS; s != nil {
		t.stage("tls", s.Seconds, 0)
		t.fact("certificate", s.Name)
		t.fact("issuer", s.Issuer)
		t.fact("until", s.Until.Local().Format("2006-01-02"))
		t.fact("cipher", s.Version+", "+s.Cipher)
	}
	if r.Request != nil {
		t.stage("request", 0, 0)
		t.fact("sent", t.e.text.Bytes(r.Request.Bytes))
	}
	if a := r.Response; a != nil && a.Status != 0 {
		t.response(a, f)
	}
	if c := r.Close; c != nil {
		t.stage("close", c.Seconds, f.Close)
		t.beside("first", t.party(c.First), t.party(f.First))
		states := strings.Join(c.States, " → ")
		if c.First == "client" && strings.HasSuffix(states, "CLOSE") {
			states += " " + t.e.text.T("trace.live.time_wait")
		}
		t.fact("states", states)
	}
}

func (t *liveText) socket(s *liveSocket) {
	t.stage("socket", 0, 0)
	if s.Descriptor != nil {
		t.fact("descriptor", strconv.Itoa(*s.Descriptor))
	}
	t.fact("local", s.Local)
	t.fact("remote", s.Remote)
	out := s.Interface
	if out != "" {
		out += " (MTU " + t.e.text.Number(s.MTU)
		if s.MAC != "" {
			out += ", MAC " + s.MAC
		}
		out += ")"
	}
	t.fact("interface", out)
	switch {
	case s.Loopback:
		t.fact("next_hop", t.e.text.T("trace.live.loopback"))
	case s.NextHop == "":
		t.fact("next_hop", "")
	case s.NextMAC == "":
		t.fact("next_hop", s.NextHop+" (MAC: "+t.e.text.T("trace.live.unknown")+")")
	default:
		t.fact("next_hop", s.NextHop+" (MAC "+s.NextMAC+")")
	}
}

func (t *liveText) connection(k *kernelFacts, f *forecast) {
	if k == nil {
		for _, name := range []string{"mss", "scale", "rtt"} {
			t.fact(name, "")
		}
		return
	}
	t.beside("mss", t.e.text.Bytes(int64(k.MSS)), t.e.text.Bytes(int64(f.MSS)))
	t.beside("scale", t.scales(k.SendScale, k.OwnScale), t.scales(f.SendScale, f.OwnScale))
	t.beside("rtt", t.e.text.Duration(inSeconds(k.RTT)), t.e.text.Duration(inSeconds(f.Connect)))
	t.fact("cwnd", t.e.text.T("trace.live.segments", "N", k.CWnd))
	var agreed []string
	for _, option := range []struct {
		on   bool
		name string
	}{{k.Timestamps, "trace.live.timestamps"}, {k.SACK, "trace.live.sack"}} {
		if option.on {
			agreed = append(agreed, t.e.text.T(option.name))
		}
	}
	if len(agreed) > 0 {
		t.fact("options", strings.Join(agreed, ", "))
	}
}

func (t *liveText) scales(send, own int) string {
	if send < 0 {
		return t.e.text.T("trace.live.no_scale")
	}
	return t.e.text.T("trace.live.scales", "Send", send, "Own", own)
}

func (t *liveText) response(a *liveResponse, f *forecast) {
	t.stage("response", a.Seconds, f.Response)
	t.fact("status", strconv.Itoa(a.Status))
	t.fact("body", t.e.text.Bytes(a.Body))
	t.fact("received", t.e.text.Bytes(a.Bytes))
	t.beside("first_byte", t.e.text.Duration(inSeconds(a.FirstByte)), t.e.text.Duration(inSeconds(f.FirstByte)))
	k := a.kernelTraffic
	if k == nil {
		t.fact("segments_in", "")
		return
	}
	t.beside("segments_in", t.e.text.Number(k.SegmentsIn), t.e.text.Number(f.Segments))
	t.fact("sent_again", t.e.text.Number(k.SentAgain))
	if k.Window >= 0 {
		t.fact("window", t.e.text.Bytes(int64(k.Window)))
	}
	t.fact("rtt", t.e.text.Duration(inSeconds(k.RTT)))
}

func (t *liveText) party(name string) string {
	if name == "" {
		return ""
	}
	return t.e.text.T("flow.party." + name)
}

// liveFailure says why a request came to nothing.
func liveFailure(u *url.URL, err error) error {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &dns) && dns.IsNotFound:
		return usage("trace.live.no_name", "Host", u.Hostname())
	case errors.As(err, &dns):
		return usage("trace.live.no_dns", "Host", u.Hostname(), "Detail", dns.Err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return usage("trace.live.refused", "Host", u.Host)
	case errors.Is(err, syscall.ECONNRESET):
		return usage("trace.live.reset", "Host", u.Host)
	case errors.As(err, &certificate):
		return usage("trace.live.bad_certificate", "Host", u.Hostname(), "Detail", certificate.Err.Error())
	case errors.As(err, &timeout) && timeout.Timeout():
		return usage("trace.live.timeout", "Host", u.Host)
	}
	return usage("trace.live.failed", "Host", u.Host, "Detail", err.Error())
}
