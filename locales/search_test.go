package locales

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestChosung(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"syllables", "순서 번호", "ㅅㅅㅂㅎ"},
		{"double consonants", "끝 따로", "ㄲㄸㄹ"},
		{"first and last syllable", "가힣", "ㄱㅎ"},
		{"Latin in lower case", "순서 번호(SEQ)", "ㅅㅅㅂㅎ(seq)"},
		{"already initials", "ㅅㅅ", "ㅅㅅ"},
		{"NFD", norm.NFD.String("확인 응답"), "ㅎㅇㅇㄷ"},
		{"conjoining initials alone", "\u1109\u1112", "ㅅㅎ"},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Chosung(c.in); got != c.want {
				t.Errorf("Chosung(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestMatchKorean(t *testing.T) {
	for _, c := range []struct {
		name, needle, hay string
		want              bool
	}{
		{"whole", "순서 번호", "순서 번호", true},
		{"within", "번호", "확인 응답 번호", true},
		{"without the space", "순서번호", "순서 번호(seq)", true},
		{"with a space too many", "체 크섬", "체크섬", true},
		{"initials", "ㅅㅅㅂㅎ", "순서 번호", true},
		{"initials within", "ㅂㅎ", "순서 번호", true},
		{"initials and syllables", "ㅅㅅ번호", "순서 번호", true},
		{"other initials", "ㅂㅅ", "순서 번호", false},
		{"a syllable is no initial", "소", "순서", false},
		{"case", "tcp", "TCP 헤더", true},
		{"NFD needle", norm.NFD.String("번호"), "순서 번호", true},
		{"NFD hay", "번호", norm.NFD.String("순서 번호"), true},
		{"longer than the hay", "순서 번호 seq", "순서 번호", false},
		{"empty needle", "", "순서 번호", true},
		{"both empty", "", "", true},
		{"empty hay", "ㅅ", "", false},
		{"vowels match only themselves", "ㅏ", "가", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := MatchKorean(c.needle, c.hay); got != c.want {
				t.Errorf("MatchKorean(%q, %q) = %v", c.needle, c.hay, got)
			}
		})
	}
}

// A text is found by itself, by its 초성 and by any of its parts, in either
// normalisation form.
func TestMatchKoreanFindsParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[가-힣a-zA-Z0-9 ]{0,12}`).Draw(t, "text")
		runes := []rune(text)
		from := rapid.IntRange(0, len(runes)).Draw(t, "from")
		to := rapid.IntRange(from, len(runes)).Draw(t, "to")
		for _, needle := range []string{text, Chosung(text), string(runes[from:to]), norm.NFD.String(string(runes[from:to]))} {
			if !MatchKorean(needle, text) {
				t.Fatalf("%q does not find %q", needle, text)
			}
		}
	})
}
