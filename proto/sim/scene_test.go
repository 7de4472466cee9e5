package sim

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"netquiz/proto"
)

// watched is one frame of a scene, decoded.
type watched struct {
	Event
	six  bool
	tcp  proto.TCP
	data []byte
}

// watch runs a scene to its end. Every frame must decode without a problem.
func watch(t testing.TB, o Options) ([]watched, *Scene) {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	var all []watched
	var f proto.Frame
	last := Start
	for e := range s.Events() {
		f.Decode(&e.Packet, proto.CheckAll)
		for _, p := range f.Problems() {
			l := f.Layers()[p.Layer]
			if _, ok := f.TCP(); ok && l.Proto == proto.ProtoDNS {
				continue // the middle of a long message, that happens to look like a beginning
			}
			t.Fatalf("frame %d: %v in %v", e.Packet.Number, p, l.Proto)
		}
		if e.Packet.Time.Before(last) {
			t.Fatalf("frame %d: %v after %v", e.Packet.Number, e.Packet.Time, last)
		}
		last = e.Packet.Time
		w := watched{Event: e}
		w.tcp, _ = f.TCP()
		_, w.six = f.IPv6()
		if i := f.Find(proto.ProtoTCP); i >= 0 {
			w.data = f.Payload(i)
		}
		all = append(all, w)
		if len(all) > 1_000_000 {
			t.Fatal("no end")
		}
	}
	return all, s
}

// segments are the frames that carry TCP.
func segments(all []watched) []watched {
	return slices.DeleteFunc(slices.Clone(all), func(w watched) bool { return w.tcp == nil })
}

func reasons(all []watched) []Reason {
	var list []Reason
	for _, w := range all {
		list = append(list, w.Why)
	}
	return list
}

func TestWebRequest(t *testing.T) {
	all, s := watch(t, Options{Seed: 7, Response: 3000})
	all = segments(all)
	want := []Reason{
		Open, AcceptOpen, ConfirmOpen, Data, Data, Data, AckData, Data,
		Close, AckFIN, Close, AckFIN,
	}
	if got := reasons(all); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	syn, synack, ack := all[0].tcp, all[1].tcp, all[2].tcp
	if syn.Flags() != proto.SYN || synack.Flags() != proto.SYN|proto.ACK || ack.Flags() != proto.ACK {
		t.Fatal("not a 3-way handshake")
	}
	if synack.Ack() != syn.Seq()+1 || ack.Ack() != synack.Seq()+1 || ack.Seq() != syn.Seq()+1 {
		t.Fatal("handshake numbers")
	}
	if mss, ok := syn.MSS(); !ok || mss != 1460 {
		t.Fatalf("MSS %d", mss)
	}
	if n := len(all[4].data); n != 1448 {
		t.Fatalf("a full segment next to timestamps carries %d bytes", n)
	}
	if got := s.Host(Client).Sockets(); len(got) != 0 {
		t.Fatalf("left open: %+v", got)
	}
	want200 := []Response{{Status: 200, Length: 3000, Body: 3000, Whole: true, Intact: true}}
	if r, err := s.Responses(); err != nil || !slices.Equal(r, want200) {
		t.Fatalf("%+v, %v", r, err)
	}
}

func TestStates(t *testing.T) {
	type states [2]State
	tests := []struct {
		name string
		o    Options
		want []states // at the first frame that the tap shows with them
	}{
		{"client closes", Options{}, []states{
			{SynSent, Listen}, {SynSent, SynReceived}, {Established, SynReceived}, {Established, Established},
			{FinWait1, Established}, {FinWait1, CloseWait}, {FinWait2, LastAck}, {TimeWait, LastAck},
		}},
		{"client closes, FIN and ACK merge", Options{Close: CloseByThree}, []states{
			{SynSent, Listen}, {SynSent, SynReceived}, {Established, SynReceived}, {Established, Established},
			{FinWait1, Established}, {FinWait1, LastAck}, {TimeWait, LastAck},
		}},
		{"server closes", Options{CloseBy: Server}, []states{
			{SynSent, Listen}, {SynSent, SynReceived}, {Established, SynReceived}, {Established, Established},
			{Established, FinWait1}, {CloseWait, FinWait1}, {LastAck, FinWait1}, {LastAck, TimeWait},
		}},
		{"half-close", Options{Close: CloseHalf}, []states{
			{SynSent, Listen}, {SynSent, SynReceived}, {Established, SynReceived}, {FinWait1, SynReceived},
			{FinWait1, CloseWait}, {FinWait2, CloseWait}, {FinWait2, LastAck}, {TimeWait, LastAck},
		}},
		{"simultaneous close", Options{Close: CloseSimultaneously}, []states{
			{SynSent, Listen}, {SynSent, SynReceived}, {Established, SynReceived}, {Established, Established},
			{FinWait1, FinWait1}, {Closing, Closing},
		}},
		{"simultaneous open", Options{Open: OpenSimultaneously}, []states{
			{SynSent, SynSent}, {SynReceived, SynReceived}, {Established, Established},
			{FinWait1, Established}, {FinWait1, CloseWait}, {FinWait2, LastAck}, {TimeWait, LastAck},
		}},
		{"refused", Options{Open: OpenRefused}, []states{{SynSent, Closed}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all, _ := watch(t, test.o)
			var got []states
			for _, w := range segments(all) {
				if s := (states{w.Ends[0].State, w.Ends[1].State}); len(got) == 0 || got[len(got)-1] != s {
					got = append(got, s)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Fatalf("got  %v\nwant %v", got, test.want)
			}
		})
	}
}

func TestSegmentSizes(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		want int // data in a full segment from the server
	}{
		{"usual", Options{}, 1448},
		{"client announces less", Options{Client: End{MSS: 1000}}, 988},
		{"without timestamps", Options{Client: End{NoTimestamps: true}}, 1460},
		{"client announces none", Options{Client: End{NoMSS: true, NoTimestamps: true}}, 536},
		{"client announces too much", Options{Client: End{MSS: 9000, NoTimestamps: true}}, 1460},
		{"smaller MTU", Options{MTU: 1000}, 948},
		{"IPv6", Options{IPv6: true}, 1428},
		{"IPv6, client announces none", Options{IPv6: true, Client: End{NoMSS: true}}, 1208},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.o.Response = 5000
			all, _ := watch(t, test.o)
			most := 0
			for _, w := range all {
				most = max(most, len(w.data))
			}
			if most != test.want {
				t.Fatalf("got %d, want %d", most, test.want)
			}
		})
	}
}

func TestOptionBounds(t *testing.T) {
	for _, o := range []Options{
		{MTU: 500}, {MTU: 1501}, {Queue: 10}, {Port: 65536}, {Addresses: 101}, {MTU: 1000, IPv6: true}, {RTT: -1}, {RTT: 2 * time.Minute}, {Loss: 1.1}, {Loss: -0.1}, {Bandwidth: 1},
		{Client: End{MSS: 63}}, {Server: End{Scale: 15}}, {Response: -1}, {Server: End{Buffer: 1<<30 + 1}},
	} {
		var bad *OptionError
		if _, err := New(o); !errors.As(err, &bad) || bad.Option == "" {
			t.Errorf("%+v: %v", o, err)
		}
		for _, err := range Web(o) {
			if err == nil {
				t.Errorf("%+v: yields a packet", o)
			}
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	o := Options{Seed: 5, Response: 100_000, Loss: 0.05, Reorder: 0.05, Duplicate: 0.02}
	a, _ := watch(t, o)
	b, _ := watch(t, o)
	if !slices.EqualFunc(a, b, func(x, y watched) bool {
		return bytes.Equal(x.Packet.Bytes, y.Packet.Bytes) && x.Packet.Time.Equal(y.Packet.Time)
	}) {
		t.Fatal("two runs differ")
	}
	o.Seed = 6
	if c, _ := watch(t, o); bytes.Equal(segments(a)[0].tcp, segments(c)[0].tcp) {
		t.Fatal("another seed, the same SYN")
	}
}

func TestRequestLine(t *testing.T) {
	for want, o := range map[string]Options{
		"GET / HTTP/1.1\r\nHost: www.example.com\r\n":       {},
		"GET /a?b=c HTTP/1.1\r\nHost: example.org:8080\r\n": {Host: "example.org", Port: 8080, Path: "/a?b=c"},
		"GET / HTTP/1.1\r\nHost: [2001:db8:ffff::9]\r\n":    {Host: "2001:db8:ffff::9"},
		"GET / HTTP/1.1\r\nHost: 198.51.7.8:81\r\n":         {Host: "198.51.7.8", Port: 81},
	} {
		all, _ := watch(t, o)
		if got := segments(all)[3].data; !bytes.HasPrefix(got, []byte(want)) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, path := range []string{"/a b", "/\r\nX: y", "/한글", "/\x00"} {
		var bad *PathError
		if _, err := New(Options{Path: path}); !errors.As(err, &bad) || bad.Path != path {
			t.Errorf("%q: %v", path, err)
		}
	}
}
