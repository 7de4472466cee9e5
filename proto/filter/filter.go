// Package filter compiles expressions over the fields of frames, in the
// language of Wireshark's display filters:
//
//	tcp.flags.syn == 1 && !tcp.flags.ack == 1
//	ip.addr in {10.0.0.0/8, 192.168.0.1 .. 192.168.0.9} or eth.src[0:3] == 02:00:00
//	tcp.port == 80 and frame contains "GET" and tcp.window_size_value * 128 < 65536
//	tcp.ack_raw == given.tcp.seq_raw + 1
//
// Names are those of protocols, of fields, and the short forms of proto.Select.
// "given." before one means another frame, which comes with the frame to test.
//
// A field may stand in a frame several times, or not at all. A comparison holds
// if it holds for any of its values, but for != (ne), which holds if all of them
// differ; === and !== are "all equal" and "any differs". Where a field is not
// there, no comparison with it holds. A name alone asks whether it is there.
//
// Numbers are whole, of 64 bits with sign; arithmetic with a field of 32 bits
// wraps around, as sequence numbers do. What is divided by zero is not there.
// Slices [offset:length], [first-last], [offset] and lists of them take bytes
// of fields and of protocols; a negative offset counts from the end. matches
// takes Go's regular expressions, and no notice of case.
package filter

import (
	"sync"

	"netquiz/proto"
)

// Filter is a compiled expression. It never changes, and many goroutines may
// use it at once.
type Filter struct {
	text  string
	root  *test // nil: every frame matches
	quick bool  // no part of it needs room
}

// Limits of an expression.
const (
	MaxLength = 64 << 10 // bytes
	MaxDepth  = 200      // parentheses and prefixes within each other
)

// Compile reads an expression; it fails with *Error. The empty expression
// matches every frame.
func Compile(expr string) (*Filter, error) {
	if len(expr) > MaxLength {
		return nil, &Error{Reason: TooLong, Offset: MaxLength}
	}
	p := &parser{text: expr}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	return &Filter{text: expr, root: root, quick: root.quick()}, nil
}

// String is the expression.
func (x *Filter) String() string { return x.text }

// Match tells whether the filter holds for f. It does not allocate.
func (x *Filter) Match(f *proto.Frame) bool { return x.MatchGiven(f, nil) }

// MatchGiven tells whether the filter holds for f, with the frame that "given."
// names; nil: there is none, and no field of it.
func (x *Filter) MatchGiven(f, given *proto.Frame) bool {
	if x.root == nil {
		return true
	}
	if x.quick {
		return x.root.holds(&machine{frame: f, given: given})
	}
	m := machines.Get().(*machine)
	m.frame, m.given = f, given
	ok := x.root.holds(m)
	m.forget()
	machines.Put(m)
	return ok
}

var machines = sync.Pool{New: func() any {
	return &machine{values: make([]value, 0, 32), found: make([]proto.Value, 0, 16), text: make([]byte, 0, 512)}
}}
