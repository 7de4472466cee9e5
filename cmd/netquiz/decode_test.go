package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"pgregory.net/rapid"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/capture"
)

// TestPackets runs the scripts of the commands about packets.
func TestPackets(t *testing.T) {
	for _, command := range []string{"build", "decode", "ref"} {
		t.Run(command, func(t *testing.T) {
			runScripts(t, testscript.Params{
				Dir: "testdata/" + command,
				Setup: func(e *testscript.Env) error {
					e.Setenv("COLUMNS", "80")
					e.Setenv("ESCAPES", "\x1b[2J\u202e")
					return nil
				},
			})
		})
	}
}

// netquizCommand is the program as a process of its own.
func netquizCommand(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("netquiz")
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(program, args...)
}

// segments is a capture of n segments.
func segments(t testing.TB, kind capture.Kind, n int) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := capture.NewWriter(&file, kind)
	if err != nil {
		t.Fatal(err)
	}
	p := proto.Packet{Link: proto.LinkEthernet, Time: time.Unix(1_800_000_000, 0)}
	for i := range n {
		p.Number, p.Time = i+1, p.Time.Add(time.Millisecond)
		tcp := proto.TCPSpec{SrcPort: 51000, DstPort: 9000, Seq: uint32(1000 + 100*i), Flags: proto.ACK, Window: 502}
		err := proto.Build(&p, &proto.EthernetSpec{}, &proto.IPv4Spec{TTL: 64}, &tcp, proto.Payload(strings.Repeat("x", 100)))
		if err == nil {
			err = w.Write(&p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// pipes are forms of output, and what a line of a frame begins with in each.
var pipes = []struct {
	args []string
	line string
}{
	{[]string{"decode", "-"}, "    1 "},
	{[]string{"decode", "-", "-o", "json"}, `{"number":1,`},
	{[]string{"decode", "-", "--fields", "frame.number"}, "1\n"},
	{[]string{"decode", "-", "-o", "tree"}, "프레임 1 "},
	{[]string{"decode", "-", "-o", "hex"}, "00000000"},
	{[]string{"decode", "-", "-o", "html"}, "<!doctype html>"},
	{[]string{"decode", "-", "--filter", "tcp", "-o", "hexdump"}, "0000  "},
}

// A frame is shown as soon as it has come, however slow the ones behind it.
func TestFirstLineBeforeTheEnd(t *testing.T) {
	for _, kind := range []capture.Kind{capture.PCAP, capture.PCAPNG, capture.JSON, capture.Hex} {
		whole := segments(t, kind, 2)
		for _, p := range pipes {
			t.Run(kind.String()+" "+strings.Join(p.args[2:], " "), func(t *testing.T) {
				cmd := netquizCommand(t, p.args...)
				in, _ := cmd.StdinPipe()
				out, _ := cmd.StdoutPipe()
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				in.Write(whole[:len(whole)-1])
				line := make(chan string)
				go func() {
					text, _ := bufio.NewReader(out).ReadString('\n')
					line <- text
				}()
				select {
				case text := <-line:
					if !strings.HasPrefix(text, p.line) {
						t.Errorf("the first line is %q", text)
					}
				case <-time.After(10 * time.Second):
					t.Error("nothing comes before the input ends")
				}
				in.Close()
				io.Copy(io.Discard, out)
				cmd.Wait()
			})
		}
	}
}

// What was asked for ends the command, though its input goes on.
func TestEndsBeforeItsInput(t *testing.T) {
	for _, args := range [][]string{{"--count", "2"}, {"--frame", "2"}, {"--frame", "1-2", "-o", "json"}, {"--count", "1", "-o", "pcap"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			cmd := netquizCommand(t, append([]string{"decode", "-"}, args...)...)
			in, _ := cmd.StdinPipe()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			in.Write(segments(t, capture.PCAP, 3))
			ended := make(chan error)
			go func() { ended <- cmd.Wait() }()
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(10 * time.Second):
				cmd.Process.Kill()
				t.Error("it waits for more")
			}
		})
	}
}

// Ctrl-C leaves what is complete, and says so by the exit code alone.
func TestInterrupted(t *testing.T) {
	for _, p := range pipes {
		t.Run(strings.Join(p.args[2:], " "), func(t *testing.T) {
			cmd := netquizCommand(t, p.args...)
			in, _ := cmd.StdinPipe()
			out, _ := cmd.StdoutPipe()
			var said strings.Builder
			cmd.Stderr = &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			in.Write(segments(t, capture.PCAP, 2))
			read := bufio.NewReader(out)
			read.Peek(1)
			cmd.Process.Signal(os.Interrupt)
			text, _ := io.ReadAll(read)
			cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || said.Len() > 0 {
				t.Errorf("exit code %d, said %q", code, said.String())
			}
			if p.args[len(p.args)-1] == "html" && !bytes.HasSuffix(text, []byte("</html>\n")) {
				t.Error("the page is not closed")
			}
			if !strings.HasPrefix(string(text), p.line) {
				t.Errorf("what had come is not shown: %q", text)
			}
		})
	}
}

// A reader that goes away ends the command without a word.
func TestNobodyReadsFrames(t *testing.T) {
	for _, p := range pipes {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		cmd := netquizCommand(t, p.args...)
		cmd.Stdin = bytes.NewReader(segments(t, capture.PCAP, 3000))
		cmd.Stdout = w
		var said strings.Builder
		cmd.Stderr = &said
		err = cmd.Run()
		if said.Len() > 0 {
			t.Errorf("%v said %q", p.args, said.String())
		}
		if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !(status.Signaled() && status.Signal() == syscall.SIGPIPE) && status.ExitStatus() != exitDone {
			t.Errorf("%v ended by %v", p.args, err)
		}
	}
}

// Memory does not grow with the input.
func TestMemoryIsConstant(t *testing.T) {
	const frames, most = 10_000, 1.5
	dir := t.TempDir()
	for i, n := range []int{frames, 10 * frames} {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), segments(t, capture.PCAP, n), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, form := range [][]string{{"-o", "summary"}, {"-o", "json"}, {"--fields", "ip.src,tcp.seq_raw"}, {"-o", "pcapng"}} {
		t.Run(strings.Join(form, " "), func(t *testing.T) {
			var peak [2]int64
			for i := range peak {
				cmd := netquizCommand(t, append([]string{"decode", filepath.Join(dir, fmt.Sprint(i))}, form...)...)
				if err := cmd.Run(); err != nil {
					t.Fatal(err)
				}
				peak[i] = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
			}
			if float64(peak[1]) > most*float64(peak[0]) {
				t.Errorf("%d frames take %d KiB, ten times as many %d KiB", frames, peak[0], peak[1])
			}
		})
	}
}

// JSON builds the same bytes again, whatever is wrong with them, whether sums are
// computed or kept.
func TestJSONRebuilds(t *testing.T) {
	var names []string
	for _, pattern := range []string{"*.pcap*", "*/*.pcap*"} {
		found, _ := filepath.Glob(filepath.Join("..", "..", "proto", "capture", "testdata", pattern))
		names = append(names, found...)
	}
	if len(names) == 0 {
		t.Fatal("no captures")
	}
	e, _, _ := inProcess(locales.English)
	inputs := map[string][]byte{"damaged": damaged(t)}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		inputs[filepath.Base(name)] = data
	}
	for name, data := range inputs {
		var want bytes.Buffer
		e.run(t.Context(), []string{"decode", "-", "-o", "hex"}, bytes.NewReader(data), &want)
		var frames bytes.Buffer
		e.run(t.Context(), []string{"decode", "-", "-o", "json"}, bytes.NewReader(data), &frames)
		for _, flags := range [][]string{nil, {"--keep"}} {
			var got bytes.Buffer
			err := e.run(t.Context(), append([]string{"build", "--from-json", "-"}, flags...), bytes.NewReader(frames.Bytes()), &got)
			if want.Len() == 0 {
				continue // a capture without a whole frame
			}
			if err != nil || got.String() != want.String() {
				t.Errorf("%s %v: %v, %d bytes of hex from %d", name, flags, err, got.Len(), want.Len())
			}
		}
	}
}

// damaged is a capture of frames with a bit turned over or an end cut off.
func damaged(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := capture.NewWriter(&file, capture.PCAPNG)
	if err != nil {
		t.Fatal(err)
	}
	e, _, _ := inProcess(locales.English)
	all, err := e.examples(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range all.all {
		p := *x.frame.Packet()
		for bit := 7 * i % 13; bit < 8*len(p.Bytes); bit += 61 {
			p.Bytes = bytes.Clone(x.frame.Bytes())
			p.Bytes[bit/8] ^= 0x80 >> (bit % 8)
			if err := w.Write(&p); err != nil {
				t.Fatal(err)
			}
		}
		for n := 0; n < len(x.frame.Bytes()); n += 9 {
			p.Bytes = x.frame.Bytes()[:n]
			if err := w.Write(&p); err != nil {
				t.Fatal(err)
			}
		}
	}
	return file.Bytes()
}

// Whatever a frame is, its JSON builds it again byte for byte.
func TestAnyFrameRebuilds(t *testing.T) {
	e, _, _ := inProcess(locales.English)
	all, err := e.examples(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var frames, want bytes.Buffer
		w, err := capture.NewWriter(&want, capture.Hex)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 20).Draw(t, "frames") {
			p := mutated(t, rapid.SampledFrom(all.all).Draw(t, "of").frame.Packet())
			var f proto.Frame
			f.Decode(p, proto.CheckAll)
			frames.Write(capture.AppendJSON(nil, &f))
			if err := w.Write(p); err != nil {
				t.Fatal(err)
			}
		}
		flags := rapid.SampledFrom([][]string{nil, {"--keep"}}).Draw(t, "flags")
		var got bytes.Buffer
		if err := e.run(t.Context(), append([]string{"build", "--from-json", "-"}, flags...), bytes.NewReader(frames.Bytes()), &got); err != nil {
			t.Fatalf("%v: %s", err, frames.String())
		}
		if got.String() != want.String() {
			t.Fatalf("%s\nbuilds\n%s\nwant\n%s", frames.String(), got.String(), want.String())
		}
	})
}

// mutated is a packet with some bytes changed, cut out, put in or cut off.
func mutated(t *rapid.T, of *proto.Packet) *proto.Packet {
	p := *of
	b := bytes.Clone(of.Bytes)
	for range rapid.IntRange(0, 4).Draw(t, "times") {
		at := rapid.IntRange(0, len(b)).Draw(t, "at")
		n := rapid.IntRange(0, min(8, len(b)-at)).Draw(t, "n")
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			copy(b[at:], rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "bytes"))
		case 1:
			b = slices.Delete(b, at, at+n)
		case 2:
			b = slices.Insert(b, at, rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "bytes")...)
		case 3:
			b = b[:at]
		}
	}
	p.Bytes, p.Length = b, len(b)
	p.FCS = int8(rapid.SampledFrom([]int{-1, 0, 4}).Draw(t, "fcs"))
	return &p
}
