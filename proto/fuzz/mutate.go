package fuzz

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
