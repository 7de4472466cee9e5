package filter

import (
	"errors"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
)

func build(t testing.TB, layers ...proto.Spec) *proto.Frame {
	t.Helper()
	p := &proto.Packet{Link: proto.LinkEthernet, FCS: 4, Number: 3, Comment: "first try", Time: time.Unix(1795326780, 500_000_000)}
	if err := proto.Build(p, layers...); err != nil {
		t.Fatal(err)
	}
	f := new(proto.Frame)
	f.Decode(p, proto.CheckAll)
	return f
}

var (
	ethSpec = &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ipSpec  = &proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
)

// request is a segment with data; syn a SYN with options and the last sequence number.
func request(t testing.TB) *proto.Frame {
	return build(t, ethSpec, ipSpec, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Ack: 0, Flags: proto.ACK | proto.PSH, Window: 502},
		proto.Payload("GET / HTTP/1.1\r\nHost: a.kr\r\n\r\n"))
}

func syn(t testing.TB) *proto.Frame {
	return build(t, ethSpec, ipSpec, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 0xffffffff, Flags: proto.SYN, Window: 64240,
		Options: proto.TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)})
}

func TestExpressions(t *testing.T) {
	f, given := request(t), syn(t)
	for _, c := range []struct {
		expr string
		want bool
	}{
		{"", true},
		{"tcp", true}, {"ip && tcp", true}, {"frame", true}, {"padding", false},
		{"tcp.options.mss_val", false}, {"given.tcp.options.mss_val", true}, {"given.tcp", true}, {"given.data", false},
		{"tcp.port == 80", true}, {"tcp.port == 81", false}, {"tcp.port eq 51000", true},
		{"tcp.dstport == 0x50", true}, {"tcp.dstport==0b1010000", true},
		{"dport == 80 and ttl == 64", true}, {"tcp.window == 502", true},
		// != holds if all values differ, !== if any does
		{"tcp.port != 80", false}, {"tcp.port ne 81", true}, {"tcp.port !== 80", true}, {"tcp.port === 80", false},
		{"tcp.port any_ne 80", true}, {"tcp.port all_ne 80", false}, {"tcp.port any_eq 80", true}, {"tcp.port all_eq 80", false},
		{"tcp.options.mss_val != 1", false}, {"!(tcp.options.mss_val == 1)", true}, {"not tcp.options.mss_val == 1", true},
		{"tcp.port > 50000", true}, {"tcp.port >= 51000", true}, {"tcp.port < 80", false}, {"tcp.port <= 80", true},
		{"tcp.port gt 51000", false}, {"tcp.port ge 51000", true}, {"tcp.port lt 81", true}, {"tcp.port le 79", false},
		{"80 == tcp.port", true}, {"79 < tcp.dstport", true}, {"79 > tcp.dstport", false},
		{"1 < tcp.dstport < 100", true}, {"1 < tcp.dstport < 80", false}, {"1 < tcp.dstport <= tcp.port == 80", true},
		// logic binds as in C
		{"tcp or tcp and padding", true}, {"(tcp or tcp) and padding", false}, {"tcp xor ip", false}, {"tcp ^^ padding", true},
		{"!tcp || !padding", true}, {"not not tcp", true}, {"! ! tcp", true}, {"!(!(tcp))", true},
		{"tcp.flags.ack == 1 && tcp.flags.syn == 0", true}, {"tcp.flags.ack == true", true}, {"tcp.flags.syn == False", true},
		{"tcp.flags.syn", true},
		{"tcp.flags == 0x018", true}, {"tcp.flags & 0x10", true}, {"tcp.flags & 2", false}, {"tcp.flags & 0x18 == 0x18", true},
		{"tcp.flags & 0x10 && tcp.flags & 0x02", false},
		// values in the unit of the text
		{"ip.hdr_len == 20", true}, {"ip.hdr_len == 5", false}, {"tcp.hdr_len >= 20", true}, {"ip.hdr_len > 19", true},
		{"ip.proto == TCP", true}, {`ip.proto == "tcp"`, true}, {"ip.proto == UDP", false},
		{"ip.src == 192.168.0.10", true}, {"ip.addr == 93.184.216.34", true}, {"ip.addr != 93.184.216.34", false},
		{"ip.src == 192.168.0.0/16", true}, {"ip.addr == 10.0.0.0/8", false}, {"ip.addr != 10.0.0.0/8", true}, {"ip.src == 0.0.0.0/0", true},
		{"ip.src == 192.168.0.11/31", true}, {"ip.src == 192.168.0.12/31", false},
		{"ip.src < 192.168.0.11", true}, {"ip.src == ip.dst", false}, {"ip.src != ip.dst", true}, {"ip.src == given.ip.src", true},
		{"ip.src in {10.0.0.0/8, 192.168.0.1 .. 192.168.0.20}", true}, {"ip.src in {10.0.0.0/8 192.168.0.1..192.168.0.9}", false},
		{"eth.src == 02:00:00:00:00:01", true}, {"eth.src == 02-00-00-00-00-01", true}, {"eth.addr == 02:00:00:00:00:03", false},
		{"eth.src[0:3] == 02:00:00", true}, {"eth.src[5] == 1", true}, {"eth.src[-1] == 01", true}, {"eth.src[-1:1] == 1", true},
		{"eth.src[4-5] == 00:01", true}, {"eth.src[:2] == 02:00", true}, {"eth.src[3:] == 00:00:01", true}, {"eth.src[0,5] == 02:01", true},
		{"eth.src[7] == 1", false}, {"eth.src[0:3][0] == 2", true},
		{"ip.src[0:2] == c0:a8", true}, {"tcp[13] & 0x10", true}, {"tcp[13] & 2", false}, {"tcp[0:2] == tcp.srcport", true},
		{"tcp.dstport == tcp[2:2]", true}, {"eth[12:2] == 0x0800", true}, {"eth[12:2] == 08:00", true}, {"ip[8] == 40", true}, {"ip[0] == 45", true}, {"ip[0] == 69", false}, {"ip.ttl == '@'", true}, {"ip.ttl == 0100", true},
		{"tcp.port in {80, 443, 8000..8080}", true}, {"tcp.dstport in {443 8000..8080}", false}, {"tcp.port not in {443}", true},
		{"tcp.port not in {80}", false}, {"tcp.dstport in {79..80}", true},
		{`frame contains "GET"`, true}, {`tcp contains "HTTP/1.1\r\n"`, true}, {"tcp contains 47:45:54", true}, {`tcp contains "get"`, false},
		{"frame[54:] contains 48:6f:73:74", true}, {`eth contains "GET"`, true}, {`eth.src contains 00:01`, true}, {`frame contains ip.src`, true},
		{`tcp matches "host: *a\.kr"`, true}, {`tcp[20:] matches r"^get "`, true}, {`tcp matches "^host"`, false}, {`tcp ~ "GET"`, true},
		{`frame.comment contains "try"`, true}, {`frame.comment == "first try"`, true}, {"frame.number == 3", true}, {"frame.len > 60", true},
		{"frame.number in {1..3}", true},
		{"frame.time_epoch > 1795326780", true}, {"frame.time_epoch == 1795326780.5", true}, {"frame.time_epoch < 1795326780.25", false},
		{"frame.time_epoch >= 999999999.999", true}, {"frame.time_epoch != 01795326780.50", false}, {"frame.comment > 5", false}, {"frame.comment != 5", true},
		{`frame.comment in {"a", "first try"}`, true}, {`frame.comment > "a"`, true}, {`"first try" == frame.comment`, true},
		{`tcp contains "\x47\105T"`, true}, {`tcp contains "T \/"`, true}, {`tcp contains r"\r\n"`, false}, {`frame.comment matches "\"?\stry$"`, true},
		{"+ip.ttl == 64", true}, {"ip.src contains 192.168", false}, {"ip.src contains c0:a8", true}, {"frame contains 0x0800", true},
		{"tcp.port in {79..81} && tcp.port in {-1..1, tcp.len..80}", true}, {"tcp.port in {given.tcp.dstport}", true},
		// arithmetic
		{"ip.len - ip.hdr_len - tcp.hdr_len == tcp.len", true}, {"tcp.len == 30", true}, {"tcp.len * 2 == 60", true},
		{"tcp.len / 7 == 4", true}, {"tcp.len % 7 == 2", true}, {"1 + 2 * 3 == ip.id", true}, {"(1 + 2) * 3 == ip.id", false},
		{"{1 + 2} * 3 - 2 == ip.id", true}, {"ip.ttl - 65 == -1", true}, {"ip.ttl == -(-64)", true}, {"-ip.ttl < 0", true},
		{"tcp.len / 0 == 0", false}, {"tcp.len - 30", false}, {"tcp.len - 29", true},
		{"tcp.seq_raw == given.tcp.seq_raw + 1001", true}, {"tcp.ack_raw == given.tcp.seq_raw + 1", true},
		{"given.tcp.seq_raw - tcp.seq_raw == 0xfffffc17", true},
		{"given.frame.len == frame.len", false}, {"given.tcp.flags.syn == 1 && tcp.flags.syn == 0", true},
		{"ip.checksum.status == Good", true}, {`tcp.checksum.status == "Good"`, true}, {"eth.fcs.status == 1", true},
	} {
		t.Run(c.expr, func(t *testing.T) {
			x, err := Compile(c.expr)
			if err != nil {
				t.Fatal(err)
			}
			if got := x.MatchGiven(f, given); got != c.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		expr   string
		reason Reason
		offset int
		token  string
		more   string // Nearest, Expected or Field
	}{
		{"tcp.dstprt == 80", UnknownField, 0, "tcp.dstprt", "tcp.dstport"},
		{"tcp && ip.tll == 1", UnknownField, 7, "ip.tll", "ip.ttl"},
		{"given.tcp.srcprt", UnknownField, 0, "given.tcp.srcprt", "tcp.srcport"},
		{`http.hots contains "a"`, UnknownField, 0, "http.hots", "http.host"},
		{`http.hots matches "a"`, UnknownField, 0, "http.hots", "http.host"},
		{"tcp.dstprt in {80}", UnknownField, 0, "tcp.dstprt", "tcp.dstport"},
		{`"a" contains "a"`, OtherKind, 0, `"`, ""},
		{"checksum == 1", AmbiguousField, 0, "checksum", ""},
		{"tcp.port == 70000", BadValue, 12, "70000", "tcp.port"},
		{"tcp.port == htpp", UnknownField, 12, "htpp", ""},
		{"ip.proto == TPC", BadValue, 12, "TPC", "ip.proto"},
		{"ip.src == 300.1.2.3", BadValue, 10, "300.1.2.3", "ip.src"},
		{"ip.src == 10.0.0.0/33", BadValue, 10, "10.0.0.0/33", "ip.src"},
		{"eth.src == 02:00", BadValue, 11, "02:00", "eth.src"},
		{"tcp.port ==", WantOperand, 11, "", ""},
		{"tcp.port 80", WantOperator, 9, "80", ""},
		{"tcp.port = 80", WantOperator, 9, "=", ""},
		{"(tcp", WantClose, 4, "", ")"},
		{"tcp)", WantOperator, 3, ")", ""},
		{"tcp.port in 80", WantClose, 12, "80", "{"},
		{"tcp.port in {80", WantClose, 15, "", "}"},
		{"tcp.port in {}", WantOperand, 13, "}", ""},
		{"80", WantTest, 0, "80", ""},
		{"(tcp == 1) + 2", WantValue, 0, "(", ""},
		{"80 == 80", OtherKind, 3, "==", ""},
		{"ip.src == tcp.port", OtherKind, 7, "==", ""},
		{"ip.src > 10.0.0.0/8", OtherKind, 7, ">", ""},
		{"ip.src in {10.0.0.0/8 .. 11.0.0.0/8}", OtherKind, 11, "10.0.0.0", ""},
		{"tcp.port contains 80", OtherKind, 0, "tcp.port", ""},
		{"tcp.port matches \"80\"", OtherKind, 0, "tcp.port", ""},
		{"ip.src + 1 == 2", WantNumber, 0, "ip.src", ""},
		{"tcp.port[0] == 1", NoSlice, 0, "tcp.port", ""},
		{"eth.src[x] == 1", WantNumber, 8, "x", ""},
		{"eth.src[0", WantClose, 9, "", "]"},
		{`data contains "GET`, Unclosed, 14, `"`, ""},
		{`data matches "("`, BadRegexp, 13, "(", ""},
		{`data matches GET`, WantClose, 13, "GET", `"`},
		{"tcp && 한글", WantOperand, 7, "한", ""},
		{strings.Repeat("(", 500) + "tcp", TooDeep, MaxDepth, "(", ""},
		{strings.Repeat("!", 500) + "tcp", TooDeep, MaxDepth, "!!!", ""},
		{"tcp.port == " + strings.Repeat("-", 500) + "1", TooDeep, MaxDepth + 12, "-", ""},
		{strings.Repeat("tcp or ", 20000) + "tcp", TooLong, MaxLength, "", ""},
	} {
		t.Run(c.expr[:min(40, len(c.expr))], func(t *testing.T) {
			_, err := Compile(c.expr)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			if e.Reason != c.reason || e.Offset != c.offset || e.Token != c.token {
				t.Errorf("%v", e)
			}
			if c.more != "" && c.more != e.Nearest && c.more != e.Expected && c.more != e.Field {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestReasonsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Reasons() {
		if r.String() == "" || seen[r.String()] {
			t.Errorf("reason %d: %q", r, r)
		}
		seen[r.String()] = true
	}
}

// racing tells whether the race detector is on.
var racing bool

func TestMatchAllocatesNothing(t *testing.T) {
	if racing {
		t.Skip("the race detector empties sync.Pool")
	}
	f, given := request(t), syn(t)
	for _, expr := range []string{
		"tcp.port == 80 && ip.src == 192.168.0.0/16 && !arp.opcode == 1",
		"tcp.port in {1..80} && eth.src[0:3] == 02:00:00 && eth.src[0,5] == 02:01",
		`frame contains "GET" && tcp matches "host: *a" && frame.comment contains "t"`,
		"tcp.ack_raw == given.tcp.seq_raw + 1 && given.tcp.options.mss_val == 1460",
	} {
		t.Run(expr, func(t *testing.T) {
			expr = strings.ReplaceAll(expr, "arp.opcode", "ip.id")
			x, err := Compile(expr)
			if err != nil {
				t.Fatal(err)
			}
			if n := testing.AllocsPerRun(200, func() {
				if !x.MatchGiven(f, given) {
					t.Fatal("no match")
				}
			}); n != 0 {
				t.Errorf("%v allocations", n)
			}
		})
	}
}

func FuzzCompile(f *testing.F) {
	f.Add([]byte("tcp.port in {80, 443 .. 8080} and not ip.src == 10.0.0.0/8")) // sets, networks, words
	f.Add([]byte(`data[0:3] == 47:45:54 || frame matches "a\"b"`))              // slices, strings with escapes
	f.Add([]byte("1 < tcp.len / {tcp.hdr_len - 20} < 9 xor -ip.ttl + 1 < 0"))   // chains, division by zero, signs
	f.Add([]byte("eth.src[-3-5,0] == fe80::1..2"))                              // where slices, addresses and ranges meet
	f.Add([]byte("tcp.ack == given.tcp.seq + 1"))                               // two frames
	frame, given := request(f), syn(f)
	f.Fuzz(func(t *testing.T, expr []byte) {
		x, err := Compile(string(expr))
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(expr) {
				t.Fatalf("%v", err)
			}
			return
		}
		// Parentheses around the whole change nothing, and "not" turns it round.
		got := x.MatchGiven(frame, given)
		x.Match(frame)
		if strings.TrimSpace(string(expr)) == "" {
			return
		}
		not, err := Compile("!(" + string(expr) + ")")
		if err != nil {
			var e *Error
			if errors.As(err, &e) && (e.Reason == TooDeep || e.Reason == TooLong) {
				return
			}
			t.Fatal(err)
		}
		if not.MatchGiven(frame, given) == got {
			t.Fatalf("%q and its contrary", expr)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	f, given := request(b), syn(b)
	for _, expr := range []string{"tcp", "tcp.port == 80", "ip.src == 192.168.0.0/16 && tcp.flags.syn == 0",
		"tcp.flags & 0x12 == 0x10", "tcp.options.mss_val == 1460", `frame contains "HTTP"`, "tcp.ack_raw == given.tcp.seq_raw + 1"} {
		b.Run(expr, func(b *testing.B) {
			x, err := Compile(expr)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				x.MatchGiven(f, given)
			}
		})
	}
}
