package view

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// lanesOfTalk are the hosts of the talk, one with a name that wants to run.
func lanesOfTalk() []Lane {
	return []Lane{{{"클라이언트<script>", clientAddr}}, {{"서버", serverAddr}}}
}

// story tells packets; the fifth frame gets lost.
func story(lang locales.Lang, packets []*proto.Packet) string {
	s := NewStory(localizers[lang], lanesOfTalk())
	tracker := flow.New()
	for i, p := range packets {
		f := decoded(p)
		row := tracker.Add(f)
		told := Told{Why: fmt.Sprintf("why %d </script><script>document.title='owned'</script>", i+1), Meaning: "뜻"}
		if c := row.Conversation; c != nil {
			told.Sockets = []Socket{FlowSocket("클라이언트", c, flow.ClientEnd), FlowSocket("서버", c, flow.ServerEnd)}
		}
		s.Add(Arrow{Row: row, Frame: f, Lost: i == 4}, told)
	}
	return string(s.Append(nil))
}

func TestStoryIsWholeInItself(t *testing.T) {
	text := story(locales.Korean, append(talk(t), hostile(t)))
	if i := regexp.MustCompile(`(?i)https?://[a-z.]+|@import|url\(|<link|<iframe|src=`).FindString(strings.ReplaceAll(text, "src=x", "")); i != "" {
		t.Errorf("the story asks for something else: %q", i)
	}
	if n := strings.Count(text, "<script"); n != 2 {
		t.Errorf("%d scripts, not the data and the story's own", n)
	}
	if strings.Contains(text, "<img") {
		t.Error("data of a packet is markup")
	}
}

func TestStoryInABrowser(t *testing.T) {
	result, console := chromium(t, story(locales.Korean, append(talk(t), hostile(t))), `
		const text = q => document.querySelector(q).textContent;
		const arrows = document.querySelectorAll(".arrow");
		const key = (name, on = document.body) => on.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}));
		const r = {arrows: arrows.length};
		r.first = text("#told h2") + " " + text("#count");
		key("ArrowRight");
		r.next = text("#told h2") + " " + text("#count");
		arrows[4].dispatchEvent(new MouseEvent("click", {bubbles: true}));
		r.clicked = text("#told h2");
		r.lost = arrows[4].classList.contains("lost") && arrows[4].querySelector(".tip") === null;
		r.why = text("#told p");
		const row = Array.from(document.querySelectorAll("#bytes .row")).find(x => x.querySelector(".id").textContent === "ip.dst");
		row.dispatchEvent(new MouseEvent("mouseenter"));
		r.lit = Array.from(document.querySelectorAll("#bytes .bytes b.on")).map(b => b.textContent).join(" ");
		row.focus();
		key("ArrowUp", document.activeElement);
		r.tree = document.activeElement.querySelector(".id").textContent + " " + text("#count");
		r.hex = document.querySelectorAll("#bytes .bytes b").length;
		r.text = Array.from(document.querySelectorAll("#bytes .ascii b")).map(b => b.textContent).join("").trim().slice(-7);
		r.state = text(".socket .state");
		const cursor = () => Number(document.querySelector(".plot .cursor").getAttribute("x1"));
		key("Home"); const from = cursor(); key("End"); const to = cursor();
		r.cursor = from < to;
		r.end = text("#count");
		key("ArrowRight");
		r.past = text("#count");
		key("Home"); key(" ");
		r.playing = document.body.classList.contains("playing") && arrows[5].classList.contains("ahead") && text("#play");
		key(" ");
		r.paused = document.body.classList.contains("playing") + " " + text("#play");
		r.plots = document.querySelectorAll(".plot polyline").length > 2 && document.querySelectorAll(".plot line.again, .plot line.vanished").length;
		r.title = document.title;
		r.images = document.images.length;
		r.wide = document.documentElement.scrollWidth <= innerWidth;
		done(r);`)
	want := map[string]any{
		"arrows": 11.0, "first": "프레임 1 · SYN: 연결 요청 1 / 11", "next": "프레임 2 · SYN+ACK: 수락 2 / 11",
		"clicked": "프레임 5 · 데이터 34바이트", "lost": true, "why": "보낸 까닭why 5 </script><script>document.title='owned'</script>",
		"lit": "c0 a8 00 0a", "tree": "ip.src 5 / 11", "hex": 88.0, "text": " ...세 요", "state": "ESTABLISHED", "cursor": true,
		"end": "11 / 11", "past": "11 / 11", "playing": "❚❚ 멈춤", "paused": "false ▶ 재생", "plots": 2.0,
		"title": "netquiz: 요청 하나가 오간 길", "images": 0.0, "wide": true,
	}
	for name, value := range want {
		if result[name] != value {
			t.Errorf("%s: %v, want %v", name, result[name], value)
		}
	}
	if console != "" {
		t.Errorf("the console says:\n%s", console)
	}
}

// checkSVG holds that a picture is XML, holds nothing but shapes, texts and its
// style, and stays inside its frame.
func checkSVG(t fatal, picture []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(picture)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, picture)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !strings.Contains(" svg g title style rect line polygon text ", " "+start.Name.Local+" ") {
			t.Fatalf("<%s> in a picture", start.Name.Local)
		}
		for _, a := range start.Attr {
			if n, err := strconv.Atoi(a.Value); err == nil && strings.Contains(" x x1 x2 width ", " "+a.Name.Local+" ") && (n < 0 || n > svgWidth) {
				t.Fatalf("%s=%d of <%s> lies outside", a.Name.Local, n, start.Name.Local)
			}
		}
	}
}

// Whatever the frames and whoever the hosts, a picture is well-formed.
func TestAnyPicture(t *testing.T) {
	all := append(talk(t), hostile(t), broken(t))
	any := samples(t)
	rapid.Check(t, func(t *rapid.T) {
		d := NewSVG(localizers[locales.English], append(lanesOfTalk(), Lane{{"", clientAddr.Next()}})[:rapid.IntRange(1, 3).Draw(t, "lanes")])
		tracker := flow.New()
		for range rapid.IntRange(0, 12).Draw(t, "frames") {
			f := drawFrame(t, any)
			if rapid.Bool().Draw(t, "talk") {
				f = decoded(rapid.SampledFrom(all).Draw(t, "packet"))
			}
			d.Add(Arrow{Row: tracker.Add(f), Frame: f, Lost: rapid.Bool().Draw(t, "lost")})
		}
		checkSVG(t, d.Append(nil))
	})
}

func TestPictureHasAnEnd(t *testing.T) {
	d := NewSVG(localizers[locales.English], lanesOfTalk())
	f := decoded(syn(t))
	row := flow.New().Add(f)
	for range MostDrawn + 3 {
		d.Add(Arrow{Row: row, Frame: f})
	}
	if text := string(d.Append(nil)); d.Left != 3 || strings.Count(text, `class="arrow`) != MostDrawn || !strings.Contains(text, "room: 3") {
		t.Errorf("%d frames are left out", d.Left)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		most float64
		want string
	}{{1, "[0 0.2 0.4 0.6 0.8 1]"}, {0.338, "[0 0.1 0.2 0.3]"}, {65535, "[0 20000 40000 60000]"}, {7, "[0 2 4 6]"}} {
		if got := fmt.Sprint(ticks(c.most)); !strings.HasPrefix(got, c.want[:4]) || len(ticks(c.most)) != strings.Count(c.want, " ")+1 {
			t.Errorf("%v: %s, want %s", c.most, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Float64Range(1e-6, 1e12).Draw(t, "most")
		if all := ticks(most); len(all) < 2 || len(all) > 7 || all[len(all)-1] > most {
			t.Fatalf("%v for %v", all, most)
		}
	})
}

// sockets are those of a simulated download at every frame.
func sockets(t testing.TB, o sim.Options) (all [][2]sim.Socket) {
	scene, err := sim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for e := range scene.Events() {
		all = append(all, e.Ends)
	}
	return all
}

func TestSocketsFit(t *testing.T) {
	for _, ends := range sockets(t, sim.Options{Response: 20_000, Client: sim.End{Buffer: 4096, ReadRate: 100_000}}) {
		for _, width := range []int{40, 80} {
			for _, s := range ends {
				if s.Proto == proto.NoProto {
					continue
				}
				st := Style{Width: width, L: localizers[locales.Korean]}
				checkDrawing(t, "socket", Sockets{st}.Append(nil, SimSocket("클라이언트", s)), st)
			}
		}
	}
}

func TestGoldenSockets(t *testing.T) {
	at := func(a netip.Addr, port uint16) netip.AddrPort { return netip.AddrPortFrom(a, port) }
	unknown := Socket{Descriptor: -1, Limit: -1, Window: -1, CWnd: -1, Waiting: -1, Room: -1}
	listening, observed, asking := unknown, unknown, unknown
	listening.Name, listening.Local, listening.Descriptor, listening.State = "서버", at(serverAddr, 80), 3, "LISTEN"
	observed.Name, observed.Local, observed.State, observed.Note = "서버", at(serverAddr, 80), "ESTABLISHED", "(이 프레임을 받기 전)"
	observed.Next, observed.Acked, observed.Flight, observed.Limit, observed.Window = 4345, 2897, 1448, 3212, 3212
	asking.Name, asking.Local, asking.Descriptor, asking.Held = "클라이언트", at(clientAddr, 53000), 3, 49
	s := Sockets{style(80, locales.Korean)}
	var dst []byte
	for _, v := range []Socket{listening, observed, asking, {
		Name: "클라이언트", Local: at(clientAddr, 51000), Descriptor: 3, State: "ESTABLISHED", Next: 55, Acked: 1, Flight: 54, Limit: 14480,
		Window: 65535, CWnd: 14480, Waiting: 300, Expected: 1449, Held: 1448, Room: 4096, RTO: time.Second,
	}} {
		dst = s.Append(dst, v)
	}
	golden(t, "sockets.80", dst)
}

func TestGoldenBeside(t *testing.T) {
	const ms = 1_000_000
	a := []Burst{{At: 0, FromClient: true, Caption: "SYN: 연결 요청"}, {At: 40 * ms, Caption: "데이터 2,896바이트 ×2"}, {At: 41 * ms, FromClient: true, Caption: "ACK 2,897"}}
	b := []Burst{{At: 0, FromClient: true, Caption: "SYN: 연결 요청", Lost: true}, {At: 1000 * ms, FromClient: true, Caption: "SYN: 연결 요청", Events: []string{"재전송"}}}
	for _, width := range []int{41, 80} {
		s := style(width, locales.Korean)
		dst := Beside{s}.Append(nil, [2]string{"A", "B"}, [2][]Burst{a, b})
		golden(t, fmt.Sprintf("beside.%d", width), dst)
		checkDrawing(t, "beside", dst, s)
	}
}

// Whatever the width, nothing of a caption is lost, and each line of a run begins
// in one column.
func TestBesideIsAligned(t *testing.T) {
	shafts := regexp.MustCompile("<──|──[>×]")
	a := []Burst{{At: 0, FromClient: true, Caption: "FIN: 더 보낼 것 없음", Events: []string{"재전송", "앞선 세그먼트를 못 봄"}}}
	b := []Burst{{At: 0, Caption: "DNS answer www.example.com"}, {At: 12 * time.Second, FromClient: true, Caption: "ACK 2,897", Lost: true}}
	for width := MinWidth; width <= 120; width++ {
		s := style(width, locales.Korean)
		dst := Beside{s}.Append(nil, [2]string{"A", "B"}, [2][]Burst{a, b})
		checkDrawing(t, "beside", dst, s)
		columns := map[int]bool{}
		for line := range strings.Lines(string(dst)) {
			first := shafts.FindStringIndex(line)
			switch {
			case first != nil:
				columns[Columns(line[:first[0]])] = true
			case width < lanesFrom && !strings.HasPrefix(line, spaces(Columns("12.000000 A ──> "))):
				t.Errorf("at %d columns a line begins too far left:\n%s", width, dst)
			}
		}
		text := strings.NewReplacer(" ", "", "\n", "", "│", "").Replace(string(dst))
		for _, whole := range []string{"보낼것없음!재전송!", "www.example.com", "ACK2,897"} {
			if width < lanesFrom && !strings.Contains(text, whole) {
				t.Errorf("at %d columns there is no %q:\n%s", width, whole, dst)
			}
		}
		if width < lanesFrom && len(columns) != 1 || strings.Contains(text, "…") {
			t.Errorf("at %d columns arrows stand in %v:\n%s", width, columns, dst)
		}
	}
}
