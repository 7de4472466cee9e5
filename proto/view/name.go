package view

import (
	"bytes"

	"golang.org/x/net/idna"
)

// appendDomain appends a domain name fit to be shown and, where labels of it
// stand for letters of another script (RFC 5890 §2.3.2.1), in brackets how people
// write it: xn--bj0bj06e.kr (한글.kr).
func appendDomain(dst, name []byte) []byte {
	dst = AppendSafe(dst, name)
	if !bytes.Contains(name, []byte("xn--")) {
		return dst
	}
	spelled, err := idna.Display.ToUnicode(string(name))
	if err != nil || spelled == string(name) {
		return dst
	}
	dst = AppendSafe(append(dst, " ("...), []byte(spelled))
	return append(dst, ')')
}
