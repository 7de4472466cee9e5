package proto

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// An id selects the fields that it names: as it stands, for either side, or as
// the end of one name alone.
func TestSelect(t *testing.T) {
	for _, c := range []struct {
		id, is string
		fields string // ids, in order
	}{
		{"ip.ttl", "ip.ttl", "ip.ttl"},
		{"hlim", "ipv6.hlim", "ipv6.hlim"},
		{"hdr_len", "", "ip.hdr_len tcp.hdr_len"},
		{"ttl", "ttl", "ip.ttl"},
		{"tcp.seq", "tcp.seq", "tcp.seq_raw"},
		{"ip.addr", "ip.addr", "ip.src ip.dst"},
		{"sport", "sport", "tcp.srcport udp.srcport"},
		{"ip.version", "ip.version", "ip.version ipv6.version"},
		{"ipv6.version", "ipv6.version", "ipv6.version"},
		{"tcp.option_len", "tcp.option_len", strings.TrimSpace(strings.Repeat("tcp.option_len ", len(tcpOptionTableList())-3))},
	} {
		t.Run(c.id, func(t *testing.T) {
			s, err := Select(c.id)
			var many *AmbiguousFieldError
			if errors.As(err, &many) {
				if got := strings.Join(many.Could, " "); c.is != "" || got != c.fields || many.ID != c.id {
					t.Errorf("could be %s, want %s", got, c.fields)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, f := range s.Fields {
				ids = append(ids, f.ID)
			}
			if s.ID != c.is || strings.Join(ids, " ") != c.fields {
				t.Errorf("%s of %v, want %s of %s", s.ID, ids, c.is, c.fields)
			}
		})
	}
}

// What names no field is told what it is most like.
func TestNearest(t *testing.T) {
	for id, want := range map[string]string{
		"tcp.prot": "tcp.port", "ip.tl": "ip.ttl", "tpc.flags.syn": "tcp.flags.syn", "ip.sorce": "ip.src", "udp.lenght": "udp.length",
		"tt": "ttl", "sprt": "sport", "tcp.flags.sy": "tcp.flags.syn", "eth.dts": "eth.dst", "zzzzzzzz": "", "": "",
		"ip.xxx": "ip.dst", // as near to ip.len, ip.src and others: the first in the alphabet
	} {
		_, err := Select(id)
		var unknown *UnknownFieldError
		if !errors.As(err, &unknown) || unknown.ID != id || unknown.Nearest != want {
			t.Errorf("%q: %v, nearest %q, want %q", id, err, Nearest(id), want)
		}
	}
	if got := (&UnknownFieldError{ID: "x"}).Error() + "; " + (&AmbiguousFieldError{"x", []string{"a.x", "b.x"}}).Error(); got != `no field "x"; "x" could mean a.x, b.x` {
		t.Error(got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"abc", "abc", 0},
		{"intention", "execution", 5}, {"ab", "ba", 2}, {"tcp.prot", "tcp.port", 2}, {"aaaa", "a", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// A distance is the same both ways, and never more by way of a third word.
func TestDistanceIsAMetric(t *testing.T) {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("ab.")), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c")
		if distance(a, b) != distance(b, a) || (distance(a, b) == 0) != (a == b) || distance(a, c) > distance(a, b)+distance(b, c) {
			t.Fatalf("%q %q %q: %d %d, %d %d", a, b, c, distance(a, b), distance(b, a), distance(b, c), distance(a, c))
		}
	})
}

// Codes, protocols and kinds of options have names, and what is none has none.
func TestNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Truncated.String(), "truncated"}, {TooDeep.String(), "too-deep"}, {Code(0).String(), ""}, {numCodes.String(), ""}, {Code(255).String(), ""},
		{ProtoTCP.String(), "tcp"}, {numProtos.String(), ""}, {Proto(255).String(), ""},
		{OptMSS.String(), "MSS"}, {TCPOption(99).String(), "kind 99"},
		{arpOpNames.Name(2), "reply"}, {arpOpNames.Name(99), ""}, {(*Enum)(nil).Name(0), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if codes := Codes(); codes[0] != Truncated || codes[len(codes)-1] != TooDeep || len(codes) != int(TooDeep) || cap(codes) != len(codes) {
		t.Error(codes)
	}
	var broken []Code
	for _, c := range Codes() {
		if c.Broken() {
			broken = append(broken, c)
		}
	}
	if !slices.Equal(broken, []Code{BadLength, BadVersion, BadChecksum, BadFCS, NoChecksum, BadOption}) {
		t.Error(broken)
	}
	seen := map[string]bool{}
	for _, p := range Protos() {
		if back, ok := ProtoByID(p.String()); !ok || back != p || seen[p.String()] || p == NoProto {
			t.Errorf("%s is %d, back %d", p, p, back)
		}
		seen[p.String()] = true
	}
	if !seen["frame"] || !seen["dccp"] || len(seen) != int(protoRaw)-1 {
		t.Errorf("%d protocols", len(seen))
	}
	for _, id := range []string{"", "nothing"} {
		if p, ok := ProtoByID(id); ok || p != NoProto {
			t.Errorf("%q is %d", id, p)
		}
	}
}
