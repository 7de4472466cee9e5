package proto

import (
	"bufio"
	"bytes"
	"net/textproto"
	"strings"
	"testing"
)

const (
	testRequest  = "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent:  netquiz\r\nX-Other: 1\r\n\r\n"
	testResponse = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
)

// testClientHello is a ClientHello for www.example.com with one extension before
// the server's name.
var testClientHello = func() []byte {
	sni := "\x00\x00\x00\x14\x00\x12\x00\x00\x0fwww.example.com"
	extensions := "\x00\x17\x00\x00" + sni
	hello := "\x03\x03" + strings.Repeat("r", 32) + "\x00" + "\x00\x02\x13\x01" + "\x01\x00" + "\x00" + string(rune(len(extensions))) + extensions
	message := "\x01\x00\x00" + string(rune(len(hello))) + hello
	return []byte("\x16\x03\x01\x00" + string(rune(len(message))) + message)
}()

func init() {
	tcp := func(port uint16) Spec { return &TCPSpec{SrcPort: 51000, DstPort: port, Flags: PSH | ACK} }
	moreSeeds = append(moreSeeds,
		seed{"HTTP request", 4, []Spec{testEth, testIP, tcp(80), Payload(testRequest)}},
		seed{"HTTP response with the beginning of its body", 0, []Spec{testEth, testIP, tcp(80), Payload(testResponse)}},
		seed{"HTTP head cut in the middle of a field", 0, []Spec{testEth, testIP, tcp(80), Payload(testRequest[:40])}},
		seed{"TLS ClientHello with a server name", 4, []Spec{testEth, testIP, tcp(443), Payload(testClientHello)}},
		seed{"TLS application data, the second record cut", 0, []Spec{testEth, testIP, tcp(443), Payload("\x17\x03\x03\x00\x02ab\x17\x03\x03\x00\x09c")}},
	)
}

func tcpFrame(t *testing.T, port uint16, payload string) *Frame {
	t.Helper()
	p := &Packet{Link: LinkEthernet, FCS: 0}
	if err := Build(p, testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: port, Flags: ACK}, Payload(payload)); err != nil {
		t.Fatal(err)
	}
	f := new(Frame)
	f.Decode(p, CheckAll)
	return f
}

func TestHTTPAndTLSFields(t *testing.T) {
	for _, c := range []struct {
		name, payload string
		port          uint16
		want          map[string]string
	}{
		{"request", testRequest, 80, map[string]string{
			"http.request": "1", "http.request.method": "GET", "http.request.uri": "/index.html", "http.request.version": "HTTP/1.1",
			"http.host": "www.example.com", "http.user_agent": "netquiz", "http.unknown_header": "1", "http.response": "",
		}},
		{"response", testResponse, 80, map[string]string{
			"http.response": "1", "http.response.code": "404", "http.response.phrase": "Not Found",
			"http.content_length_header": "2", "data.data": "6e6f", "http.request": "",
		}},
		{"no HTTP", "GETTING", 80, map[string]string{"http.request": "", "data.len": "7"}},
		{"ClientHello", string(testClientHello), 443, map[string]string{
			"tls.record.content_type": "22", "tls.handshake.type": "1", "tls.handshake.extension.type": "23,0",
			"tls.handshake.extensions_server_name": "www.example.com",
		}},
		{"encrypted handshake", "\x16\x03\x03\x00\x04\xff\xff\xff\xff", 443, map[string]string{"tls.app_data": "ffffffff"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := tcpFrame(t, c.port, c.payload)
			for id, want := range c.want {
				s, err := Select(id)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, v := range s.Values(nil, f) {
					got = append(got, v.String())
				}
				if strings.Join(got, ",") != want {
					t.Errorf("%s: %q, want %q", id, strings.Join(got, ","), want)
				}
			}
		})
	}
}

// What net/textproto reads of a head that it takes, we read the same.
func FuzzHTTP(f *testing.F) {
	f.Add([]byte(testRequest))                                   // a request
	f.Add([]byte(testResponse))                                  // a response with its body
	f.Add([]byte("GET / HTTP/1.1\nHost:a\n\n"))                  // bare line feeds
	f.Add([]byte("GET  HTTP/1.1\r\n: empty\r\n folded\r\n\r\n")) // an empty token and name, a folded line
	names, err := Select("http.header.name")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := &Packet{Link: LinkEthernet, FCS: 0}
		if Build(p, testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 80, Flags: ACK}, Payload(b)) != nil {
			return
		}
		checkTotal(t, p)
		var fr Frame
		fr.Decode(p, CheckAll)
		h, ok := fr.HTTP()
		if !ok || !bytes.HasSuffix(h, []byte("\r\n\r\n")) {
			return
		}
		r := textproto.NewReader(bufio.NewReader(bytes.NewReader(h)))
		if line, err := r.ReadLine(); err != nil || line != string(bytes.TrimSpace(h.FirstLine())) && line != string(h.FirstLine()) {
			return
		}
		fields, err := r.ReadMIMEHeader()
		if err != nil || bytes.Contains(h, []byte("\n ")) || bytes.Contains(h, []byte("\n\t")) || bytes.Contains(h, []byte("\n\n")) {
			return // folded lines and bare line feeds are read otherwise on purpose
		}
		ours := map[string]bool{}
		for _, v := range names.Values(nil, &fr) {
			ours[textproto.CanonicalMIMEHeaderKey(string(v.Bytes))] = true
		}
		for name := range fields {
			if !ours[name] {
				t.Fatalf("textproto has %q in %q, ours are %v", name, h, ours)
			}
		}
	})
}
