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

// live makes a real request, and tells of it.
func (e *env) live(c *cli.Context, form string) error {
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
		if err := out.tellLive(&p.report, form); err != nil {
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
	dialed map[string]time.Time // by address: several may be tried at once
	conn   *liveConn
	before int64 // bytes sent before the request: by TLS
}

// moment is when something began.
type moment int

const (
	nameBegan moment = iota
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
	if err == nil {
		var body int64
		body, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		p.answered(response.StatusCode, body)
	}
	transport.CloseIdleConnections()
	if p.conn != nil {
		select {
		case <-p.conn.done:
		case <-time.After(2 * closePatience):
		}
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
		GotConn: func(httptrace.GotConnInfo) { p.before = p.conn.sent.Load() },
		WroteRequest: func(httptrace.WroteRequestInfo) {
			p.note(func(r *liveReport) {
				p.begin(requestWritten)
				r.Request, r.Response = &liveRequest{}, &liveResponse{}
			})
		},
		GotFirstResponseByte: func() {
			p.note(func(r *liveReport) { r.Response.FirstByte = p.since(requestWritten) })
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
		r.Request.Bytes = p.conn.sent.Load() - p.before
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
	p.dialed = map[string]time.Time{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{ConnectStart: func(_, address string) {
		p.note(func(*liveReport) { p.dialed[address] = time.Now() })
	}})
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	tcp := conn.(*net.TCPConn)
	p.conn = &liveConn{Conn: tcp, tcp: tcp, p: p, done: make(chan struct{})}
	p.note(func(r *liveReport) {
		r.Connect = &liveConnect{kernelFacts: p.conn.facts()}
		if began, ok := p.dialed[tcp.RemoteAddr().String()]; ok {
			r.Connect.Seconds = now.Sub(began).Seconds()
		}
		r.Socket = p.conn.socket()
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
