package locales

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The 19 initial consonants in the order of the Hangul Syllables block (Unicode
// ch. 3.12), as a keyboard types them alone.
var initials = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")

const (
	firstSyllable = '가'
	lastSyllable  = '힣'
	perInitial    = 21 * 28 // syllables that share an initial consonant
	perVowel      = 28      // syllables that share initial and vowel: one a final, first none
	firstInitial  = 0x1100  // the conjoining form of ㄱ, which NFD text holds
)

// Chosung returns the 초성 of s: each Hangul syllable becomes its initial
// consonant, anything else stays in lower case and spaces go, so that "순서 번호
// SEQ" gives "ㅅㅅㅂㅎseq". Input in any normalisation form will do.
func Chosung(s string) string {
	folded := fold(s)
	for i, r := range folded {
		folded[i] = initial(r)
	}
	return string(folded)
}

// MatchKorean reports whether needle occurs in hay as a Korean typist means it:
// in any normalisation form, in either case, without regard to spaces, and with
// a lone initial consonant standing for every syllable it begins ("ㅅㅅ번호"
// finds "순서 번호"). The empty needle matches everything.
func MatchKorean(needle, hay string) bool {
	n, h := fold(needle), fold(hay)
	for ; len(h) >= len(n); h = h[1:] {
		if hasPrefix(h, n) {
			return true
		}
		if len(h) == 0 {
			break
		}
	}
	return false
}

func hasPrefix(hay, needle []rune) bool {
	for i, r := range needle {
		if r != hay[i] && r != initial(hay[i]) {
			return false
		}
	}
	return true
}

// fold brings s to the form comparisons are made in.
func fold(s string) []rune {
	var out []rune
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		switch {
		case unicode.IsSpace(r):
		case r >= firstInitial && r < firstInitial+rune(len(initials)):
			out = append(out, initials[r-firstInitial])
		default:
			out = append(out, r)
		}
	}
	return out
}

func initial(r rune) rune {
	if r < firstSyllable || r > lastSyllable {
		return r
	}
	return initials[(r-firstSyllable)/perInitial]
}
