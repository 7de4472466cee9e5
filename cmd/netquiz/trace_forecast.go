package main

import (
	"context"
	"net/netip"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// forecast is what the simulation says of a request like the real one.
type forecast struct {
	Frames    int     `json:"frames"`
	Name      float64 `json:"name"` // seconds, as all times
	Connect   float64 `json:"connect"`
	MSS       int     `json:"mss"`
	SendScale int     `json:"send_scale"`
	OwnScale  int     `json:"receive_scale"`
	FirstByte float64 `json:"first_byte"`
	Response  float64 `json:"response"`
	Segments  int     `json:"segments_in"`
	Close     float64 `json:"close"`
	First     string  `json:"first"` // who closes first
	known     bool

	asked, closing time.Time
}

// likely is a scene like the request that was made: to the same host, over as
// long a way, with as large a response, where no flag says otherwise.
func (p *prober) likely(c *cli.Context, o sim.Options) sim.Options {
	r := &p.report
	remote, err := netip.ParseAddrPort(r.Socket.Remote)
	if err == nil {
		o.IPv6, o.Port = remote.Addr().Is6(), int(remote.Port())
	}
	o.Path = p.url.RequestURI()
	if o.Host, err = asciiHost(p.url.Hostname()); err != nil {
		o.Host = ""
	}
	if r.Name == nil {
		o.Name = sim.NameKnown
	}
	if !c.IsSet("rtt") {
		o.RTT = time.Duration(r.Connect.Seconds * float64(time.Second))
		if k := r.Connect.kernelFacts; k != nil && k.RTT > 0 {
			o.RTT = time.Duration(k.RTT * float64(time.Second))
		}
		o.RTT = min(max(o.RTT, 1), time.Minute)
	}
	if !c.IsSet("response") {
		o.Response = int(min(r.Response.Body, 1<<30))
	}
	return o
}

// foresee plays a scene. A host that cannot be simulated, as one on this very
// machine, gets another address.
func foresee(ctx context.Context, o sim.Options) *forecast {
	s, err := sim.New(o)
	if err != nil {
		o.Host = ""
		if s, err = sim.New(o); err != nil {
			return nil
		}
	}
	f := new(forecast)
	if follow(ctx, &traffic{scene: s}, f) != nil {
		return nil
	}
	return f
}

func (f *forecast) tell(_ *sim.Event, frame *proto.Frame, row *flow.Row) error {
	f.Frames++
	c := row.Conversation
	switch {
	case row.Step == flow.Answer && row.RTT > 0:
		f.Name += row.RTT.Seconds()
	case c == nil || c.Proto != proto.ProtoTCP || row.Phase == flow.Name:
		return nil
	}
	server := &c.Ends[flow.ServerEnd]
	switch {
	case row.Step == flow.HandshakeACK:
		f.Connect, f.known = c.RTT.Seconds(), true
		f.MSS = server.MSS
		if h, ok := frame.TCP(); ok {
			if _, _, ok := h.Timestamps(); ok {
				f.MSS -= timestampBytes
			}
		}
		f.SendScale, f.OwnScale = server.Scale, c.Ends[flow.ClientEnd].Scale
	case row.Phase == flow.Request && row.Len > 0:
		f.asked = row.Time
	case row.Phase == flow.Response && row.Len > 0:
		if f.FirstByte == 0 {
			f.FirstByte = row.Time.Sub(f.asked).Seconds()
		}
		f.Response = row.Time.Sub(f.asked).Seconds()
	case row.Phase == flow.Close:
		if f.closing.IsZero() {
			f.closing = row.Time
		}
		f.Close = row.Time.Sub(f.closing).Seconds()
	}
	if !row.FromClient {
		f.Segments++
	}
	f.First = c.Closer.String()
	return nil
}

// timestampBytes is what the timestamps take from the data of every segment
// (RFC 7323 appendix A).
const timestampBytes = 12

func (*forecast) end() error { return nil }
