package capture

import (
	"errors"
	"fmt"
)

// MaxFrame is the most bytes that a frame may have, as in libpcap.
const MaxFrame = 262144

// ErrEmpty is an input of no bytes at all.
var ErrEmpty = errors.New("capture: empty input")

// Reason says what is wrong with an input.
type Reason uint8

// The reasons; Wanted and Had of an Error are counted in what is named here.
const (
	Truncated    Reason = iota + 1 // the input ends within a frame, a block or a header (bytes)
	FrameTooLong                   // a frame of more than MaxFrame bytes (bytes)
	BlockTooLong                   // a block or a line of more bytes than are read at once (bytes)
	BadBlock                       // a block's length that cannot be, or its two lengths differ (bytes)
	BadVersion                     // a version of the format that is not known (version)
	BadByteOrder                   // a section without its byte-order magic (magic)
	NoInterface                    // a packet of an interface that was not described (index, interfaces)
	OddDigits                      // hex digits that make no whole bytes (digits)
	NotHex                         // something else among the bytes, at Offset
	NotByte                        // a number that does not fit a byte (at most, value)
	BadOffset                      // a line of a dump does not go on where the one before ended (bytes)
	BadBase64                      // something else among base64
	Unclosed                       // a list or a string that is not closed
	NotComputed                    // a function whose value is not known here: Token
	BadJSON                        // not the JSON of a frame; Err tells
	Unreadable                     // reading failed; Err tells
	numReasons
)

var reasonNames = [numReasons]string{
	Truncated: "truncated", FrameTooLong: "frame-too-long", BlockTooLong: "block-too-long",
	BadBlock: "bad-block", BadVersion: "bad-version", BadByteOrder: "bad-byte-order",
	NoInterface: "no-interface", OddDigits: "odd-digits", NotHex: "not-hex", NotByte: "not-byte",
	BadOffset: "bad-offset", BadBase64: "bad-base64", Unclosed: "unclosed",
	NotComputed: "not-computed", BadJSON: "bad-json", Unreadable: "unreadable",
}

// String is the reason's name: "truncated".
func (r Reason) String() string {
	if r < numReasons {
		return reasonNames[r]
	}
	return ""
}

// Reasons are all the reasons there are.
func Reasons() []Reason {
	all := make([]Reason, 0, numReasons-1)
	for r := Truncated; r < numReasons; r++ {
		all = append(all, r)
	}
	return all
}

// Error is an input that cannot be read on.
type Error struct {
	Reason      Reason
	Frame       int    // the frame that could not be read, from 1
	Offset      int64  // its first byte in the input as unpacked, or, in text, the byte that is wrong
	Line        int    // of text, from 1; 0: a binary format
	Token       string // what stands there, in text
	Wanted, Had int64
	Err         error // the cause, if it came from elsewhere
}

func (e *Error) Error() string {
	s := fmt.Sprintf("capture: frame %d at byte %d: %s", e.Frame, e.Offset, e.Reason)
	if e.Line > 0 {
		s += fmt.Sprintf(", line %d", e.Line)
	}
	if e.Token != "" {
		s += fmt.Sprintf(", %q", e.Token)
	}
	if e.Wanted != e.Had {
		s += fmt.Sprintf(", wanted %d, had %d", e.Wanted, e.Had)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// FormatError is an input in a form that is not read.
type FormatError struct {
	Name  string // the form's name, "" if it is not known
	Magic []byte // the first bytes of the input, at most 16
}

func (e *FormatError) Error() string {
	if e.Name != "" {
		return fmt.Sprintf("capture: %s is not read (% x)", e.Name, e.Magic)
	}
	return fmt.Sprintf("capture: unknown format (% x)", e.Magic)
}
