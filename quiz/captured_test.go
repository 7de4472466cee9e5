package quiz

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/flow"
)

// captured are the scenes of a capture of real hosts.
func captured(t testing.TB, name string) []*Scene {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in, err := capture.NewReader(file, capture.Auto)
	if err != nil {
		t.Fatal(err)
	}
	var g Gatherer
	for {
		var p proto.Packet
		if err := in.Next(&p); err == io.EOF {
			return g.Scenes()
		} else if err != nil {
			t.Fatal(err)
		}
		g.Add(&p)
	}
}

// What is asked about frames of real hosts holds as well: the answer is what an
// independent reading of the bytes says, and every text renders.
func TestCaptured(t *testing.T) {
	names, err := filepath.Glob("testdata/*.gz")
	if err != nil || len(names) == 0 {
		t.Fatal("no captures", err)
	}
	l := locales.New(locales.Korean)
	asked, seeds := map[string]int{}, uint64(12)
	if testing.Short() {
		seeds = 2 * Levels
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			scenes := captured(t, name)
			for _, k := range Skills() {
				here := 0
				for seed := range seeds {
					q := k.From(scenes, seed)
					if q == nil {
						if here == 0 && seed >= 2*Levels-1 {
							break // this capture has none at any level
						}
						continue
					}
					here++
					asked[k.Name]++
					checkAnswer(t, q)
					if text := q.Ask.In(l) + q.Why.In(l) + q.Hint[1].In(l); text == "" {
						t.Error("no text")
					}
					if again := k.About(q.Scene, seed); again == nil || again.Document(l).digest() != q.Document(l).digest() {
						t.Error("it is another question when it is asked again")
					}
					if t.Failed() {
						t.Fatalf("in %s", q.ID())
					}
				}
			}
		})
	}
	for _, name := range []string{
		"handshake.ack-number", "handshake.refused", "segment.next", "segment.duplicate-acks", "segment.retransmission", "packet.locate",
		"packet.fault", "window.zero", "window.scale", "close.who", "close.half", "close.state", "dns.name", "dns.ttl", "socket.pair",
	} {
		if asked[name] == 0 {
			t.Errorf("no capture has anything that %s asks about", name)
		}
	}
}

// Conversations are kept apart however their frames lie between each other, and
// begin with the names and neighbours that their client asked for.
func TestGatherer(t *testing.T) {
	scenes := captured(t, "testdata/a04-http10-server-closes.pcap.gz")
	if len(scenes) != 1 {
		t.Fatalf("%d scenes", len(scenes))
	}
	s := scenes[0]
	if queries, answers := s.exchanges(); len(queries) != 1 || len(answers) != 1 {
		t.Errorf("%d queries, %d answers come before it", len(queries), len(answers))
	}
	if s.Find(0, flow.SYN) < 0 || s.Ending != flow.FourWay && s.Ending != flow.ThreeWay {
		t.Errorf("the conversation is not whole: it ends %v", s.Ending)
	}

	for name, want := range map[string]int{
		"f01-vlan100": 0, // tags
		"g04-snap96":  2, // whole up to the first data, over either IP
	} {
		if got := captured(t, "testdata/"+name+".pcap.gz"); len(got) != want {
			t.Errorf("%s: %d scenes, want %d", name, len(got), want)
		}
	}
	if s := captured(t, "testdata/g04-snap96.pcap.gz")[0]; s.Find(0, flow.HandshakeACK) < 0 || s.Find(0, flow.Data) >= 0 && s.rows[s.Find(0, flow.Data)].Len > 42 {
		t.Error("a cut frame was kept")
	}
}
