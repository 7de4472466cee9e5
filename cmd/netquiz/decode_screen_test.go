package main

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

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"netquiz/proto/capture"
)

// onScreen runs netquiz on a terminal of some width, and returns what is to be
// seen there.
func onScreen(t *testing.T, columns uint16, stdin *os.File, args ...string) string {
	t.Helper()
	cmd := netquizCommand(t, args...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NETQUIZ_LANG=", "NO_COLOR=")
	screen, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	if err := pty.Setsize(screen, &pty.Winsize{Cols: columns, Rows: 50}); err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	if stdin != nil {
		cmd.Stdin = stdin
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	shown := make(chan string)
	go func() {
		var text strings.Builder
		buffer := make([]byte, 4096)
		for {
			n, err := screen.Read(buffer)
			text.Write(buffer[:n])
			if err != nil { // the last one has closed the terminal
				break
			}
		}
		shown <- text.String()
	}()
	cmd.Wait()
	return strings.ReplaceAll(<-shown, "\r\n", "\n")
}

func TestOnAScreen(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one.pcap"), filepath.Join(dir, "two.pcap")
	for name, n := range map[string]int{one: 1, two: 2} {
		if err := os.WriteFile(name, segments(t, capture.PCAP, n), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, columns := range []uint16{40, 61, 80, 120} {
		tree := onScreen(t, columns, nil, "decode", one)
		if !strings.Contains(tree, "\x1b[") || !strings.Contains(ansi.Strip(tree), "= 윈도우: 502") && columns >= 68 {
			t.Errorf("one frame is no coloured tree at %d columns:\n%s", columns, tree)
		}
		lines := onScreen(t, columns, nil, "decode", two)
		if n := strings.Count(lines, "[ACK]"); n > 2 || columns >= 80 && n != 2 {
			t.Errorf("two frames are no summary at %d columns:\n%s", columns, lines)
		}
		for line := range strings.Lines(tree + lines) {
			if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > int(columns) && !strings.HasPrefix(ansi.Strip(line), "참고:") {
				t.Errorf("%d cells on a screen of %d: %q", w, columns, line)
			}
		}
	}
	if text := ansi.Strip(onScreen(t, 80, nil, "decode", two)); !strings.Contains(text, "참고: "+two+"을 pcap 파일로 읽어요") {
		t.Errorf("the screen does not say what was read:\n%s", text)
	}
	stdin, err := os.Open(two)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if text := ansi.Strip(onScreen(t, 80, stdin, "decode", "--lang", "en")); !strings.Contains(text, "note: Reading the input as a pcap file") {
		t.Errorf("the screen does not say what was read:\n%s", text)
	}
	for _, command := range []string{"decode " + two, "build syn"} {
		for _, form := range []string{"pcap", "pcapng", "raw"} {
			text := ansi.Strip(onScreen(t, 80, nil, append(strings.Fields(command), "-o", form)...))
			if !strings.Contains(text, form+"은 글이 아니라서") && !strings.Contains(text, form+"는 글이 아니라서") {
				t.Errorf("%s -o %s on a screen: %q", command, form, text)
			}
		}
	}
	if text := ansi.Strip(onScreen(t, 80, nil, "decode", "--field", "tcp.window", one)); !strings.Contains(text, "= 윈도우: 502\n") {
		t.Errorf("no field is marked:\n%s", text)
	}
	guessed := strings.TrimSpace(built(t, "ack"))
	if text := ansi.Strip(onScreen(t, 80, nil, "decode", guessed, "-o", "summary")); !strings.Contains(text, "FCS로 읽었어요") {
		t.Errorf("nothing is said of the guess:\n%s", text)
	}
}

// The page that decode writes comes to life in a browser, and nothing of a packet
// does.
func TestPageOfDecode(t *testing.T) {
	chromium := oracle(t, "chromium")
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	frames := built(t, "data", "syn", "--payload", `</script><script>document.title="owned"</script><img src=x onerror="document.title='owned'">`)
	cmd := netquizCommand(t, "decode", "-", "-o", "html", "--explain", "--field", "tcp.window", "-w", file)
	cmd.Stdin = strings.NewReader(frames)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script := `
		const frame = document.querySelectorAll(".frame")[1];
		const lit = () => Array.from(frame.querySelectorAll(".bytes b.on")).map(b => b.textContent).join("");
		const row = Array.from(frame.querySelectorAll(".row")).find(r => r.querySelector(".id")?.textContent === "tcp.dstport");
		const r = {frames: document.querySelectorAll(".frame").length, title: document.title, images: document.images.length};
		row.dispatchEvent(new MouseEvent("mouseenter"));
		r.hover = lit();
		row.focus();
		row.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true}));
		r.key = document.activeElement.querySelector(".id").textContent + lit();
		r.marked = Array.from(frame.querySelectorAll(".bytes b.mark")).map(b => b.textContent).join("");
		r.explained = row.querySelector(".explain").textContent.length > 5;
		document.body.dataset.result = JSON.stringify(r);`
	sum := sha256.Sum256([]byte(script))
	text := strings.Replace(string(page), "script-src ", "script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"' ", 1)
	text = strings.Replace(text, "</body>", "<script>"+script+"</script></body>", 1)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	browser := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir,
		"--enable-logging=stderr", "--virtual-time-budget=2000", "--dump-dom", "file://"+file)
	var said strings.Builder
	browser.Stderr = &said
	out, err := browser.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	found := regexp.MustCompile(`data-result="([^"]*)"`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("the page's script came to no end: %s", said.String())
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(found[1]), "&quot;", `"`)), &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"frames": 2.0, "title": "netquiz 프레임", "images": 0.0, "hover": "0050", "key": "tcp.srcportc738", "marked": "faf0", "explained": true,
	} {
		if got[key] != want {
			t.Errorf("%s: %v, want %v", key, got[key], want)
		}
	}
	if strings.Contains(said.String(), "CONSOLE") {
		t.Errorf("the console says %s", said.String())
	}
}
