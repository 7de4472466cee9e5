package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/capture"
)

// What a terminal obeys, or what misleads who reads it: escape sequences, in one
// byte too, a bell, a delete, text that is turned round, what cannot be seen, and
// bytes that are no UTF-8.
const hostile = "\x1b[2J\x1b]0;owned\x07\u009b31m\x9b31m\x7f\r\b\u202eabc\u2066\u200b\u2028\U000e0041\ufeff\xff end"

// hostileFrames hold it wherever a packet holds text.
func hostileFrames(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := capture.NewWriter(&file, capture.PCAPNG)
	if err != nil {
		t.Fatal(err)
	}
	tcp := func(text string) []proto.Spec {
		return []proto.Spec{&proto.TCPSpec{SrcPort: 51000, DstPort: 80, Flags: proto.PSH | proto.ACK}, proto.Payload(text)}
	}
	label := string([]byte{byte(len(hostile))}) + hostile
	for _, layers := range [][]proto.Spec{
		tcp(hostile),
		tcp("GET /" + hostile + " HTTP/1.1\r\nHost: " + hostile + "\r\n" + hostile + ": x\r\n\r\n"),
		tcp("HTTP/1.1 200 " + hostile + "\r\nServer: " + hostile + "\r\n\r\n" + hostile),
		{&proto.UDPSpec{SrcPort: 5000, DstPort: 53}, proto.Payload("\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + label + "\x00\x00\x01\x00\x01")},
		{&proto.UDPSpec{SrcPort: 53, DstPort: 5000}, proto.Payload("\x00\x01\x81\x80\x00\x00\x00\x01\x00\x00\x00\x00" + label + "\x00\x00\x10\x00\x01\x00\x00\x00\x09\x00" + string([]byte{byte(len(label))}) + label)},
	} {
		p := proto.Packet{Link: proto.LinkEthernet, Comment: hostile}
		if err := proto.Build(&p, append([]proto.Spec{&proto.EthernetSpec{}, &proto.IPv4Spec{TTL: 64}}, layers...)...); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(&p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// harmless fails the test where text holds what a terminal would not just show.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && r != '\t' && (!strconv.IsPrint(r) || r == utf8.RuneError && text[i] != "\ufffd"[0]) {
			t.Errorf("%s: %q in %q", what, r, text[max(0, i-20):min(len(text), i+20)])
			return
		}
	}
}

// inks are the escape sequences of our own.
var inks = regexp.MustCompile(`\x1b\[[0-9;]*m`)

func TestNothingOfAPacketRuns(t *testing.T) {
	file := hostileFrames(t)
	names := "data.data,http.host,http.request.uri,http.server,dns.qry.name,dns.txt,frame.comment"
	for _, args := range [][]string{
		{"-o", "tree"}, {"-o", "tree", "--explain"}, {"-o", "summary"}, {"-o", "json"}, {"-o", "hexdump"}, {"-o", "layout"}, {"-o", "html"},
		{"--fields", names}, {"--field", names, "-o", "tree"}, {"-o", "tree", "--color", "always"}, {"-o", "summary", "--color", "always"},
	} {
		for _, lang := range []string{"ko", "en"} {
			args := append([]string{"decode", "-", "--lang", lang}, args...)
			t.Run(strings.Join(args[2:], " "), func(t *testing.T) {
				cmd := netquizCommand(t, args...)
				cmd.Stdin = bytes.NewReader(file)
				out, err := cmd.Output()
				if err != nil {
					t.Fatal(err)
				}
				harmless(t, "it prints", inks.ReplaceAllString(string(out), ""))
			})
		}
	}
}

// What JSON escapes is the same string to whoever reads it.
func TestHostileTextInJSON(t *testing.T) {
	e, _, _ := inProcess(locales.Korean)
	var out bytes.Buffer
	if err := e.run(t.Context(), []string{"decode", "-", "-o", "json", "--frame", "1"}, bytes.NewReader(hostileFrames(t)), &out); err != nil {
		t.Fatal(err)
	}
	var line struct{ Comment string }
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(hostile, "\ufffd"); line.Comment != want {
		t.Errorf("the comment is %q, want %q", line.Comment, want)
	}
}

// Nor does what an error quotes: a file's name, bytes, a filter, a value.
func TestNothingOfAnErrorRuns(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, strings.ReplaceAll(hostile, "\x00", ""))
	if err := os.WriteFile(file, []byte(hostile), 0o644); err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(dir, hostile+".pcap")
	if err := os.WriteFile(cut, segments(t, capture.PCAP, 2)[:200], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"decode", file}, {"decode", cut}, {"decode", hostile}, {"decode", cut, "--filter", hostile}, {"decode", cut, "--filter", "ip.src == " + hostile},
		{"decode", cut, "--fields", hostile}, {"decode", cut, "-o", hostile}, {"decode", cut, "--frame", hostile}, {"decode", cut, "-w", file},
		{"build", hostile}, {"build", "syn", "--set", hostile}, {"build", "syn", "--set", "tcp.seq=" + hostile}, {"build", "syn", "--src", hostile},
		{"build", "--from-json", file}, {"build", "dns-query", "--name", hostile}, {"ref", hostile}, {hostile}, {"decode", "--" + hostile},
	} {
		for _, lang := range []string{"ko", "en"} {
			cmd := netquizCommand(t, append(args, "--lang", lang)...)
			var said strings.Builder
			cmd.Stderr = &said
			out, _ := cmd.Output()
			if code := cmd.ProcessState.ExitCode(); code != exitUsage || said.Len() == 0 {
				t.Errorf("%q: exit code %d, said %q", args, code, said.String())
			}
			harmless(t, strings.Join(args[:min(len(args), 2)], " "), string(out)+said.String())
		}
	}
}
