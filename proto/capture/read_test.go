package capture

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
)

// TestCaptures holds every file of testdata/captures against captures.tsv, which
// is what tshark 4.0.17 says of it. It differs in two ways: tshark counts
// pcapng's custom blocks as frames, which no wire carried (h54, its first two);
// it joins several comments with a comma, not a line break.
func TestCaptures(t *testing.T) {
	want := map[string][][]string{}
	for _, line := range strings.Split(strings.TrimSuffix(string(read(t, "captures.tsv")), "\n"), "\n")[1:] {
		row := strings.Split(line, "\t")
		if row[4] != "" {
			want[row[0]] = append(want[row[0]], row)
		}
	}
	for name, rows := range want {
		t.Run(name, func(t *testing.T) {
			_, all, err := readAll(read(t, "captures/"+name), Auto)
			if err != nil || len(all) != len(rows) {
				t.Fatalf("%d frames, want %d, %v", len(all), len(rows), err)
			}
			for i, p := range all {
				got := []string{fmt.Sprint(p.WireLength()), fmt.Sprint(len(p.Bytes)),
					fmt.Sprintf("%d.%09d", p.Time.Unix(), p.Time.Nanosecond()), p.Comment}
				if fmt.Sprint(got) != fmt.Sprint(rows[i][2:]) {
					t.Errorf("frame %d: %q, want %q", i+1, got, rows[i][2:])
				}
			}
		})
	}
	if files, _ := filepath.Glob("testdata/captures/*"); len(files) != len(want) {
		t.Errorf("%d files, %d described", len(files), len(want))
	}
}

// TestAnnouncedFCS: what a capture says of its frames' FCS and link type.
func TestAnnouncedFCS(t *testing.T) {
	for _, c := range []struct {
		name  string
		kind  Kind
		link  proto.LinkType
		fcs   int8
		bad   int // frames whose FCS is wrong
		check bool
	}{
		{"h01-fcs-flagged.pcap", PCAP, 1, 4, 0, true},
		{"h02-fcs-unflagged.pcap", PCAP, 1, proto.FCSUnknown, 0, false},
		{"h03-fcs-bad-flagged.pcap", PCAP, 1, 4, 8, true},
		{"h50-ng-be-fcslen-nano.pcapng", PCAPNG, 1, 4, 0, true},
		{"h60-ng-fcs-bad.pcapng", PCAPNG, 1, 4, 4, true},
		{"h10-bigendian.pcap", PCAP, 1, proto.FCSUnknown, 0, false},
		{"h25-link0-null-le.pcap", PCAP, 0, proto.FCSUnknown, 0, false},
		{"g01-sll2-any.pcap", PCAP, 276, proto.FCSUnknown, 0, false},
		{"g06-nano.pcap", PCAPNano, 1, proto.FCSUnknown, 0, false},
		{"h37-gzip.pcap.gz", PCAP, 1, proto.FCSUnknown, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, all, err := readAll(read(t, "captures/"+c.name), Auto)
			if err != nil || r.Kind() != c.kind || r.Zipped() != strings.HasSuffix(c.name, ".gz") {
				t.Fatal(r, err)
			}
			bad := 0
			for _, p := range all {
				if p.Link != c.link || p.FCS != c.fcs {
					t.Fatalf("link %d, FCS %d", p.Link, p.FCS)
				}
				if n := len(p.Bytes) - 4; c.check && binary.BigEndian.Uint32(p.Bytes[n:]) != proto.FCS(p.Bytes[:n]) {
					bad++
				}
			}
			if bad != c.bad {
				t.Errorf("%d wrong", bad)
			}
		})
	}
}

func TestRefusedByName(t *testing.T) {
	names := map[string]string{
		"5views": "5View", "commview-ncf": "", "erf": "ERF", "k12text": "K12 text", "lanalyzer": "LANalyzer",
		"modpcap": "modified pcap", "netmon1": "Network Monitor 1", "netmon2": "Network Monitor 2", "nettl": "nettl",
		"ngsniffer": "Sniffer", "ngwsniffer_2_0": "NetXRay", "observer": "Observer", "snoop": "snoop", "visual": "Visual Networks",
	}
	files, _ := filepath.Glob("testdata/refused/*")
	if len(files) != len(names) {
		t.Errorf("%d files, %d names", len(files), len(names))
	}
	inputs := map[string][]byte{"text": []byte("Dear all,\nno frame here.\n"), "zip": []byte("PK\x03\x04\x14\x00\x00\x00\x08\x00"), "xz": []byte("\xfd7zXZ\x00\x00\x04"), "pcapng's twin": {0x0a, 0x0d, 0x0d, 0x0b, 1, 2, 3, 4}}
	names["text"], names["zip"], names["xz"] = "", "zip", "xz"
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		inputs[filepath.Base(f)] = b
	}
	for name, b := range inputs {
		t.Run(name, func(t *testing.T) {
			_, err := NewReader(bytes.NewReader(b), Auto)
			var e *FormatError
			if !errors.As(err, &e) || e.Name != names[name] || !bytes.Equal(e.Magic, b[:min(16, len(b))]) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestTruncatedEverywhere: every whole frame, then one error that says where.
func TestTruncatedEverywhere(t *testing.T) {
	for _, name := range []string{"h41-one-frame.pcap", "h16-odd-times.pcap", "h60-ng-fcs-bad.pcapng", "h54-ng-all-blocks.pcapng"} {
		t.Run(name, func(t *testing.T) {
			whole := read(t, "captures/"+name)
			before := 0
			for n := 1; n < len(whole); n++ {
				_, all, err := readAll(whole[:n], Auto)
				var e *Error
				var f *FormatError
				switch {
				case n < 24 && errors.As(err, &f): // too short to say what it is
				case err == nil:
				case !errors.As(err, &e) || e.Reason != Truncated || e.Frame != len(all)+1 || e.Had >= e.Wanted ||
					e.Offset+e.Had != int64(n) || e.Offset+e.Wanted > int64(len(whole)):
					t.Fatalf("%d bytes: %v", n, err)
				}
				if len(all) < before || len(all) > before+1 {
					t.Fatalf("%d bytes: %d frames after %d", n, len(all), before)
				}
				before = len(all)
			}
			_, all, err := readAll(whole, Auto)
			if err != nil || len(all) < before || len(all) > before+1 {
				t.Fatal(len(all), before, err)
			}
		})
	}
}

func TestGzipBreaksOff(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	p := syn(t)
	z.Write(write(t, PCAP, p, p, p))
	z.Flush()
	z.Write(write(t, Raw, p))
	_, all, err := readAll(b.Bytes(), Auto)
	var e *Error
	if len(all) != 3 || !errors.As(err, &e) || e.Reason != Truncated || e.Err != io.ErrUnexpectedEOF {
		t.Error(len(all), err)
	}
}

func TestBrokenInputs(t *testing.T) {
	p := syn(t)
	pcap := write(t, PCAP, p)
	ng := write(t, PCAPNG, p)
	with := func(b []byte, at int, to ...byte) []byte {
		b = bytes.Clone(b)
		copy(b[at:], to)
		return b
	}
	broken := errors.New("broken")
	for _, c := range []struct {
		name   string
		in     io.Reader
		kind   Kind
		frames int
		want   Error
	}{
		{"pcap 3.4", bytes.NewReader(with(pcap, 4, 3)), Auto, 0, Error{Reason: BadVersion, Frame: 1, Offset: 4, Wanted: 2<<16 | 4, Had: 3<<16 | 4}},
		{"long frame", bytes.NewReader(with(pcap, 32, 0, 0, 0, 1)), Auto, 0, Error{Reason: FrameTooLong, Frame: 1, Offset: 24, Wanted: MaxFrame, Had: 1 << 24}},
		{"no byte order", bytes.NewReader(with(ng, 8, 1)), Auto, 0, Error{Reason: BadByteOrder, Frame: 1, Wanted: byteOrderMagic, Had: 0x013c2b1a}},
		{"block of 11", bytes.NewReader(with(ng, 4, 11)), Auto, 0, Error{Reason: BadBlock, Frame: 1, Wanted: 12, Had: 11}},
		{"two lengths", bytes.NewReader(with(ng, 24, 32)), Auto, 0, Error{Reason: BadBlock, Frame: 1, Wanted: 28, Had: 32}},
		{"pcapng 2.0", bytes.NewReader(with(ng, 12, 2)), Auto, 0, Error{Reason: BadVersion, Frame: 1, Wanted: 1 << 16, Had: 2 << 16}},
		{"no interface", bytes.NewReader(with(ng, 28+40+8, 7)), Auto, 0, Error{Reason: NoInterface, Frame: 1, Offset: 68, Wanted: 7, Had: 1}},
		{"captured more than the block", bytes.NewReader(with(ng, 28+40+20, 200)), Auto, 0, Error{Reason: BadBlock, Frame: 1, Offset: 68, Wanted: 200, Had: 80}},
		{"reading fails", io.MultiReader(bytes.NewReader(append(pcap, 1, 2, 3)), failing{broken}), Auto, 1, Error{Reason: Unreadable, Frame: 2, Offset: int64(len(pcap)), Wanted: 16, Had: 3, Err: broken}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := NewReader(c.in, c.kind)
			n := 0
			if err == nil {
				for _, e := range r.Packets() {
					if err = e; e == nil {
						n++
					}
				}
			}
			var e *Error
			if !errors.As(err, &e) || *e != c.want || n != c.frames {
				t.Errorf("%d frames, %+v", n, e)
			}
			if r != nil {
				if again := r.Next(new(proto.Packet)); again != err {
					t.Errorf("then %v", again)
				}
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestClock: units and offsets of pcapng's timestamps, by hand.
func TestClock(t *testing.T) {
	for _, c := range []struct {
		name  string
		clock clock
		units uint64
		want  time.Time
	}{
		{"microseconds", clock{resol: 6}, 1795328304236102, time.Unix(1795328304, 236102000)},
		{"nanoseconds", clock{resol: 9}, 1795328304236102007, time.Unix(1795328304, 236102007)},
		{"seconds", clock{resol: 0}, 1795328304, time.Unix(1795328304, 0)},
		{"picoseconds", clock{resol: 12}, 1_500_000_000_999, time.Unix(1, 500_000_000)},
		{"10^-19", clock{resol: 19}, 15_000_000_000_000_000_000, time.Unix(1, 500_000_000)},
		{"10^-30", clock{resol: 30}, 1<<64 - 1, time.Unix(0, 0)},
		{"2^-1", clock{resol: 0x81}, 3, time.Unix(1, 500_000_000)},
		{"2^-0", clock{resol: 0x80}, 3, time.Unix(3, 0)},
		{"2^-32", clock{resol: 0xa0}, 5<<32 | 1<<31, time.Unix(5, 500_000_000)},
		{"2^-64", clock{resol: 0xc0}, 1 << 63, time.Unix(0, 500_000_000)},
		{"2^-70", clock{resol: 0xc6}, 1 << 63, time.Unix(0, 7_812_500)},
		{"offset", clock{resol: 6, offset: -3600}, 3600_000_001, time.Unix(0, 1000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.clock.time(c.units); !got.Equal(c.want) {
				t.Errorf("%v, want %v", got.UTC(), c.want.UTC())
			}
		})
	}
}
