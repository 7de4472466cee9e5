package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/urfave/cli/v2"
)

// liveReport is what a real request tells of each stage. What this system does
// not tell is left out.
type liveReport struct {
	URL      string        `json:"url"`
	Name     *liveName     `json:"name,omitempty"` // nil: the URL holds an address
	Socket   *liveSocket   `json:"socket,omitempty"`
	Connect  *liveConnect  `json:"connect,omitempty"`
	TLS      *liveTLS      `json:"tls,omitempty"`
	Request  *liveRequest  `json:"request,omitempty"`
	Response *liveResponse `json:"response,omitempty"`
	Close    *liveClose    `json:"close,omitempty"`
	Forecast *forecast     `json:"simulated,omitempty"`
}

type liveName struct {
	Configured []string `json:"configured,omitempty"` // servers in resolv.conf
	Asked      []string `json:"asked,omitempty"`      // none: the hosts file knew
	Addresses  []string `json:"addresses"`
	Seconds    float64  `json:"seconds"`
}

type liveSocket struct {
	Descriptor *int   `json:"descriptor,omitempty"`
	Local      string `json:"local"`
	Remote     string `json:"remote"`
	Interface  string `json:"interface,omitempty"`
	MTU        int    `json:"mtu,omitempty"`
	MAC        string `json:"mac,omitempty"`
	Loopback   bool   `json:"loopback,omitempty"`
	NextHop    string `json:"next_hop,omitempty"`
	NextMAC    string `json:"next_hop_mac,omitempty"`
}

type liveConnect struct {
	Seconds float64 `json:"seconds"`
	*kernelFacts
}

// kernelFacts are what the kernel knows of a TCP connection once it stands.
type kernelFacts struct {
	MSS        int     `json:"mss"`           // of what it sends
	OwnMSS     int     `json:"announced_mss"` // of what it takes
	SendScale  int     `json:"send_scale"`    // −1: no window scale
	OwnScale   int     `json:"receive_scale"`
	Timestamps bool    `json:"timestamps"`
	SACK       bool    `json:"sack"`
	RTT        float64 `json:"rtt"` // seconds
	CWnd       int     `json:"cwnd"`
}

type liveTLS struct {
	Seconds float64   `json:"seconds"`
	Version string    `json:"version"`
	Cipher  string    `json:"cipher"`
	Name    string    `json:"certificate_name"`
	Issuer  string    `json:"issuer"`
	Until   time.Time `json:"valid_until"`
}

type liveRequest struct {
	Bytes int64 `json:"bytes"`
}

type liveResponse struct {
	Status    int     `json:"status"`
	Body      int64   `json:"body"`
	Bytes     int64   `json:"bytes"`      // of the connection, head and TLS included
	FirstByte float64 `json:"first_byte"` // seconds since the request was written
	Seconds   float64 `json:"seconds"`    // since then until the last byte
	*kernelTraffic
}

// kernelTraffic is what the kernel has counted of a TCP connection.
type kernelTraffic struct {
	SegmentsIn  int     `json:"segments_in"`
	SegmentsOut int     `json:"segments_out"`
	SentAgain   int     `json:"sent_again"`
	RTT         float64 `json:"rtt"`            // seconds
	Window      int     `json:"receive_window"` // −1: not known
}

type liveClose struct {
	First   string   `json:"first,omitempty"` // "client", "server"; "": not known
	States  []string `json:"states,omitempty"`
	Seconds float64  `json:"seconds"`
}

// live makes a real request, and tells of it.
func (e *env) live(c *cli.Context) error {
	text := "http://www.example.com/"
	if c.NArg() > 0 {
		text = c.Args().First()
	}
	u, err := parseURL(text)
	if err != nil {
		return err
	}
	p := &prober{url: u, ipv6: c.Bool("ipv6"), serverCloses: c.String("close-by") == "server"}
	ctx, cancel := context.WithTimeout(c.Context, liveTimeout)
	defer cancel()
	failed := p.run(ctx)
	if c.Context.Err() != nil {
		return context.Cause(c.Context)
	}
	if failed == nil {
		o, err := flagged(c, usualScene)
		if err != nil {
			return err
		}
		p.report.Forecast = foresee(ctx, p.likely(c, o))
	}
	return e.output(c, func(out *env) error {
		if err := out.tellLive(&p.report, c.String("o")); err != nil {
			return err
		}
		return liveFailure(u, failed)
	})
}

const (
	liveTimeout   = 30 * time.Second
	closePatience = 2 * time.Second // for the other end's FIN
	closePoll     = 200 * time.Microsecond
)

// prober makes one real request and notes what can be known about it.
type prober struct {
	url          *url.URL
	ipv6         bool
	serverCloses bool
	roots        *x509.CertPool                                                       // nil: the system's
	dialDNS      func(ctx context.Context, network, address string) (net.Conn, error) // nil: the network

	mu     sync.Mutex // of report, while the transport's goroutines run
	report liveReport
	start  [numMoments]time.Time
	conn   *liveConn
}

// moment is when something began.
type moment int

const (
	nameBegan moment = iota
	connectBegan
	tlsBegan
	requestWritten
	numMoments
)

func (p *prober) begin(m moment) { p.start[m] = time.Now() }

func (p *prober) since(m moment) float64 { return time.Since(p.start[m]).Seconds() }

// run makes the request. What was found out before it fails stays in the report.
func (p *prober) run(ctx context.Context) error {
	p.report.URL = p.url.String()
	transport := &http.Transport{
		DialContext: p.dial, DisableCompression: true, DisableKeepAlives: p.serverCloses,
		TLSClientConfig: &tls.Config{RootCAs: p.roots},
	}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, p.trace()), http.MethodGet, p.url.String(), nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	body, err := io.Copy(io.Discard, response.Body)
	response.Body.Close()
	p.answered(response.StatusCode, body)
	transport.CloseIdleConnections()
	select {
	case <-p.conn.done:
	case <-ctx.Done():
	}
	return err
}

// trace notes the stages of the request as they pass.
func (p *prober) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) {
			p.note(func(r *liveReport) {
				p.begin(nameBegan)
				r.Name = &liveName{Configured: nameServers()}
			})
		},
		DNSDone: func(d httptrace.DNSDoneInfo) {
			p.note(func(r *liveReport) {
				r.Name.Seconds = p.since(nameBegan)
				for _, a := range d.Addrs {
					r.Name.Addresses = append(r.Name.Addresses, a.String())
				}
			})
		},
		TLSHandshakeStart: func() { p.begin(tlsBegan) },
		TLSHandshakeDone: func(s tls.ConnectionState, err error) {
			if err != nil || len(s.PeerCertificates) == 0 {
				return
			}
			leaf := s.PeerCertificates[0]
			p.note(func(r *liveReport) {
				r.TLS = &liveTLS{
					Seconds: p.since(tlsBegan), Version: tls.VersionName(s.Version), Cipher: tls.CipherSuiteName(s.CipherSuite),
					Name: certificateName(leaf, p.url.Hostname()), Issuer: leaf.Issuer.String(), Until: leaf.NotAfter,
				}
			})
		},
		WroteRequest: func(httptrace.WroteRequestInfo) {
			p.note(func(r *liveReport) {
				p.begin(requestWritten)
				r.Request, r.Response = &liveRequest{}, &liveResponse{}
			})
		},
		GotFirstResponseByte: func() {
			p.note(func(r *liveReport) {
				r.Request.Bytes, r.Response.FirstByte = p.conn.sent.Load(), p.since(requestWritten)
			})
		},
	}
}

func (p *prober) note(f func(*liveReport)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(&p.report)
}

// certificateName is the name of a certificate that fits the host, or its first.
func certificateName(leaf *x509.Certificate, host string) string {
	for _, name := range leaf.DNSNames {
		one := &x509.Certificate{DNSNames: []string{name}}
		if one.VerifyHostname(host) == nil {
			return name
		}
	}
	if len(leaf.DNSNames) > 0 && net.ParseIP(host) == nil {
		return leaf.DNSNames[0]
	}
	return leaf.Subject.String()
}

// answered notes the response.
func (p *prober) answered(status int, body int64) {
	p.note(func(r *liveReport) {
		r.Response.Status, r.Response.Body = status, body
		r.Response.Seconds = p.since(requestWritten)
		r.Response.Bytes = p.conn.received.Load()
		if r.Response.kernelTraffic == nil {
			r.Response.kernelTraffic = p.conn.traffic()
		}
	})
}

// dial opens the connection as any program does: through Go's own resolver,
// which asks the servers of resolv.conf.
func (p *prober) dial(ctx context.Context, network, address string) (net.Conn, error) {
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		p.note(func(r *liveReport) {
			if asked := address + "/" + network; r.Name != nil && !slices.Contains(r.Name.Asked, asked) {
				r.Name.Asked = append(r.Name.Asked, asked)
			}
		})
		if p.dialDNS != nil {
			return p.dialDNS(ctx, network, address)
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	if p.ipv6 {
		network = "tcp6"
	}
	dialer := &net.Dialer{Resolver: resolver}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{ConnectStart: func(string, string) { p.begin(connectBegan) }})
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	took := p.since(connectBegan)
	tcp := conn.(*net.TCPConn)
	p.conn = &liveConn{Conn: tcp, tcp: tcp, p: p, done: make(chan struct{})}
	p.note(func(r *liveReport) {
		r.Socket = p.conn.socket()
		r.Connect = &liveConnect{Seconds: took, kernelFacts: p.conn.facts()}
	})
	return p.conn, nil
}

// socket tells which socket the connection is, and where it goes out.
func (w *liveConn) socket() *liveSocket {
	s := &liveSocket{Local: w.LocalAddr().String(), Remote: w.RemoteAddr().String(), Descriptor: w.descriptor()}
	local := w.LocalAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()
	remote := w.RemoteAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()
	s.Loopback = remote.IsLoopback() || remote == local
	if i := interfaceOf(local); i != nil {
		s.Interface, s.MTU, s.MAC = i.Name, i.MTU, i.HardwareAddr.String()
	}
	if !s.Loopback {
		if hop, mac := nextHop(remote); hop.IsValid() {
			s.NextHop, s.NextMAC = hop.String(), mac
		}
	}
	return s
}

// interfaceOf is the interface that has an address, nil if none is known.
func interfaceOf(a netip.Addr) *net.Interface {
	all, err := net.Interfaces()
	if err != nil {
		return nil
	}
	for i := range all {
		addrs, _ := all[i].Addrs()
		for _, has := range addrs {
			if prefix, err := netip.ParsePrefix(has.String()); err == nil && prefix.Addr().Unmap() == a.WithZone("") {
				return &all[i]
			}
		}
	}
	return nil
}
