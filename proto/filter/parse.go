package filter

import (
	"regexp"
	"strings"
)

// part is a piece of an expression: a test, or an operand that may become one.
type part struct {
	test    *test
	operand *operand
	at      int
}

func (p *parser) parse() (*test, error) {
	p.space()
	if p.at == len(p.text) {
		return nil, nil
	}
	whole, err := p.either()
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(p.text) {
		return nil, p.fail(WantOperator, p.at)
	}
	t, err := p.asTest(whole)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// logic is the operators between tests, those that bind least first.
var logic = []struct {
	op    testOp
	signs [2]string
}{{opOr, [2]string{"or", "||"}}, {opXor, [2]string{"xor", "^^"}}, {opAnd, [2]string{"and", "&&"}}}

func (p *parser) either() (part, *Error) { return p.logic(0) }

func (p *parser) logic(level int) (part, *Error) {
	if level == len(logic) {
		return p.not()
	}
	left, err := p.logic(level + 1)
	for err == nil {
		p.space()
		if !p.word(logic[level].signs[0]) && !p.take(logic[level].signs[1]) {
			break
		}
		var right part
		if right, err = p.logic(level + 1); err != nil {
			break
		}
		left, err = p.join(logic[level].op, left, right)
	}
	return left, err
}

func (p *parser) join(op testOp, left, right part) (part, *Error) {
	a, err := p.asTest(left)
	if err != nil {
		return part{}, err
	}
	b, err := p.asTest(right)
	if err != nil {
		return part{}, err
	}
	return part{test: &test{op: op, a: a, b: b}, at: left.at}, nil
}

func (p *parser) not() (part, *Error) {
	p.space()
	at := p.at
	if !p.word("not") && !(p.at < len(p.text) && p.text[p.at] == '!' && p.take("!")) {
		return p.relation()
	}
	if err := p.deeper(at); err != nil {
		return part{}, err
	}
	inner, err := p.not()
	p.depth--
	if err != nil {
		return part{}, err
	}
	t, err := p.asTest(inner)
	return part{test: &test{op: opNot, a: t}, at: at}, err
}

func (p *parser) deeper(at int) *Error {
	if p.depth++; p.depth > MaxDepth {
		return p.fail(TooDeep, at)
	}
	return nil
}

// relations are the comparisons, longer signs before those they begin with.
var relations = []struct {
	sign    string
	compare comparison
}{
	{"===", comparison{equal, true}}, {"!==", comparison{differ, false}}, {"==", comparison{equal, false}},
	{"!=", comparison{differ, true}}, {"~=", comparison{differ, false}},
	{"<=", comparison{atMost, false}}, {">=", comparison{atLeast, false}},
	{"<", comparison{less, false}}, {">", comparison{more, false}},
	{"eq", comparison{equal, false}}, {"ne", comparison{differ, true}},
	{"le", comparison{atMost, false}}, {"ge", comparison{atLeast, false}},
	{"lt", comparison{less, false}}, {"gt", comparison{more, false}},
	{"any_eq", comparison{equal, false}}, {"all_eq", comparison{equal, true}},
	{"any_ne", comparison{differ, false}}, {"all_ne", comparison{differ, true}},
}

func (p *parser) comparison() (comparison, bool) {
	for _, r := range relations {
		if letter := r.sign[0] >= 'a' && r.sign[0] <= 'z'; letter && p.word(r.sign) || !letter && p.take(r.sign) {
			return r.compare, true
		}
	}
	return comparison{}, false
}

// relation is a comparison, a chain of them (1 < a < 9), or one operand.
func (p *parser) relation() (part, *Error) {
	left, err := p.sum(0)
	if err != nil {
		return left, err
	}
	whole := left
	for chained := false; ; chained = true {
		p.space()
		at := p.at
		t, right, err := p.relate(left)
		if err != nil {
			return part{}, err
		}
		switch {
		case t == nil && p.at == at:
			return whole, nil
		case chained:
			t = &test{op: opAnd, a: whole.test, b: t}
		}
		if whole = (part{test: t, at: left.at}); right.operand == nil {
			return whole, nil
		}
		left = right
	}
}

// relate reads one comparison of left. The right operand comes back where
// another comparison may follow.
func (p *parser) relate(left part) (*test, part, *Error) {
	at := p.at
	negated := false
	if p.word("not") {
		if p.space(); !p.word("in") {
			p.at = at
			return nil, part{}, nil
		}
		negated = true
	}
	switch {
	case negated || p.word("in"):
		t, err := p.in(left)
		if negated {
			t = &test{op: opNot, a: t}
		}
		return t, part{}, err
	case p.word("contains"):
		return p.contains(left)
	case p.word("matches") || !strings.HasPrefix(p.text[p.at:], "~=") && p.take("~"):
		t, err := p.matches(left)
		return t, part{}, err
	}
	c, ok := p.comparison()
	if !ok {
		return nil, part{}, nil
	}
	right, err := p.sum(0)
	if err != nil {
		return nil, part{}, err
	}
	t, err := p.compare(c, left, right, at)
	return t, right, err
}

func (p *parser) in(left part) (*test, *Error) {
	x, err := p.asOperand(left)
	if err != nil {
		return nil, err
	}
	if p.space(); !p.take("{") {
		return nil, p.expected("{")
	}
	t := &test{op: opIn, left: x}
	for {
		p.space()
		if len(t.set) > 0 && p.take("}") {
			return t, nil
		}
		member, err := p.member(x)
		if err != nil {
			return nil, err
		}
		t.set = append(t.set, member)
		p.space()
		parted := isSpace(p.text[p.at-1])
		if !p.take(",") && !parted && !strings.HasPrefix(p.text[p.at:], "}") || p.at == len(p.text) {
			return nil, p.expected("}")
		}
	}
}

func (p *parser) member(of *operand) (between, *Error) {
	one := func() (*operand, *Error) {
		value, err := p.sum(0)
		if err != nil {
			return nil, err
		}
		x, err := p.asOperand(value)
		if err != nil {
			return nil, err
		}
		return p.fit(x, of)
	}
	low, err := one()
	if err != nil {
		return between{}, err
	}
	if p.space(); !p.take("..") {
		return between{low: low}, nil
	}
	high, err := one()
	if err == nil && (low.mask != nil || high.mask != nil) {
		err = p.fail(OtherKind, low.at)
	}
	return between{low, high}, err
}

func (p *parser) contains(left part) (*test, part, *Error) {
	x, err := p.asOperand(left)
	if err != nil {
		return nil, part{}, err
	}
	right, err := p.sum(0)
	if err != nil {
		return nil, part{}, err
	}
	y, err := p.asOperand(right)
	if err != nil {
		return nil, part{}, err
	}
	if x.class == number || x.class == undecided {
		return nil, part{}, p.otherKind(x)
	}
	if y.op == opLiteral {
		y, err = p.needle(y, x)
	} else if y.class == number {
		err = p.fail(OtherKind, right.at)
	}
	return &test{op: opContains, left: x, right: y}, part{}, err
}

func (p *parser) matches(left part) (*test, *Error) {
	x, err := p.asOperand(left)
	if err != nil {
		return nil, err
	}
	if x.class == number || x.class == undecided {
		return nil, p.otherKind(x)
	}
	p.space()
	at := p.at
	if p.at+1 < len(p.text) && p.text[p.at]|0x20 == 'r' && p.text[p.at+1] == '"' {
		p.at++
	}
	if p.at == len(p.text) || p.text[p.at] != '"' {
		return nil, p.expected(`"`)
	}
	expr, err := p.quoted(true)
	if err != nil {
		return nil, err
	}
	re, cause := regexp.Compile("(?i)" + expr)
	if cause != nil {
		return nil, &Error{Reason: BadRegexp, Offset: at, Token: expr, Err: cause}
	}
	return &test{op: opMatches, left: x, re: re}, nil
}

func (p *parser) expected(sign string) *Error {
	e := p.fail(WantClose, p.at)
	e.Expected = sign
	return e
}
