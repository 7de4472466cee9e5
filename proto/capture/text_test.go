package capture

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"netquiz/proto"
)

// TestNothingIsDropped: what cannot be read as bytes is an error that says where,
// and the frames before it are read.
func TestNothingIsDropped(t *testing.T) {
	long := strings.Repeat("00", 40)
	for _, c := range []struct {
		name, text string
		frames     int
		want       Error // without Err
	}{
		{"half a byte", long + "\n" + long + "0\n", 1, Error{Reason: OddDigits, Line: 2, Offset: 81, Token: strings.Repeat("0", 40), Wanted: 82, Had: 81}},
		{"one digit among bytes", "00 11 2 33\n", 0, Error{Reason: OddDigits, Line: 1, Offset: 6, Token: "2", Wanted: 2, Had: 1}},
		{"a letter", long + "\n00 0g\n", 1, Error{Reason: OddDigits, Line: 2, Offset: 84, Token: "0", Wanted: 2, Had: 1}},
		{"a word", long + "\nhello\n", 1, Error{Reason: NotHex, Line: 2, Offset: 81, Token: "hello"}},
		{"xxd, a line is missing", "00000000: 0011 2233 4455 6677 8899 aabb ccdd eeff  ..\"3DUfw........\n00000020: 00  .\n", 0,
			Error{Reason: BadOffset, Line: 2, Offset: 68, Token: "00000020", Wanted: 16, Had: 32}},
		{"xxd, a byte is missing", "00000000: 0011 2233 4455 6677 8899 aabb ccdd ee\n00000010: 00\n", 0,
			Error{Reason: BadOffset, Line: 2, Offset: 48, Token: "00000010", Wanted: 15, Had: 16}},
		{"xxd, a letter", "00000000: 0011 2233 4455 66z7 8899 aabb ccdd eeff\n00000010: 00\n", 0,
			Error{Reason: NotHex, Line: 1, Offset: 25, Token: "66z7"}},
		{"xxd, a letter in the last line", "00000000: 0011 2233 4455 6677 8899 aabb ccdd eeff\n00000010: 00z0 11\n", 0,
			Error{Reason: NotHex, Line: 2, Offset: 60, Token: "00z0"}},
		{"xxd, half a byte", "00000000: 0011 2233 4455 6677 8899 aabb ccdd eeff\n00000010: 001\n", 0,
			Error{Reason: NotHex, Line: 2, Offset: 60, Token: "001"}},
		{"the first line is missing", "0000  00 11 22\n\n0010  00 11 22\n", 1, Error{Reason: BadOffset, Line: 3, Offset: 16, Token: "0010", Had: 16}},
		{"hexdump breaks off at a star", "0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n", 0, Error{Reason: Unclosed, Line: 2, Token: "*"}},
		{"a list that is not closed", "x = {0x00, 0x01,\n", 0, Error{Reason: Unclosed, Line: 1, Offset: 4, Token: "{"}},
		{"a number that is no byte", "x = {0x00, 0x01, 256};\n", 0, Error{Reason: NotByte, Line: 1, Offset: 17, Token: "256", Wanted: 255, Had: 256}},
		{"a name in a list", "x = {0x00, 0x01, ETH};\n", 0, Error{Reason: NotByte, Line: 1, Offset: 17, Token: "ETH", Wanted: 255}},
		{"a string that is not closed", `x = b"\x00\x01` + "\n", 0, Error{Reason: Unclosed, Line: 1, Offset: 5, Token: `"\x00\x01`}},
		{"a function of trafgen", "{ 0x00, 0x01,\n csumip(14, 33) }\n", 0, Error{Reason: NotComputed, Line: 2, Offset: 15, Token: "csumip"}},
		{"half a byte in a call", "x = bytes.fromhex('00112')\n", 0, Error{Reason: OddDigits, Line: 1, Offset: 19, Token: "00112", Wanted: 6, Had: 5}},
		{"base64 with a hole", strings.Repeat("QUJD", 20) + "\nQUJD QUJ\n", 1, Error{Reason: BadBase64, Line: 2, Offset: 81, Token: "QUJD QUJ"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, all, err := readAll([]byte(c.text), Auto)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%d frames, %v", len(all), err)
			}
			got := *e
			got.Err = nil
			c.want.Frame = c.frames + 1
			if len(all) != c.frames || got != c.want {
				t.Errorf("%d frames, %+v, want %+v", len(all), got, c.want)
			}
		})
	}
}

// TestDumpLines: where a line's bytes end and its text begins.
func TestDumpLines(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"text that looks like bytes", "0000  41 42 20 43 44   AB CD\n", "4142204344"},
		{"text that begins with a space", "0000  20 41 42 43   ABC\n", "20414243"},
		{"all spaces", "0000  20 20 20 20\n", "20202020"},
		{"no text", "0000  41 42 43\n", "414243"},
		{"text that was not kept in step", "00000000: 4142 4344  zzzz\n", "41424344"},
		{"a gap in the middle", "0000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f\n0010  10\n", "000102030405060708090a0b0c0d0e0f10"},
		{"a short line in the middle", "0000  00 01\n0002  02 03 04\n0005  05\n", "000102030405"},
		{"other text around", "12:00:00.000000 IP a > b: Flags [S], seq 1\n\t0x0000:  4500 0014\nthe end\n", "45000014"},
		{"the last byte of a word", "0000000 4241 0043\n0000003\n", "414243"},
		{"colours", "\x1b[1m00000000: \x1b[32m4142\x1b[0m  AB\n", "4142"},
		{"derived data is no frame", "Frame (2 bytes):\n0000  41 42   AB\nReassembled TCP (3 bytes):\n0000  43 43 43   CCC\n\n", "4142"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, all, err := readAll([]byte(c.text), Auto)
			if err != nil || len(all) != 1 || hex.EncodeToString(all[0].Bytes) != c.want {
				t.Errorf("%v %x", err, all)
			}
		})
	}
}

// TestTcpdumpWithoutLinkHeaders: which of tcpdump's dumps lack the link header.
func TestTcpdumpWithoutLinkHeaders(t *testing.T) {
	const (
		ip     = "\t0x0000:  4500 0014 0000 0000 4006 22e3 0800 4601\n\t0x0010:  0a00 0001\n" // from 8.0.70.1: an EtherType and a version where Ethernet has them
		broken = "\t0x0000:  4500 0015 0000 0000 4006 0000 0a00 0001\n\t0x0010:  0a00 0001\n"
		arp    = "\t0x0000:  0001 0800 0604 0001 0266 0000 0102 0a42\n\t0x0010:  0102 0000 0000 0000 0a42 0101\n"
		stp    = "\t0x0000:  4242 0300 0000 0000 8000 0000 0000 0000\n"
		eth    = "\t0x0000:  4566 0000 0101 0266 0000 0102 0800 4500\n\t0x0010:  0014\n"
	)
	for _, c := range []struct {
		name, text string
		want       []proto.LinkType
	}{
		{"IP", ip, []proto.LinkType{proto.LinkRaw}},
		{"IP whose sum and length are wrong", broken, []proto.LinkType{proto.LinkRaw}},
		{"ARP, then what could be anything", arp + stp, []proto.LinkType{linkUser, linkUser}},
		{"what could be anything", stp, []proto.LinkType{proto.LinkEthernet}},
		{"Ethernet to an address that begins as IP does", eth, []proto.LinkType{proto.LinkEthernet}},
		{"Ethernet, then what could be anything", eth + stp, []proto.LinkType{proto.LinkEthernet, proto.LinkEthernet}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, all, err := readAll([]byte(c.text), Auto)
			if err != nil || r.Kind() != Tcpdump || len(all) != len(c.want) {
				t.Fatal(all, err)
			}
			for i, p := range all {
				if p.Link != c.want[i] {
					t.Errorf("frame %d: %d", i+1, p.Link)
				}
			}
		})
	}
}

// TestTextStreams: a frame is there as soon as a line tells that it has ended.
func TestTextStreams(t *testing.T) {
	p := syn(t)
	for _, kind := range []Kind{Hex, XXD, C, Go, Python, Base64} {
		t.Run(kind.String(), func(t *testing.T) {
			in, out := io.Pipe()
			defer in.Close()
			go out.Write(append(write(t, kind, p), write(t, kind, p)...))
			r, err := NewReader(in, Auto)
			if err != nil {
				t.Fatal(err)
			}
			var got proto.Packet
			if err := r.Next(&got); err != nil || !bytes.Equal(got.Bytes, p.Bytes) {
				t.Fatal(err, got)
			}
		})
	}
}

// TestMemoryIsBounded: an endless line, value or list is an error.
func TestMemoryIsBounded(t *testing.T) {
	for _, c := range []struct{ name, begin, again string }{
		{"hex", "00", "00"},
		{"hex in lines that go on", "00,\n", "00,\n"},
		{"xxd", "00000000: 00\n*\n", "*\n"},
		{"json", `{"a":"`, "a"},
		{"list", "x = {0x00, 0x01", ", 0x02"},
		{"string", `x = b"\x00`, "a"},
		{"strings", `x = b"\x00"`, "\n\"a\""},
		{"base64", strings.Repeat("QUJD", 19) + "\n", strings.Repeat("QUJD", 19) + "\n"},
		{"spaces", "x = b'\\x00'", " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := io.MultiReader(strings.NewReader(c.begin), &endless{text: c.again, left: 3 * maxLine})
			r, err := NewReader(in, Auto)
			if err == nil {
				err = r.Next(new(proto.Packet))
			}
			var e *Error
			if c.name == "spaces" {
				if err != nil {
					t.Fatal(err)
				}
			} else if !errors.As(err, &e) || e.Reason != BlockTooLong && e.Reason != FrameTooLong && e.Reason != Unclosed {
				t.Fatal(err)
			}
			if r != nil {
				if w := windowOf(r); len(w.buf) > 4*maxLine {
					t.Errorf("%d bytes held", len(w.buf))
				}
			}
		})
	}
}

func windowOf(r *Reader) *window {
	switch s := r.source.(type) {
	case *hexReader:
		return s.in
	case *dumpReader:
		return s.in
	case *jsonReader:
		return s.in
	case *literalReader:
		return s.in
	}
	return r.source.(*base64Reader).in
}

// endless is a text again and again.
type endless struct {
	text string
	at   int
	left int
}

func (e *endless) Read(b []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	for i := range b {
		b[i] = e.text[e.at]
		e.at = (e.at + 1) % len(e.text)
	}
	e.left -= len(b)
	return len(b), nil
}
