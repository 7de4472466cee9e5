package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"netquiz/proto"
)

func TestNames(t *testing.T) {
	for _, k := range append(Kinds(), Auto) {
		if got, ok := ParseKind(k.String()); !ok || got != k {
			t.Errorf("%q is %d, want %d", k.String(), got, k)
		}
	}
	for name := range kindAliases {
		if k, ok := ParseKind(name); !ok || k == Auto || k.String() == name {
			t.Errorf("%s", name)
		}
	}
	for _, name := range KindNames() {
		if _, ok := ParseKind(name); !ok {
			t.Errorf("%q is the name of no kind", name)
		}
	}
	if _, ok := ParseKind("erf"); ok {
		t.Error("erf")
	}
	seen := map[string]bool{}
	for _, r := range Reasons() {
		if r.String() == "" || seen[r.String()] {
			t.Errorf("reason %d: %q", r, r)
		}
		seen[r.String()] = true
	}
	for _, l := range []proto.LinkType{0, 1, 101, 276, 147, 65535} {
		if got, ok := ParseLink(LinkName(l)); !ok || got != l {
			t.Errorf("%s is %d", LinkName(l), got)
		}
	}
	if _, ok := ParseLink("65536"); ok {
		t.Error("65536 is a link type")
	}
}

// TestForcedKinds: a kind that is asked for is not found out, but for what the
// two kinds of pcap say of themselves.
func TestForcedKinds(t *testing.T) {
	p := syn(t)
	hex, pcap := write(t, Hex, p), write(t, PCAP, p)
	for _, c := range []struct {
		name   string
		input  []byte
		kind   Kind
		frames int
		length int // of the first
		want   any
	}{
		{"hex as hex", hex, Hex, 1, 78, nil},
		{"pcap as the other pcap", pcap, PCAPNano, 1, 78, nil},
		{"pcap as raw bytes", pcap, Raw, 1, len(pcap), nil},
		{"hex as pcap", hex, PCAP, 0, 0, new(*FormatError)},
		{"zip as pcap", []byte("PK\x03\x04"), PCAP, 0, 0, new(*FormatError)},
		{"hex as pcapng", hex, PCAPNG, 0, 0, new(*Error)},
		{"hex as json", hex, JSON, 0, 0, new(*Error)},
		{"hex as xxd", hex, XXD, 0, 0, nil},
		{"hex as c", hex, C, 0, 0, nil},
		{"pcap as hex", pcap, Hex, 0, 0, new(*Error)},
		{"short lines as hex", []byte("0001\n0203\n"), Hex, 2, 2, nil},
		{"short lines as a block", []byte("0001\n0203\n04\n05\n"), HexBlock, 2, 5, nil},
		{"nothing", nil, Hex, 0, 0, &ErrEmpty},
		{"too much", make([]byte, MaxFrame+1), Raw, 0, 0, new(*Error)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, all, err := readAll(c.input, c.kind)
			if len(all) != c.frames || len(all) > 0 && len(all[0].Bytes) != c.length {
				t.Errorf("%d frames, %v", len(all), err)
			}
			switch {
			case c.want == nil && err != nil, c.want != nil && err == nil:
				t.Errorf("%v", err)
			case c.want == &ErrEmpty:
				if err != ErrEmpty {
					t.Errorf("%v", err)
				}
			case c.want != nil && !errors.As(err, c.want):
				t.Errorf("%v", err)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "capture: ") {
				t.Errorf("%q", err.Error())
			}
		})
	}
}

// TestLongLines: a frame of any length on one line.
func TestLongLines(t *testing.T) {
	p := proto.Packet{Bytes: bytes.Repeat([]byte{1, 2, 0xfc, 0xfd}, MaxFrame/4), Link: proto.LinkEthernet, FCS: proto.FCSUnknown}
	for _, kind := range []Kind{Hex, Base64, JSON, PCAP, PCAPNG} {
		t.Run(kind.String(), func(t *testing.T) {
			r, all, err := readAll(write(t, kind, p), Auto)
			if err != nil || r.Kind() != kind || len(all) != 1 || !bytes.Equal(all[0].Bytes, p.Bytes) {
				t.Error(len(all), err)
			}
		})
	}
}

// TestUTF16: pairs, halves of pairs, and half a unit at the end.
func TestUTF16(t *testing.T) {
	encode := func(units ...uint16) []byte {
		var b []byte
		for _, u := range units {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
		return b
	}
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"Korean and a pair", encode(utf16.Encode([]rune("# 첫 프레임 😀\n0001"))...), "# 첫 프레임 😀\n0001"},
		{"half a pair", encode('0', 0xd800, '1'), "0\ufffd1"},
		{"the other half", encode('0', 0xdc00), "0\ufffd"},
		{"half a unit", append(encode('0', '1'), 0), "01\ufffd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if _, err := b.ReadFrom(&utf16Reader{in: newWindow(bytes.NewReader(c.in)), order: binary.LittleEndian}); err != nil || b.String() != c.want {
				t.Errorf("%q %v", b.String(), err)
			}
		})
	}
}

// TestEscapes: the strings of C, Go and Python.
func TestEscapes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`b"\x00\xffAB"`, "\x00\xffAB"},
		{`b'\n\t\r\\\'\"\0\a'`, "\n\t\r\\'\"\x00\a"},
		{`b"\101\0001\18"`, "A\x001\x018"},
		{`b"\q\x0g\x"`, `\q\x0g\x`},
		{`"\x01" "\x02" \` + "\n" + `"\x03"`, "\x01\x02\x03"},
		{`b"\x01" + b"\x02"`, "\x01\x02"},
		{"x = {'\\x41', 'B', '\\n', -1, 0377, 0b11, (byte) 0x80, 7u}", "AB\n\xff\xff\x03\x80\x07"},
		{"x = [0x41, 0x42] # [9, 9]", "AB"},
		{"f(b64decode('QUI='))", "AB"},
		{"hex.DecodeString(\"4142\")", "AB"},
		{"it's\nx = {65, 66}", "AB"},
	} {
		t.Run(c.text, func(t *testing.T) {
			_, all, err := readAll([]byte(c.text), Array)
			if err != nil || len(all) != 1 || string(all[0].Bytes) != c.want {
				t.Errorf("%v %v", err, all)
			}
		})
	}
}
