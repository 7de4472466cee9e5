package fuzz

import "netquiz/proto"

// mutate draws one to four changes of a seed, and what to mend, each by itself.
func (m *maker) mutate(c *Case) {
	r := &m.r
	v := r.next()
	c.Mend = Mend(v & 7)
	if v>>3&3 != 0 {
		c.Mend |= MendSums | MendFCS
	}
	n := 1
	if v>>5&1 != 0 {
		n += int(v >> 6 & 3)
	}
	c.Ops = m.ops[:n]
	for k := range c.Ops {
		m.mutation(c, &c.Ops[k])
	}
}

func (m *maker) mutation(c *Case, o *Op) {
	r := &m.r
	layers := m.base.frame.Layers()
	if len(layers) == 0 {
		*o = Op{Kind: OpAppend, N: 1 + r.below(32), Value: r.next()}
		return
	}
	*o = Op{Layer: r.below(len(layers))}
	o.At = r.below(int(layers[o.Layer].Hdr) + 1)
	v := r.next()
	switch v & 15 {
	case 0, 1, 2, 3, 4:
		m.attackField(o)
	case 5, 6:
		o.Kind, o.Value = OpByte, r.number(8)
	case 7, 8:
		o.Kind, o.Value = OpFlip, v>>8&7
	case 9:
		o.Kind, o.N, o.Value = OpInsert, 1+int(v>>8&7), r.next()&-(v>>12&1)
	case 10:
		o.Kind, o.N = OpDelete, 1+int(v>>8&7)
	case 11:
		o.Kind, o.N = OpDouble, 1+int(v>>8&15)
	case 12:
		o.Kind = OpCut
	case 13:
		o.Kind = OpSnap
	case 14:
		o.Kind, o.N, o.Value = OpSplice, int(v>>8&0xffff), v>>32&7
	case 15:
		*o = Op{Kind: OpAppend, N: 1 + int(v>>8&63), Value: r.next() & -(v >> 16 & 1)}
	}
}

// BuiltIn are the frames that every campaign knows, each with its reason.
func BuiltIn() []Seed {
	eth := &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}}
	ip := &proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true}
	none := proto.TCPOptions(nil)
	var seeds []Seed
	add := func(name string, fcs int8, layers ...proto.Spec) {
		p := proto.Packet{Link: proto.LinkEthernet, FCS: fcs}
		if err := proto.Build(&p, layers...); err == nil {
			seeds = append(seeds, NewSeed(name, p))
		}
	}
	add("bare ACK, padded", 4, eth, ip, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Ack: 1, Flags: proto.ACK, Window: 502})
	add("SYN with options", 4, eth, ip, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: proto.SYN, Window: 64240,
		Options: none.MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)})
	add("SACK, odd data", 0, eth, ip, &proto.TCPSpec{SrcPort: 1, DstPort: 65535, Flags: proto.ACK | proto.PSH,
		Options: none.NOP().NOP().SACK([2]uint32{1, 2}, [2]uint32{5, 9})}, proto.Payload("odd"))
	add("Fast Open, MD5, end of list", proto.FCSUnknown, eth, ip, &proto.TCPSpec{Flags: proto.SYN | proto.ECE | proto.CWR | proto.AE,
		Options: none.FastOpen([]byte("cookie")).MD5([16]byte{1}).Other(99, []byte{1}).EOL()})
	add("IPv4 options", 4, eth, &proto.IPv4Spec{TTL: 1, Options: []byte{1, 7, 7, 4, 0, 0, 0, 0}}, &proto.TCPSpec{Flags: proto.RST}, proto.Payload("data"))
	add("source route", 4, eth, &proto.IPv4Spec{TTL: 1, Options: []byte{131, 7, 4, 10, 0, 0, 1, 0}}, &proto.TCPSpec{Flags: proto.RST}, proto.Payload("data"))
	add("first fragment", proto.FCSUnknown, eth, &proto.IPv4Spec{TTL: 1, MoreFragments: true}, &proto.TCPSpec{Flags: proto.ACK}, proto.Payload("begin"))
	add("later fragment", 4, eth, &proto.IPv4Spec{TTL: 1, FragmentOffset: 32, Protocol: 6}, proto.Payload(make([]byte, 20)))
	add("unknown protocol", 4, eth, &proto.IPv4Spec{TTL: 1, Protocol: 250}, proto.Payload("opaque"))
	add("unknown EtherType", 0, &proto.EthernetSpec{Type: 0x88b5}, proto.Payload("experimental"))
	add("802.3 length", 4, &proto.EthernetSpec{Type: 6}, proto.Payload("\x42\x42\x03abc"))
	return seeds
}
