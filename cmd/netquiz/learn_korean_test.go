package main

import (
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"netquiz/lessons"
	"netquiz/locales"
)

// koreanTexts is everything that the course says in Korean but for the words of
// the talk, by where it stands.
func koreanTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, stage := range stageNames() {
		l, err := lessons.Load(locales.Korean, stage)
		if err != nil {
			t.Fatal(err)
		}
		texts[stage] = l.Title
		for _, s := range l.Steps {
			texts[s.String()] = s.Title + "\n" + strings.Join(sentencesOf(s), "\n")
		}
	}
	text := locales.New(locales.Korean)
	for _, id := range text.Keys("lesson") {
		texts["lesson."+id] = text.T("lesson."+id, "Title", "", "Stage", "", "N", 0, "Of", 0)
	}
	return texts
}

// sentencesOf are all texts of a step that people read.
func sentencesOf(s lessons.Step) (all []string) {
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case lessons.Prose:
			all = append(all, b.Markdown)
		case lessons.Guess:
			all = append(all, b.Prompt, b.Reveal)
			for _, c := range b.Choices {
				all = append(all, c.Text)
			}
		case lessons.Try:
			all = append(append(append(all, b.Task), b.Items...), b.Hints[:]...)
			for _, c := range b.Conditions {
				all = append(all, c.Else)
			}
			for _, w := range b.Wrong {
				all = append(all, w.Reply)
			}
		}
	}
	return all
}

// hangulWord is the Korean word that a piece of text begins with: in "FIN을" and
// in what follows a quotation it is a particle only, and none.
func hangulWord(piece string) string {
	piece = strings.TrimLeft(piece, `"'([*│├└─<>`)
	end := strings.IndexFunc(piece, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) })
	if end >= 0 {
		piece = piece[:end]
	}
	return piece
}

// TestKoreanIsSpelled asks Debian's hunspell-ko. What it does not know and is
// right stands in a list, each word once and still in use.
func TestKoreanIsSpelled(t *testing.T) {
	words := map[string]bool{}
	for _, text := range koreanTexts(t) {
		for piece := range strings.FieldsSeq(text) {
			if word := hangulWord(piece); len([]rune(word)) > 1 {
				words[word] = true
			}
		}
	}
	check := exec.Command("hunspell", "-d", "ko", "-i", "UTF-8", "-l")
	check.Stdin = strings.NewReader(strings.Join(slices.Sorted(maps.Keys(words)), "\n") + "\n")
	out, err := check.Output()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("there is no hunspell with its Korean dictionary here: ", err)
	}
	list := readSpellings(t)
	for _, word := range strings.Fields(string(out)) {
		if !list.knows(word) {
			t.Errorf("hunspell does not know %s: mend it, or list it in %s", word, spellingList)
		}
	}
	for line, used := range list {
		if !used {
			t.Errorf("%s lists %s, which hunspell knows or no lesson says", spellingList, line)
		}
	}
}

const spellingList = "testdata/learn-spelling.txt"

// spellings are words that are right though hunspell does not know them, with
// whether they have been asked for; "…*" is a noun.
type spellings map[string]bool

func readSpellings(t *testing.T) spellings {
	t.Helper()
	text, err := os.ReadFile(spellingList)
	if err != nil {
		t.Fatal(err)
	}
	list := spellings{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list[line] = false
		}
	}
	return list
}

// particles are what may stand behind a noun, in any number.
var particles = regexp.MustCompile(`^(이|가|은|는|을|를|의|에|에서|에게|으로|로|와|과|도|만|만큼|마다|부터|까지|보다|씩|뿐|쯤|이라고|라고|이라면|라면|이라서|라서|이고|고|하면|한|해요|이에요|예요|일까요|들)*$`)

func (s spellings) knows(word string) (known bool) {
	for line := range s {
		noun, isNoun := strings.CutSuffix(line, "*")
		rest, begins := strings.CutPrefix(word, noun)
		if word == line || isNoun && begins && particles.MatchString(rest) {
			s[line], known = true, true
		}
	}
	return known
}

// unwanted are words that the course has another word for, and phrases that no
// Korean engineer says.
var unwanted = []*regexp.Regexp{
	regexp.MustCompile(`도메인 ?네임`),
	regexp.MustCompile(`서술자`),
	regexp.MustCompile(`세 방향 악수`),
	regexp.MustCompile(`시퀀스 (넘버|번호)`),
	regexp.MustCompile(`ACK 번호`),
	regexp.MustCompile(`응답 번호`),
	regexp.MustCompile(`(^|[\s"'(])창(이|을|은|의|에|으로)?([\s"').,]|$)`),
	regexp.MustCompile(`윈도 |윈도우 업데이트`),
	regexp.MustCompile(`절반 닫기`),
	regexp.MustCompile(`조각화|검사합|퍼즈`),
	regexp.MustCompile(`연결 (수립|종료)`),
	regexp.MustCompile(`당신|그것은|에 의해|되어지`),
	regexp.MustCompile(`[가-힣](습니다|십시오|한다|이다)[.\s]`),
	regexp.MustCompile(`[을를은는이가와과]\([을를은는이가와과]\)`),
}

func TestKoreanTerms(t *testing.T) {
	for place, text := range koreanTexts(t) {
		for _, word := range unwanted {
			if found := word.FindString(strings.ReplaceAll(text, "확인 응답 번호", "")); found != "" {
				t.Errorf("%s says %q (%v)", place, found, word)
			}
		}
	}
}
