package term

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The letters of a keyboard and, on the same keys, the jamo of 두벌식 (KS X 5002).
const (
	latinKeys  = "qwertyuiopasdfghjklzxcvbnm"
	hangulKeys = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
)

var latinOf = sync.OnceValue(func() map[string]rune {
	twins := make(map[string]rune, len(latinKeys))
	for i, jamo := range []rune(hangulKeys) {
		twins[norm.NFKD.String(string(jamo))] = rune(latinKeys[i])
	}
	return twins
})

// Latin returns the key that typed r: the lower-case letter for a capital, a
// full-width letter or the jamo that 두벌식 has there, in whatever form an input
// method sends it. Any other rune is itself.
func Latin(r rune) rune {
	plain := norm.NFKD.String(string(r))
	if letter, ok := latinOf()[plain]; ok {
		return letter
	}
	if rs := []rune(plain); len(rs) == 1 {
		return unicode.ToLower(rs[0])
	}
	return r
}

// Command reports whether an answer line is one of keys and no answer: the key
// or its 두벌식 twin alone, or that after a colon (":h").
func Command(line, keys string) (key rune, ok bool) {
	rs := []rune(norm.NFC.String(strings.TrimSpace(line)))
	if len(rs) == 2 && rs[0] == ':' {
		rs = rs[1:]
	}
	if len(rs) != 1 {
		return 0, false
	}
	key = Latin(rs[0])
	return key, strings.ContainsRune(keys, key)
}
