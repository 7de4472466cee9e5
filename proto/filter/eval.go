package filter

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"netquiz/proto"
)

// machine is the room in which one frame is tested.
type machine struct {
	frame, given *proto.Frame
	values       []value
	found        []proto.Value
	text         []byte
}

// value is one value of an operand: a number, or bytes, by its class.
type value struct {
	number int64
	bytes  []byte
}

// forget lets go of the frames.
func (m *machine) forget() {
	m.frame, m.given = nil, nil
	m.values, m.found, m.text = m.values[:0], m.found[:0], m.text[:0]
}

func (m *machine) of(given bool) *proto.Frame {
	if given {
		return m.given
	}
	return m.frame
}

func (t *test) holds(m *machine) bool {
	switch t.op {
	case opAnd:
		return t.a.holds(m) && t.b.holds(m)
	case opOr:
		return t.a.holds(m) || t.b.holds(m)
	case opXor:
		return t.a.holds(m) != t.b.holds(m)
	case opNot:
		return !t.a.holds(m)
	case opCompareFixed:
		return t.holdsFixed(m.of(t.left.given))
	case opPresent:
		return t.left.present(m)
	}
	mark := len(m.values)
	ok := t.holdsOf(m)
	m.values = m.values[:mark]
	return ok
}

// holdsOf is holds of what needs the values of its operands.
func (t *test) holdsOf(m *machine) bool {
	left := t.left.eval(m)
	switch t.op {
	case opTruth:
		for i := range left {
			if left[i].number != 0 {
				return true
			}
		}
	case opMatches:
		for i := range left {
			if t.re.Match(left[i].bytes) {
				return true
			}
		}
	case opContains:
		right := t.right.eval(m)
		for i := range left {
			for j := range right {
				if bytes.Contains(left[i].bytes, right[j].bytes) {
					return true
				}
			}
		}
	case opIn:
		for i := range t.set {
			if t.set[i].has(m, left) {
				return true
			}
		}
	case opCompare:
		return t.compare.any(left, t.right.eval(m), t.right)
	}
	return false
}

func (b *between) has(m *machine, left []value) bool {
	low := b.low.eval(m)
	if b.high == nil {
		return comparison{rel: equal}.any(left, low, b.low)
	}
	high := b.high.eval(m)
	for i := range left {
		v := left[i : i+1]
		if (comparison{rel: atLeast}).any(v, low, b.low) && (comparison{rel: atMost}).any(v, high, b.high) {
			return true
		}
	}
	return false
}

// any tells whether the relation holds for some pair of values, or for all.
func (c comparison) any(left, right []value, class *operand) bool {
	for i := range left {
		for j := range right {
			if c.holds(&left[i], &right[j], class) != c.all {
				return !c.all
			}
		}
	}
	return c.all && len(left) > 0 && len(right) > 0
}

// holds compares two values of the class of an operand, which may be a network.
func (c comparison) holds(a, b *value, of *operand) bool {
	switch of.class {
	case number:
		return c.rel.of(cmp.Compare(a.number, b.number))
	case decimal:
		order, ok := compareDecimals(a.bytes, b.bytes)
		return c.rel.of(order) && ok || !ok && c.rel == differ
	}
	if of.op == opLiteral {
		return c.bytes(a.bytes, of)
	}
	return c.rel.of(bytes.Compare(a.bytes, b.bytes))
}

// bytes compares bytes with a literal, which may be a network.
func (c comparison) bytes(b []byte, literal *operand) bool {
	if literal.mask != nil {
		return within(b, literal.bytes, literal.mask) == (c.rel == equal)
	}
	return c.rel.of(bytes.Compare(b, literal.bytes))
}

// of tells whether the relation holds of two values in that order: below, at or
// above zero.
func (r rel) of(order int) bool {
	switch r {
	case equal:
		return order == 0
	case differ:
		return order != 0
	case less:
		return order < 0
	case atMost:
		return order <= 0
	case more:
		return order > 0
	}
	return order >= 0
}

// within tells whether address lies in the network.
func within(address, network, mask []byte) bool {
	if len(address) != len(network) {
		return false
	}
	for i := range address {
		if (address[i]^network[i])&mask[i] != 0 {
			return false
		}
	}
	return true
}

func (x *operand) present(m *machine) bool {
	f := m.of(x.given)
	if f == nil {
		return false
	}
	if x.op == opProto {
		return x.proto == proto.ProtoFrame || layerOf(f, x.proto, 0) >= 0
	}
	for k := range x.direct {
		if _, i := x.direct[k].next(f, 0); i > 0 {
			return true
		}
	}
	if x.direct != nil {
		return false
	}
	mark := len(m.values)
	n := len(x.eval(m))
	m.values = m.values[:mark]
	return n > 0
}

// layerOf is the next layer of p from i on that has any bytes, -1 if none.
func layerOf(f *proto.Frame, p proto.Proto, i int) int {
	layers := f.Layers()
	for ; i < len(layers); i++ {
		if layers[i].Proto == p && layers[i].Hdr > 0 {
			return i
		}
	}
	return -1
}

// eval is the operand's values, which stay until the machine's are cut back.
func (x *operand) eval(m *machine) []value {
	mark := len(m.values)
	switch x.op {
	case opLiteral:
		m.values = append(m.values, value{x.number, x.bytes})
	case opField:
		x.fields(m)
	case opProto:
		x.protocols(m)
	case opSlice, opNegate, opAsNumber:
		for i := range x.a.eval(m) {
			x.unary(m, &m.values[mark+i])
		}
	default:
		x.arithmetic(m)
	}
	return m.values[mark:]
}

func (x *operand) unary(m *machine, v *value) {
	switch x.op {
	case opNegate:
		v.number = x.wrap(-v.number)
	case opSlice:
		v.bytes = m.cut(v.bytes, x.slices)
	case opAsNumber:
		v.number = asNumber(v.bytes)
	}
}

// asNumber reads up to 8 bytes in network byte order.
func asNumber(b []byte) int64 {
	var room [8]byte
	b = b[max(0, len(b)-8):]
	copy(room[8-len(b):], b)
	return int64(binary.BigEndian.Uint64(room[:]))
}

func (x *operand) fields(m *machine) {
	f := m.of(x.given)
	if f == nil {
		return
	}
	if x.direct != nil {
		for k := range x.direct {
			d := &x.direct[k]
			for h, i := d.next(f, 0); i > 0; h, i = d.next(f, i) {
				if x.class == number {
					m.values = append(m.values, value{number: d.number(h)})
				} else {
					m.values = append(m.values, value{bytes: h[d.from:d.to:d.to]})
				}
			}
		}
		return
	}
	m.found = x.selector.Values(m.found[:0], f)
	for i := range m.found {
		v := &m.found[i]
		switch {
		case x.class == number:
			m.values = append(m.values, value{number: int64(v.Scaled())})
		case v.Bytes != nil && v.Field.Kind != proto.Name:
			m.values = append(m.values, value{bytes: v.Bytes})
		default:
			from := len(m.text)
			m.text = v.AppendText(m.text)
			m.values = append(m.values, value{bytes: m.text[from:len(m.text):len(m.text)]})
		}
	}
}

// protocols are the bytes of each header of the protocol and what it carries.
func (x *operand) protocols(m *machine) {
	f := m.of(x.given)
	if f == nil {
		return
	}
	if x.proto == proto.ProtoFrame {
		m.values = append(m.values, value{bytes: f.Bytes()})
		return
	}
	for i := layerOf(f, x.proto, 0); i >= 0; i = layerOf(f, x.proto, i+1) {
		l := &f.Layers()[i]
		end := max(l.End, l.Next())
		m.values = append(m.values, value{bytes: f.Bytes()[l.Off:end:end]})
	}
}
