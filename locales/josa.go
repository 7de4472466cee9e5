package locales

import "strings"

// A final is what the particle after a word depends on: the 받침 of its last
// syllable as it is read aloud.
type final uint8

const (
	open  final = iota // no 받침: 포트, ACK, 2
	shut               // any 받침 but ㄹ: 신, MAC, 3
	rieul              // ㄹ, after which 으로 becomes 로: 스케일, TTL, 1
)

// pairs lets a particle be asked for by either of its forms alone.
var pairs = map[string]string{
	"은": "은/는", "는": "은/는", "이": "이/가", "가": "이/가", "을": "을/를", "를": "을/를", "과": "과/와", "와": "과/와",
	"으로": "으로/로", "로": "으로/로", "이에요": "이에요/예요", "예요": "이에요/예요",
}

// Josa returns the particle (조사) of pair that follows word: Josa("SYN",
// "은/는") is "은". In pair the form after a 받침 stands first, as in "이/가",
// "으로/로", "이라고/라고"; one form of the
// commonest pairs is enough ("을"), and a particle that never changes is returned
// as it is.
//
// The word is read as a Korean engineer reads it: numbers in Sino-Korean (443으로,
// 1,000,000을), Latin letters by name (TTL을) unless the word is spoken as a word
// (SYN은, MAC을, padding은), hexadecimal and addresses by their last character,
// units by their Korean name (20 ms로). Brackets at the end are skipped: 순서
// 번호(SEQ)는.
func Josa(word, pair string) string {
	if full, ok := pairs[pair]; ok {
		pair = full
	}
	afterFinal, afterVowel, changes := strings.Cut(pair, "/")
	if !changes {
		return pair
	}
	switch lastSound(word) {
	case open:
		return afterVowel
	case rieul:
		if strings.HasPrefix(afterFinal, "으로") {
			return afterVowel
		}
	}
	return afterFinal
}
