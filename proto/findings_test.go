package proto

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
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
// parts with their lengths. A problem begins with "!". What "=" begins with are
// frame.protocols and, of frames that bear them, values that are computed.
func TestFindings(t *testing.T) {
	b, err := os.ReadFile("testdata/findings.txt")
	if err != nil {
		t.Fatal(err)
	}
	var f Frame // which keeps nothing of the frame before
	for entry := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n\n") {
		name, rest, _ := strings.Cut(entry, "\n")
		frame, want, _ := strings.Cut(rest, "\n")
		t.Run(name, func(t *testing.T) {
			p, check := parseFrame(t, frame)
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
	b.WriteString("\t=")
	for _, s := range computed() {
		for _, v := range s.Values(nil, f) {
			b.WriteString(" " + cmp.Or(v.String(), "nothing"))
		}
	}
	return b.String() + "\n"
}

// computed are frame.protocols and the computed fields of single protocols that
// do not just tell a layer's length or status.
var computed = sync.OnceValue(func() (all []*Selector) {
	for _, id := range []string{"frame.protocols", "llc.control", "tcp.len", "http.request", "http.response", "http.response.code"} {
		s, err := Select(id)
		if err != nil {
			panic(err)
		}
		all = append(all, s)
	}
	return all
})

// Sealed, what is wrong with its sums alone has nothing wrong with it; and what
// is sealed once is not changed by sealing it again.
func TestSealSettles(t *testing.T) {
	b, err := os.ReadFile("testdata/findings.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Clone(seedFrames())
	for entry := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n\n") {
		p, _ := parseFrame(t, strings.Split(entry, "\n")[1])
		all = append(all, p)
	}
	sealed := 0
	for _, p := range all {
		before := bytes.Clone(p.Bytes)
		if err := Seal(&Packet{Bytes: before, Link: p.Link, FCS: p.FCS}, len(before), KeepAll); err != nil || !bytes.Equal(before, p.Bytes) {
			t.Fatalf("%x: all is to be kept, but became %x (%v)", p.Bytes, before, err)
		}
		var f Frame
		f.Decode(p, CheckAll)
		end, right := len(p.Bytes), len(f.Problems()) < MaxProblems
		for _, l := range f.Layers() {
			if l.Proto >= ProtoPadding && l.Proto <= ProtoFCS {
				end = min(end, int(l.Off))
				right = right && l.Proto != ProtoRest // a length within another: Seal takes all there is for content
			}
		}
		q := &Packet{Bytes: bytes.Clone(p.Bytes), Link: p.Link, FCS: p.FCS}
		if err := Seal(q, end, KeepNone); err != nil {
			continue
		}
		for _, problem := range f.Problems() {
			switch problem.Code {
			case BadChecksum, PartialChecksum, NoChecksum, BadFCS, ReservedBits, BadOption, BadValue, Offloaded:
			default:
				right = false
			}
		}
		if h, ok := f.Ethernet(); ok && h.Type() == 0 || f.FCSGuessed() {
			right = false // a length that is not known yet, for Seal; an FCS that is none for it
		}
		if right && p.Length == 0 {
			sealed++
			checkSealed(t, p, q)
		}
		again := bytes.Clone(q.Bytes)
		if err := Seal(&Packet{Bytes: again, Link: p.Link, FCS: p.FCS}, end, KeepNone); err != nil || !bytes.Equal(again, q.Bytes) {
			t.Fatalf("%x sealed is %x, sealed again %x (%v)", p.Bytes, q.Bytes, again, err)
		}
	}
	if sealed < len(all)/2 {
		t.Fatalf("%d of %d", sealed, len(all))
	}
}

// checkSealed holds sealed against p, from which it was sealed.
func checkSealed(t *testing.T, p, sealed *Packet) {
	t.Helper()
	var f, g Frame
	f.Decode(p, CheckAll)
	g.Decode(sealed, CheckAll)
	for _, problem := range g.Problems() {
		if g.Layers()[problem.Layer].Quoted || g.fragmented(int(problem.Layer)) {
			continue // sealed by whoever sent it; or it cannot be summed
		}
		switch problem.Code {
		case ReservedBits, BadOption, BadValue:
		case Offloaded:
			if problem.Got == 0 {
				t.Fatalf("%x sealed is %x, and has no length", p.Bytes, sealed.Bytes)
			}
		default:
			t.Fatalf("%x sealed is %x: %+v", p.Bytes, sealed.Bytes, problem)
		}
	}
	if len(f.Layers()) != len(g.Layers()) {
		t.Fatalf("%x sealed is %x: layers %+v, were %+v", p.Bytes, sealed.Bytes, g.Layers(), f.Layers())
	}
	for i, l := range g.Layers() {
		if m := f.Layers()[i]; l.Proto != m.Proto || l.Off != m.Off || l.Hdr != m.Hdr {
			t.Fatalf("%x sealed is %x: layer %d was %+v, is %+v", p.Bytes, sealed.Bytes, i, m, l)
		}
	}
}
