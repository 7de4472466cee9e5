package capture

import "bytes"

// sniffed is how much of a text is looked at to find out its form.
const sniffed = 64 << 10

// textKind finds out the form of a text from its first line that is of one, and
// how wide the lines are that go on in the next, if any do.
func textKind(in *window) (kind Kind, wide int) {
	for {
		text, whole := in.rest(), in.err != nil
		if kind, wide, done := kindOf(text, whole || len(text) > sniffed); done {
			return kind, wide
		}
		if whole || len(text) > sniffed {
			return Auto, 0
		}
		in.more()
	}
}

// kindOf is the form of a text; not done if it takes more of it to tell.
func kindOf(text []byte, whole bool) (kind Kind, wide int, done bool) {
	if k, ok := jsonKind(text); ok {
		return k, 0, true
	}
	for rest := text; len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte{'\n'})
		if !ended && !whole {
			return Auto, 0, false
		}
		if line = trimCR(line); len(line) >= sniffed/2 && !ended {
			return longLineKind(line), 0, true
		}
		kind := lineKind(text[:min(len(text), len(text)-len(after)+maxHint)], line, after)
		if kind == Hex || kind == Base64 {
			if len(bytes.TrimSpace(after)) == 0 && !whole && maybePart(kind, line) {
				return Auto, 0, false
			}
			kind, wide = blockKind(kind, line, after)
		}
		if kind != Auto {
			return kind, wide, true
		}
		if opensList(line) && !whole && bytes.IndexByte(after, '\n') < 0 {
			return Auto, 0, false
		}
		rest = after
	}
	return Auto, 0, false
}

// longLineKind is the form of a line whose end is not in sight: it may be cut
// within a number.
func longLineKind(line []byte) Kind {
	const longest = len("0xff, ")
	for n := range longest {
		if kind := lineKind(line, line[:len(line)-n], nil); kind != Auto {
			return kind
		}
	}
	return Auto
}

func jsonKind(text []byte) (Kind, bool) {
	text = bytes.TrimLeft(text, " \t\r\n\x1e")
	array := bytes.TrimPrefix(text, []byte{'['})
	object := bytes.TrimPrefix(bytes.TrimLeft(array, " \t\r\n"), []byte{'{'})
	inside := bytes.TrimLeft(object, " \t\r\n")
	if len(object) < len(array) && len(inside) > 0 && (inside[0] == '"' || inside[0] == '}') {
		_, key, _ := bytes.Cut(inside[1:], []byte{'"'})
		return JSON, inside[0] == '}' || bytes.HasPrefix(bytes.TrimLeft(key, " \t\r\n"), []byte{':'})
	}
	return Auto, false
}

// maxHint is how far behind a line signs of its language may stand.
const maxHint = 40

// lineKind is the form that a line is of, Auto if it may be any text; text is
// what stands before it and a little more.
func lineKind(text, line, after []byte) Kind {
	if len(bytes.TrimSpace(line)) == 0 {
		return Auto
	}
	if d, ok := splitDump(line); ok && d.first() {
		return d.kind()
	}
	if b, _, err := appendHex(nil, line); (err == nil && len(b) > 0 || err != nil && onlyDigits(line)) && !quotedNumbers(line) {
		return Hex
	}
	if k := literalKind(text, line, after); k != Auto {
		return k
	}
	if isBase64(line) {
		return Base64
	}
	return Auto
}

// kind is the kind of dump that begins with the line.
func (d *dumpLine) kind() Kind {
	switch d.style {
	case styleBox:
		return Hexyl
	case styleHex:
		return Tcpdump
	case styleColon:
		if d.form() == binary8 {
			return XXDBits
		}
		return XXD
	case styleWide:
		return HexdumpC
	case styleWords:
		return Hexdump
	}
	return Wireshark
}

// onlyDigits tells whether nothing but hex digits and separators is in the line:
// it is meant to be hex, though its digits make no whole bytes.
func onlyDigits(line []byte) bool {
	for _, c := range line {
		if unhex[c] == notHex && !separator(c) {
			return false
		}
	}
	return true
}

// quotedNumbers tells whether a line that could be hex is rather code.
func quotedNumbers(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte(`"\x`)) || bytes.HasPrefix(line, []byte(`'\x`)) ||
		bytes.HasPrefix(line, []byte(`b"`)) || bytes.HasPrefix(line, []byte(`b'`))
}

// maybePart tells whether a line may be part of a longer frame: too short for
// one, and as long as programs make their lines.
func maybePart(kind Kind, line []byte) bool {
	n, loose := measure(kind, line)
	if kind == Base64 {
		return true
	}
	return n <= 32 && (n >= 16 || loose && n >= 8)
}

// measure is the length of a line, of hex in bytes, and whether they are parted.
func measure(kind Kind, line []byte) (n int, loose bool) {
	line = bytes.TrimSpace(line)
	if kind == Base64 {
		return len(line), false
	}
	b, goesOn, err := appendHex(nil, line)
	if err != nil || goesOn {
		return maxLine, false
	}
	return len(b), len(line) > 2*len(b)
}

// blockKind tells lines that go on in the next from lines of a frame each. They
// go on if none is longer than programs make them, of base64, or than the first,
// of hex; without separators, and not as long as xxd -p makes them, only the last
// may be shorter, for they could be frames that are cut.
func blockKind(kind Kind, line, after []byte) (Kind, int) {
	width, loose := measure(kind, line)
	if !maybePart(kind, line) || len(bytes.TrimSpace(after)) == 0 {
		return kind, 0
	}
	longest, even := width, true
	for rest := bytes.TrimSpace(after[:min(len(after), sniffed)]); len(rest) > 0; {
		line, rest, _ = bytes.Cut(rest, []byte{'\n'})
		n, _ := measure(kind, line)
		longest = max(longest, n)
		even = even && (n == width || len(rest) == 0)
	}
	switch {
	case kind == Base64 && (longest == 64 || longest == 76):
		return kind, longest
	case kind == Hex && longest == width && (loose || width == blockLine || even):
		return HexBlock, width
	}
	return kind, 0
}

// isBase64 tells whether a line is base64 and cannot be a word.
func isBase64(line []byte) bool {
	line = bytes.TrimSpace(line)
	if len(line) < 16 {
		return false
	}
	_, err := appendBase64Bytes(nil, line)
	return err == nil
}

// literalKind is the language of a list or string that begins in the line.
func literalKind(text, line, after []byte) Kind {
	begins := hasAny(line, `"\x`, `'\x`, "fromhex(", "unhexlify(", "DecodeString(", "b64decode(") ||
		hasAny(line, "b'", `b"`) && hasAny(line, `\x`)
	switch {
	case !begins && !itemsFollow(line, after):
		return Auto
	case hasAny(text, "byte{", "DecodeString("):
		return Go
	case hasAny(text, "b'", `b"`, "bytes(", "bytearray(", "fromhex(", "unhexlify(", "b64decode("):
		return Python
	case hasAny(text, "char ", "uint8_t ", "u_char ", `"\x`):
		return C
	}
	return Array
}

func hasAny(text []byte, signs ...string) bool {
	for _, s := range signs {
		if bytes.Contains(text, []byte(s)) {
			return true
		}
	}
	return false
}

// opensList tells whether the line ends in an opening bracket.
func opensList(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && (line[len(line)-1] == '{' || line[len(line)-1] == '[')
}

// itemsFollow tells whether the last bracket opened in the line is followed by
// at least two numbers, or, at its end, by a line that begins with one, or with
// a string.
func itemsFollow(line, after []byte) bool {
	if opensList(line) {
		next, _, _ := bytes.Cut(bytes.TrimLeft(after, " \t\r\n"), []byte{'\n'})
		return numbers(next) > 0 || hasAny(next[:min(2, len(next))], `"`, `'`)
	}
	i := max(bytes.LastIndexByte(line, '{'), bytes.LastIndexByte(line, '['))
	return i >= 0 && numbers(line[i+1:]) > 1
}

// numbers counts the numbers at the start of a list: items that begin with a
// digit and are parted by commas or spaces.
func numbers(b []byte) (n int) {
	for _, item := range bytes.FieldsFunc(b, func(r rune) bool {
		return r == ',' || r == ' ' || r == '\t' || r == '}' || r == ']' || r == ')' || r == ';'
	}) {
		if !isByte(item) {
			break
		}
		n++
	}
	return n
}
