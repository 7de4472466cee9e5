package proto

import (
	"bufio"
	"bytes"
	"errors"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	testRequest  = "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent:  netquiz\r\nX-Other: 1\r\n\r\n"
	testResponse = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
)

func init() {
	tcp := func(port uint16) Spec { return &TCPSpec{SrcPort: 51000, DstPort: port, Flags: PSH | ACK} }
	moreSeeds = append(moreSeeds,
		seed{"HTTP request", 4, []Spec{testEth, testIP, tcp(80), Payload(testRequest)}},
		seed{"HTTP response with the beginning of its body", 0, []Spec{testEth, testIP, tcp(80), Payload(testResponse)}},
		seed{"HTTP head cut in the middle of a field", 0, []Spec{testEth, testIP, tcp(80), Payload(testRequest[:40])}},
		seed{"TLS ClientHello with a server name", 4, []Spec{testEth, testIP, tcp(443), testClientHello}},
		seed{"HTTP request by its spec, and its body", 4, []Spec{testEth, testIP, tcp(8080), &HTTPSpec{Method: "POST",
			Header: []HTTPField{{"Host", "a"}, {"Content-Length", "4"}, {"X-Empty", ""}}}, Payload("body")}},
		seed{"HTTP response by its spec, without a reason", 0, []Spec{testEth, testIP, tcp(80), &HTTPSpec{Status: 204}}},
		seed{"TLS ServerHello and the end of plain text", 4, []Spec{testEth, testIP, tcp(443),
			&TLSSpec{Type: 22, Data: []byte(testServerHello)}, &TLSSpec{Type: 20, Data: []byte{1}}}},
		seed{"TLS alert", 4, []Spec{testEth, testIP, tcp(443), &TLSSpec{Type: 21, Data: []byte{2, 40}}}},
		seed{"TLS handshake that is encrypted: zeros, but no hello request", 0, []Spec{testEth, testIP, tcp(443), &TLSSpec{Type: 22, Data: make([]byte, 40)}}},
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
			"http.host": "www.example.com", "http.user_agent": "netquiz", "http.header.value": "1", "http.response": "",
		}},
		{"response", testResponse, 80, map[string]string{
			"http.response": "1", "http.response.code": "404", "http.response.phrase": "Not Found",
			"http.content_length_header": "2", "data.data": "6e6f", "http.request": "",
		}},
		{"no HTTP", "GETTING", 80, map[string]string{"http.request": "", "data.len": "7"}},
		{"ServerHello", "\x16\x03\x03\x00\x38" + testServerHello + "\x14\x03\x03\x00\x01\x01", 443, map[string]string{
			"tls.record.content_type": "22,20", "tls.handshake.type": "2", "tls.handshake.ciphersuite": "0x1301",
			"tls.handshake.extensions.supported_version": "0x0304", "tls.handshake.extension.data": "6869",
			"tls.change_cipher_spec": "1", "tls.handshake.comp_method": "0",
		}},
		{"encrypted handshake", "\x16\x03\x03\x00\x04\xff\xff\xff\xff", 443, map[string]string{"tls.encrypted": "ffffffff"}},
		{"an encrypted message of zeros is no hello request", "\x16\x03\x03\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00", 443,
			map[string]string{"tls.handshake.type": "", "tls.encrypted": "0000000000000000"}},
		{"a hello request is alone", "\x16\x03\x03\x00\x04\x00\x00\x00\x00", 443, map[string]string{"tls.handshake.type": "0"}},
		{"alert", "\x15\x03\x03\x00\x02\x02\x28", 443, map[string]string{"tls.alert_message.level": "2", "tls.alert_message.desc": "40"}},
		{"application data", "\x17\x03\x03\x00\x02ab", 443, map[string]string{"tls.app_data": "6162", "tls.encrypted": ""}},
		{"HTTP head cut between the bytes of a line's end", "GET / HTTP/1.1\r\nConnection: close\r", 80, map[string]string{"http.connection": "close"}},
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

// texts are the texts of a field in a frame, joined with commas.
func texts(t fataler, f *Frame, id string) string {
	t.Helper()
	s, err := Select(id)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var all []string
	for _, v := range s.Values(nil, f) {
		all = append(all, v.String())
	}
	return strings.Join(all, ",")
}

// What an HTTPSpec builds is read back, by net/http too.
func TestHTTPSpecRoundTrip(t *testing.T) {
	target := rapid.StringMatching("/[a-z0-9/?=&._~-]{0,12}")
	value := rapid.StringMatching("([!-~]([ -~]{0,10}[!-~])?)?")
	rapid.Check(t, func(t *rapid.T) {
		s := &HTTPSpec{Method: rapid.SampledFrom([]string{"GET", "POST", "DELETE"}).Draw(t, "method"), Target: target.Draw(t, "target")}
		if rapid.Bool().Draw(t, "response") {
			s = &HTTPSpec{Status: rapid.IntRange(100, 999).Draw(t, "status"), Reason: value.Draw(t, "reason")}
		}
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			s.Header = append(s.Header, HTTPField{"X-" + rapid.StringMatching("[A-Za-z0-9-]{1,9}").Draw(t, "name"), value.Draw(t, "value")})
		}
		body := rapid.StringMatching("[a-z]{0,9}").Draw(t, "body")
		p := &Packet{Link: LinkEthernet, FCS: 0}
		if err := Build(p, testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 80, Flags: ACK}, s, Payload(body)); err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(p, CheckAll)
		var names, values []string
		for _, h := range s.Header {
			names = append(names, h.Name)
			values = append(values, h.Value)
		}
		want := map[string]string{"http.header.name": strings.Join(names, ",")}
		if s.Status != 0 {
			want["http.response.code"], want["http.response.phrase"] = strconv.Itoa(s.Status), s.Reason
		} else {
			want["http.request.method"], want["http.request.uri"], want["http.request.version"] = s.Method, s.Target, "HTTP/1.1"
		}
		if !slices.Contains(values, "") { // an empty value has no bytes, and so no part
			want["http.header.value"] = strings.Join(values, ",")
		}
		for id, w := range want {
			if got := texts(t, &f, id); got != w {
				t.Fatalf("%s: %q, want %q", id, got, w)
			}
		}
		if i := f.Find(ProtoHTTP); string(f.Payload(i)) != body {
			t.Fatalf("body %q, want %q", f.Payload(i), body)
		}
		h, _ := f.HTTP()
		checkHead(t, s, h)
	})
}

func checkHead(t *rapid.T, s *HTTPSpec, head []byte) {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(head))
	var header http.Header
	if s.Status != 0 {
		got, err := http.ReadResponse(r, nil)
		if err != nil || got.StatusCode != s.Status {
			t.Fatalf("net/http: %v of %q", err, head)
		}
		header = got.Header
	} else {
		got, err := http.ReadRequest(r)
		if err != nil || got.Method != s.Method || got.RequestURI != s.Target {
			t.Fatalf("net/http: %v of %q", err, head)
		}
		header = got.Header
	}
	for _, f := range s.Header {
		if !slices.Contains(header.Values(f.Name), f.Value) {
			t.Fatalf("net/http has no %q: %q in %q", f.Name, f.Value, head)
		}
	}
}

func TestHTTPSpecRefuses(t *testing.T) {
	for _, c := range []struct {
		field string
		spec  HTTPSpec
	}{
		{"http.request.method", HTTPSpec{Method: "GET /"}},
		{"http.request.uri", HTTPSpec{Target: "/a b"}},
		{"http.request.version", HTTPSpec{Version: "HTTP/1.1\r\n"}},
		{"http.response.version", HTTPSpec{Status: 200, Version: "HTTP 1"}},
		{"http.response.status", HTTPSpec{Status: 1000}},
		{"http.response.phrase", HTTPSpec{Status: 200, Reason: "a\nb"}},
		{"http.header.name", HTTPSpec{Header: []HTTPField{{"a:b", ""}}}},
		{"http.header.value", HTTPSpec{Header: []HTTPField{{"a", "b\r\nc: d"}}}},
	} {
		_, err := Append(nil, &c.spec)
		var wrong *ParseError
		if !errors.As(err, &wrong) || wrong.Field.ID != c.field {
			t.Errorf("%+v: %v, want %s", c.spec, err, c.field)
		}
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
