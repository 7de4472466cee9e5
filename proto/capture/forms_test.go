package capture

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"netquiz/proto"
)

// forms are the kinds that the samples in testdata/text are taken for: each holds
// the five frames of frames.pcap as the program in its name wrote them.
var forms = map[string]Kind{
	"0x": Hex, "0x-commas": Hex, "bom": Hex, "colons": Hex, "commas": Hex, "dashes-upper": Hex, "escaped": Hex,
	"hex": Hex, "quoted": Hex, "scapy-line": Hex, "spaces": Hex, "utf16be": Hex, "utf16le": Hex, "words": Hex,
	"xxd-i-stdin": Hex, "od-An-tx1": HexBlock, "xxd-p": HexBlock,
	"base64": Base64, "base64-url": Base64, "base64-wrapped": Base64,
	"brackets-hex": Array, "go-v": Array, "java": Array, "json-strings": Array, "rust": Array, "trafgen": Array,
	"c-2d": C, "c-string": C, "wireshark-c": C, "wireshark-escaped": C, "xxd-i": C,
	"go-array": Go, "go-sharp-v": Go,
	"python-bytes": Python, "python-fromhex": Python, "python-list": Python, "python-repr": Python,
	"hexdump": Hexdump, "hexdump-b": Hexdump, "hexdump-d": Hexdump, "hexdump-o": Hexdump, "hexdump-v": Hexdump, "hexdump-x": Hexdump,
	"od": Hexdump, "od-Ad-tx1": Hexdump, "od-Ax-tx1z": Hexdump, "od-b": Hexdump, "od-tx1": Hexdump, "od-tx4": Hexdump,
	"od-v": Hexdump, "od-x": Hexdump,
	"hexdump-C": HexdumpC, "hexyl": Hexyl, "hexyl-ascii": Hexyl, "hexyl-plain": Hexyl,
	"scapy": Wireshark, "tshark-P-x": Wireshark, "tshark-V-x": Wireshark, "tshark-x": Wireshark,
	"wireshark-hex": Wireshark, "wireshark-hex-ascii": Wireshark,
	"tcpdump-X": Tcpdump, "tcpdump-XX": Tcpdump, "tcpdump-vv-XX": Tcpdump, "tcpdump-x": Tcpdump, "tcpdump-xx": Tcpdump,
	"xxd": XXD, "xxd-a": XXD, "xxd-e": XXD, "xxd-g1": XXD, "xxd-u-c32": XXD, "xxd-b": XXDBits,
}

func TestTextForms(t *testing.T) {
	_, frames, err := readAll(read(t, "text/frames.pcap"), PCAP)
	if err != nil || len(frames) != 5 {
		t.Fatal(err)
	}
	names, _ := filepath.Glob("testdata/text/*.txt")
	if len(names) < len(forms) {
		t.Errorf("%d samples for %d forms", len(names), len(forms))
	}
	for _, name := range names {
		form := strings.TrimSuffix(filepath.Base(name), ".txt")
		t.Run(form, func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			r, got, err := readAll(text, Auto)
			if err != nil {
				t.Fatal(err)
			}
			if r.Kind() != forms[form] {
				t.Errorf("taken for %s", r.Kind())
			}
			noLink := form == "tcpdump-x" || form == "tcpdump-X"
			if len(got) != len(frames) {
				t.Fatalf("%d frames", len(got))
			}
			for i, f := range frames {
				want, link := f.Bytes, proto.LinkEthernet
				if noLink {
					if want, link = want[14:], proto.LinkRaw; i == 0 {
						link = linkUser // ARP
					}
				}
				if !bytes.Equal(got[i].Bytes, want) {
					t.Errorf("frame %d:\n%x\n%x", i+1, got[i].Bytes, want)
				}
				if got[i].Link != link {
					t.Errorf("frame %d: link type %d", i+1, got[i].Link)
				}
			}
		})
	}
}
