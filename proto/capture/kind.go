package capture

import (
	"maps"
	"slices"
)

// Kind is a form in which packets come or go.
type Kind uint8

// The kinds. A Reader takes all of them but Auto, a Writer those that say so.
const (
	Auto      Kind = iota // found out from the input
	PCAP                  // pcap, microseconds; written too
	PCAPNano              // pcap, nanoseconds; written too
	PCAPNG                // pcapng; written too
	JSON                  // one object a frame; written too
	Hex                   // hex digits, a line a frame; written too
	HexBlock              // hex digits in lines of one length, without offsets: xxd -p, od -An; written as xxd -p
	C                     // arrays and strings of C; written too
	Go                    // byte slices of Go; written too
	Python                // bytes of Python; written too
	Array                 // arrays of another language, trafgen
	XXD                   // written too
	XXDBits               // xxd -b
	HexdumpC              // hexdump -C
	Hexdump               // hexdump, od: words in the byte order of a PC
	Hexyl                 //
	Tcpdump               // tcpdump -x, -xx, -X, -XX
	Wireshark             // tshark -x, Wireshark's copies, scapy's hexdump
	Base64                // written too
	Raw                   // one frame's bytes as they are; written too
	numKinds
)

var kindNames = [numKinds]string{
	Auto: "auto", PCAP: "pcap", PCAPNano: "pcap-ns", PCAPNG: "pcapng", JSON: "json", Hex: "hex",
	HexBlock: "hex-block", C: "c", Go: "go", Python: "python", Array: "array", XXD: "xxd",
	XXDBits: "xxd-b", HexdumpC: "hexdump-c", Hexdump: "hexdump", Hexyl: "hexyl",
	Tcpdump: "tcpdump", Wireshark: "wireshark", Base64: "base64", Raw: "raw",
}

// aliases are the names of programs whose output is of a kind.
var kindAliases = map[string]Kind{
	"pcap-us": PCAP, "xxd-p": HexBlock, "xxd-i": C, "od": Hexdump, "scapy": Wireshark,
	"tshark": Wireshark, "trafgen": Array, "jsonl": JSON, "py": Python,
}

// String is the kind's name: "pcapng".
func (k Kind) String() string {
	if k < numKinds {
		return kindNames[k]
	}
	return ""
}

// ParseKind is the kind of that name, or of the program of that name.
func ParseKind(name string) (Kind, bool) {
	for k, n := range kindNames {
		if n == name {
			return Kind(k), true
		}
	}
	k, ok := kindAliases[name]
	return k, ok
}

// KindNames are all that ParseKind knows: the names of the kinds, in their order,
// then those of programs.
func KindNames() []string {
	return append(slices.Clone(kindNames[:]), slices.Sorted(maps.Keys(kindAliases))...)
}

// Kinds are all kinds that an input can be of.
func Kinds() []Kind {
	all := make([]Kind, 0, numKinds-1)
	for k := Auto + 1; k < numKinds; k++ {
		all = append(all, k)
	}
	return all
}
