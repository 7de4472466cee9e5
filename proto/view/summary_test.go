package view

import (
	"bytes"
	"regexp"
	"testing"

	"netquiz/locales"
	"netquiz/proto"
)

func TestSummary(t *testing.T) {
	ack := build(t, &proto.TCPSpec{SrcPort: 80, DstPort: 51000, Seq: 5001, Ack: 1001, Flags: proto.ACK, Window: 502,
		Options: proto.TCPOptions(nil).NOP().NOP().SACK([2]uint32{7000, 8000}, [2]uint32{9000, 9500})}, "hello")
	ack.Number, ack.Time = 2, ack.Time.Add(-1500)
	cut := syn(t)
	cut.Bytes = cut.Bytes[:40]
	for _, c := range []struct {
		name   string
		packet *proto.Packet
		width  int
		want   string
	}{
		{"SYN", syn(t), 0, "    1   0.000000 192.168.0.10 → 93.184.216.34    TCP     106 51000 → 80 [SYN] seq=1000 win=64240 len=28 MSS=1460 wscale=7 SACK_PERM TSval=1 TSecr=0\n"},
		{"before the first", ack, 0, "    2  -0.000001 192.168.0.10 → 93.184.216.34    TCP      83 80 → 51000 [ACK] seq=5001 ack=1001 win=502 len=5 SACK=7000-8000,9000-9500\n"},
		{"tight", syn(t), 40, "1 51000 → 80 TCP 106 [SYN] seq=1000 win…\n"},
		{"narrow", syn(t), 80, "1 0.000000 192.168.0.10:51000 → 93.184.216.34:80 TCP 106 [SYN] seq=1000 win=642…\n"},
		{"broken", broken(t), 0, " 1234   0.000000 192.168.0.10 → 93.184.216.34    TCP      83 ! 체크섬 틀림(tcp.checksum) ! 예약 비트(tcp.flags.res) ! 옵션 틀림(tcp.option_len) +1 80 → 51000 [PSH, ACK] seq=5000 ack=1001 win=502 len=5 SACK=7000-8000\n"},
		{"cut", cut, 0, "    1   0.000000 192.168.0.10 → 93.184.216.34    TCP     106 ! 잘림(ip.len) ! 잘림\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			y := NewSummary(style(c.width, locales.Korean))
			y.Start = syn(t).Time
			if got := string(y.Append(nil, decoded(c.packet))); got != c.want {
				t.Errorf("got  %swant %s", got, c.want)
			}
		})
	}
}

// Each gist names fields that exist, if its protocol does.
func TestGistsNameFields(t *testing.T) {
	id := regexp.MustCompile(`\[([\w.]+)`)
	for lang, l := range localizers {
		for _, p := range proto.Protos() {
			if !l.Has("view.gist." + p.String()) {
				continue
			}
			for _, found := range id.FindAllStringSubmatch(l.T("view.gist."+p.String()), -1) {
				if _, err := proto.Select(found[1]); err != nil {
					t.Errorf("%s: view.gist.%s: %v", lang, p, err)
				}
			}
		}
	}
}

func TestGist(t *testing.T) {
	f := decoded(syn(t))
	for _, c := range []struct{ name, gist, want string }{
		{"words alone", " 말", " 말"},
		{"a value", " 수명 [ip.ttl]", " 수명 64"},
		{"a section without its field", " [ip.src]| [tcp.srcport]| 끝", " 192.168.0.10 끝"},
		{"a field there is not", " [no.such]| 끝", " 끝"},
		{"the name of a value", " [ip.proto?]| [ip.dsfield.ecn]", " TCP Not-ECT (ECN not in use)"},
		{"a value without a name", " [ip.ttl?]| 끝", " 끝"},
		{"words for a value", "[ip.flags.df=1: 켜짐]|[ip.flags.mf=1: 켜짐]", " 켜짐"},
		{"an unclosed bracket", " [ip.ttl", " 64"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			y := NewSummary(Style{L: localizers[locales.English]})
			y.protos[proto.ProtoIPv4].gist = parseGist(c.gist)
			if got := string(y.gist(nil, f, f.Find(proto.ProtoIPv4))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFields(t *testing.T) {
	for _, c := range []struct {
		name, want string
		ids        []string
	}{
		{"several", "1\t192.168.0.10\t0x0002\t1460\n", []string{"frame.number", "ip.src", "tcp.flags", "tcp.mss"}},
		{"repeated", "192.168.0.10,93.184.216.34\t2,4,8,1,3\n", []string{"ip.addr", "tcp.option_kind"}},
		{"absent", "\t51000\n", []string{"tcp.options.sack_le", "tcp.srcport"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var selectors []*proto.Selector
			for _, id := range c.ids {
				s, err := proto.Select(id)
				if err != nil {
					t.Fatal(err)
				}
				selectors = append(selectors, s)
			}
			if got := string(NewFields(selectors).Append(nil, decoded(syn(t)))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLinesDoNotAllocate(t *testing.T) {
	f := decoded(broken(t))
	dst := make([]byte, 0, 4096)
	y := NewSummary(Style{L: locales.New(locales.Korean), Color: true})
	if n := testing.AllocsPerRun(100, func() { dst = y.Append(dst[:0], f) }); n != 0 {
		t.Errorf("a summary line makes %v allocations", n)
	}
	row := benchFields(t)
	row.Append(nil, f)
	if n := testing.AllocsPerRun(100, func() { dst = row.Append(dst[:0], f) }); n != 0 {
		t.Errorf("a line of fields makes %v allocations", n)
	}
}

func benchFields(t testing.TB) *Fields {
	var selectors []*proto.Selector
	for _, id := range []string{"frame.number", "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.flags", "tcp.options.mss_val"} {
		s, err := proto.Select(id)
		if err != nil {
			t.Fatal(err)
		}
		selectors = append(selectors, s)
	}
	return NewFields(selectors)
}

func BenchmarkLine(b *testing.B) {
	f := decoded(build(b, &proto.TCPSpec{SrcPort: 80, DstPort: 51000, Seq: 5000, Ack: 1001, Flags: proto.ACK | proto.PSH, Window: 502}, string(bytes.Repeat([]byte("x"), 1000))))
	dst := make([]byte, 0, 4096)
	y, row := NewSummary(Style{L: locales.New(locales.Korean)}), benchFields(b)
	b.Run("summary", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			dst = y.Append(dst[:0], f)
		}
	})
	b.Run("fields", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			dst = row.Append(dst[:0], f)
		}
	})
}
