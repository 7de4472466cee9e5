package view

import (
	"strings"
	"testing"
)

func TestDomainNamesAreShownBothWays(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "www.example.com", "www.example.com"},
		{"Korean", "xn--bj0bj06e.kr", "xn--bj0bj06e.kr (한글.kr)"},
		{"a label among others", "www.xn--3e0b707e", "www.xn--3e0b707e (www.한국)"},
		{"no Punycode", "xn--\xff.kr", `xn--\xff.kr`},
		{"Punycode of letters that no name may hold", "xn--iug.example", "xn--iug.example"},
		{"the root", "<Root>", "<Root>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(appendDomain(nil, []byte(c.in))); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A name from a packet is shown by letters that cannot turn or hide what stands
// around them.
func FuzzDomain(f *testing.F) {
	f.Add([]byte("xn--bj0bj06e.kr"))       // letters of another script
	f.Add([]byte("xn--a\u202eb.xn--zzzz")) // what turns the direction of text, beside Punycode
	f.Add([]byte("xn--\x1b[2J"))           // an escape sequence
	f.Fuzz(func(t *testing.T, name []byte) {
		for _, r := range string(appendDomain(nil, name)) {
			if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || strings.ContainsRune("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff", r) {
				t.Fatalf("%q shows %q", name, r)
			}
		}
	})
}
