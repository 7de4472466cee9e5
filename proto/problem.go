package proto

// Code says what kind of problem a frame has.
type Code uint8

// The problems. What a Code's Broken denies is worth telling but not wrong.
const (
	Truncated       Code = iota + 1 // the capture holds fewer bytes than the frame had
	BadLength                       // a length that cannot be: smaller than its header, or past what holds it
	BadVersion                      // an IP version that is not its header's
	BadChecksum                     // a sum that does not fit the bytes
	BadFCS                          // the frame check sequence does not fit the frame
	PartialChecksum                 // only the pseudo-header is summed: left to the network card
	NoChecksum                      // a sum of zero where the protocol forbids it
	ReservedBits                    // reserved bits are set
	BadOption                       // an option whose length cannot be, or is not its kind's
	BadValue                        // a value that its RFC rules out
	Offloaded                       // segmented by the network card: longer than the link carries, or length 0
	TooDeep                         // more headers than a Frame holds; the rest is data
	numCodes
)

var codeNames = [numCodes]string{
	Truncated: "truncated", BadLength: "bad-length", BadVersion: "bad-version",
	BadChecksum: "bad-checksum", BadFCS: "bad-fcs", PartialChecksum: "partial-checksum",
	NoChecksum: "no-checksum", ReservedBits: "reserved", BadOption: "bad-option",
	BadValue: "bad-value", Offloaded: "offloaded", TooDeep: "too-deep",
}

// String is the code's name in JSON: "bad-checksum".
func (c Code) String() string {
	if c < numCodes {
		return codeNames[c]
	}
	return ""
}

// Codes are all the codes there are.
func Codes() []Code {
	all := make([]Code, 0, numCodes-1)
	for c := Truncated; c < numCodes; c++ {
		all = append(all, c)
	}
	return all
}

// Broken tells whether a problem of this code makes the frame wrong: a sum, an
// FCS or a length that cannot be. The others are facts worth telling.
func (c Code) Broken() bool {
	switch c {
	case BadLength, BadVersion, BadChecksum, BadFCS, NoChecksum, BadOption:
		return true
	}
	return false
}

// Problem is one thing wrong with a frame. It never stops the decoding.
type Problem struct {
	Code      Code
	Layer     uint8  // index in Frame.Layers
	Field     *Field // the field that is wrong, or that says so
	Off       uint32 // its first byte in the frame
	Got, Want uint64 // what it holds and what it ought to; before scaling
	LimitedBy *Field // the field that set the limit it breaks; nil: the bytes there are
}

// MaxProblems is how many problems a Frame keeps; further ones are not told.
const MaxProblems = 24
