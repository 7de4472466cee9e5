package filter

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"netquiz/proto"
)

func (p *parser) asTest(x part) (*test, *Error) {
	if x.test != nil {
		return x.test, nil
	}
	switch o := x.operand; o.op {
	case opLiteral:
		if o.unknown != nil {
			return nil, p.unknown(o)
		}
		return nil, p.fail(WantTest, x.at)
	case opField, opProto, opSlice:
		return &test{op: opPresent, left: o}, nil
	default:
		return &test{op: opTruth, left: o}, nil
	}
}

func (p *parser) asOperand(x part) (*operand, *Error) {
	if x.operand == nil {
		return nil, p.fail(WantValue, x.at)
	}
	return x.operand, nil
}

// asNumber is the operand as one that can be reckoned with.
func (p *parser) asNumber(x part) (*operand, *Error) {
	o, err := p.asOperand(x)
	switch {
	case err != nil:
		return nil, err
	case o.op == opLiteral:
		return p.fit(o, &operand{class: number})
	case o.class == number:
		return o, nil
	case o.op == opSlice:
		return &operand{op: opAsNumber, class: number, at: o.at, a: o}, nil
	}
	return nil, p.fail(WantNumber, x.at)
}

// unknown is the error of a word that is no name.
func (p *parser) unknown(o *operand) *Error {
	e := &Error{Reason: UnknownField, Offset: o.at, Token: o.token, Err: o.unknown}
	var ambiguous *proto.AmbiguousFieldError
	var unknown *proto.UnknownFieldError
	if errors.As(o.unknown, &ambiguous) {
		e.Reason = AmbiguousField
	} else if errors.As(o.unknown, &unknown) {
		e.Nearest = unknown.Nearest
	}
	return e
}

// otherKind is the error of an operand of which such a thing cannot be asked, or
// that is no name at all.
func (p *parser) otherKind(o *operand) *Error {
	if o.unknown != nil {
		return p.unknown(o)
	}
	return p.fail(OtherKind, o.at)
}

// compare makes a comparison, with the literal, if there is one, on the right.
func (p *parser) compare(c comparison, left, right part, at int) (*test, *Error) {
	a, err := p.asOperand(left)
	if err != nil {
		return nil, err
	}
	b, err := p.asOperand(right)
	if err != nil {
		return nil, err
	}
	if a.op == opLiteral {
		a, b = b, a
		c.rel = [...]rel{equal, differ, more, atLeast, less, atMost}[c.rel]
	}
	switch {
	case a.op == opLiteral:
		if a.unknown != nil {
			return nil, p.unknown(a)
		}
		if b.unknown != nil {
			return nil, p.unknown(b)
		}
		return nil, p.fail(OtherKind, at)
	case b.op == opLiteral:
		if b, err = p.fit(b, a); err != nil {
			return nil, err
		}
		if b.mask != nil && c.rel != equal && c.rel != differ {
			return nil, p.fail(OtherKind, at)
		}
	case a.class == number && b.class == octets && b.op == opSlice:
		b, err = p.asNumber(part{operand: b, at: b.at})
	case b.class == number && a.class == octets && a.op == opSlice:
		a, err = p.asNumber(part{operand: a, at: a.at})
	case (a.class == number) != (b.class == number):
		return nil, p.fail(OtherKind, at)
	}
	if err != nil {
		return nil, err
	}
	t := &test{op: opCompare, left: a, right: b, compare: c}
	if b.op == opLiteral && a.op == opField && a.direct != nil {
		t.op, t.direct = opCompareFixed, a.direct
	}
	return t, nil
}

// fit reads a literal as a value of another operand; what is no literal must
// be of its class.
func (p *parser) fit(literal, of *operand) (*operand, *Error) {
	if literal.op != opLiteral {
		if (literal.class == number) != (of.class == number) {
			return nil, p.fail(OtherKind, literal.at)
		}
		return literal, nil
	}
	if of.class == undecided {
		return nil, p.otherKind(of)
	}
	x := *literal
	x.class = of.class
	var err error
	switch of.class {
	case number:
		x.number, err = x.asNumber(of)
	case text:
		x.bytes = []byte(x.token)
		if _, _, ok := splitDecimal(x.bytes); ok && !x.quoted {
			x.class = decimal
		}
	default:
		x.bytes, x.mask, err = x.asOctets(of)
	}
	if err == nil {
		return &x, nil
	}
	if x.unknown != nil && !named(of) {
		return nil, p.unknown(&x)
	}
	e := &Error{Reason: BadValue, Offset: x.at, Token: x.token, Err: err}
	if of.selector != nil {
		e.Field = of.selector.ID
	}
	return nil, e
}

// named tells whether the values of the operand's fields have names.
func named(x *operand) bool { return len(x.fieldList()) > 0 && x.fieldList()[0].Enum != nil }

func (x *operand) fieldList() []*proto.Field {
	if x.selector == nil {
		return nil
	}
	return x.selector.Fields
}

var errNoValue = errors.New("filter: no value")

// asNumber is the literal as a number, in the unit of the field's text.
func (x *operand) asNumber(of *operand) (int64, error) {
	switch strings.ToLower(x.token) {
	case "true":
		return 1, nil
	case "false":
		return 0, nil
	}
	if n, ok := parseNumber(x.token); ok && !x.quoted {
		return int64(n), inRange(n, of.fieldList())
	}
	if x.char && len(x.token) == 1 {
		return int64(x.token[0]), nil
	}
	err := errNoValue
	for _, f := range of.fieldList() {
		var n uint64
		if n, _, err = f.Parse(x.token); err == nil {
			return int64(n * f.Scale()), nil
		}
	}
	return 0, err
}

// parseNumber reads 10, 0x10, 0b10, 0o10 and 010, with _ between digits.
func parseNumber(s string) (uint64, bool) {
	n, err := strconv.ParseUint(s, 0, 64)
	return n, err == nil
}

// inRange tells whether some field can hold n.
func inRange(n uint64, fields []*proto.Field) error {
	for _, f := range fields {
		if f.Width == 0 || f.Width >= 64 || n/f.Scale() <= f.Max() {
			return nil
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return &proto.RangeError{Field: fields[0], Value: n / fields[0].Scale()}
}

// asOctets is the literal as bytes: an address, a network with its mask, a
// string, or bytes in hex.
func (x *operand) asOctets(of *operand) (b, mask []byte, err error) {
	for _, f := range of.fieldList() {
		switch f.Kind {
		case proto.IPv4Addr, proto.IPv6Addr:
			if prefix, err := netip.ParsePrefix(x.token); err == nil && prefix.Addr().Is4() == (f.Kind == proto.IPv4Addr) {
				return prefix.Masked().Addr().AsSlice(), maskOf(prefix), nil
			}
		case proto.MAC:
		default:
			b, err = x.octets()
			return b, nil, err
		}
		if _, b, err = f.Parse(x.token); err == nil {
			return b, nil, nil
		}
	}
	if err == nil {
		b, err = x.octets()
	}
	return b, nil, err
}

func maskOf(p netip.Prefix) []byte {
	mask := make([]byte, p.Addr().BitLen()/8)
	for i := range p.Bits() {
		mask[i/8] |= 0x80 >> (i % 8)
	}
	return mask
}

// octets are the bytes that the literal spells: those of a string, or hex digits
// in pairs, parted by : - . or nothing; a single digit is a byte.
func (x *operand) octets() ([]byte, error) {
	if x.quoted {
		return []byte(x.token), nil
	}
	digits := strings.TrimPrefix(x.token, "0x")
	if len(digits) == 1 {
		digits = "0" + digits
	}
	b, err := hex.DecodeString(strings.NewReplacer(":", "", "-", "", ".", "").Replace(digits))
	if err != nil || len(b) == 0 {
		return nil, errNoValue
	}
	return b, nil
}

// needle is the literal as what another operand may contain.
func (p *parser) needle(literal, of *operand) (*operand, *Error) {
	x := *literal
	x.class = of.class
	var err error
	if of.class == text && x.unknown == nil {
		x.bytes = []byte(x.token)
	} else if x.bytes, err = x.octets(); err != nil {
		if x.unknown != nil {
			return nil, p.unknown(&x)
		}
		return nil, p.fail(BadValue, x.at)
	}
	return &x, nil
}
