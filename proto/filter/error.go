package filter

import "fmt"

// Reason says why an expression is none.
type Reason uint8

// The reasons.
const (
	WantOperand    Reason = iota + 1 // a name, a value or a parenthesis is expected at Offset
	WantOperator                     // and, or, a comparison or the end is expected
	WantClose                        // Expected is: ")" "}" "]"
	WantNumber                       // a whole number is expected: in a slice, in arithmetic
	WantTest                         // something true or false is expected, and this is a value
	WantValue                        // a value is expected, and this is true or false
	UnknownField                     // no such name; Nearest may be meant
	AmbiguousField                   // a short form of several fields: Err is *proto.AmbiguousFieldError
	BadValue                         // no value of the field: Err is *proto.ParseError or *proto.RangeError, or nil
	BadRegexp                        // Err is *syntax.Error
	OtherKind                        // both sides are there, but cannot be compared like this
	Unclosed                         // a string without its end
	NoSlice                          // of this no bytes can be taken
	TooDeep                          // nested more than MaxDepth
	TooLong                          // more than MaxLength bytes
	numReasons
)

var reasonNames = [numReasons]string{
	WantOperand: "want-operand", WantOperator: "want-operator", WantClose: "want-close",
	WantNumber: "want-number", WantTest: "want-test", WantValue: "want-value",
	UnknownField: "unknown-field", AmbiguousField: "ambiguous-field", BadValue: "bad-value",
	BadRegexp: "bad-regexp", OtherKind: "other-kind", Unclosed: "unclosed", NoSlice: "no-slice",
	TooDeep: "too-deep", TooLong: "too-long",
}

// String is the reason's name: "unknown-field".
func (r Reason) String() string {
	if r < numReasons {
		return reasonNames[r]
	}
	return ""
}

// Reasons are all the reasons there are.
func Reasons() []Reason {
	all := make([]Reason, 0, numReasons-1)
	for r := WantOperand; r < numReasons; r++ {
		all = append(all, r)
	}
	return all
}

// Error is an expression that cannot be compiled.
type Error struct {
	Reason   Reason
	Offset   int    // the byte that is wrong, for a caret under it
	Token    string // what stands there, "" at the end
	Expected string // the one token that would do, if there is but one
	Field    string // the field that a value is for
	Nearest  string // the field id most like Token
	Err      error
}

func (e *Error) Error() string {
	s := fmt.Sprintf("filter: %s at byte %d: %q", e.Reason, e.Offset, e.Token)
	if e.Expected != "" {
		s += fmt.Sprintf(", want %q", e.Expected)
	}
	if e.Nearest != "" {
		s += fmt.Sprintf(", near %q", e.Nearest)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }
