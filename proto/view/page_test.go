package view

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"netquiz/locales"
	"netquiz/proto"
)

// page is a whole document of frames.
func page(lang locales.Lang, packets ...*proto.Packet) string {
	p := Page{L: localizers[lang], Explain: true}
	dst := p.Begin(nil)
	for _, packet := range packets {
		dst = p.Append(dst, decoded(packet))
	}
	return string(p.End(dst))
}

// hostile is a frame whose data, comment and names want to run.
func hostile(t testing.TB) *proto.Packet {
	p := build(t, &proto.TCPSpec{SrcPort: 1, DstPort: 2}, `"><script>document.title="owned"</script><img src=x onerror="document.title='owned'">`)
	p.Comment = `</script><script>document.title="owned"</script>{{.}}`
	return p
}

func TestPageIsWholeInItself(t *testing.T) {
	text := page(locales.Korean, syn(t), broken(t), hostile(t))
	if i := regexp.MustCompile(`(?i)(https?:)?//[a-z]|@import|url\(|<link|<iframe|src=`).FindString(strings.ReplaceAll(text, "src=x", "")); i != "" {
		t.Errorf("the page asks for something else: %q", i)
	}
	for _, tag := range []string{"<script>document", "<img"} {
		if strings.Contains(text, tag) {
			t.Errorf("%s of a packet is in the page unescaped", tag)
		}
	}
	for _, r := range text {
		if r != '\n' && r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069) {
			t.Errorf("the page holds %q", r)
		}
	}
	if n := strings.Count(text, `<section class="frame"`); n != 3 {
		t.Errorf("%d frames in the page, not 3", n)
	}
	if !strings.Contains(text, "안녕") {
		t.Error("Korean data is not shown as text")
	}
}

// chromium loads a page, runs script in it after its own, and returns what that
// hands to done, and what the console said.
func chromium(t *testing.T, html, script string) (result map[string]any, console string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("chromium is not installed")
	}
	script = `const done = v => document.body.dataset.result = JSON.stringify(v);` + script
	sum := sha256.Sum256([]byte(script))
	html = strings.Replace(html, "script-src ", "script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"' ", 1)
	html = strings.Replace(html, "</body>", "<script>"+script+"</script></body>", 1)
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir,
		"--enable-logging=stderr", "--window-size=1400,1000", "--virtual-time-budget=2000", "--dump-dom", "file://"+file)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	data := regexp.MustCompile(`data-result="([^"]*)"`).FindSubmatch(out)
	if data == nil {
		t.Fatalf("the script came to no end: %s", stderr.String())
	}
	text := strings.NewReplacer("&quot;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(string(data[1]))
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(stderr.String()) {
		if strings.Contains(line, "CONSOLE") {
			console += line
		}
	}
	return result, console
}

func TestPageInABrowser(t *testing.T) {
	result, console := chromium(t, page(locales.Korean, hostile(t), syn(t)), `
		const frame = document.querySelectorAll(".frame")[1];
		const rows = Array.from(frame.querySelectorAll(".row"));
		const row = id => rows.find(r => r.querySelector(".id")?.textContent === id);
		const lit = () => Array.from(frame.querySelectorAll(".bytes b.on")).map(b => b.dataset.i + ":" + b.textContent).join(" ");
		const key = (name) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true}));
		const r = {};
		row("tcp.seq_raw").dispatchEvent(new MouseEvent("mouseenter"));
		r.hover = lit();
		row("tcp.seq_raw").dispatchEvent(new MouseEvent("mouseleave"));
		r.left = lit();
		frame.querySelector('.bytes b[data-i="23"]').dispatchEvent(new MouseEvent("mouseenter"));
		r.byte = frame.querySelector(".row.on .id").textContent;
		frame.querySelector('.ascii b[data-i="23"]').dispatchEvent(new MouseEvent("mouseleave"));
		row("ip.src").focus();
		key("ArrowDown");
		r.down = document.activeElement.querySelector(".id").textContent + " " + lit();
		key("ArrowUp"); key("ArrowLeft");
		r.up = document.activeElement.className;
		key("ArrowLeft");
		r.folded = rows.filter(x => x.hidden).length > 10 && document.activeElement.getAttribute("aria-expanded");
		key("ArrowRight");
		r.unfolded = rows.filter(x => x.hidden).length;
		key("End");
		r.end = document.activeElement === rows.at(-1);
		r.title = document.title;
		r.images = document.images.length;
		r.wide = document.documentElement.scrollWidth <= innerWidth;
		done(r);`)
	want := map[string]any{
		"hover": "38:00 39:00 40:03 41:e8", "left": "", "byte": "ip.proto", "down": "ip.dst 30:5d 31:b8 32:d8 33:22",
		"up": "row l1 head on", "folded": "false", "unfolded": 0.0, "end": true,
		"title": "netquiz 프레임", "images": 0.0, "wide": true,
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
