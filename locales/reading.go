package locales

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lastSound reads s aloud and returns what its last syllable ends in.
func lastSound(s string) final {
	s = dropTail(norm.NFC.String(s))
	last, _ := utf8.DecodeLastRuneInString(s)
	if isLatin(last) || isDigit(last) {
		return latinSound(s)
	}
	return hangulSound(last)
}

// dropTail removes what is not read at the end of s: brackets with what they
// hold, as long as a word stands before them, then quotes and punctuation.
func dropTail(s string) string {
	for {
		s = strings.TrimRightFunc(s, isSilent)
		start := bracketStart(s)
		if start < 0 {
			return s
		}
		if before := strings.TrimRightFunc(s[:start], isSilent); before != "" {
			s = before
			continue
		}
		_, closing := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-closing]
	}
}

func isSilent(r rune) bool {
	return r != '%' && r != '°' && !strings.ContainsRune(")]}〉》」』>", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// bracketStart returns where the bracket opens that the end of s closes, 0 if it
// never opened, and -1 if s does not end in a bracket.
func bracketStart(s string) int {
	const opening, closing = "([{〈《「『<", ")]}〉》」』>"
	shutting, size := utf8.DecodeLastRuneInString(s)
	at := strings.IndexRune(closing, shutting)
	if size == 0 || at < 0 {
		return -1
	}
	opener := []rune(opening)[utf8.RuneCountInString(closing[:at])]
	depth := 0
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		switch r {
		case shutting:
			depth++
		case opener:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isLatin(r rune) bool { return r == 'µ' || r == 'μ' || r|0x20 >= 'a' && r|0x20 <= 'z' }

const perFinal = 28 // the 28 finals of a vowel follow one another, none first and ㄹ ninth

func hangulSound(r rune) final {
	switch {
	case r >= firstSyllable && r <= lastSyllable:
		switch (r - firstSyllable) % perFinal {
		case 0:
			return open
		case 8:
			return rieul
		}
		return shut
	case r == 'ㄹ':
		return rieul // 리을
	case r >= 'ㄱ' && r <= 'ㅎ':
		return shut // 기역, 니은, … 히읗
	}
	return open // ㅏ, % (퍼센트), ° (도), other scripts
}

// latinSound reads the Latin letters and digits at the end of s.
func latinSound(s string) final {
	token := s[tailStart(s, func(r rune) bool { return isLatin(r) || isDigit(r) }):]
	lower := strings.ToLower(token)
	last := rune(lower[len(lower)-1])
	letters := lower[tailStart(lower, isLatin):]
	switch {
	case isHexNumber(lower), isAddress(s):
		return characterSound(last)
	case strings.HasSuffix(lower, "v4"), strings.HasSuffix(lower, "v6"):
		return open // 포, 식스
	}
	if sound, ok := units[letters]; ok && isAmount(s[:len(s)-len(letters)]) {
		return sound
	}
	if sound, ok := spoken[lower]; ok {
		return sound
	}
	switch {
	case isDigit(last):
		return numberSound(s)
	case isSpelled(token):
		return characterSound(last)
	}
	return wordSound(lower)
}

// tailStart returns where the characters begin that s ends with and in accepts.
func tailStart(s string, in func(rune) bool) int {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !in(r) })
	if i < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

func isHexDigit(r rune) bool { return isDigit(r) || r|0x20 >= 'a' && r|0x20 <= 'f' }

func isHexNumber(token string) bool {
	digits, found := strings.CutPrefix(token, "0x")
	return found && tailStart(digits, isHexDigit) == 0
}

// isAddress reports whether s ends in a MAC or IPv6 address, whose last group
// could be taken for a word (ac, eb).
func isAddress(s string) bool {
	groups := s[tailStart(s, func(r rune) bool { return r == ':' || isHexDigit(r) }):]
	return strings.Count(groups, ":") >= 2
}

// isAmount reports whether s ends in a digit, with a space after it or not: what
// follows is then a unit.
func isAmount(s string) bool {
	s = strings.TrimSuffix(s, " ")
	return s != "" && isDigit(rune(s[len(s)-1]))
}

// isSpelled reports whether token is read letter by letter: what no one could
// say as a word (tcp, 1Q), and capitals unless there are too many to spell
// (CLOSING).
func isSpelled(token string) bool {
	const longestAcronym = 4
	return strings.ContainsAny(token, "0123456789") ||
		!strings.ContainsAny(strings.ToLower(token), "aeiouy") ||
		token == strings.ToUpper(token) && len(token) <= longestAcronym
}

// numberSound reads the number s ends with in Sino-Korean: the last digit, or
// for zeros the largest unit they stand for (십, 백, 천, 만, 억, 조, 경).
func numberSound(s string) final {
	number := s[tailStart(s, func(r rune) bool { return isDigit(r) || r == ',' || r == '.' }):]
	digits := strings.ReplaceAll(number, ",", "")
	zeros := len(digits) - len(strings.TrimRight(digits, "0"))
	const trillion = 12 // zeros of 조, the one unit that ends in a vowel
	if zeros >= trillion && zeros < trillion+4 && zeros < len(digits) && !strings.Contains(digits, ".") {
		return open
	}
	return characterSound(rune(s[len(s)-1]))
}

// characterSound reads one digit (영 일 이 삼 …) or one lower-case letter by its
// name (에이 비 씨 …), which has a 받침 only in 엘 엠 엔 알.
func characterSound(r rune) final {
	switch r {
	case '1', '7', '8', 'l', 'r':
		return rieul
	case '0', '3', '6', 'm', 'n':
		return shut
	}
	return open
}
