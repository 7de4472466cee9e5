package proto

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyPacket draws bytes as hostile as they come: wholly random, or a right
// frame with some bytes changed, cut off or added.
func anyPacket(t *rapid.T) *Packet {
	p := &Packet{
		Link: rapid.SampledFrom(linkTypesToTry()).Draw(t, "link"),
		FCS:  rapid.SampledFrom([]int8{FCSUnknown, 0, 4}).Draw(t, "fcs"),
	}
	if rapid.Bool().Draw(t, "random") {
		p.Bytes = rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "bytes")
	} else {
		b := bytes.Clone(rapid.SampledFrom(seedFrames()).Draw(t, "seed").Bytes)
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			if len(b) > 0 {
				b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			}
		}
		b = b[:rapid.IntRange(0, len(b)).Draw(t, "cut")]
		p.Bytes = append(b, rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "more")...)
	}
	if rapid.Bool().Draw(t, "snapped") {
		p.Length = len(p.Bytes) + rapid.IntRange(0, 2000).Draw(t, "missing")
	}
	return p
}

// linkTypesToTry are all link types that are known, and one that is not.
func linkTypesToTry() []LinkType {
	all := []LinkType{LinkType(len(linkTypes) - 1), 1<<16 - 1}
	for l, p := range linkTypes {
		if p != NoProto {
			all = append(all, LinkType(l))
		}
	}
	return all
}

// Leaf fields lie side by side from bit 0, groups cover whole leaves, and only
// the last leaf may have no width.
func TestTablesTile(t *testing.T) {
	for _, p := range Protos() {
		for _, table := range p.Tables() {
			checkTiling(t, table)
		}
	}
	checkTiling(t, &undecoded)
}

func checkTiling(t *testing.T, table *Table) {
	t.Helper()
	next, open := uint16(0), false
	for i := range table.Fields {
		f := &table.Fields[i]
		if f.table != table {
			t.Errorf("%s: %s belongs to no registered table", table.ID, f.ID)
		}
		switch {
		case f.Kind == Group:
			if f.Bit != next {
				t.Errorf("%s: group %s does not begin where its leaves do", table.ID, f.ID)
			}
			if end := f.Bit + f.Width; f.Width != 0 && !leafEndsAt(table, end) {
				t.Errorf("%s: group %s ends at bit %d, inside a leaf", table.ID, f.ID, end)
			}
		case f.Kind == Computed:
			if f.derive == nil {
				t.Errorf("%s: %s is not computed", table.ID, f.ID)
			}
		case f.Kind == ComputedText:
			if f.deriveText == nil {
				t.Errorf("%s: %s is not computed", table.ID, f.ID)
			}
		default:
			if open {
				t.Errorf("%s: %s follows a field without width", table.ID, f.ID)
			}
			if f.Bit != next {
				t.Errorf("%s: %s begins at bit %d, want %d", table.ID, f.ID, f.Bit, next)
			}
			next, open = next+f.Width, f.Width == 0
		}
	}
}

func leafEndsAt(table *Table, bit uint16) bool {
	for i := range table.Fields {
		if f := &table.Fields[i]; f.Leaf() && f.Bit+f.Width == bit {
			return true
		}
	}
	return false
}

// The fixed header of a table is as long as its protocol says.
func TestHeaderLengths(t *testing.T) {
	for _, p := range Protos() {
		bits := uint16(0)
		open := false
		for _, f := range p.Table().Fields {
			if f.Leaf() {
				bits += f.Width
				open = open || f.Width == 0
			}
		}
		if !open && int(bits) != 8*p.HeaderLen() {
			t.Errorf("%s: table has %d bits, header %d bytes", p, bits, p.HeaderLen())
		}
	}
}

// Put then Uint is the identity and changes no other bit.
func TestPutUint(t *testing.T) {
	var fields []*Field
	for f := range Fields() {
		if (f.Leaf() || f.Kind == Group) && f.Numeric() {
			fields = append(fields, f)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(fields).Draw(t, "field")
		h := rapid.SliceOfN(rapid.Byte(), int(f.Bit+f.Width+7)/8, 80).Draw(t, "header")
		v := rapid.Uint64Range(0, f.Max()).Draw(t, "value")
		before := bytes.Clone(h)
		if err := f.Put(h, v); err != nil {
			t.Fatal(err)
		}
		if got := f.Uint(h); got != v {
			t.Fatalf("%s: put %d, got %d", f.ID, v, got)
		}
		for bit := range 8 * len(h) {
			inside := bit >= int(f.Bit) && bit < int(f.Bit+f.Width)
			if !inside && (h[bit/8]^before[bit/8])>>(7-bit%8)&1 != 0 {
				t.Fatalf("%s: bit %d changed", f.ID, bit)
			}
		}
		if f.Width < 64 {
			if err := f.Put(h, f.Max()+1); err == nil {
				t.Fatalf("%s: took %d", f.ID, f.Max()+1)
			}
		}
		if got := f.Uint(h[:max(0, int(f.Bit+f.Width-1)/8)]); got != 0 {
			t.Fatalf("%s: %d read from a header too short", f.ID, got)
		}
	})
}

// Whatever the bytes: layers cover the frame without a gap, spans tile it, and
// what is rebuilt from them is the same bytes.
func TestDecodeIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkTotal(t, anyPacket(t)) })
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func checkTotal(t fataler, p *Packet) {
	t.Helper()
	var f Frame
	f.Decode(p, CheckAll)
	next := uint32(0)
	for i, l := range f.Layers() {
		if l.Off != next || l.Next() > l.End || int(l.End) > len(p.Bytes) {
			t.Fatalf("layer %d (%s) is [%d, %d) to %d, want it from %d", i, l.Proto, l.Off, l.Next(), l.End, next)
		}
		next = l.Next()
		checkParts(t, &f, i)
	}
	if int(next) != len(p.Bytes) {
		t.Fatalf("layers end at %d of %d bytes", next, len(p.Bytes))
	}
	bit := uint32(0)
	for s := range f.Spans() {
		if s.Bit != bit || s.Width == 0 {
			t.Fatalf("%s begins at bit %d, want %d", s.Field.ID, s.Bit, bit)
		}
		bit += s.Width
	}
	if int(bit) != 8*len(p.Bytes) {
		t.Fatalf("spans end at bit %d of %d", bit, 8*len(p.Bytes))
	}
	if got := f.Rebuild(nil); !bytes.Equal(got, p.Bytes) {
		t.Fatalf("rebuilt\n%x, want\n%x", got, p.Bytes)
	}
	for _, pr := range f.Problems() {
		if pr.Code.String() == "" || int(pr.Layer) >= max(1, len(f.Layers())) || int(pr.Off) > len(p.Bytes) {
			t.Fatalf("problem out of place: %+v", pr)
		}
	}
	callAccessors(&f)
}

func checkParts(t fataler, f *Frame, layer int) {
	t.Helper()
	next := f.Layers()[layer].Off
	for _, part := range f.Parts(nil, layer) {
		if part.Off != next {
			t.Fatalf("part %s of layer %d begins at %d, want %d", part.Table.ID, layer, part.Off, next)
		}
		next += part.Len
		for i := range part.Table.Fields {
			if v, ok := f.Value(part, &part.Table.Fields[i]); ok {
				v.AppendText(nil)
			}
		}
	}
	if next != f.Layers()[layer].Next() {
		t.Fatalf("parts of layer %d end at %d, header at %d", layer, next, f.Layers()[layer].Next())
	}
}

// callAccessors calls every accessor there is; none may panic.
func callAccessors(f *Frame) {
	if h, ok := f.Ethernet(); ok {
		sinks(h.Dst(), h.Src(), h.Type())
	}
	if h, ok := f.IPv4(); ok {
		sinks(h.HeaderLen(), h.DSCP(), h.ECN(), h.TotalLen(), h.ID(), h.DontFragment(), h.MoreFragments(),
			h.FragmentOffset(), h.TTL(), h.Protocol(), h.Checksum(), h.Src(), h.Dst(), h.Options())
	}
	if h, ok := f.TCP(); ok {
		sinks(h.SrcPort(), h.DstPort(), h.Seq(), h.Ack(), h.HeaderLen(), h.Flags(), h.Window(), h.Checksum(), h.Urgent(), h.Options())
		h.MSS()
		h.WindowScale()
		h.Timestamps()
		for k := range 256 {
			h.Option(TCPOption(k))
		}
	}
	if h, ok := f.LLC(); ok {
		sinks(h.DSAP(), h.SSAP())
	}
	if h, ok := f.SLL(); ok {
		sinks(h.PacketType(), h.Protocol())
	}
	if h, ok := f.SLL2(); ok {
		sinks(h.PacketType(), h.Protocol(), h.Interface())
	}
	if h, ok := f.Null(); ok {
		sinks(h.Family())
	}
	if h, ok := f.VLAN(); ok {
		sinks(h.Priority(), h.DropEligible(), h.ID(), h.Type())
	}
	if h, ok := f.ARP(); ok {
		sinks(h.HardwareType(), h.ProtocolType(), h.HardwareSize(), h.ProtocolSize(), h.Op(),
			h.SenderMAC(), h.SenderIP(), h.TargetMAC(), h.TargetIP())
	}
	if h, ok := f.IPv6(); ok {
		sinks(h.DSCP(), h.ECN(), h.FlowLabel(), h.PayloadLen(), h.NextHeader(), h.HopLimit(), h.Src(), h.Dst())
	}
	if h, ok := f.HopByHop(); ok {
		sinks(h.NextHeader(), h.HeaderLen(), h.Options())
	}
	if h, ok := f.DestOpts(); ok {
		sinks(h.NextHeader(), h.HeaderLen(), h.Options())
	}
	if h, ok := f.Routing(); ok {
		sinks(h.NextHeader(), h.HeaderLen(), h.Type(), h.SegmentsLeft())
	}
	if h, ok := f.Fragment(); ok {
		sinks(h.NextHeader(), h.Offset(), h.More(), h.ID())
	}
	if h, ok := f.DNS(); ok {
		sinks(h.ID(), h.Response(), h.Opcode(), h.Authoritative(), h.Truncated(), h.RecursionDesired(), h.RecursionAvailable(),
			h.Rcode(), h.Questions(), h.Records())
	}
	if h, ok := f.HTTP(); ok {
		sinks(h.FirstLine(), h.Response(), h.Status())
	}
	if h, ok := f.TLS(); ok {
		sinks(h.ContentType(), h.Version(), h.Len())
	}
	if h, ok := f.AH(); ok {
		sinks(h.HeaderLen(), h.SPI(), h.Seq())
	}
	if h, ok := f.ICMPv6(); ok {
		sinks(h.Type(), h.Code(), h.Checksum(), h.ID(), h.Seq(), h.MTU(), h.Pointer(), h.Target(), h.Type().Quotes())
	}
	if h, ok := f.UDP(); ok {
		sinks(h.SrcPort(), h.DstPort(), h.Len(), h.Checksum())
	}
	if h, ok := f.ICMP(); ok {
		sinks(h.Type(), h.Code(), h.Checksum(), h.ID(), h.Seq(), h.MTU(), h.Gateway(), h.Pointer(), h.Type().Quotes())
	}
	for i := range f.Layers() {
		sinks(f.Header(i), f.Payload(i))
	}
}

func sinks(...any) {}

// The quick way finds what decoding header by header finds.
func TestQuickIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPacket(t)
		var quick, slow Frame
		quick.Decode(p, CheckAll)
		slow.Decode(p, CheckNone) // sets up; then the long way
		slow.check, slow.nLayers, slow.nProblems, slow.quoted, slow.guessed = CheckAll, 0, 0, false, false
		slow.limit, slow.wire = limits(p)
		slow.decodeTail(slow.decodeRest(slow.decodeHeaders(linkProto(p.Link), 0, slow.limit)))
		sameFinding(t, &quick, &slow)
	})
}

// Sealing the quick way gives what sealing header by header gives.
func TestQuickSealIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPacket(t)
		quick, slow := bytes.Clone(p.Bytes), bytes.Clone(p.Bytes)
		if !sealQuick(quick) {
			if !bytes.Equal(quick, p.Bytes) {
				t.Fatalf("not sealed, but changed: %x to %x", p.Bytes, quick)
			}
			return
		}
		if err := sealHeaders(slow, LinkEthernet, KeepNone); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(quick, slow) {
			t.Fatalf("quick %x, slow %x", quick, slow)
		}
	})
}

// Building the quick way gives what laying out header by header and sealing gives.
func TestQuickBuildIsTheSame(t *testing.T) {
	quick := 0
	rapid.Check(t, func(t *rapid.T) {
		u16, u32 := rapid.Uint16(), rapid.Uint32()
		mac := func(name string) (a [6]byte) {
			copy(a[:], rapid.SliceOfN(rapid.Byte(), 6, 6).Draw(t, name))
			return a
		}
		addr := func(name string) (a [4]byte) {
			binary.BigEndian.PutUint32(a[:], u32.Draw(t, name))
			return a
		}
		layers := []Spec{
			&EthernetSpec{Dst: mac("eth.dst"), Src: mac("eth.src")},
			&IPv4Spec{
				Src: addr("ip.src"), Dst: addr("ip.dst"), ID: u16.Draw(t, "id"), TTL: rapid.Uint8().Draw(t, "ttl"),
				DSCP: rapid.Uint8Max(70).Draw(t, "dscp"), ECN: rapid.Uint8Max(3).Draw(t, "ecn"), DontFragment: rapid.Bool().Draw(t, "df"),
				MoreFragments: rapid.IntRange(0, 9).Draw(t, "mf") == 0,
			},
			&TCPSpec{
				SrcPort: u16.Draw(t, "sport"), DstPort: u16.Draw(t, "dport"), Seq: u32.Draw(t, "seq"), Ack: u32.Draw(t, "ack"),
				Flags: TCPFlags(rapid.Uint16Max(0x210).Draw(t, "flags")), Window: u16.Draw(t, "window"), Urgent: u16.Draw(t, "urgent"),
				Options: rapid.SliceOfN(rapid.Byte(), 0, 44).Draw(t, "options"),
			},
		}
		if rapid.Bool().Draw(t, "data") {
			layers = append(layers, Payload(rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(t, "payload")))
		}
		got := Packet{Link: LinkEthernet, FCS: rapid.SampledFrom([]int8{0, 4}).Draw(t, "fcs"), Bytes: bytes.Repeat([]byte{0xee}, 100)}
		want := got
		if !got.buildQuick(layers) {
			return
		}
		quick++
		b, err := Append(nil, layers...)
		if err != nil {
			t.Fatal(err)
		}
		end := len(b)
		b = append(b, make([]byte, max(0, MinFrame-end)+int(want.FCS))...)
		want.Bytes, want.Length = b, len(b)
		if err := sealHeaders(b[:end], LinkEthernet, KeepNone); err != nil {
			t.Fatal(err)
		}
		if want.FCS == 4 {
			putFCS(b)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("quick %x\nslow  %x", got.Bytes, want.Bytes)
		}
	})
	if quick == 0 {
		t.Fatal("nothing was built the quick way")
	}
}

// The FCS of 64-byte frames, found by undoing zeros, is the FCS of any others.
func TestPutFCS(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 4, 80).Draw(t, "frame")
		if rapid.Bool().Draw(t, "least") {
			b = append(b, make([]byte, MinFrameFCS)...)[:MinFrameFCS]
		}
		want := AppendFCS(bytes.Clone(b[:len(b)-4]))
		if putFCS(b); !bytes.Equal(b, want) || !fcsRight(b) {
			t.Fatalf("%x, want %x", b, want)
		}
	})
}

func sameFinding(t *rapid.T, a, b *Frame) {
	t.Helper()
	if !slices.Equal(a.Layers(), b.Layers()) || !slices.Equal(a.Problems(), b.Problems()) || a.guessed != b.guessed {
		t.Fatalf("one way:\n%+v\n%+v\nthe other:\n%+v\n%+v", a.Layers(), a.Problems(), b.Layers(), b.Problems())
	}
}

// A Frame keeps nothing of the packet before.
func TestReusedFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var used, fresh Frame
		used.Decode(anyPacket(t), CheckAll)
		p := anyPacket(t)
		used.Decode(p, CheckAll)
		fresh.Decode(p, CheckAll)
		sameFinding(t, &used, &fresh)
	})
}

// Every single-bit flip of a sealed frame is found by the FCS, and every one in
// a summed region by a checksum too.
func TestBitFlips(t *testing.T) {
	for _, p := range seedFrames() {
		if p.FCS != 4 {
			continue
		}
		q := *p
		q.Bytes = bytes.Clone(p.Bytes)
		var f Frame
		for bit := range 8 * len(q.Bytes) {
			q.Bytes[bit/8] ^= 0x80 >> (bit % 8)
			f.Decode(&q, CheckAll)
			found := false
			for _, pr := range f.Problems() {
				found = found || pr.Code == BadFCS
			}
			if !found {
				t.Fatalf("flip of bit %d of %x not found", bit, p.Bytes)
			}
			q.Bytes[bit/8] ^= 0x80 >> (bit % 8)
		}
	}
}

// Decode, Value and Rebuild into room that is there do not allocate.
func TestNoAllocation(t *testing.T) {
	var f Frame
	values := make([]Value, 0, 64)
	text := make([]byte, 0, 256)
	for _, p := range seedFrames() {
		for cut := 0; cut <= len(p.Bytes); cut += 7 {
			q := *p
			q.Bytes = p.Bytes[:cut]
			if n := testing.AllocsPerRun(3, func() { f.Decode(&q, CheckAll) }); n != 0 {
				t.Fatalf("decode of %x: %v allocations", q.Bytes, n)
			}
		}
		s, err := Select("tcp.port")
		if err != nil {
			t.Fatal(err)
		}
		f.Decode(p, CheckAll)
		if n := testing.AllocsPerRun(3, func() {
			values = s.Values(values[:0], &f)
			for _, v := range values {
				text = v.AppendText(text[:0])
			}
		}); n != 0 {
			t.Fatalf("values: %v allocations", n)
		}
	}
}

// Views cannot be grown into the bytes that follow them.
func TestViewsAreCapped(t *testing.T) {
	var f Frame
	for _, p := range seedFrames() {
		f.Decode(p, CheckNone)
		for i := range f.Layers() {
			if h := f.Header(i); len(h) != cap(h) {
				t.Errorf("header %d has room to append", i)
			}
			if b := f.Payload(i); len(b) != cap(b) {
				t.Errorf("payload %d has room to append", i)
			}
		}
	}
}
