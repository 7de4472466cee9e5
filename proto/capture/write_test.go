package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netquiz/proto"
)

// TestWrittenFormsReadBack: what is written is taken for what it is, and is the
// same frames again, whatever their bytes spell.
func TestWrittenFormsReadBack(t *testing.T) {
	kinds := []Kind{PCAP, PCAPNano, PCAPNG, JSON, Hex, HexBlock, C, Go, Python, XXD, Base64}
	tricky := rapid.SampledFrom([]byte("0123456789abcdef .*|<>:\"'\\{}[]#/-x\x00\xff\r\n"))
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		var packets []proto.Packet
		for i := range rapid.IntRange(1, 4).Draw(t, "n") {
			// A line of up to 32 bytes of hex, or 57 of base64, could be part of a longer frame.
			b := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), tricky), 58, 300).Draw(t, "bytes")
			packets = append(packets, proto.Packet{Number: i + 1, Bytes: b, Link: proto.LinkEthernet, FCS: proto.FCSUnknown})
		}
		text := write(t, kind, packets...)
		r, got, err := readAll(text, Auto)
		if err != nil || r.Kind() != kind {
			t.Fatalf("%v %v\n%s", r, err, text)
		}
		if len(got) != len(packets) {
			t.Fatalf("%d frames of %d\n%s", len(got), len(packets), text)
		}
		for i := range got {
			if !bytes.Equal(got[i].Bytes, packets[i].Bytes) {
				t.Fatalf("%x\n%x\n%s", got[i].Bytes, packets[i].Bytes, text)
			}
		}
	})
}

// TestForcedHexKeepsShortFrames: a line is a frame where hex is asked for.
func TestForcedHexKeepsShortFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var packets []proto.Packet
		for range rapid.IntRange(1, 5).Draw(t, "n") {
			packets = append(packets, proto.Packet{Bytes: rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "bytes")})
		}
		_, got, err := readAll(write(t, Hex, packets...), Hex)
		if err != nil || len(got) != len(packets) {
			t.Fatal(len(got), err)
		}
		for i := range got {
			if !bytes.Equal(got[i].Bytes, packets[i].Bytes) {
				t.Fatalf("%x, want %x", got[i].Bytes, packets[i].Bytes)
			}
		}
	})
}

func TestPCAPNGRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packets := anyPackets(t, 0)
		for i := range packets {
			p := &packets[i]
			p.Link = rapid.SampledFrom([]proto.LinkType{1, 0, 101, 276}).Draw(t, "link")
			p.FCS = rapid.SampledFrom([]int8{proto.FCSUnknown, 0, 4}).Draw(t, "fcs")
			p.Comment = rapid.SampledFrom([]string{"", "한글", "two\nlines"}).Draw(t, "comment")
			p.Time = p.Time.Add(time.Duration(rapid.IntRange(0, 999).Draw(t, "ns")))
		}
		_, got, err := readAll(write(t, PCAPNG, packets...), Auto)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, packets)
	})
}

// TestXXDIsXXD: byte for byte what xxd prints.
func TestXXDIsXXD(t *testing.T) {
	_, frames, err := readAll(read(t, "text/frames.pcap"), PCAP)
	if err != nil {
		t.Fatal(err)
	}
	if got := write(t, XXD, frames...); !bytes.Equal(got, read(t, "text/xxd.txt")) {
		t.Errorf("%s", got)
	}
	if got := write(t, HexBlock, frames...); string(got) != string(read(t, "text/xxd-p.txt")) {
		t.Errorf("%s", got)
	}
}

// TestCodeHoldsTheFrames: the compilers' view of what is written as code.
func TestCodeHoldsTheFrames(t *testing.T) {
	_, frames, err := readAll(read(t, "text/frames.pcap"), PCAP)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, f := range frames {
		fmt.Fprintf(&want, "%x\n", f.Bytes)
	}
	dir := t.TempDir()
	t.Run("go", func(t *testing.T) {
		if got := goFrames(t, write(t, Go, frames...)); got != want.String() {
			t.Errorf("%s", got)
		}
	})
	t.Run("base64", func(t *testing.T) {
		for i, line := range strings.Fields(string(write(t, Base64, frames...))) {
			if b, err := base64.StdEncoding.DecodeString(line); err != nil || !bytes.Equal(b, frames[i].Bytes) {
				t.Errorf("%s: %v", line, err)
			}
		}
	})
	t.Run("python", func(t *testing.T) {
		python := program(t, "python3")
		code := string(write(t, Python, frames...)) + "for f in [frame1, frame2, frame3, frame4, frame5]: print(f.hex())\n"
		cmd := exec.Command(python, "-")
		cmd.Stdin = strings.NewReader(code)
		if got, err := cmd.Output(); err != nil || string(got) != want.String() {
			t.Errorf("%s %v", got, err)
		}
	})
	t.Run("c", func(t *testing.T) {
		cc := program(t, "gcc")
		source := "#include <stdio.h>\n" + string(write(t, C, frames...)) + `
static void show(const unsigned char *b, size_t n) { while (n--) printf("%02x", *b++); puts(""); }
int main(void) {
	show(frame1, sizeof frame1); show(frame2, sizeof frame2); show(frame3, sizeof frame3);
	show(frame4, sizeof frame4); show(frame5, sizeof frame5);
}`
		file := filepath.Join(dir, "frames.c")
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(cc, "-Wall", "-Werror", "-o", file+".exe", file).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
		if got, err := exec.Command(file + ".exe").Output(); err != nil || string(got) != want.String() {
			t.Errorf("%s %v", got, err)
		}
	})
}

// program finds a program that the tests need; without it they are skipped,
// but where everything must be there.
func program(t *testing.T, name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no " + name)
	}
	return path
}

// goFrames reads the variables of Go code, in hex.
func goFrames(t *testing.T, code []byte) string {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+string(code), 0)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range file.Decls {
		for _, e := range d.(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.CompositeLit).Elts {
			n, err := strconv.ParseUint(e.(*ast.BasicLit).Value, 0, 8)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(hex.EncodeToString([]byte{byte(n)}))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestWritersRefuse(t *testing.T) {
	p := syn(t)
	for _, c := range []struct {
		name   string
		kind   Kind
		second func(p *proto.Packet)
		want   any
	}{
		{"another link type", PCAP, func(p *proto.Packet) { p.Link = 101 }, new(*MixedError)},
		{"another FCS", PCAPNano, func(p *proto.Packet) { p.FCS = 0 }, new(*MixedError)},
		{"before 1970", PCAP, func(p *proto.Packet) { p.Time = time.Unix(-1, 0) }, new(*TimeError)},
		{"after 2106", PCAP, func(p *proto.Packet) { p.Time = time.Unix(1<<32, 0) }, new(*TimeError)},
		{"after 2262", PCAPNG, func(p *proto.Packet) { p.Time = time.Unix(1<<34, 0) }, new(*TimeError)},
		{"too long", PCAP, func(p *proto.Packet) { p.Bytes = make([]byte, MaxFrame+1) }, new(*Error)},
		{"too long", PCAPNG, func(p *proto.Packet) { p.Bytes = make([]byte, MaxFrame+1) }, new(*Error)},
	} {
		t.Run(c.name+" "+c.kind.String(), func(t *testing.T) {
			w, err := NewWriter(io.Discard, c.kind)
			if err != nil {
				t.Fatal(err)
			}
			second := p
			c.second(&second)
			if err := w.Write(&p); err != nil {
				t.Fatal(err)
			}
			if err := w.Write(&second); !errors.As(err, c.want) {
				t.Errorf("%v", err)
			}
		})
	}
	var e *KindError
	if _, err := NewWriter(io.Discard, Hexyl); !errors.As(err, &e) {
		t.Error(err)
	}
}

func TestEmptyFilesAreFiles(t *testing.T) {
	for _, kind := range []Kind{PCAP, PCAPNano, PCAPNG} {
		r, all, err := readAll(write(t, kind), Auto)
		if err != nil || len(all) != 0 || r.Kind() != kind {
			t.Errorf("%s: %v %v", kind, all, err)
		}
	}
}

// racing tells whether the race detector is on.
var racing bool

func TestWritersAllocateNothing(t *testing.T) {
	if racing {
		t.Skip("the race detector empties sync.Pool")
	}
	p := syn(t)
	for _, kind := range []Kind{PCAP, PCAPNG, JSON, Hex, XXD, Base64, Raw, C, Go, Python} {
		t.Run(kind.String(), func(t *testing.T) {
			w, err := NewWriter(io.Discard, kind)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(&p)
			if n := testing.AllocsPerRun(200, func() { w.Write(&p) }); n != 0 {
				t.Errorf("%v allocations", n)
			}
		})
	}
}
