package filter

import "bytes"

// maxValues is how many values arithmetic makes at most of fields that repeat;
// joined with itself, a field would double them each time.
const maxValues = 4096

// arithmetic joins each value of a with each of b.
func (x *operand) arithmetic(m *machine) {
	mark := len(m.values)
	left := x.a.eval(m)
	n := len(left)
	right := x.b.eval(m)
	left = m.values[mark : mark+n]
	joined := len(m.values)
	for i := range left {
		for j := range right {
			if v, ok := x.join(left[i].number, right[j].number); ok && len(m.values)-joined < maxValues {
				m.values = append(m.values, value{number: v})
			}
		}
	}
	n = copy(m.values[mark:], m.values[joined:])
	m.values = m.values[:mark+n]
}

func (x *operand) join(a, b int64) (int64, bool) {
	switch x.op {
	case opAdd:
		return x.wrap(a + b), true
	case opSubtract:
		return x.wrap(a - b), true
	case opMultiply:
		return x.wrap(a * b), true
	case opBits:
		return a & b, true
	}
	if b == 0 {
		return 0, false
	}
	if x.op == opDivide {
		return a / b, true
	}
	return a % b, true
}

func (x *operand) wrap(v int64) int64 {
	if x.wraps {
		return v & (1<<32 - 1)
	}
	return v
}

// cut is the bytes of the slices, one after another.
func (m *machine) cut(b []byte, slices []slice) []byte {
	if len(slices) == 1 {
		from, to := slices[0].of(len(b))
		return b[from:to:to]
	}
	mark := len(m.text)
	for _, s := range slices {
		from, to := s.of(len(b))
		m.text = append(m.text, b[from:to]...)
	}
	return m.text[mark:len(m.text):len(m.text)]
}

// of is the range within n bytes, empty where it lies beyond them.
func (s *slice) of(n int) (from, to int) {
	from = s.from
	if from < 0 {
		from += n
	}
	switch {
	case s.toEnd:
		to = n
	case s.last && s.size < 0:
		to = n + s.size + 1
	case s.last:
		to = s.size + 1
	default:
		to = from + s.size
	}
	if from < 0 || from > n || to > n || to < from {
		return 0, 0
	}
	return from, to
}

// compareDecimals compares numbers with fractions, written in digits; false
// where one is none.
func compareDecimals(a, b []byte) (int, bool) {
	wholeA, partA, ok := splitDecimal(a)
	wholeB, partB, ok2 := splitDecimal(b)
	if !ok || !ok2 {
		return 0, false
	}
	if len(wholeA) != len(wholeB) {
		if len(wholeA) < len(wholeB) {
			return -1, true
		}
		return 1, true
	}
	if order := bytes.Compare(wholeA, wholeB); order != 0 {
		return order, true
	}
	return bytes.Compare(partA, partB), true
}

// splitDecimal parts digits at their point, without zeros that do not count.
func splitDecimal(b []byte) (whole, part []byte, ok bool) {
	point := len(b)
	for i, c := range b {
		if c == '.' && point == len(b) {
			point = i
		} else if c < '0' || c > '9' {
			return nil, nil, false
		}
	}
	if whole = bytes.TrimLeft(b[:point], "0"); point < len(b) {
		part = bytes.TrimRight(b[point+1:], "0")
	}
	return whole, part, len(b) > 0
}
