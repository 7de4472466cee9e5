package view

import (
	"bytes"
	"slices"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"netquiz/locales"
	"netquiz/proto"
)

// localizers are made once: reading their messages is slow.
var localizers = map[locales.Lang]*locales.Localizer{
	locales.Korean:  locales.New(locales.Korean),
	locales.English: locales.New(locales.English),
}

type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkDrawing holds what is true of every drawing: lines that fit the width,
// nothing raw, no escape sequence but colours where they are allowed.
func checkDrawing(t fatal, what string, out []byte, s Style) {
	t.Helper()
	if !utf8.Valid(out) {
		t.Fatalf("%s is not UTF-8: %q", what, out)
	}
	text := string(out)
	if s.Color {
		text = ansi.Strip(text)
	}
	for line := range bytes.Lines([]byte(text)) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		for _, r := range string(line) {
			if !strconv.IsPrint(r) {
				t.Fatalf("%s lets %q through: %q", what, r, line)
			}
		}
		if n := ansi.StringWidth(string(line)); s.Width > 0 && n > s.width() {
			t.Fatalf("%s draws %d columns where there are %d: %q", what, n, s.width(), line)
		}
	}
}

// checkFrame draws a frame in every way.
func checkFrame(t fatal, f *proto.Frame, s Style, mark []*proto.Field) {
	t.Helper()
	for what, out := range map[string][]byte{
		"tree":    Tree{Style: s, Mark: mark}.Append(nil, f),
		"explain": Tree{Style: s, Mark: mark, Explain: true}.Append(nil, f),
		"hexdump": Hexdump{Style: s, Mark: mark}.Append(nil, f),
		"layout":  Layout{Style: s, Mark: mark}.Append(nil, f),
		"summary": NewSummary(s).Append(nil, f),
	} {
		checkDrawing(t, what, out, s)
	}
	unlimited := s
	unlimited.Width = 0
	checkDrawing(t, "summary", NewSummary(unlimited).Append(nil, f), unlimited)
	var all []*proto.Selector
	for _, id := range []string{"data.data", "frame.comment", "ip.src", "tcp.options.mss_val", "eth.src"} {
		selector, err := proto.Select(id)
		if err != nil {
			t.Fatalf("%v", err)
		}
		all = append(all, selector)
	}
	row := bytes.ReplaceAll(NewFields(all).Append(nil, f), []byte{'\t'}, []byte{' '})
	checkDrawing(t, "fields", row, Style{L: s.L})
	checkNodes(t, f)
}

// checkNodes holds that a tree has a line for every span of the frame and none
// twice, and says every problem once.
func checkNodes(t fatal, f *proto.Frame) {
	t.Helper()
	spans := slices.Collect(f.Spans())
	problems := 0
	for _, n := range nodes(f) {
		problems += len(n.problems)
		if n.field == nil || n.n == 0 || n.field.Kind == proto.Group {
			continue
		}
		if len(spans) == 0 || spans[0].Field != n.field || spans[0].Bit != n.bit || spans[0].Width != n.n {
			t.Fatalf("a line for %s at bit %d, where the next span is %v", n.field.ID, n.bit, spans[:min(1, len(spans))])
		}
		spans = spans[1:]
	}
	if len(spans) > 0 {
		t.Fatalf("no line for %s at bit %d", spans[0].Field.ID, spans[0].Bit)
	}
	if problems != len(f.Problems()) {
		t.Fatalf("%d problems drawn of %d", problems, len(f.Problems()))
	}
}

// samples are frames of every protocol that a Spec builds: whole ones, to be
// mutated and cut.
func samples(t testing.TB) [][]byte {
	eth := &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ip := &proto.IPv4Spec{Src: clientAddr.As4(), Dst: serverAddr.As4(), TTL: 64}
	ip6 := &proto.IPv6Spec{Src: [16]byte{0xfd, 15: 1}, Dst: [16]byte{0xfd, 15: 2}, HopLimit: 64, FlowLabel: 0xabcde}
	quoted := proto.Payload(syn(t).Bytes[14:60])
	all := [][]byte{syn(t).Bytes, broken(t).Bytes, hostile(t).Bytes}
	for _, layers := range [][]proto.Spec{
		{eth, &proto.ARPSpec{Op: 1, SenderIP: clientAddr.As4(), TargetIP: serverAddr.As4()}},
		{eth, &proto.VLANSpec{ID: 100}, ip, &proto.UDPSpec{SrcPort: 5000, DstPort: 53}, proto.Payload("안녕\x9b")},
		{eth, ip, &proto.ICMPSpec{Type: 3, Code: 4, Rest: proto.NextHopMTU(1300)}, quoted},
		{eth, ip, &proto.ICMPSpec{Type: 8, Rest: proto.EchoID(1, 2)}, proto.Payload("ping")},
		{eth, ip6, &proto.ICMPv6Spec{Type: 135}, proto.Payload(make([]byte, 24))},
		{eth, ip6, &proto.UDPSpec{SrcPort: 1, DstPort: 2}},
	} {
		p := &proto.Packet{Link: proto.LinkEthernet, FCS: 4}
		if err := proto.Build(p, layers...); err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Bytes)
	}
	return all
}

// drawFrame makes a frame of any bytes: of a sample mutated or cut, or of chance.
func drawFrame(t *rapid.T, samples [][]byte) *proto.Frame {
	p := &proto.Packet{Link: proto.LinkType(rapid.SampledFrom([]int{1, 1, 1, 0, 101, 113, 276}).Draw(t, "link"))}
	if rapid.Bool().Draw(t, "built") {
		p.Bytes = bytes.Clone(rapid.SampledFrom(samples).Draw(t, "sample"))
		for range rapid.IntRange(0, 3).Draw(t, "flips") {
			at := rapid.IntRange(0, 8*len(p.Bytes)-1).Draw(t, "bit")
			p.Bytes[at/8] ^= 1 << (at % 8)
		}
		p.Bytes = p.Bytes[:rapid.IntRange(0, len(p.Bytes)).Draw(t, "cut")]
	} else {
		p.Bytes = rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "bytes")
	}
	p.Number = rapid.IntRange(0, 1<<40).Draw(t, "number")
	p.Length = rapid.IntRange(0, 400).Draw(t, "length")
	p.FCS = rapid.SampledFrom([]int8{-1, 0, 4}).Draw(t, "fcs")
	p.Comment = rapid.SampledFrom([]string{"", "메모", "\x1b]0;x\x07\u2066"}).Draw(t, "comment")
	return decoded(p)
}

func TestAnyFrameIsDrawnRight(t *testing.T) {
	mark := fields(t, "tcp.seq", "tcp.flags", "ip.ttl", "data.data", "eth.src")
	mark = append(mark, proto.Undecoded)
	all := samples(t)
	rapid.Check(t, func(t *rapid.T) {
		f := drawFrame(t, all)
		s := Style{
			Width: rapid.IntRange(40, 150).Draw(t, "width"),
			Color: rapid.Bool().Draw(t, "color"),
			L:     localizers[rapid.SampledFrom([]locales.Lang{locales.Korean, locales.English}).Draw(t, "lang")],
		}
		checkFrame(t, f, s, mark)
	})
}

// Colours add nothing but colours.
func TestColourOnlyColours(t *testing.T) {
	for _, p := range []*proto.Packet{syn(t), broken(t)} {
		f := decoded(p)
		for _, width := range []int{40, 80, 120} {
			s := Style{Width: width, L: localizers[locales.Korean]}
			c := s
			c.Color = true
			for what, pair := range map[string][2][]byte{
				"tree":    {Tree{Style: s}.Append(nil, f), Tree{Style: c}.Append(nil, f)},
				"hexdump": {Hexdump{Style: s}.Append(nil, f), Hexdump{Style: c}.Append(nil, f)},
				"layout":  {Layout{Style: s}.Append(nil, f), Layout{Style: c}.Append(nil, f)},
				"summary": {NewSummary(s).Append(nil, f), NewSummary(c).Append(nil, f)},
			} {
				if plain, stripped := string(pair[0]), ansi.Strip(string(pair[1])); plain != stripped {
					t.Errorf("%s at %d: %q is %q without colours", what, width, stripped, plain)
				}
			}
		}
	}
}

func FuzzViews(f *testing.F) {
	f.Add([]byte{}, uint8(40), false)                       // no bytes at all
	f.Add(syn(f).Bytes, uint8(80), true)                    // every common option and text
	f.Add(broken(f).Bytes, uint8(40), false)                // problems in every layer
	f.Add(broken(f).Bytes[:50], uint8(66), true)            // a header cut in the middle of its flags
	f.Add([]byte("\x1b[31m\u202e안녕\xff"), uint8(67), false) // hostile text where a header should be
	mark := fields(f, "tcp.seq", "ip.ttl", "data.data")
	f.Fuzz(func(t *testing.T, data []byte, width uint8, korean bool) {
		s := Style{Width: int(width), L: localizers[locales.English], Color: width%2 == 0}
		if korean {
			s.L = localizers[locales.Korean]
		}
		for _, fcs := range []int8{-1, 4} {
			p := &proto.Packet{Link: proto.LinkEthernet, Bytes: data, FCS: fcs, Length: len(data) + int(width)%3, Comment: string(data[:min(len(data), 20)])}
			checkFrame(t, decoded(p), s, mark)
		}
	})
}

func BenchmarkDrawing(b *testing.B) {
	f := decoded(syn(b))
	s := Style{Width: 80, L: localizers[locales.Korean]}
	dst := make([]byte, 0, 1<<16)
	b.Run("tree", func(b *testing.B) {
		for b.Loop() {
			dst = Tree{Style: s}.Append(dst[:0], f)
		}
	})
	b.Run("hexdump", func(b *testing.B) {
		for b.Loop() {
			dst = Hexdump{Style: s}.Append(dst[:0], f)
		}
	})
	b.Run("layout", func(b *testing.B) {
		for b.Loop() {
			dst = Layout{Style: s}.Append(dst[:0], f)
		}
	})
}
