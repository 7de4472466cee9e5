package locales

import (
	"regexp"
	"strings"
)

// units are what letters after a number are read as when they are not read as
// letters: 5 m is 오 미터, 2 h is 두 시간.
var units = soundsOf(map[final]string{
	open: "m mm cm km",
	shut: "min h",
})

// spoken are the words whose last sound neither their letters nor the endings
// below give away, in lower case: mostly acronyms read as words (MAC 맥) and words
// read as letters (ip 아이피).
var spoken = soundsOf(map[final]string{
	open:  "ack sack check cidr ip pcapng l3 l6",
	shut:  "mac get put ping pcap snap quic imap name time line type format limit commit l1 l7",
	rieul: "file tsecr",
})

func soundsOf(lists map[final]string) map[string]final {
	m := map[string]final{}
	for sound, list := range lists {
		for word := range strings.FieldsSeq(list) {
			m[word] = sound
		}
	}
	return m
}

// endings tell how a lower-case English word ends when Koreans say it. The first
// that matches decides; a word none of them matches ends in a vowel: 포트, 플래그.
var endings = []struct {
	spelling *regexp.Regexp
	sound    final
}{
	{regexp.MustCompile(`le?$`), rieul},                         // label 라벨, table 테이블
	{regexp.MustCompile(`([mn]e?|ng)$`), shut},                  // checksum 섬, frame 프레임, padding 패딩
	{regexp.MustCompile(`oop$`), open},                          // loop 루프
	{regexp.MustCompile(`([eu]t|[^o]ot|[aeiou]p|type)$`), shut}, // packet 패킷, timeout 아웃, slot 슬롯, drop 드롭
	{regexp.MustCompile(`([aeiou]ck|ook|[ai]c|[eo]b)$`), shut},  // stack 스택, hook 훅, traffic 트래픽, web 웹
}

func wordSound(w string) final {
	for _, e := range endings {
		if e.spelling.MatchString(w) {
			return e.sound
		}
	}
	return open
}
