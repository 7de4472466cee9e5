package capture

import (
	"bytes"
	"strconv"
)

// dumpLine is one line of a dump, in pieces.
type dumpLine struct {
	offset []byte // its digits
	style  dumpStyle
	rest   []byte // what follows the offset
	gap    int    // spaces before it
	at     int    // where rest stands in the line
	star   bool   // "*": the line before repeats up to the next
}

// dumpStyle is how offsets are written, which tells how bytes are.
type dumpStyle uint8

const (
	styleWide  dumpStyle = iota + 1 // 00000010 and two spaces: hexdump -C
	styleShort                      // 0010: tshark, Wireshark, scapy
	styleColon                      // 00000010: of xxd
	styleHex                        // 0x0010: of tcpdump
	styleWords                      // 0000010: hexdump, od; words in the byte order of a PC
	styleBox                        // │00000010│ of hexyl
)

// splitDump parts a line; false for one that does not begin with an offset.
func splitDump(line []byte) (d dumpLine, ok bool) {
	line = withoutEscapes(line)
	if bytes.HasPrefix(line, []byte("│")) || bytes.HasPrefix(line, []byte("|")) {
		return splitBox(line)
	}
	s := bytes.TrimLeft(line, " \t")
	if bytes.Equal(bytes.TrimSpace(s), []byte("*")) {
		return dumpLine{star: true}, true
	}
	prefixed := bytes.HasPrefix(s, []byte("0x"))
	if prefixed {
		s = s[2:]
	}
	n := 0
	for n < len(s) && unhex[s[n]] != notHex {
		n++
	}
	if n < 4 || n > 16 {
		return d, false
	}
	d.offset = s[:n]
	s = s[n:]
	switch colon := bytes.HasPrefix(s, []byte(":")); {
	case prefixed && colon:
		d.style = styleHex
	case colon:
		d.style = styleColon
	case prefixed:
		return d, false
	case n == 6 || n == 7:
		d.style = styleWords
	case n < 6:
		d.style = styleShort
	default:
		d.style = styleWide
	}
	s = bytes.TrimPrefix(s, []byte(":"))
	d.rest = bytes.TrimLeft(s, " \t")
	d.gap = len(s) - len(d.rest)
	d.at = len(line) - len(d.rest)
	return d, len(d.rest) == 0 || d.gap > 0
}

// splitBox parts a line of hexyl: the panels of hex are those of 25 columns.
func splitBox(line []byte) (d dumpLine, ok bool) {
	for _, sign := range []string{"│", "┊"} {
		line = bytes.ReplaceAll(line, []byte(sign), []byte("|"))
	}
	fields := bytes.Split(line, []byte("|"))
	if len(fields) < 4 {
		return d, false
	}
	d.offset, d.style, d.gap = bytes.TrimSpace(fields[1]), styleBox, 1
	if bytes.Equal(d.offset, []byte("*")) {
		return dumpLine{star: true}, true
	}
	for _, panel := range fields[2:] {
		if len(panel) != 25 {
			break
		}
		d.rest = append(append(d.rest, bytes.TrimSpace(panel)...), ' ')
	}
	d.rest = bytes.TrimRight(d.rest, " ")
	return d, allHex(d.offset) && len(d.offset) >= 4
}

func allHex(b []byte) bool {
	for _, c := range b {
		if unhex[c] == notHex {
			return false
		}
	}
	return len(b) > 0
}

// withoutEscapes is the line without the colours of a terminal.
func withoutEscapes(line []byte) []byte {
	if bytes.IndexByte(line, 0x1b) < 0 {
		return line
	}
	var out []byte
	for i := 0; i < len(line); i++ {
		if line[i] != 0x1b {
			out = append(out, line[i])
			continue
		}
		if i++; i < len(line) && line[i] == '[' {
			for i++; i < len(line) && (line[i] < '@' || line[i] > '~'); i++ {
			}
		}
	}
	return out
}

// value is the offset in a base, -1 if it has none.
func (d *dumpLine) value(base int) int64 {
	n, err := strconv.ParseInt(string(d.offset), base, 64)
	if err != nil {
		return -1
	}
	return n
}

// wordForm is how the words of a dump are read.
type wordForm uint8

const (
	inOrder   wordForm = iota // pairs of hex digits
	binary8                   // eight binary digits a byte
	octal8                    // three octal digits a byte
	reversed                  // hex digits of numbers, least significant byte first
	octal16                   // six octal digits, likewise
	decimal16                 // five decimal digits, likewise
)

// zero tells whether the offset is 0.
func (d *dumpLine) zero() bool { return len(bytes.Trim(d.offset, "0")) == 0 && len(d.rest) > 0 }

// first tells whether the line begins a frame: bytes at offset 0, written so
// that they cannot be part of hex without offsets.
func (d *dumpLine) first() bool {
	if d.star || !d.zero() {
		return false
	}
	start, end := wordAt(d.rest, 0)
	if _, ok := d.form().word(nil, d.rest[start:end]); !ok {
		return false
	}
	switch d.style {
	case styleShort, styleWide:
		return d.gap >= 2
	case styleWords:
		return len(d.offset) == 7 || end-start < 6
	}
	return true
}

// stray tells whether the line goes on in a dump, of which it is not the first.
func (d *dumpLine) stray() bool {
	if d.star || len(d.rest) == 0 || d.zero() {
		return false
	}
	start, end := wordAt(d.rest, 0)
	_, ok := d.form().word(nil, d.rest[start:end])
	return ok && (d.gap >= 2 || d.style != styleShort && d.style != styleWide)
}

// form tells how the words of the line are written.
func (d *dumpLine) form() wordForm {
	start, end := wordAt(d.rest, 0)
	switch n := end - start; {
	case n == 8 && d.style == styleColon && onlyBits(d.rest[start:end]):
		return binary8
	case d.style != styleWords || n == 2:
		return inOrder
	case n == 3:
		return octal8
	case n == 5:
		return decimal16
	case n == 6:
		return octal16
	}
	return reversed
}

func onlyBits(word []byte) bool { return len(bytes.Trim(word, "01")) == 0 }

// word appends the bytes of one word; false if it is none of that form.
func (f wordForm) word(dst, word []byte) ([]byte, bool) {
	switch f {
	case inOrder, reversed:
		if len(word)&1 != 0 || !allHex(word) {
			return dst, false
		}
		from := len(dst)
		for i := 0; i < len(word); i += 2 {
			dst = append(dst, unhex[word[i]]<<4|unhex[word[i+1]])
		}
		if f == reversed {
			reverse(dst[from:])
		}
		return dst, true
	case binary8:
		v, err := strconv.ParseUint(string(word), 2, 8)
		return append(dst, byte(v)), err == nil && len(word) == 8
	case octal8:
		v, err := strconv.ParseUint(string(word), 8, 8)
		return append(dst, byte(v)), err == nil && len(word) == 3
	}
	base, size := 8, 6
	if f == decimal16 {
		base, size = 10, 5
	}
	v, err := strconv.ParseUint(string(word), base, 16)
	return append(dst, byte(v), byte(v>>8)), err == nil && len(word) == size
}

func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}
