package fuzz

import (
	"fmt"
	"time"
)

// Target is somebody else's decoder: a program that reads frames on its standard
// input and answers each on its standard output, in order. By lines, a frame is
// a line of hex and an answer is a line; in binary, each is bytes behind their
// length, 32 bits in network byte order.
type Target struct {
	Command []string      // program and arguments
	Check   Check         // what its answers are held against
	Window  int           // frames on their way at once; 0: 64
	Timeout time.Duration // the longest that an answer may take; 0: a second
	Memory  uint64        // the most bytes that it may hold resident; 0: 2 GiB
	Binary  bool

	manner Manner
	probed bool
	known  []byte        // a frame that it takes
	life   time.Duration // of a child that is asked one thing
}

// Check is what a target's answers are held against.
type Check uint8

// The checks.
const (
	CheckFields   Check = iota // "ok key=value …" with right values, or "err reason"
	CheckCrash                 // any answer will do
	CheckReencode              // the same frame, in hex
	numChecks
)

var checkNames = [numChecks]string{"fields", "crash", "reencode"}

// String is the check's name: "fields".
func (c Check) String() string {
	if c < numChecks {
		return checkNames[c]
	}
	return ""
}

// ParseCheck is the check of that name.
func ParseCheck(name string) (Check, bool) {
	for c, n := range checkNames {
		if n == name {
			return Check(c), true
		}
	}
	return 0, false
}

// Unfit says why a target cannot be used.
type Unfit uint8

// The reasons.
const (
	NotStarted   Unfit = iota + 1 // the program could not be started
	DiesAtOnce                    // it ended before its first answer
	Silent                        // it answers nothing, not even at the end of its input
	TalksOtherly                  // its first answer is none: neither ok nor err, or no frame
	UnknownField                  // it answers with a key that is no field
	SaysMore                      // it says more than one answer to a frame, or more when its input ends
)

// TargetError is a target that cannot be used.
type TargetError struct {
	Unfit   Unfit
	Command string
	Answer  string // the answer that is none or too much, the key that is no field
	Nearest string // the field that is most like the key
	Stderr  string // the last that it said there
	Status  string // how it ended
	Err     error
}

func (e *TargetError) Error() string {
	return fmt.Sprintf("fuzz: %s cannot be used (%d): %s %s %v", e.Command, e.Unfit, e.Answer, e.Status, e.Err)
}

func (e *TargetError) Unwrap() error { return e.Err }

func (e *TargetError) saying(answer string) *TargetError {
	e.Answer = answer
	return e
}

func (t *Target) unfit(why Unfit) *TargetError {
	return &TargetError{Unfit: why, Command: t.Command[0]}
}

func (t *Target) window() int {
	if t.Window == 0 {
		return 64
	}
	return t.Window
}

func (t *Target) timeout() time.Duration {
	if t.Timeout == 0 {
		return time.Second
	}
	return t.Timeout
}

func (t *Target) memory() uint64 {
	if t.Memory == 0 {
		return 2 << 30
	}
	return t.Memory
}
