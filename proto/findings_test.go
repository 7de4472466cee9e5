package proto

import (
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Frames at the edges of what can be, and all that is found in them: layers,
// parts and problems. testdata/findings.txt has of each frame a name, its bytes,
// and in indented lines what is to be found.
//
// A line of bytes begins with the link type, then words: wire=N, the length on
// the wire; fcs=N; check, to verify sums. Bytes are hex, *N stands for N zeros.
//
// A layer is its protocol, its first byte, the first behind its header, "of" the
// end of its payload, "wire" the end that was declared, its status, and its
// parts with their lengths. A problem begins with "!".
func TestFindings(t *testing.T) {
	b, err := os.ReadFile("testdata/findings.txt")
	if err != nil {
		t.Fatal(err)
	}
	for entry := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n\n") {
		name, rest, _ := strings.Cut(entry, "\n")
		frame, want, _ := strings.Cut(rest, "\n")
		t.Run(name, func(t *testing.T) {
			p, check := parseFrame(t, frame)
			var f Frame
			f.Decode(p, check)
			if got := findings(&f); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("found\n%s\nwant\n%s", got, want)
			}
			checkTotal(t, p)
		})
	}
}

var linkNames = map[string]LinkType{
	"eth": LinkEthernet, "null": LinkNull, "loop": LinkLoop, "sll": LinkLinuxSLL, "sll2": LinkLinuxSLL2, "raw": LinkRaw,
	"wlan": 105, // unknown here
}

func parseFrame(t *testing.T, line string) (*Packet, Check) {
	t.Helper()
	words := strings.Fields(line)
	link, ok := linkNames[words[0]]
	if !ok {
		t.Fatalf("link type %q", words[0])
	}
	p, check := &Packet{Link: link}, CheckNone
	for _, w := range words[1:] {
		number := func(prefix string) int {
			n, err := strconv.Atoi(strings.TrimPrefix(w, prefix))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		switch {
		case w == "check":
			check = CheckAll
		case strings.HasPrefix(w, "wire="):
			p.Length = number("wire=")
		case strings.HasPrefix(w, "fcs="):
			p.FCS = int8(number("fcs="))
		case w[0] == '*':
			p.Bytes = append(p.Bytes, make([]byte, number("*"))...)
		default:
			b, err := hex.DecodeString(w)
			if err != nil {
				t.Fatal(err)
			}
			p.Bytes = append(p.Bytes, b...)
		}
	}
	return p, check
}

func findings(f *Frame) string {
	var b strings.Builder
	for i, l := range f.Layers() {
		fmt.Fprintf(&b, "\t%s %d..%d", l.Proto, l.Off, l.Next())
		if l.End != l.Next() {
			fmt.Fprintf(&b, " of %d", l.End)
		}
		if l.Wire != l.End {
			fmt.Fprintf(&b, " wire %d", l.Wire)
		}
		if l.Quoted {
			b.WriteString(" quoted")
		}
		b.WriteString([...]string{" bad", " good", " unverified", " no sum", " illegal", ""}[l.Status] + ":")
		for _, p := range f.Parts(nil, i) {
			fmt.Fprintf(&b, " %s+%d", p.Table.ID, p.Len)
		}
		b.WriteByte('\n')
	}
	for _, p := range f.Problems() {
		fmt.Fprintf(&b, "\t! %s", p.Code)
		if p.Field != nil {
			b.WriteString(" " + p.Field.ID)
		}
		fmt.Fprintf(&b, " @%d in layer %d: %d, not %d", p.Off, p.Layer, p.Got, p.Want)
		if p.LimitedBy != nil {
			fmt.Fprintf(&b, " (%s)", p.LimitedBy.ID)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
