package peers

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// captured are the packets of the captures that the codec is tested with, but
// for link types that gopacket has no decoder for.
func captured(t *testing.T) []*proto.Packet {
	t.Helper()
	paths, err := filepath.Glob("../testdata/captures/*.info.tsv.gz")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no captures: %v", err)
	}
	var all []*proto.Packet
	for _, path := range paths {
		file, err := os.Open(strings.TrimSuffix(path, ".info.tsv.gz") + ".gz")
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := capture.NewReader(z, capture.Auto)
		if err != nil {
			t.Fatal(err)
		}
		for {
			p := &proto.Packet{}
			if err = r.Next(p); err != nil {
				break
			}
			p.Bytes = bytes.Clone(p.Bytes)
			all = append(all, p)
		}
		if !errors.Is(err, io.EOF) {
			t.Fatalf("%s: %v", path, err)
		}
		file.Close()
	}
	return all
}

var decoders = map[proto.LinkType]gopacket.Decoder{
	proto.LinkEthernet: layers.LayerTypeEthernet, proto.LinkNull: layers.LayerTypeLoopback,
	proto.LinkLinuxSLL: layers.LayerTypeLinuxSLL, proto.LinkLinuxSLL2: layers.LayerTypeLinuxSLL2,
}

// comparison compares what both codecs say of packets, and counts.
type comparison struct {
	t interface {
		Errorf(format string, args ...any)
		Logf(format string, args ...any)
	}
	frame         proto.Frame
	at            int // our layer at hand
	parts         []proto.Part
	frames, facts int
	listed        map[string]int
}

// fact is what gopacket says of a field: a number before scaling, or bytes.
type fact struct {
	id    string
	num   uint64
	bytes []byte
}

func (f fact) String() string {
	if f.bytes != nil {
		return fmt.Sprintf("%x", f.bytes)
	}
	return fmt.Sprint(f.num)
}

// packet compares layer by layer, as far as gopacket goes.
func (c *comparison) packet(p *proto.Packet) {
	c.frames++
	c.frame.Decode(p, proto.CheckNone)
	seen := map[proto.Proto]int{}
	g := gopacket.NewPacket(p.Bytes, decoders[p.Link], gopacket.NoCopy)
	for _, l := range g.Layers() {
		of, facts := factsOf(l)
		if of == proto.NoProto || unread(g, l) {
			continue
		}
		i := c.layer(of, seen[of])
		seen[of]++
		if i < 0 {
			c.differ(l, fact{id: of.String()}, "none", p)
			return // what follows is read from other bytes
		}
		c.at, c.parts = i, c.frame.Parts(c.parts[:0], i)
		for _, theirs := range facts {
			c.facts++
			if ours, ok := c.value(theirs.id); !ok || ours != theirs.String() {
				c.differ(l, theirs, ours, p)
			}
		}
		if otherVersion(l) {
			return // what follows is read from other bytes
		}
	}
}

// otherVersion tells whether gopacket read a header of IP whose version is not its
// own.
func otherVersion(l gopacket.Layer) bool {
	switch l := l.(type) {
	case *layers.IPv4:
		return l.Version != 4
	case *layers.IPv6:
		return l.Version != 6
	}
	return false
}

// unread tells whether gopacket gave up in this layer, whose fields it then leaves
// at zero.
func unread(g gopacket.Packet, l gopacket.Layer) bool {
	if ip, ok := l.(*layers.IPv4); ok && ip.SrcIP == nil {
		return true // in its options
	}
	contents, failed := l.LayerContents(), g.ErrorLayer()
	return len(contents) == 0 || failed != nil && len(failed.LayerContents()) > 0 && &contents[0] == &failed.LayerContents()[0]
}

// layer is our n-th layer of a protocol, -1 if there is none.
func (c *comparison) layer(of proto.Proto, n int) int {
	for i, l := range c.frame.Layers() {
		same := l.Proto == of || of == proto.ProtoVLAN && l.Proto == proto.ProtoServiceVLAN || of == proto.ProtoNull && l.Proto == proto.ProtoLoop
		if same && !l.Quoted {
			if n--; n < 0 {
				return i
			}
		}
	}
	return -1
}

// value is our text of a field in the parts of a layer.
func (c *comparison) value(id string) (string, bool) {
	if id == payload {
		return fmt.Sprintf("%x", c.frame.Payload(c.at)), true
	}
	for _, part := range c.parts {
		for j := range part.Table.Fields {
			field := &part.Table.Fields[j]
			if field.ID != id && !serviceTag(field.ID, id) {
				continue
			}
			if v, ok := c.frame.Value(part, field); ok {
				if field.Numeric() {
					return fmt.Sprint(v.Num), true
				}
				return fmt.Sprintf("%x", v.Bytes), true
			}
		}
	}
	return "", false
}

// serviceTag tells whether a field of a service tag is what id is of another.
func serviceTag(field, id string) bool {
	name, ok := strings.CutPrefix(id, "vlan.")
	return ok && field == "ieee8021ad."+name
}

func (c *comparison) differ(l gopacket.Layer, theirs fact, ours string, p *proto.Packet) {
	for _, d := range differences {
		if d.is(c, l, theirs, ours) {
			c.listed[d.why]++
			return
		}
	}
	c.t.Errorf("%s: ours %s, gopacket's %s, in %x", theirs.id, ours, theirs, p.Bytes)
}

func (c *comparison) report() {
	c.t.Logf("%d frames, %d facts", c.frames, c.facts)
	for why, n := range c.listed {
		c.t.Logf("%7d differ: %s", n, why)
	}
}

// Of every frame of the captures both codecs say the same.
func TestCapturesAsGopacket(t *testing.T) {
	c := &comparison{t: t, listed: map[string]int{}}
	for _, p := range captured(t) {
		if decoders[p.Link] != nil {
			c.packet(p)
		}
	}
	c.report()
}

// So they do of every frame cut at every byte up to the end of its headers, and a
// little behind.
func TestTruncationsAsGopacket(t *testing.T) {
	c := &comparison{t: t, listed: map[string]int{}}
	for i, p := range captured(t) {
		if decoders[p.Link] == nil || testing.Short() && i%20 != 0 {
			continue
		}
		c.frame.Decode(p, proto.CheckNone)
		end := uint32(0)
		for _, l := range c.frame.Layers() {
			if l.Proto < proto.ProtoData {
				end = l.Next()
			}
		}
		for n := range min(int(end)+8, len(p.Bytes)) {
			c.packet(&proto.Packet{Bytes: p.Bytes[:n:n], Length: len(p.Bytes), Link: p.Link, FCS: p.FCS})
		}
	}
	c.report()
}

// And of ten thousand mutations of them.
func TestMutationsAsGopacket(t *testing.T) {
	c := &comparison{t: t, listed: map[string]int{}}
	r := rand.New(rand.NewPCG(1, 2))
	all := captured(t)
	for c.frames < 10_000 {
		p := *all[r.IntN(len(all))]
		if len(p.Bytes) == 0 || decoders[p.Link] == nil {
			continue
		}
		p.Bytes = bytes.Clone(p.Bytes)
		for range 1 + r.IntN(4) {
			at := r.IntN(min(len(p.Bytes), 120))
			if r.IntN(2) == 0 {
				p.Bytes[at] ^= 1 << r.IntN(8)
			} else {
				p.Bytes[at] = []byte{0, 1, 4, 5, 6, 8, 0x11, 0x3a, 0xff, byte(r.Uint32())}[r.IntN(10)]
			}
		}
		c.packet(&p)
	}
	c.report()
}
