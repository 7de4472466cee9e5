package main

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"netquiz/proto/capture"
)

// On a screen an error and its hint are broken between words.
func TestErrorsFitTheScreen(t *testing.T) {
	p := sit(t, 41, "decode", "--filter", "tcp.windo == 70000 && tcp.srcport == 80")
	p.expect("힌트:")
	if code := p.exit(); code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	for _, line := range strings.Split(strings.ReplaceAll(ansi.Strip(p.screen()), "\r", ""), "\n") {
		if w := ansi.StringWidth(line); w > 41 {
			t.Errorf("%d columns: %s", w, line)
		}
	}
}

// An error about a capture says which frame, where, what was wanted and what was
// there; the frames before it are printed.
func TestWhereACaptureBreaks(t *testing.T) {
	const header, record, frame = 24, 16, 154 // of a pcap file, of a frame in it, and the frame
	const block = 28 + 40                     // in a pcapng file: where the first frame's begins
	pcap, ng := segments(t, capture.PCAP, 2), segments(t, capture.PCAPNG, 2)
	size := int(binary.LittleEndian.Uint32(ng[block+4:])) // of a frame's block
	with := func(file []byte, at int, value uint32) []byte {
		b := bytes.Clone(file)
		binary.LittleEndian.PutUint32(b[at:], value)
		return b
	}
	for _, x := range []struct {
		name   string
		input  []byte
		frames int
		ko, en string
	}{
		{"nothing", nil, 0, "내용이 없어요(0바이트)", "there is nothing in it (0 bytes)"},
		{"half a header", pcap[:10], 0, "파일 헤더가 다 들어 있지 않아요. 24바이트가 있어야 하는데 10바이트뿐이에요.", "There should be 24 bytes, and there are 10."},
		{"no frame", pcap[:header], 0, "입력에 프레임이 하나도 없어요.", "There is no frame in the input"},
		{"half a record", pcap[:header+6], 0, "프레임 1에서 파일이 끊겼어요. 오프셋 24(0x18)부터 16바이트가 있어야 하는데 6바이트뿐이에요.", "the file ends within frame 1. From offset 24 (0x18) on there should be 16 bytes, and there are 6."},
		{"half a frame", pcap[:len(pcap)-9], 1, "프레임 2에서 파일이 끊겼어요. 오프셋 194(0xc2)부터 170바이트가 있어야 하는데 161바이트뿐이에요.", "the file ends within frame 2. From offset 194 (0xc2) on there should be 170 bytes, and there are 161."},
		{"another magic", with(pcap, 0, 0xefbeadde), 0, "어떤 형식인지 알 수 없어요(첫 바이트 de ad be ef", "its form is not known (first bytes de ad be ef"},
		{"another version", with(pcap, 4, 9|4<<16), 0, "형식 버전 9.4는 모르는 버전이에요.", "version 9.4 of the format, at offset 4 (0x4), is not known."},
		{"too long a frame", with(pcap, header+record+frame+8, 1<<30), 1, "프레임 2의 길이가 1,073,741,824바이트래요(오프셋 194, 0xc2). 한 프레임은 262,144바이트까지 읽어요.", "frame 2 claims 1,073,741,824 bytes (offset 194, 0xc2). A frame may have 262,144."},
		{"no such interface", with(ng, block+8, 7), 0, "프레임 1이 인터페이스 7번에서 왔다는데, 설명된 인터페이스는 1개예요(오프셋 68, 0x44).", "frame 1 is said to come from interface 7, and 1 are described (offset 68, 0x44)."},
		{"a length that cannot be", with(ng, block+size+4, 99), 1, "12바이트부터 4의 배수여야 하는데 99라고 적혀 있어요.", "it should be a multiple of 4 from 12 on, and says 99."},
		{"two lengths", with(ng, block+2*size-4, 4), 1, "의 블록 길이가 맞지 않아요.", "the length of the block at offset"},
		{"more than the block", with(ng, block+size+20, 9999), 1, "9,999바이트가 필요한데", "9,999 bytes are called for"},
	} {
		t.Run(x.name, func(t *testing.T) {
			for lang, want := range map[string]string{"ko": x.ko, "en": x.en} {
				cmd := netquizCommand(t, "decode", "-", "--lang", lang)
				cmd.Stdin = bytes.NewReader(x.input)
				var said strings.Builder
				cmd.Stderr = &said
				out, _ := cmd.Output()
				if code := cmd.ProcessState.ExitCode(); code != exitUsage || !strings.Contains(said.String(), want) {
					t.Errorf("exit code %d, said %q", code, said.String())
				}
				if n := strings.Count(string(out), "[ACK]"); n != x.frames {
					t.Errorf("%d frames are printed, not %d", n, x.frames)
				}
			}
		})
	}
}
