package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"netquiz/locales"
)

// served is how many bytes the servers of the tests answer with.
const served = 100_000

func serve(w http.ResponseWriter, _ *http.Request) {
	w.Write(make([]byte, served))
}

// probe makes a real request to a server on this machine.
func probe(t *testing.T, p *prober, text string) *liveReport {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	p.url = u
	ctx, cancel := context.WithTimeout(t.Context(), liveTimeout)
	defer cancel()
	if err := p.run(ctx); err != nil {
		t.Fatal(err)
	}
	return &p.report
}

func TestLive(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serve))
	defer server.Close()
	r := probe(t, new(prober), server.URL+"/x?y")
	switch {
	case r.Name != nil:
		t.Error("a name was looked up, though the URL holds an address")
	case r.Socket == nil || "http://"+r.Socket.Remote != server.URL || !r.Socket.Loopback || r.Socket.Interface == "":
		t.Errorf("socket: %+v", r.Socket)
	case r.Connect == nil || r.Connect.Seconds <= 0:
		t.Errorf("connect: %+v", r.Connect)
	case r.Request.Bytes < int64(len("GET /x?y HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")):
		t.Errorf("request: %+v", r.Request)
	case r.Response.Status != 200 || r.Response.Body != served || r.Response.Bytes <= served || r.Response.FirstByte > r.Response.Seconds:
		t.Errorf("response: %+v", r.Response)
	case r.Close == nil:
		t.Error("the connection was not closed")
	}
	if runtime.GOOS != "linux" {
		return
	}
	switch {
	case r.Socket.Descriptor == nil || *r.Socket.Descriptor < 3:
		t.Errorf("descriptor: %v", r.Socket.Descriptor)
	case r.Connect.MSS < 500 || r.Connect.OwnMSS < 500 || r.Connect.RTT <= 0 || r.Connect.SendScale < -1 || r.Connect.SendScale > 14 || r.Connect.OwnScale > 14:
		t.Errorf("kernel: %+v", r.Connect.kernelFacts)
	case r.Response.SegmentsIn < 2 || r.Response.SegmentsOut < 3:
		t.Errorf("kernel: %+v", r.Response.kernelTraffic)
	case r.Close.First != "client" || !strings.HasPrefix(strings.Join(r.Close.States, " "), "ESTABLISHED "):
		t.Errorf("close: %+v", r.Close)
	}
}

func TestLiveServerCloses(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serve))
	defer server.Close()
	r := probe(t, &prober{serverCloses: true}, server.URL)
	if runtime.GOOS == "linux" && (r.Close.First != "server" || r.Close.States[len(r.Close.States)-1] != "CLOSE") {
		t.Errorf("close: %+v", r.Close)
	}
}

func TestLiveTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(serve))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	r := probe(t, &prober{roots: roots}, server.URL)
	if r.TLS == nil || r.TLS.Seconds <= 0 || !strings.HasPrefix(r.TLS.Version, "TLS 1.") || r.TLS.Cipher == "" || r.TLS.Name == "" || r.TLS.Until.IsZero() {
		t.Errorf("TLS: %+v", r.TLS)
	}
	if r.Response.Bytes <= r.Response.Body {
		t.Errorf("%d bytes over the connection for a body of %d", r.Response.Bytes, r.Response.Body)
	}
}

// nameServer answers every question for an IPv4 address with this machine's, and
// hands over each that it was asked.
func nameServer(t *testing.T) (address string, asked chan string) {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	asked = make(chan string, 16)
	go func() {
		packet := make([]byte, 1500)
		for {
			n, from, err := socket.ReadFrom(packet)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(packet[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
			if q.Type == dnsmessage.TypeA {
				asked <- q.Name.String()
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60},
					Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
				}}
			}
			if answer, err := m.Pack(); err == nil {
				socket.WriteTo(answer, from)
			}
		}
	}()
	return socket.LocalAddr().String(), asked
}

func TestLiveName(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serve))
	defer server.Close()
	dns, asked := nameServer(t)
	p := &prober{dialDNS: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", dns)
	}}
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	r := probe(t, p, "http://www.netquiz.test"+port+"/")
	select {
	case name := <-asked:
		if name != "www.netquiz.test." {
			t.Errorf("%s was asked for", name)
		}
	default:
		t.Error("no name server was asked")
	}
	if r.Name == nil || fmt.Sprint(r.Name.Addresses) != "[127.0.0.1]" || len(r.Name.Asked) == 0 || r.Name.Seconds <= 0 {
		t.Errorf("name: %+v", r.Name)
	}
}

// What goes wrong is said, with the stages before it.
func TestLiveFails(t *testing.T) {
	secret := httptest.NewTLSServer(http.HandlerFunc(serve))
	secret.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer secret.Close()
	gone := httptest.NewServer(http.HandlerFunc(serve))
	gone.Close()
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
			c.(*net.TCPConn).SetLinger(0)
			c.Close()
		}
	}))
	defer broken.Close()
	for address, want := range map[string]string{
		gone.URL: "trace.live.refused", secret.URL: "trace.live.bad_certificate", broken.URL: "trace.live.reset",
	} {
		e, out, _ := inProcess(locales.Korean)
		err := e.run(t.Context(), []string{"trace", "--live", address}, strings.NewReader(""), out)
		var f *failure
		if !errors.As(err, &f) || f.id != want {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
		if want != "trace.live.refused" && !strings.Contains(out.String(), "연결 설정") {
			t.Errorf("the stages before it are not told:\n%s", out)
		}
	}
}

// The text says it in both languages, beside what the simulation says; JSON is
// one object.
func TestLiveIsTold(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serve))
	defer server.Close()
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, columns := range []string{"80", "41"} {
			t.Setenv("COLUMNS", columns)
			e, out, _ := inProcess(lang)
			if err := e.run(t.Context(), []string{"trace", "--live", server.URL}, strings.NewReader(""), out); err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{"socket", "connect", "request", "response", "close"} {
				if !strings.Contains(out.String(), e.text.T("trace.live."+id)) {
					t.Errorf("%s: nothing is said of %s:\n%s", lang, id, out)
				}
			}
			simulated, _, _ := strings.Cut(e.text.T("trace.live.simulated", "Value", "|"), "|")
			if strings.Contains(out.String(), "⟦") || !strings.Contains(out.String(), strings.TrimSpace(simulated)) {
				t.Errorf("%s:\n%s", lang, out)
			}
		}
	}
	e, out, _ := inProcess(locales.Korean)
	if err := e.run(t.Context(), []string{"trace", "--live", server.URL, "-o", "json"}, strings.NewReader(""), out); err != nil {
		t.Fatal(err)
	}
	var r struct {
		Response struct {
			Body int `json:"body"`
		} `json:"response"`
		Simulated struct {
			Segments int `json:"segments_in"`
		} `json:"simulated"`
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || r.Response.Body != served || r.Simulated.Segments < served/1500 {
		t.Errorf("%v: %s", err, out)
	}
}

// A server that never closes does not hold the command for ever.
func TestLivePatience(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		c.Read(make([]byte, 1000))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
		<-t.Context().Done() // it says nothing more
	}()
	start := time.Now()
	r := probe(t, new(prober), "http://"+listener.Addr().String())
	if took := time.Since(start); took > 2*closePatience {
		t.Errorf("it took %v", took)
	}
	if runtime.GOOS == "linux" && r.Close.States[len(r.Close.States)-1] != "FIN_WAIT_2" {
		t.Errorf("close: %+v", r.Close)
	}
}
