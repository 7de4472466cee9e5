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
	"strings"
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
	"undecoded":           "bits that no other field explains",
	"opaque.data":         "what a protocol that is only named carries",
	"rest.data":           "what a packet holds behind the innermost length",
	"ip.opt.data":         "an option of unknown type",
	"icmp.rest":           "the second word of a message whose type gives it no meaning",
	"llc.control.octets":  "both bytes of a long control field, which Wireshark shows as one number",
	"sll.reserved":        "reserved bits of SLL2",
	"null.unused":         "the bytes of the family that are always zero",
	"tcp.options.padding": "what follows the end of the list",

	"tcp.options.sack_perm": "a protocol of its own in Wireshark; its text is the option's bytes",
}

// fieldsToAsk are the ids of the protocols up to the transports.
func fieldsToAsk(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("tshark", "-G", "fields").Output()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if columns := strings.Split(line, "\t"); columns[0] == "F" {
			known[columns[2]] = true
		}
	}
	ask := map[string]bool{}
	for f := range proto.Fields() {
		switch p := f.Table().Proto; {
		case p == proto.ProtoDNS || p == proto.ProtoDNSLength || p == proto.ProtoHTTP || p == proto.ProtoTLS:
		case known[f.ID]:
			ask[f.ID] = true
		case own[f.ID] == "":
			t.Errorf("tshark has no field %s", f.ID)
		}
	}
	return slices.Sorted(maps.Keys(ask))
}

// writePCAP writes packets of one link type and one FCS length.
func writePCAP(t *testing.T, file string, packets []*proto.Packet) {
	t.Helper()
	link := uint32(packets[0].Link)
	if fcs := packets[0].FCS; fcs >= 0 {
		link |= 1<<26 | uint32(fcs/2)<<28
	}
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0)
	b = append(b, make([]byte, 8)...)
	b = binary.LittleEndian.AppendUint32(b, 1<<18)
	b = binary.LittleEndian.AppendUint32(b, link)
	for i, p := range packets {
		b = binary.LittleEndian.AppendUint32(b, uint32(i+1))
		b = binary.LittleEndian.AppendUint32(b, 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p.Bytes)))
		b = binary.LittleEndian.AppendUint32(b, uint32(p.WireLength()))
		b = append(b, p.Bytes...)
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

// Of thousands of damaged frames, too, this package and tshark say the same of
// every field, but for the listed reasons.
func TestDifferential(t *testing.T) {
	needTshark(t)
	const each = 40
	fields := append(fieldsToAsk(t), "_ws.expert.message", "_ws.malformed")
	type kind struct {
		link proto.LinkType
		fcs  int8
	}
	damaged := map[kind][]*proto.Packet{}
	for i, name := range captureNames(t) {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		all := packets(t, gunzip(t, filepath.Join(captures, name+".gz")))
		for range each {
			p := all[r.IntN(len(all))]
			k := kind{p.Link, p.FCS}
			damaged[k] = append(damaged[k], mutated(r, p))
		}
	}
	for i, p := range proto.SeedFrames() {
		r := rand.New(rand.NewPCG(2, uint64(i)))
		k := kind{p.Link, p.FCS}
		damaged[k] = append(damaged[k], &proto.Packet{Bytes: p.Bytes, Link: p.Link, FCS: p.FCS})
		for range each / 10 {
			damaged[k] = append(damaged[k], mutated(r, p))
		}
	}
	cells, listed := 0, map[string]int{}
	for k, all := range damaged {
		t.Run(fmt.Sprintf("link %d, FCS %d", k.link, k.fcs), func(t *testing.T) {
			for i, p := range all {
				p.Number, p.Time = i+1, time.Unix(int64(i+1), 0)
			}
			file := filepath.Join(t.TempDir(), "damaged.pcap")
			writePCAP(t, file, all)
			cells += compare(t, all, tshark(t, file, fields), func(c *cell) {
				if why := reason(c); why != "" {
					listed[why]++
					return
				}
				t.Errorf("%s is %q, tshark says %q (%s: %s) of %x", c.field, c.ours, c.theirs, c.protocols, c.expert, c.frame.Bytes())
			})
		})
	}
	t.Logf("%d cells", cells)
	for why, n := range listed {
		t.Logf("%5d differ: %s", n, why)
	}
}
