package view

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/flow"
)

var (
	clientAddr = netip.AddrFrom4([4]byte{192, 168, 0, 10})
	serverAddr = netip.AddrFrom4([4]byte{93, 184, 216, 34})
)

// talk is a short connection: handshake, request, a response whose first segment
// comes twice, close.
func talk(t testing.TB) []*proto.Packet {
	var all []*proto.Packet
	say := func(after time.Duration, fromClient bool, flags proto.TCPFlags, seq, ack uint32, payload string, options proto.TCPOptions) {
		spec := &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: seq, Ack: ack, Flags: flags, Window: 4096, Options: options}
		ip := &proto.IPv4Spec{Src: clientAddr.As4(), Dst: serverAddr.As4(), TTL: 64}
		if !fromClient {
			spec.SrcPort, spec.DstPort = spec.DstPort, spec.SrcPort
			ip.Src, ip.Dst = ip.Dst, ip.Src
		}
		p := &proto.Packet{Link: proto.LinkEthernet, Number: len(all) + 1, Time: time.Unix(1795326780, 0).Add(after)}
		if err := proto.Build(p, &proto.EthernetSpec{}, ip, spec, proto.Payload(payload)); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	const ms = time.Millisecond
	mss := proto.TCPOptions(nil).MSS(1460).NOP().WindowScale(0)
	say(0, true, proto.SYN, 1000, 0, "", mss)
	say(20*ms, false, proto.SYN|proto.ACK, 5000, 1001, "", mss)
	say(20*ms, true, proto.ACK, 1001, 5001, "", nil)
	say(21*ms, true, proto.ACK|proto.PSH, 1001, 5001, "GET / HTTP/1.1\r\nHost: 예시\r\n\r\n", nil)
	say(41*ms, false, proto.ACK, 5001, 1033, "HTTP/1.1 200 OK\r\n\r\n안녕하세요", nil)
	say(300*ms, false, proto.ACK, 5001, 1033, "HTTP/1.1 200 OK\r\n\r\n안녕하세요", nil)
	say(301*ms, true, proto.ACK, 1033, 5035, "", nil)
	say(302*ms, false, proto.FIN|proto.ACK, 5035, 1033, "", nil)
	say(303*ms, true, proto.FIN|proto.ACK, 1033, 5036, "", nil)
	say(323*ms, false, proto.ACK, 5036, 1034, "", nil)
	return all
}

func sequence(s Style, lanes []Lane, packets []*proto.Packet) []byte {
	q := NewSequence(s, lanes)
	dst := q.Begin(nil)
	tracker := flow.New()
	for i, p := range packets {
		f := decoded(p)
		dst = q.Append(dst, Arrow{Row: tracker.Add(f), Frame: f, Lost: i == 4})
	}
	return dst
}

func TestGoldenSequence(t *testing.T) {
	client, server := Lane{{"클라이언트", clientAddr}}, Lane{{"서버", serverAddr}}
	resolver := Lane{{"DNS 서버", netip.AddrFrom4([4]byte{192, 168, 0, 1})}}
	for _, c := range []struct {
		width int
		lanes []Lane
	}{{40, []Lane{client, server}}, {80, []Lane{client, server}}, {110, []Lane{client, resolver, server}}} {
		golden(t, fmt.Sprintf("sequence.%d", c.width), sequence(style(c.width, locales.Korean), c.lanes, talk(t)))
	}
}

// Whatever the frames and whoever the hosts, a diagram fits and is clean.
func TestAnySequence(t *testing.T) {
	lanes := []Lane{
		{{"클라이언트\x1b", clientAddr}},
		{{"", netip.IPv6Loopback()}},
		{{"아주아주아주아주 긴 이름의 서버", netip.IPv4Unspecified()}, {"", netip.IPv6Unspecified()}, {"서버", serverAddr}, {"", netip.IPv6LinkLocalAllNodes()}},
	}
	lanes[0][0].Name = Safe(lanes[0][0].Name)
	any := samples(t)
	rapid.Check(t, func(t *rapid.T) {
		s := Style{Width: rapid.IntRange(40, 150).Draw(t, "width"), Color: rapid.Bool().Draw(t, "color"), L: localizers[locales.English]}
		q := NewSequence(s, lanes[:rapid.IntRange(1, 3).Draw(t, "lanes")])
		dst := q.Begin(nil)
		tracker := flow.New()
		for range rapid.IntRange(0, 6).Draw(t, "frames") {
			f := drawFrame(t, any)
			dst = q.Append(dst, Arrow{Row: tracker.Add(f), Frame: f, Lost: rapid.Bool().Draw(t, "lost")})
		}
		checkDrawing(t, "sequence", dst, s)
	})
	all := talk(t)
	rapid.Check(t, func(t *rapid.T) {
		s := Style{Width: rapid.IntRange(40, 150).Draw(t, "width"), L: localizers[locales.Korean]}
		lanes := []Lane{{{"클라이언트", clientAddr}}, {{"가운데", netip.IPv6Loopback()}}, {{"서버", serverAddr}}}
		if rapid.Bool().Draw(t, "two") {
			lanes = []Lane{lanes[2], lanes[0]}
		}
		packets := rapid.SliceOfN(rapid.SampledFrom(all), 0, 12).Draw(t, "packets")
		checkDrawing(t, "sequence", sequence(s, lanes, packets), s)
	})
}
