package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/capture"
)

// oracle finds a program to check against. Where all of them have to be there,
// one that is missing fails the test.
func oracle(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	return path
}

func built(t testing.TB, args ...string) string {
	t.Helper()
	e, _, _ := inProcess(locales.English)
	var out bytes.Buffer
	if err := e.run(t.Context(), append([]string{"build"}, args...), strings.NewReader(""), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What build writes as code is code: each language prints the bytes in hex.
func TestCodeIsCode(t *testing.T) {
	frames := []string{"syn", "data", "--payload", "안녕\"\\"}
	want := built(t, frames...)
	for _, language := range []struct {
		form, program, file, head, tail string
		run                             func(program, file string) *exec.Cmd
	}{
		{"c", "gcc", "frames.c", "#include <stdio.h>\n", `
#define SHOW(f) for (unsigned i = 0; i < sizeof f; i++) printf("%02x%s", f[i], i + 1 < sizeof f ? "" : "\n")
int main(void) { SHOW(frame1); SHOW(frame2); return 0; }
`, func(gcc, file string) *exec.Cmd {
			return exec.Command("sh", "-c", fmt.Sprintf("%q -std=c99 -Wall -Wextra -Werror -pedantic -o %q.out %q && %q.out", gcc, file, file, file))
		}},
		{"go", "go", "frames.go", "package main\n\nimport \"fmt\"\n\n", "\nfunc main() { fmt.Printf(\"%x\\n%x\\n\", frame1, frame2) }\n",
			func(program, file string) *exec.Cmd { return exec.Command(program, "run", file) }},
		{"python", "python3", "frames.py", "", "print(frame1.hex())\nprint(frame2.hex())\n",
			func(program, file string) *exec.Cmd { return exec.Command(program, file) }},
		{"base64", "base64", "frames.b64", "", "",
			func(program, file string) *exec.Cmd {
				return exec.Command("sh", "-c", fmt.Sprintf("while read -r line; do echo \"$line\" | %q -d | od -An -v -tx1 | tr -d ' \\n'; echo; done < %q", program, file))
			}},
	} {
		t.Run(language.form, func(t *testing.T) {
			program := oracle(t, language.program)
			file := filepath.Join(t.TempDir(), language.file)
			code := language.head + built(t, append(frames, "-o", language.form)...) + language.tail
			if err := os.WriteFile(file, []byte(code), 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := language.run(program, file)
			var said strings.Builder
			cmd.Stderr = &said
			got, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, said.String())
			}
			if string(got) != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// tshark finds nothing wrong with any template, over IPv4 and IPv6.
func TestTemplatesAreRight(t *testing.T) {
	tshark := oracle(t, "tshark")
	var frames []string
	for _, flags := range [][]string{nil, {"--src", "2001:db8::99"}, {"--vlan", "7"}} {
		for _, name := range templates {
			if strings.HasPrefix(name, "arp") && len(flags) > 0 && flags[0] == "--src" {
				continue
			}
			frames = append(frames, strings.TrimSpace(built(t, append([]string{name}, flags...)...)))
		}
	}
	file := filepath.Join(t.TempDir(), "all.pcap")
	e, _, _ := inProcess(locales.English)
	if err := e.run(t.Context(), []string{"decode", "-", "-w", file, "--fcs", "yes"}, strings.NewReader(strings.Join(frames, "\n")), new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	fields := []string{"_ws.malformed", "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "icmp.checksum.status", "icmpv6.checksum.status", "eth.fcs.status"}
	args := []string{"-n", "-r", file, "-T", "fields", "-E", "separator=|"}
	for _, sum := range []string{"ip", "tcp", "udp"} {
		args = append(args, "-o", sum+".check_checksum:TRUE")
	}
	args = append(args, "-o", "eth.check_fcs:TRUE")
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	out, err := exec.Command(tshark, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(frames) {
		t.Fatalf("tshark reads %d of %d frames", len(lines), len(frames))
	}
	for i, line := range lines {
		if strings.Trim(line, "|1") != "" || !strings.HasSuffix(line, "|1") {
			t.Errorf("%s: tshark says %s", frames[i], line)
		}
	}
}

// A value set by hand comes out as it went in, and nothing else is wrong with the
// frame but what it says.
func TestSetting(t *testing.T) {
	leaves := []string{"ip.ttl", "ip.id", "ip.dsfield.dscp", "ip.dsfield.ecn", "tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value",
		"tcp.urgent_pointer", "tcp.srcport", "tcp.options.mss_val", "tcp.flags.syn"}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom(leaves).Draw(t, "field")
		s, err := proto.Select(id)
		if err != nil {
			t.Fatal(err)
		}
		value := rapid.Uint64Range(0, s.Fields[0].Max()).Draw(t, "value")
		e, _, _ := inProcess(locales.English)
		var out bytes.Buffer
		if err := e.run(t.Context(), []string{"build", "syn", "--set", fmt.Sprintf("%s=%d", id, value)}, strings.NewReader(""), &out); err != nil {
			t.Fatal(err)
		}
		b, err := hex.DecodeString(strings.TrimSpace(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		var f proto.Frame
		f.Decode(&proto.Packet{Bytes: b, Length: len(b), Link: proto.LinkEthernet, FCS: 4}, proto.CheckAll)
		if got := s.Values(nil, &f); len(got) == 0 || got[0].Num != value {
			t.Errorf("%s: %v, want %d", id, got, value)
		}
		for _, p := range f.Problems() {
			if p.Code == proto.BadChecksum || p.Code == proto.BadFCS || p.Code == proto.BadLength {
				t.Errorf("%s=%d: %s of %s", id, value, p.Code, p.Field.ID)
			}
		}
	})
}

// Every field takes what it holds, which changes nothing, and, if it is a number,
// any other that fits: whatever the frame is then, the value stands.
func TestEveryFieldIsSet(t *testing.T) {
	d := dictionaryOf(t, locales.English)
	step := 1
	if testing.Short() {
		step = 5
	}
	for i := 0; i < len(d.entries); i += step {
		x := d.entries[i]
		if x.kind != aField || !x.fields[0].Leaf() && x.fields[0].Kind != proto.Group {
			continue
		}
		shows := d.examples.fields[x.id]
		if shows == nil {
			continue // TestEveryFieldHasAnExample says so
		}
		v, _ := shows.value(x.id)
		frame := capture.AppendJSON(nil, shows.frame)
		set := func(text string) ([]byte, error) {
			var out bytes.Buffer
			if err := d.e.run(t.Context(), []string{"build", "--from-json", "-", "--set", x.id + "=" + text}, bytes.NewReader(frame), &out); err != nil {
				return nil, err
			}
			return hex.DecodeString(strings.TrimSpace(out.String()))
		}
		compressed := v.Field.Kind == proto.Name && len(v.String()) > int(v.Part.Len)
		none := v.Field.Kind == proto.Bytes && len(v.Bytes) == 0
		if b, err := set(v.String()); !compressed && !none && (err != nil || !bytes.Equal(b, shows.frame.Bytes())) {
			t.Errorf("%s=%s makes another frame: %v %x", x.id, v, err, b)
		}
		if !v.Field.Numeric() {
			continue
		}
		for _, n := range []uint64{0, 1, v.Field.Max() / 2, v.Field.Max()} {
			b, err := set(fmt.Sprint(n * v.Field.Scale()))
			if err != nil || v.Field.Uint(b[v.Part.Off:]) != n {
				t.Errorf("%s=%d: %v %x", x.id, n, err, b)
			}
		}
	}
}
