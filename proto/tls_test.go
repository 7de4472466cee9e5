package proto

import (
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// testClientHello is a ClientHello for www.example.com.
var testClientHello = &ClientHelloSpec{
	Random: [32]byte{'r'}, SessionID: []byte("id"), Suites: []uint16{0x1301, 0xc02f}, ServerName: "www.example.com",
	ALPN: []string{"h2", "http/1.1"}, Versions: []uint16{0x0304, 0x0303},
}

// testServerHello answers it: a version and an unknown extension.
const testServerHello = "\x02\x00\x00\x34\x03\x03" + "abcdefghijklmnopqrstuvwxyzabcdef" + "\x00" + "\x13\x01" + "\x00" + "\x00\x0c" +
	"\x00\x2b\x00\x02\x03\x04" + "\x5a\x5a\x00\x02hi"

// What a ClientHelloSpec builds is read back, by crypto/tls too.
func TestClientHelloRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &ClientHelloSpec{
			SessionID:  rapid.SliceOfN(rapid.Byte(), 1, 32).Draw(t, "session"),
			Suites:     rapid.SliceOfN(rapid.Uint16(), 1, 9).Draw(t, "suites"),
			ServerName: rapid.StringMatching("([a-z]{1,9}\\.){1,3}kr").Draw(t, "name"),
			ALPN:       rapid.SliceOfN(rapid.StringMatching("[a-z0-9/.]{1,9}"), 1, 3).Draw(t, "alpn"),
			Versions:   append(rapid.SliceOfN(rapid.Uint16(), 0, 3).Draw(t, "versions"), tls.VersionTLS13),
		}
		copy(s.Random[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "random"))
		p := &Packet{Link: LinkEthernet, FCS: 0}
		if err := Build(p, testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 443, Flags: ACK}, s); err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(p, CheckAll)
		number := func(all []uint16) string {
			var text []string
			for _, n := range all {
				text = append(text, fmt.Sprintf("0x%04x", n))
			}
			return strings.Join(text, ",")
		}
		for id, want := range map[string]string{
			"tls.record.length": strconv.Itoa(len(f.Header(f.Find(ProtoTLS))) - TLSRecordLen), "tls.handshake.type": "1",
			"tls.handshake.random": hex.EncodeToString(s.Random[:]), "tls.handshake.session_id": hex.EncodeToString(s.SessionID),
			"tls.handshake.ciphersuite": number(s.Suites), "tls.handshake.extensions_server_name": s.ServerName,
			"tls.handshake.extensions_alpn_str": strings.Join(s.ALPN, ","), "tls.handshake.extensions.supported_version": number(s.Versions),
		} {
			if got := texts(t, &f, id); got != want {
				t.Fatalf("%s: %q, want %q", id, got, want)
			}
		}
		checkHello(t, s, f.Header(f.Find(ProtoTLS)))
	})
}

// checkHello lets a server read the record, as far as its ClientHello.
func checkHello(t *rapid.T, s *ClientHelloSpec, record []byte) {
	t.Helper()
	var got *tls.ClientHelloInfo
	stop := errors.New("read")
	near, far := net.Pipe()
	defer near.Close()
	go func() {
		far.Write(record)
		io.Copy(io.Discard, far)
	}()
	err := tls.Server(near, &tls.Config{GetConfigForClient: func(h *tls.ClientHelloInfo) (*tls.Config, error) {
		got = h
		return nil, stop
	}}).Handshake()
	if !errors.Is(err, stop) || got.ServerName != s.ServerName || !slices.Equal(got.CipherSuites, s.Suites) ||
		!slices.Equal(got.SupportedProtos, s.ALPN) || !slices.Equal(got.SupportedVersions, s.Versions) {
		t.Fatalf("crypto/tls: %v, %+v of %+v", err, got, s)
	}
}

func TestTLSSpecsRefuse(t *testing.T) {
	for _, c := range []struct {
		field string
		spec  Spec
	}{
		{"tls.record.length", &TLSSpec{Data: make([]byte, 1<<16)}},
		{"tls.handshake.session_id_length", &ClientHelloSpec{SessionID: make([]byte, 33)}},
		{"tls.handshake.extensions_server_name_len", &ClientHelloSpec{ServerName: strings.Repeat("a", 1<<16)}},
		{"tls.handshake.extensions_alpn_str_len", &ClientHelloSpec{ALPN: []string{strings.Repeat("a", 256)}}},
		{"tls.handshake.extensions.supported_versions_len", &ClientHelloSpec{Versions: make([]uint16, 128)}},
		{"tls.handshake.cipher_suites_length", &ClientHelloSpec{Suites: make([]uint16, 1<<15)}},
	} {
		_, err := Append(nil, c.spec)
		var wrong *RangeError
		if !errors.As(err, &wrong) || wrong.Field.ID != c.field {
			t.Errorf("%T: %v, want %s", c.spec, err, c.field)
		}
	}
}

// Whatever the bytes of a connection are, records are read without harm.
func FuzzTLS(f *testing.F) {
	hello, err := Append(nil, testClientHello)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(hello)                                                          // every layout of a ClientHello
	f.Add([]byte("\x16\x03\x03\x00\x38" + testServerHello))               // of a ServerHello
	f.Add(hello[:60])                                                     // the segment ends in the suites
	f.Add([]byte("\x16\x03\x03\x00\x08\x00\x00\x00\x00\x01\x00\x00\x00")) // hello request before another message
	f.Add([]byte("\x15\x03\x03\x00\x02\x01\x00\x17\x03\x03\xff\xff"))     // a record longer than any
	f.Fuzz(func(t *testing.T, b []byte) {
		p := &Packet{Link: LinkEthernet, FCS: 0}
		if Build(p, testEth, testIP, &TCPSpec{SrcPort: 51000, DstPort: 443, Flags: ACK}, Payload(b)) == nil {
			checkTotal(t, p)
		}
	})
}
