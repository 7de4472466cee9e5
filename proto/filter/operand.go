package filter

import (
	"strconv"
	"strings"

	"netquiz/proto"
)

// signs are the arithmetic operators, those that bind least first.
var signs = [][]struct {
	sign string
	op   operandOp
}{
	{{"&", opBits}},
	{{"+", opAdd}, {"-", opSubtract}},
	{{"*", opMultiply}, {"/", opDivide}, {"%", opRemainder}},
}

func (p *parser) sign(level int) (operandOp, bool) {
	p.space()
	if strings.HasPrefix(p.text[p.at:], "&&") {
		return 0, false
	}
	for _, s := range signs[level] {
		if p.take(s.sign) {
			return s.op, true
		}
	}
	return 0, false
}

// sum reads operands joined by arithmetic.
func (p *parser) sum(level int) (part, *Error) {
	if level == len(signs) {
		return p.prefixed()
	}
	left, err := p.sum(level + 1)
	for err == nil {
		op, ok := p.sign(level)
		if !ok {
			break
		}
		var right part
		if right, err = p.sum(level + 1); err != nil {
			break
		}
		left, err = p.calculate(op, left, right)
	}
	return left, err
}

func (p *parser) calculate(op operandOp, left, right part) (part, *Error) {
	a, err := p.asNumber(left)
	if err != nil {
		return part{}, err
	}
	b, err := p.asNumber(right)
	if err != nil {
		return part{}, err
	}
	x := &operand{op: op, class: number, at: left.at, a: a, b: b, wraps: a.wraps || b.wraps}
	return part{operand: x, at: left.at}, nil
}

// prefixed is an operand behind any number of signs.
func (p *parser) prefixed() (part, *Error) {
	p.space()
	at := p.at
	switch {
	case p.take("+"):
		if err := p.deeper(at); err != nil {
			return part{}, err
		}
		defer func() { p.depth-- }()
		return p.prefixed()
	case p.take("-"):
		if err := p.deeper(at); err != nil {
			return part{}, err
		}
		inner, err := p.prefixed()
		p.depth--
		if err != nil {
			return part{}, err
		}
		a, err := p.asNumber(inner)
		if err != nil {
			return part{}, err
		}
		return part{operand: &operand{op: opNegate, class: number, at: at, a: a, wraps: a.wraps}, at: at}, nil
	}
	return p.sliced()
}

// sliced is an operand with any slices behind it.
func (p *parser) sliced() (part, *Error) {
	whole, err := p.primary()
	for err == nil {
		p.space()
		if !p.take("[") {
			break
		}
		x := whole.operand
		if x == nil || x.op == opLiteral || x.class == number {
			return part{}, p.fail(NoSlice, whole.at)
		}
		cut := &operand{op: opSlice, class: octets, at: x.at, a: x}
		if cut.slices, err = p.sliceList(); err != nil {
			return part{}, err
		}
		whole = part{operand: cut, at: whole.at}
	}
	return whole, err
}

func (p *parser) sliceList() ([]slice, *Error) {
	var list []slice
	for {
		s, err := p.slice()
		if err != nil {
			return nil, err
		}
		list = append(list, s)
		p.space()
		if p.take("]") {
			return list, nil
		}
		if !p.take(",") {
			return nil, p.expected("]")
		}
	}
}

// slice reads one of 3:2, 3-4, 3, :2 and 3:.
func (p *parser) slice() (slice, *Error) {
	var s slice
	var err *Error
	p.space()
	if p.take(":") {
		s.size, err = p.integer()
		return s, err
	}
	if s.from, err = p.integer(); err != nil {
		return s, err
	}
	p.space()
	switch {
	case p.take("-"):
		s.last = true
		s.size, err = p.integer()
		return s, err
	case !p.take(":"):
		s.size = 1
		return s, nil
	}
	if p.space(); strings.HasPrefix(p.text[p.at:], "]") || strings.HasPrefix(p.text[p.at:], ",") {
		s.toEnd = true
		return s, nil
	}
	s.size, err = p.integer()
	return s, err
}

// integer is a number within the bytes of a frame.
func (p *parser) integer() (int, *Error) {
	p.space()
	at := p.at
	p.take("-")
	for p.at < len(p.text) && (isHex(p.text[p.at]) || p.text[p.at]|0x20 == 'x') {
		p.at++
	}
	n, err := strconv.ParseInt(p.text[at:p.at], 0, 32)
	if err != nil {
		return 0, p.fail(WantNumber, at)
	}
	return int(n), nil
}

func (p *parser) primary() (part, *Error) {
	p.space()
	at := p.at
	if p.at == len(p.text) {
		return part{}, p.fail(WantOperand, at)
	}
	switch c := p.text[p.at]; {
	case c == '(' || c == '{':
		return p.grouped(map[byte]string{'(': ")", '{': "}"}[c])
	case c == '"' || c == '\'':
		s, err := p.quoted(false)
		literal := p.literal(at, s, true)
		literal.operand.char = c == '\''
		return literal, err
	case c|0x20 == 'r' && strings.HasPrefix(p.text[p.at+1:], `"`):
		p.at++
		s, err := p.quoted(true)
		return p.literal(at, s, true), err
	case !inWord(c) && c != ':' || strings.HasPrefix(p.text[p.at:], ".."):
		return part{}, p.fail(WantOperand, at)
	}
	word := p.atom()
	if strings.Contains(word, ":") || isDigit(word[0]) || dashed(word) > 0 {
		return p.literal(at, word, false), nil
	}
	return p.name(at, word), nil
}

func (p *parser) grouped(end string) (part, *Error) {
	at := p.at
	if err := p.deeper(at); err != nil {
		return part{}, err
	}
	p.at++
	inner, err := p.either()
	p.depth--
	if err != nil {
		return part{}, err
	}
	if p.space(); !p.take(end) {
		return part{}, p.expected(end)
	}
	inner.at = at
	return inner, nil
}

func (p *parser) literal(at int, token string, quoted bool) part {
	return part{operand: &operand{op: opLiteral, at: at, token: token, quoted: quoted}, at: at}
}

// name is a protocol, a field, or a word that only what it meets can explain.
func (p *parser) name(at int, word string) part {
	x := &operand{at: at, token: word}
	id, given := strings.CutPrefix(word, "given.")
	x.given = given
	if known, ok := proto.ProtoByID(id); ok {
		x.op, x.proto, x.class = opProto, known, octets
		return part{operand: x, at: at}
	}
	s, err := proto.Select(id)
	if err != nil {
		x.op, x.unknown = opLiteral, err
		return part{operand: x, at: at}
	}
	x.op, x.selector, x.direct = opField, s, fixedFields(s.Fields)
	x.class, x.wraps = classOf(s.Fields)
	return part{operand: x, at: at}
}

// classOf is what the values of fields are, and whether they are numbers of 32
// bits, which wrap around.
func classOf(fields []*proto.Field) (c class, wraps bool) {
	numbers, texts, words := 0, 0, 0
	for _, f := range fields {
		switch {
		case f.Numeric():
			numbers++
			if f.Kind == proto.Uint && f.Width == 32 {
				words++
			}
		case f.Kind == proto.Text || f.Kind == proto.Name || f.Kind == proto.ComputedText:
			texts++
		}
	}
	switch {
	case numbers == len(fields):
		return number, words == len(fields)
	case texts > 0:
		return text, false
	}
	return octets, false
}
