package capture

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"netquiz/proto"
)

// sample is a file of testdata as a seed.
func sample(f *testing.F, name string) []byte {
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		f.Fatal(err)
	}
	return b
}

// mustRead reads any input: it never panics, fails only with errors of this
// package, and yields frames that pcapng holds.
func mustRead(t *testing.T, input []byte, kind Kind) []proto.Packet {
	_, all, err := readAll(input, kind)
	var e *Error
	var f *FormatError
	if err != nil && !errors.As(err, &e) && !errors.As(err, &f) && err != ErrEmpty {
		t.Fatalf("%T %v", err, err)
	}
	if e != nil && (e.Frame != len(all)+1 || e.Reason == 0 || e.Offset < 0 || e.Offset > int64(len(input))*8) {
		t.Fatalf("%d frames, then %+v", len(all), e)
	}
	for i, p := range all {
		if len(p.Bytes) > MaxFrame || p.Number != i+1 || p.Length < 0 {
			t.Fatalf("%+v", p)
		}
	}
	return all
}

func FuzzPCAP(f *testing.F) {
	f.Add(sample(f, "captures/h41-one-frame.pcap"))     // little-endian, microseconds
	f.Add(sample(f, "captures/h10-bigendian.pcap"))     // big-endian
	f.Add(sample(f, "captures/g06-nano.pcap"))          // nanoseconds
	f.Add(sample(f, "captures/h01-fcs-flagged.pcap"))   // link-type word with an FCS length
	f.Add(sample(f, "captures/h16-odd-times.pcap"))     // times at the ends of their range
	f.Add(sample(f, "captures/g04-snap96.pcap"))        // cut frames
	f.Add(sample(f, "captures/h37-gzip.pcap.gz"))       // packed
	f.Add(sample(f, "captures/h25-link0-null-le.pcap")) // another link type
	f.Fuzz(func(t *testing.T, input []byte) {
		all := mustRead(t, input, PCAP)
		for i := range all {
			all[i].FCS, all[i].Link = proto.FCSUnknown, 1
		}
		if len(all) == 0 {
			return
		}
		_, again, err := readAll(write(t, PCAPNG, all...), Auto)
		if err != nil {
			t.Fatal(err)
		}
		same(t, again, all)
	})
}

func FuzzPCAPNG(f *testing.F) {
	f.Add(sample(f, "captures/h54-ng-all-blocks.pcapng"))     // every block and option there is
	f.Add(sample(f, "captures/h50-ng-be-fcslen-nano.pcapng")) // big-endian, FCS lengths
	f.Add(sample(f, "captures/h60-ng-fcs-bad.pcapng"))        // epb_flags
	f.Add(sample(f, "captures/h30-comments.pcapng"))          // comments
	f.Fuzz(func(t *testing.T, input []byte) { mustRead(t, input, PCAPNG) })
}

func FuzzJSON(f *testing.F) {
	p := syn(f)
	text := write(f, JSON, p, p)
	f.Add(text)                                                                                                    // as it is written
	f.Add(bytes.ReplaceAll(bytes.ReplaceAll(text, []byte(","), []byte(",\n  ")), []byte("}\n{"), []byte("},\n{"))) // on many lines, as jq prints it
	f.Add(append(append([]byte("["), bytes.TrimSpace(text[:bytes.IndexByte(text, '\n')])...), ']'))                // in an array
	f.Add(bytes.Replace(text, []byte(`"tcp.flags":2`), []byte(`"tcp.flags":18.0`), 1))                             // a changed number, written otherwise
	f.Add(bytes.Replace(text, []byte(`"id":"fcs"`), []byte(`"id":"data"`), 1))                                     // another layer
	f.Add([]byte(`{"layers":[{"id":"eth","hex":"02"}],"length":-1,"captured":9}`))                                 // a cut header, lengths that cannot be
	f.Fuzz(func(t *testing.T, input []byte) {
		all := mustRead(t, input, JSON)
		// What was made is written and made again as it is.
		if len(all) == 0 {
			return
		}
		_, again, err := readAll(write(t, JSON, all...), JSON)
		if err != nil || len(again) != len(all) {
			t.Fatalf("%d of %d: %v", len(again), len(all), err)
		}
		for i := range all {
			if !bytes.Equal(again[i].Bytes, all[i].Bytes) {
				t.Fatalf("%x\n%x", again[i].Bytes, all[i].Bytes)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	for _, name := range []string{
		"hex", "0x-commas", "escaped", "scapy-line", // lines of hex and what may stand in them
		"xxd", "xxd-e", "xxd-b", "hexdump", "hexdump-C", "od", "od-Ax-tx1z", "hexyl", // offsets and words of each style
		"tcpdump-X", "tshark-V-x", "wireshark-hex-ascii", // dumps among other text
		"xxd-p", "base64-wrapped", // lines that go on
		"c-string", "go-array", "python-list", "trafgen", "rust", // code
		"utf16le", // another encoding
	} {
		f.Add(sample(f, "text/"+name+".txt")[:400])
	}
	f.Fuzz(func(t *testing.T, input []byte) { mustRead(t, input, Auto) })
}

// FuzzHex: no digit is dropped. Whatever is read of plain hex has two digits a
// byte, as many as stand in the input.
func FuzzHex(f *testing.F) {
	f.Add([]byte("0266 0000 0101\n02:66:00-00,01 02;\n")) // separators
	f.Add([]byte("abc\n"))                                // half a byte
	f.Add([]byte("ff, ff,\nff\n\nff \\\r\nff"))           // lines that go on
	f.Fuzz(func(t *testing.T, input []byte) {
		if !utf8.Valid(input) || strings.ContainsAny(string(input), "#/xX\x1f\ufeff") || bytes.Contains(input, []byte("  ")) {
			return // comments, prefixes, other encodings, text that spells the bytes
		}
		_, all, err := readAll(input, Hex)
		if err != nil {
			return
		}
		digits := strings.Map(func(r rune) rune {
			if r < 0x80 && unhex[r] != notHex {
				return r
			}
			return -1
		}, string(input))
		var got strings.Builder
		for _, p := range all {
			got.WriteString(hex.EncodeToString(p.Bytes))
		}
		if !strings.EqualFold(got.String(), digits) {
			t.Fatalf("%s, want %s", got.String(), digits)
		}
	})
}
