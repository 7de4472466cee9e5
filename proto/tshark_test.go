package proto_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"netquiz/proto"
)

// tshark runs it over the file and answers the columns of the fields.
func tshark(t *testing.T, file string, fields []string) table {
	t.Helper()
	args := []string{"-n", "-r", file, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "header=y"}
	for _, o := range []string{
		"ip.check_checksum:TRUE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE", "eth.check_fcs:TRUE",
		"tcp.desegment_tcp_streams:FALSE", "ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.relative_sequence_numbers:FALSE",
		"tcp.analyze_sequence_numbers:FALSE", // it looks for messages in no segment that it has seen before
	} {
		args = append(args, "-o", o)
	}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	out, err := exec.Command("tshark", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return parseTable(out)
}

// needTshark skips the test where there is no tshark; where CI is set there has
// to be one.
func needTshark(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("tshark"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("tshark is not installed")
	}
}

// own are the ids that Wireshark does not have, each for bits that it shows no
// field of.
var own = map[string]string{
	"undecoded":                    "bits that no other field explains",
	"opaque.data":                  "what a protocol that is only named carries",
	"rest.data":                    "what a packet holds behind the innermost length",
	"ip.opt.data":                  "an option of unknown type",
	"icmp.rest":                    "the second word of a message whose type gives it no meaning",
	"llc.control.octets":           "both bytes of a long control field, which Wireshark shows as one number",
	"sll.reserved":                 "reserved bits of SLL2",
	"null.unused":                  "the bytes of the family that are always zero",
	"tcp.options.padding":          "what follows the end of the list",
	"dns.flags.unused":             "bits of a query that only answers use",
	"dns.srv.owner":                "the name of an SRV record, which Wireshark shows as service, protocol and name",
	"dns.caa.flags.reserved":       "the bits beside the one that counts",
	"dns.opt.client.prefix":        "the bytes of a client's address, which Wireshark shows as an address",
	"http.delimiter":               "what stands between the tokens of a head",
	"http.header.name":             "the name of any field",
	"http.header.value":            "the value of a field that has no name of its own here",
	"http.response.status":         "the digits of http.response.code",
	"tls.encrypted":                "what an encrypted record carries that is no application data",
	"tls.handshake.body":           "a message that is not laid out",
	"tls.handshake.extension.body": "an extension that Wireshark lays out and this package does not",

	"tcp.options.sack_perm": "a protocol of its own in Wireshark; its text is the option's bytes",
}

// fieldsToAsk are all ids that Wireshark has; were one not Wireshark's, tshark
// would refuse to run.
func fieldsToAsk() []string {
	ask := map[string]bool{}
	for f := range proto.Fields() {
		if own[f.ID] == "" {
			ask[f.ID] = true
		}
	}
	return slices.Sorted(maps.Keys(ask))
}

// kind is what frames of one interface have in common.
type kind struct {
	link proto.LinkType
	fcs  int8
}

// writePCAPNG writes packets of any link types and FCS lengths, with an interface
// for each.
func writePCAPNG(t *testing.T, file string, packets []*proto.Packet) {
	t.Helper()
	var b []byte
	block := func(kind uint32, body ...byte) {
		n := uint32(12 + len(body))
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, kind), n)
		b = binary.LittleEndian.AppendUint32(append(b, body...), n)
	}
	block(0x0a0d0d0a, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	interfaces := map[kind]uint32{}
	for i, p := range packets {
		k := kind{p.Link, p.FCS}
		if _, ok := interfaces[k]; !ok {
			interfaces[k] = uint32(len(interfaces))
			body := []byte{byte(p.Link), byte(p.Link >> 8), 0, 0, 0, 0, 4, 0}
			if p.FCS >= 0 {
				body = append(body, 13, 0, 1, 0, byte(p.FCS), 0, 0, 0, 0, 0, 0, 0) // if_fcslen
			}
			block(1, body...)
		}
		var body []byte
		for _, n := range []uint32{interfaces[k], 0, uint32(i + 1), uint32(len(p.Bytes)), uint32(p.WireLength())} {
			body = binary.LittleEndian.AppendUint32(body, n)
		}
		body = append(body, p.Bytes...)
		block(6, append(body, make([]byte, -len(p.Bytes)&3)...)...)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// mutated is p, cut or with some of its first bytes changed.
func mutated(r *rand.Rand, p *proto.Packet) *proto.Packet {
	q := &proto.Packet{Bytes: bytes.Clone(p.Bytes), Link: p.Link, FCS: p.FCS}
	if len(q.Bytes) == 0 {
		return q
	}
	switch kind := r.IntN(8); kind {
	case 0: // the capture cut it
		q.Length = len(q.Bytes)
		q.Bytes = q.Bytes[:r.IntN(len(q.Bytes))]
	case 1: // it was sent so short
		q.Bytes = q.Bytes[:r.IntN(len(q.Bytes))]
	case 2: // or longer
		q.Bytes = append(q.Bytes, make([]byte, r.IntN(20))...)
	default:
		for range 1 + r.IntN(3) {
			at := r.IntN(min(len(q.Bytes), 120))
			if kind < 5 {
				q.Bytes[at] ^= 1 << r.IntN(8)
			} else {
				q.Bytes[at] = []byte{0, 1, 4, 5, 6, 8, 0x11, 0x3a, 0xff, byte(r.Uint32())}[r.IntN(10)]
			}
		}
	}
	return q
}

// asTshark compares damaged frames with tshark, which reads them all at once.
func asTshark(t *testing.T, damaged []*proto.Packet) {
	t.Helper()
	for i, p := range damaged {
		p.Number, p.Time = i+1, time.UnixMicro(int64(i+1))
	}
	file := filepath.Join(t.TempDir(), "damaged.pcapng")
	writePCAPNG(t, file, damaged)
	listed := map[string]int{}
	cells := compare(t, damaged, tshark(t, file, append(fieldsToAsk(), "_ws.expert.message", "_ws.malformed")), func(c *cell) {
		if why := reason(c); why != "" {
			listed[why]++
			return
		}
		t.Errorf("%s is %q, tshark says %q (%s: %s) of %x", c.field, c.ours, c.theirs, c.protocols, c.expert, c.frame.Bytes())
	})
	t.Logf("%d frames, %d cells", len(damaged), cells)
	for why, n := range listed {
		t.Logf("%5d differ: %s", n, why)
	}
}

// Of ten thousand damaged frames, too, this package and tshark say the same of
// every field, but for the listed reasons.
func TestMutations(t *testing.T) {
	needTshark(t)
	t.Parallel()
	total := 10_000
	if testing.Short() {
		total = 1000
	}
	var damaged []*proto.Packet
	add := func(p *proto.Packet) { damaged = append(damaged, p) }
	for i, p := range proto.SeedFrames() {
		r := rand.New(rand.NewPCG(2, uint64(i)))
		add(&proto.Packet{Bytes: p.Bytes, Link: p.Link, FCS: p.FCS})
		for range 4 {
			add(mutated(r, p))
			total--
		}
	}
	names := captureNames(t)
	for i, name := range names {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		all := packets(t, gunzip(t, filepath.Join(captures, name+".gz")))
		for range (total + len(names) - 1) / len(names) {
			add(mutated(r, all[r.IntN(len(all))]))
		}
	}
	asTshark(t, damaged)
}

// Frames of every shape that the captures have, cut at every byte of their
// headers, by the capture or on the way: what is there is said as tshark says it. Data behind the headers is cut the same at any byte.
func TestTruncations(t *testing.T) {
	needTshark(t)
	t.Parallel()
	var damaged []*proto.Packet
	seen := map[string]bool{}
	for _, name := range captureNames(t) {
		for _, p := range packets(t, gunzip(t, filepath.Join(captures, name+".gz"))) {
			shape, end := shapeOf(p)
			if seen[shape] {
				continue
			}
			seen[shape] = true
			for n := range min(end+8, len(p.Bytes)) {
				if !testing.Short() || n%10 == len(seen)%10 {
					cut := &proto.Packet{Bytes: p.Bytes[:n], Length: len(p.Bytes), Link: p.Link, FCS: p.FCS}
					if n%2 == 0 { // sent so short
						cut.Length = 0
					}
					damaged = append(damaged, cut)
				}
			}
		}
	}
	asTshark(t, damaged)
}

// shapeOf tells frames with other headers apart, and where the last of them
// ends.
func shapeOf(p *proto.Packet) (shape string, end int) {
	var f proto.Frame
	f.Decode(p, proto.CheckNone)
	shape = fmt.Sprint(p.Link, p.FCS)
	for _, l := range f.Layers() {
		shape += " " + l.Proto.String()
		if l.Proto != proto.ProtoData && (l.Proto < proto.ProtoPadding || l.Proto > proto.ProtoFCS) {
			end = int(l.Next())
		}
	}
	return shape, end
}
