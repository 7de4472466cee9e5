package filter

import (
	"regexp"

	"netquiz/proto"
)

// test is something true or false of a frame.
type test struct {
	op          testOp
	a, b        *test // of and, or, xor, not
	left, right *operand
	compare     comparison
	set         []between // of in
	re          *regexp.Regexp
	direct      []fixed // of compareFixed
}

type testOp uint8

const (
	opAnd testOp = iota
	opOr
	opXor
	opNot
	opPresent // left is there
	opTruth   // any value of left is not zero
	opCompare
	opCompareFixed // fields of fixed headers with a literal: needs no room
	opContains
	opMatches
	opIn
)

// comparison is a relation, and for which of the pairs of values it must hold.
type comparison struct {
	rel rel
	all bool
}

type rel uint8

const (
	equal rel = iota
	differ
	less
	atMost
	more
	atLeast
)

// between is one member of a set: from low to high, or low alone.
type between struct{ low, high *operand }

// operand is something with values.
type operand struct {
	op     operandOp
	class  class
	at     int    // byte in the expression
	token  string // of a literal or a name, as it stands there
	given  bool
	quoted bool
	char   bool // in single quotes, as C writes a character
	wraps  bool // arithmetic modulo 2^32

	selector *proto.Selector
	direct   []fixed // where the fields lie, if that is known beforehand
	proto    proto.Proto
	number   int64
	bytes    []byte
	mask     []byte // of a literal network
	a, b     *operand
	slices   []slice
	unknown  error // why a word is no name
}

type operandOp uint8

const (
	opLiteral operandOp = iota
	opField
	opProto
	opSlice
	opAdd
	opSubtract
	opMultiply
	opDivide
	opRemainder
	opBits
	opNegate
	opAsNumber // the bytes of a as a number in network byte order
)

// class is what an operand's values are.
type class uint8

const (
	undecided class = iota // a literal that has met no field yet
	number
	octets
	text
	decimal // text that is compared as a number with a fraction
)

// slice is one range of bytes. from counts from the end if it is negative.
type slice struct {
	from, size int
	toEnd      bool
	last       bool // size is the place of the last byte instead
}

// fixed is a field of a fixed header: where it lies in the headers of a protocol.
type fixed struct {
	field    *proto.Field
	proto    proto.Proto
	from, to uint32 // bytes in the header
	scale    uint64
}

// quick tells whether the test can be made without room for values.
func (t *test) quick() bool {
	switch {
	case t == nil:
		return true
	case t.op <= opXor:
		return t.a.quick() && t.b.quick()
	case t.op == opNot:
		return t.a.quick()
	case t.op == opPresent:
		return t.left.op == opProto || t.left.direct != nil
	}
	return t.op == opCompareFixed
}
