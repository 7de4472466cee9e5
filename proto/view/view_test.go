package view

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netquiz/locales"
	"netquiz/proto"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a drawing with testdata/<name>.golden. Drawings hold the names
// of fields, so a golden file is to be written anew when locales changes them.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(string(text), "\n")
	for i, line := range strings.Split(string(got), "\n") {
		if i >= len(want) || line != want[i] {
			t.Errorf("%s:%d differs (go test -update writes it anew):\n%s", file, i+1, line)
			return
		}
	}
	if len(got) != len(text) {
		t.Errorf("%s goes on where the drawing ends", file)
	}
}

// build makes a frame of Ethernet, IPv4, TCP and data, as captured at a fixed
// time with its FCS.
func build(t testing.TB, tcp *proto.TCPSpec, payload string) *proto.Packet {
	t.Helper()
	p := &proto.Packet{Link: proto.LinkEthernet, FCS: 4, Number: 1, Time: time.Unix(1795326780, 123456000)}
	err := proto.Build(p,
		&proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}},
		&proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true},
		tcp, proto.Payload(payload))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// syn has every common option, and data with Korean text and an escape sequence.
func syn(t testing.TB) *proto.Packet {
	return build(t, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: proto.SYN, Window: 64240,
		Options: proto.TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)},
		"안녕 GET / HTTP/1.1\r\n\x1b[31m")
}

// broken has a wrong checksum, reserved bits, an option that overruns, a wrong
// FCS, and bytes that are no text.
func broken(t testing.TB) *proto.Packet {
	p := build(t, &proto.TCPSpec{SrcPort: 80, DstPort: 51000, Seq: 5000, Ack: 1001, Flags: proto.ACK | proto.PSH, Window: 502,
		Options: proto.TCPOptions(nil).SACK([2]uint32{7000, 8000}).NOP().NOP().MSS(536).NOP().NOP()},
		"\x00\x01\x02\xff\xfe")
	p.Number = 1234
	p.Bytes[46] |= 0x0e
	p.Bytes[67] = 9
	return p
}

func decoded(p *proto.Packet) *proto.Frame {
	f := new(proto.Frame)
	f.Decode(p, proto.CheckAll)
	return f
}

func style(width int, lang locales.Lang) Style {
	return Style{Width: width, L: locales.New(lang)}
}

func fields(t testing.TB, ids ...string) []*proto.Field {
	t.Helper()
	var all []*proto.Field
	for _, id := range ids {
		s, err := proto.Select(id)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s.Fields...)
	}
	return all
}

func TestGoldenFrames(t *testing.T) {
	mark := fields(t, "tcp.seq", "tcp.flags.syn")
	for _, c := range []struct {
		name   string
		packet *proto.Packet
		lang   locales.Lang
		width  int
	}{
		{"syn.ko.80", syn(t), locales.Korean, 80},
		{"syn.en.120", syn(t), locales.English, 120},
		{"broken.ko.40", broken(t), locales.Korean, 40},
		{"broken.en.80", broken(t), locales.English, 80},
	} {
		f, s := decoded(c.packet), style(c.width, c.lang)
		golden(t, c.name+".tree", Tree{Style: s, Mark: mark}.Append(nil, f))
		golden(t, c.name+".hexdump", Hexdump{Style: s, Mark: mark}.Append(nil, f))
		golden(t, c.name+".layout", Layout{Style: s, Mark: mark}.Append(nil, f))
	}
}

func TestGoldenTables(t *testing.T) {
	for _, width := range []int{40, 80} {
		var dst []byte
		for _, table := range append(proto.ProtoIPv4.Tables(), proto.ProtoTCP.Table()) {
			dst = Layout{Style: style(width, locales.Korean)}.AppendTable(append(dst, table.ID+"\n"...), table)
		}
		golden(t, fmt.Sprintf("tables.%d", width), dst)
	}
}
