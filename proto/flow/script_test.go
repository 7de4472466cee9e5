package flow

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
)

// A script is a connection written down, a segment a line:
//
//	> SA 0 1 10 win=0 +5ms | phase step client-state server-state events…
//
// > is from the client, < from the server; then flags (S A F R P, - for none),
// sequence and acknowledgment number and bytes of data, all relative; then, as
// far as wanted, mss=, scale=, win=, id=, ttl=, sack=from-to, ts=, and the time
// since the line before (1 ms if not told). What comes after | is what the Row
// must say; a state may be -, "not known".
type script struct {
	isn   [2]uint32
	ports [2]uint16
	now   time.Time
	id    uint16
	count int
}

var scriptStart = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func newScript() *script {
	return &script{isn: [2]uint32{1000, 0xffffff00}, ports: [2]uint16{40000, 80}, now: scriptStart}
}

var scriptFlags = map[rune]proto.TCPFlags{'S': proto.SYN, 'A': proto.ACK, 'F': proto.FIN, 'R': proto.RST, 'P': proto.PSH}

// packet builds the frame of a line.
func (s *script) packet(t testing.TB, line string) proto.Packet {
	t.Helper()
	var dir, flags string
	var seq, ack, size uint32
	words := strings.Fields(line)
	if _, err := fmt.Sscan(strings.Join(words[:5], " "), &dir, &flags, &seq, &ack, &size); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	from := 0
	if dir == "<" {
		from = 1
	}
	tcp := proto.TCPSpec{SrcPort: s.ports[from], DstPort: s.ports[from^1], Seq: s.isn[from] + seq, Window: 8000}
	for _, r := range strings.Trim(flags, "-") {
		tcp.Flags |= scriptFlags[r]
	}
	if tcp.Flags&proto.ACK != 0 {
		tcp.Ack = s.isn[from^1] + ack
	}
	s.id++
	s.count++
	id, ttl, step := s.id, uint8(64), time.Millisecond
	var options proto.TCPOptions
	for _, w := range words[5:] {
		var a, b uint32
		switch key, value, _ := strings.Cut(w, "="); {
		case w[0] == '+':
			d, err := time.ParseDuration(w[1:])
			if err != nil {
				t.Fatal(err)
			}
			step = d
		case key == "sack":
			fmt.Sscanf(value, "%d-%d", &a, &b)
			options = options.SACK([2]uint32{s.isn[from^1] + a, s.isn[from^1] + b})
		default:
			if _, err := fmt.Sscan(value, &a); err != nil {
				t.Fatalf("%q: %v", w, err)
			}
			switch key {
			case "win":
				tcp.Window = uint16(a)
			case "mss":
				options = options.MSS(uint16(a))
			case "scale":
				options = options.WindowScale(uint8(a))
			case "ts":
				options = options.Timestamps(a, 1)
			case "id":
				id = uint16(a)
			case "ttl":
				ttl = uint8(a)
			default:
				t.Fatalf("%q: what is %s?", line, key)
			}
		}
	}
	tcp.Options = options
	s.now = s.now.Add(step)
	addrs := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}
	p := proto.Packet{Link: proto.LinkEthernet, Number: s.count, Time: s.now}
	eth := proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, byte(from ^ 1)}, Src: [6]byte{2, 0, 0, 0, 0, byte(from)}}
	ip := proto.IPv4Spec{Src: addrs[from], Dst: addrs[from^1], TTL: ttl, ID: id, DontFragment: true}
	if err := proto.Build(&p, &eth, &ip, &tcp, proto.Payload(make([]byte, size))); err != nil {
		t.Fatal(err)
	}
	return p
}

// play runs the lines of a script and checks what is said of each.
func (s *script) play(t *testing.T, tr *Tracker, text string) *Conversation {
	t.Helper()
	var last *Conversation
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			continue
		}
		do, want, _ := strings.Cut(line, "|")
		p := s.packet(t, do)
		var f proto.Frame
		f.Decode(&p, proto.CheckAll)
		r := tr.Add(&f)
		last = r.Conversation
		if got, want := describe(r), strings.Join(strings.Fields(want), " "); got != want {
			t.Errorf("%s\n got %s\nwant %s", strings.TrimSpace(do), got, want)
		}
	}
	return last
}

func describe(r *Row) string {
	words := []string{r.Phase.String(), r.Step.String()}
	for _, e := range r.Conversation.Ends {
		if e.State == Unknown {
			words = append(words, "-")
		} else {
			words = append(words, e.State.String())
		}
	}
	for _, e := range r.Events {
		words = append(words, e.Kind.String())
	}
	return strings.Join(words, " ")
}
