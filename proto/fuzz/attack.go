package fuzz

import "netquiz/proto"

// attack draws one thing to change of the frame that was built, and what to
// mend so that nothing else is wrong.
func (m *maker) attack(c *Case) {
	r := &m.r
	c.Ops = m.ops[:1]
	o := &c.Ops[0]
	*o = Op{}
	c.Mend = [...]Mend{MendSums | MendFCS, MendSums | MendFCS, MendFCS, 0}[r.next()&3]
	switch v := r.below(32); {
	case v < 20:
		m.attackField(o)
	case v < 23:
		m.attackBoundary(c, o)
	case v < 25:
		*o = Op{Kind: OpAppend, N: 1 + r.below(64), Value: r.next() & -uint64(r.below(2))}
	case v < 27:
		m.attackLayer(c, o)
	case v < 29:
		m.attackFCS(c, o)
	default:
		m.attackOptions(o)
	}
	if o.Kind == OpSet && o.Field.Kind == proto.Checksum {
		c.Mend &^= MendSums
		if o.Field.ID == "eth.fcs" {
			c.Mend = 0
		}
	}
}

// attackField sets one field of one part to what hurts most. Lengths, sums and
// kinds are met more often than plain numbers.
func (m *maker) attackField(o *Op) {
	r := &m.r
	*o = Op{Kind: OpSet, Layer: r.below(len(m.base.frame.Layers()))}
	m.base.parts = m.base.frame.Parts(m.base.parts[:0], o.Layer)
	if n := len(m.base.parts); n > 1 && r.below(3) > 0 {
		o.Part = 1 + r.below(n-1)
	}
	part := m.base.parts[o.Part]
	for tries := 0; tries < 8; tries++ {
		o.Field = &part.Table.Fields[r.below(len(part.Table.Fields))]
		if !o.Field.Leaf() || o.Field.Width == 0 || o.Field.Width > 64 {
			continue
		}
		switch o.Field.Kind {
		case proto.Length, proto.Checksum, proto.EnumValue, proto.Reserved:
			tries = 8
		default:
			tries += 4
		}
	}
	if !o.Field.Leaf() || o.Field.Width == 0 || o.Field.Width > 64 {
		*o = Op{Kind: OpFlip, Layer: o.Layer, At: r.below(1 + int(part.Len)), Value: r.next() & 7}
		return
	}
	o.Value = m.hurt(o.Field, o.Field.Uint(m.base.frame.PartBytes(part)))
}

// steps are how far a length lies beside the right one.
var steps = [...]int{1, -1, 2, -2, 4, -4, 5, -5, 8, -8}

// hurt is a value that a field of that kind is seldom tried with, other than now.
func (m *maker) hurt(f *proto.Field, now uint64) uint64 {
	r := &m.r
	most := f.Max()
	v := r.number(f.Width)
	switch f.Kind {
	case proto.Length:
		if r.below(4) > 0 {
			v = now + uint64(steps[r.below(len(steps))])
		}
	case proto.Uint:
		if r.below(4) == 0 {
			v = now + uint64(steps[r.below(2)])
		}
	case proto.Checksum:
		v = [...]uint64{0, most, ^now, now + 1, now - 1, now<<8 | now>>8, v, now ^ 0x8000}[r.next()&7]
	case proto.EnumValue:
		switch r.below(4) {
		case 0, 1:
			if f.Enum != nil {
				v = (*f.Enum)[r.below(len(*f.Enum))].Value
			}
		case 2:
			v = edges[r.below(len(edges))]
		}
	}
	if v &= most; v == now {
		v ^= 1
	}
	return v
}

// attackBoundary cuts at or beside the end of a header, on the wire or in the
// capture alone.
func (m *maker) attackBoundary(c *Case, o *Op) {
	r := &m.r
	*o = Op{Kind: OpCut, Layer: r.below(len(m.base.frame.Layers()))}
	if r.one(2) {
		o.Kind = OpSnap
	}
	l := m.base.layer(o.Layer)
	o.At = int(l.Hdr)
	switch r.below(3) {
	case 0:
		o.At = r.below(int(l.Hdr) + 1)
	case 1:
		o.At = max(0, o.At+r.below(3)-1)
	}
	if o.Kind == OpCut && r.one(2) {
		c.Mend |= MendLengths
	}
}

// attackLayer takes a whole header out, repeats it, or swaps it with the next.
func (m *maker) attackLayer(c *Case, o *Op) {
	r := &m.r
	*o = Op{Kind: [...]OpKind{OpDelete, OpDouble, OpSwap}[r.below(3)], Layer: r.below(len(m.base.frame.Layers()))}
	o.N = min(int(m.base.layer(o.Layer).Hdr), 128)
	o.Value = uint64(m.base.layer(o.Layer + 1).Hdr)
	if r.one(2) {
		c.Mend |= MendLengths
	}
}

// attackFCS leaves a frame with an FCS that is stale, turned round, too short or
// of other bytes.
func (m *maker) attackFCS(c *Case, o *Op) {
	r := &m.r
	last := len(m.base.frame.Layers()) - 1
	*o = Op{Kind: OpFlip, Layer: last, At: r.below(1 + int(m.base.layer(last).Hdr)), Value: r.next() & 7}
	c.Mend = 0
	switch r.below(4) {
	case 0:
		*o = Op{Kind: OpSwap, Layer: last, N: 2, Value: 2}
	case 1:
		*o = Op{Kind: OpDelete, Layer: last, N: 1 + r.below(4)}
	case 2:
		*o = Op{Kind: OpByte, At: r.below(c.Content + 1), Value: r.next() & 0xff}
	}
}

// attackOptions fills what lies behind a fixed header with a kind, a length and
// what follows from them; without options to fill, the data.
func (m *maker) attackOptions(o *Op) {
	r := &m.r
	*o = Op{Kind: OpByte, Value: r.number(8)}
	n := len(m.base.frame.Layers())
	for range n {
		o.Layer = r.below(n)
		fixed := m.base.layer(o.Layer).Proto.HeaderLen()
		if more := int(m.base.layer(o.Layer).Hdr) - fixed; fixed > 0 && more > 0 {
			o.At = fixed + r.below(more)
			return
		}
	}
	o.At = r.below(int(m.base.layer(o.Layer).Hdr) + 1)
}
