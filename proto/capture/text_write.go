package capture

import (
	"encoding/base64"
	"strconv"

	"netquiz/proto"
)

// textForms are the forms in which each packet is written by itself.
var textForms = [numKinds]func(dst []byte, p *proto.Packet) []byte{
	Hex: appendHexLine, HexBlock: appendHexBlock, XXD: appendXXD, Raw: appendRaw,
	Base64: appendBase64, C: appendC, Go: appendGo, Python: appendPython,
}

func appendRaw(dst []byte, p *proto.Packet) []byte { return append(dst, p.Bytes...) }

func appendHexLine(dst []byte, p *proto.Packet) []byte {
	return append(appendBytes(dst, p.Bytes), '\n')
}

func appendBase64(dst []byte, p *proto.Packet) []byte {
	return append(base64.StdEncoding.AppendEncode(dst, p.Bytes), '\n')
}

const blockLine = 30 // bytes, as xxd -p

// appendHexBlock ends a frame with a blank line where its last line is full.
func appendHexBlock(dst []byte, p *proto.Packet) []byte {
	for b := range chunks(p.Bytes, blockLine) {
		dst = append(appendBytes(dst, b), '\n')
	}
	if len(p.Bytes)%blockLine == 0 {
		dst = append(dst, '\n')
	}
	return dst
}

// chunks yields b in pieces of n bytes.
func chunks(b []byte, n int) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(b) > 0 {
			k := min(n, len(b))
			if !yield(b[:k]) {
				return
			}
			b = b[k:]
		}
	}
}

func appendXXD(dst []byte, p *proto.Packet) []byte {
	const digits = "0123456789abcdef"
	for off := 0; off < len(p.Bytes); off += 16 {
		for shift := 28; shift >= 0; shift -= 4 {
			dst = append(dst, digits[off>>shift&15])
		}
		dst = append(dst, ':')
		line := p.Bytes[off:min(off+16, len(p.Bytes))]
		for i := range 16 {
			if i&1 == 0 {
				dst = append(dst, ' ')
			}
			if i < len(line) {
				dst = append(dst, digits[line[i]>>4], digits[line[i]&15])
			} else {
				dst = append(dst, "  "...)
			}
		}
		dst = append(dst, "  "...)
		for _, b := range line {
			dst = append(dst, printable(b))
		}
		dst = append(dst, '\n')
	}
	return dst
}

// printable is the byte as the text column of a dump shows it.
func printable(b byte) byte {
	if b < ' ' || b > '~' {
		return '.'
	}
	return b
}

func appendC(dst []byte, p *proto.Packet) []byte {
	dst = append(dst, "static const unsigned char frame"...)
	dst = strconv.AppendInt(dst, int64(max(p.Number, 1)), 10)
	dst = append(dst, '[')
	dst = strconv.AppendInt(dst, int64(len(p.Bytes)), 10)
	dst = append(dst, "] = {\n"...)
	return append(appendList(dst, p.Bytes), "};\n"...)
}

func appendGo(dst []byte, p *proto.Packet) []byte {
	dst = append(dst, "var frame"...)
	dst = strconv.AppendInt(dst, int64(max(p.Number, 1)), 10)
	dst = append(dst, " = []byte{\n"...)
	return append(appendList(dst, p.Bytes), "}\n"...)
}

func appendPython(dst []byte, p *proto.Packet) []byte {
	dst = append(dst, "frame"...)
	dst = strconv.AppendInt(dst, int64(max(p.Number, 1)), 10)
	dst = append(dst, " = bytes([\n"...)
	return append(appendList(dst, p.Bytes), "])\n"...)
}

func appendList(dst, b []byte) []byte {
	const digits = "0123456789abcdef"
	for line := range chunks(b, 12) {
		for i, c := range line {
			if i == 0 {
				dst = append(dst, '\t')
			} else {
				dst = append(dst, ' ')
			}
			dst = append(dst, '0', 'x', digits[c>>4], digits[c&15], ',')
		}
		dst = append(dst, '\n')
	}
	return dst
}
