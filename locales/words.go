package locales

import "strings"

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
	suffixes string
	sound    final
}{
	{"l le", rieul},                   // label 라벨, table 테이블
	{"m n ng me ne", shut},            // checksum 섬, padding 패딩, frame 프레임
	{"oop oot", open},                 // loop 루프, root 루트
	{"et ot ut ap ep ip op up", shut}, // packet 패킷, slot 슬롯, timeout 아웃, drop 드롭
	{"ack eck ick ock uck ook", shut}, // stack 스택, block 블록, hook 훅
	{"ac ic eb ob type", shut},        // traffic 트래픽, web 웹, EtherType 타입
}

func wordSound(w string) final {
	for _, e := range endings {
		for suffix := range strings.FieldsSeq(e.suffixes) {
			if strings.HasSuffix(w, suffix) {
				return e.sound
			}
		}
	}
	return open
}
