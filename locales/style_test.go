package locales

import (
	"regexp"
	"testing"
	"text/template/parse"
)

// What no Korean message says. Each has the reason and a message that it must
// catch, so that a rule which catches nothing is noticed.
var forbidden = []struct {
	reason  string
	pattern *regexp.Regexp
	caught  string
}{
	{"조사는 {{을 .X}}처럼 골라 써요", regexp.MustCompile(`[을를은는이가과와]\([을를은는이가과와]\)|\(으\)로|\(이\)|이에요\(예요\)`), "필드을(를) 바꿔요"},
	{"번역투", regexp.MustCompile(`당신|되어지|되어졌|되어진|에 의해|그것[은을이]|에 대하여|에 있어서`), "값이 계산되어진 뒤"},
	{"해요체", regexp.MustCompile(`[가-힣]다[.!?]|[가-힣]까[.]|[있없]음[.]`), "값이 틀립니다."},
	{"도메인 이름", regexp.MustCompile(`도메인네임|도메인 네임`), "도메인네임"},
	{"디스크립터", regexp.MustCompile(`서술자|기술자`), "소켓 서술자"},
	{"3-way handshake", regexp.MustCompile(`세 방향 악수|3방향|삼방향|악수`), "세 방향 악수"},
	{"순서 번호", regexp.MustCompile(`시퀀스 ?(넘버|번호)|일련 ?번호`), "시퀀스 넘버"},
	{"확인 응답 번호", regexp.MustCompile(`ACK ?번호|(^|[^인 ])응답 번호|[^인] 응답 번호|승인 번호`), "ACK 번호"},
	{"윈도우", regexp.MustCompile(`윈도($|[^우가-힣])|(수신|송신|제로|혼잡) ?창|창 크기`), "수신 창"},
	{"half-close(한쪽만 닫기)", regexp.MustCompile(`절반 닫기|반쯤 닫`), "절반 닫기"},
	{"단편화, 단편", regexp.MustCompile(`조각화|파편`), "IP 조각화"},
	{"연결 설정, 연결 끊기", regexp.MustCompile(`연결 (수립|종료)`), "연결 수립"},
	{"체크섬", regexp.MustCompile(`검사합|체크썸`), "검사합"},
	{"퍼징", regexp.MustCompile(`퍼즈|퍼지|퍼저`), "퍼즈"},
	{"최소화", regexp.MustCompile(`축소화|슈링크`), "슈링크"},
	{"의사 헤더", regexp.MustCompile(`가상 헤더|유사 헤더|슈도`), "가상 헤더"},
	{"빅 엔디언", regexp.MustCompile(`엔디안`), "빅 엔디안"},
	{"헤더, 페이로드, 플래그", regexp.MustCompile(`헤더부|적재량|깃발`), "깃발"},
	{"임시 포트", regexp.MustCompile(`휘발성 포트|단명 포트`), "휘발성 포트"},
	{"재귀 질의, 권한 있는 네임 서버", regexp.MustCompile(`순환 질의|권위 있는`), "권위 있는 네임 서버"},
	{"한글 단위는 붙여 써요", regexp.MustCompile(`[0-9}] (바이트|비트|초|개)([^가-힣]|$)`), "20 바이트"},
	{"로마자 단위는 띄어 써요", regexp.MustCompile(`[0-9](ms|µs|kB|MB|GB|B)([^0-9A-Za-z]|$)`), "20ms"},
	{"천 단위에 쉼표", regexp.MustCompile(`(^|[^0-9.,:x#A-Za-z§] ?)[1-9][0-9]{4,}(바이트|비트|초|개|번)`), "65535바이트"},
}

// The dictionary also lists what people say instead, under its own keys.
var alsoCalled = regexp.MustCompile(`^ref\.(also|alias)\.`)

func TestKoreanStyle(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, _ map[string]entry) {
		for key, forms := range ko {
			id := name + "." + key
			if alsoCalled.MatchString(id) {
				continue
			}
			for _, text := range forms {
				for _, rule := range forbidden {
					if bad := rule.pattern.FindString(text); bad != "" {
						t.Errorf("%s: %q (%s)", id, bad, rule.reason)
					}
				}
			}
		}
	})
}

func TestStyleRulesCatch(t *testing.T) {
	for _, rule := range forbidden {
		if !rule.pattern.MatchString(rule.caught) {
			t.Errorf("%s: %q is not caught", rule.reason, rule.caught)
		}
	}
	for _, good := range []string{
		"확인 응답 번호(ack)는 얼마일까요?", "윈도우 스케일", "윈도우를 갱신해요.", "주소창에 이름을 입력했어요.", "터미널 창을 넓혀 주세요.",
		"1,460바이트예요.", "20 ms 뒤에", "단편화", "RFC 9293", "FIN은 질문이 아니라 선언이에요.", "0x1000번지부터",
	} {
		for _, rule := range forbidden {
			if bad := rule.pattern.FindString(good); bad != "" {
				t.Errorf("%q is caught by %q (%s)", good, bad, rule.reason)
			}
		}
	}
}

// A particle written right after something filled in is right only by luck.
var looseParticle = regexp.MustCompile(`^[)\]’”'"]*(은|는|이|가|을|를|과|와|으로|로|이에요|예요|이라고|라고|이어야|여야|이나|이며|이고|이라면|라면|이면)([^가-힣]|$)`)

func TestParticlesFollowWhatIsFilledIn(t *testing.T) {
	everyPart(t, func(t *testing.T, name string, ko, _ map[string]entry) {
		for key, forms := range ko {
			for _, text := range forms {
				if bad := loose(t, text); bad != "" {
					t.Errorf("%s.%s: %q right after a placeholder; write {{을 .X}}, or {{.X}}(…){{josa .X \"을\"}}", name, key, bad)
				}
			}
		}
	})
}

func TestLooseParticlesAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"{{.Name}}을 넣어요":                "을",
		"{{num .N}}로 바꿔요":               "로",
		"‘{{.Name}}’이 없어요":              "’이",
		"{{.Name}}이에요.":                 "이에요",
		"{{.Name}}이름":                   "",
		"{{.Name}}도 {{.Name}}의":         "",
		"{{을 .Name}} 넣어요":               "",
		"{{bytes .N}}가 남았어요":            "",
		"{{.Name}} 이 값":                 "",
		"{{if .Name}}{{.Name}}{{end}}가": "",
	} {
		if got := loose(t, text); got != want {
			t.Errorf("loose(%q) = %q, want %q", text, got, want)
		}
	}
}

// loose returns the particle that follows a filled-in word in text, or "".
// Amounts end in a known word (바이트), so a particle after them is certain.
func loose(t *testing.T, text string) string {
	for _, n := range templateNodes(t, text) {
		list, ok := n.(*parse.ListNode)
		if !ok {
			continue
		}
		for i := 1; i < len(list.Nodes); i++ {
			action, isAction := list.Nodes[i-1].(*parse.ActionNode)
			after, isText := list.Nodes[i].(*parse.TextNode)
			if !isAction || !isText || endsKnown(action) {
				continue
			}
			if m := looseParticle.FindStringSubmatch(string(after.Text)); m != nil {
				return m[0][:len(m[0])-len(m[2])]
			}
		}
	}
	return ""
}

func endsKnown(action *parse.ActionNode) bool {
	cmds := action.Pipe.Cmds
	name, ok := cmds[len(cmds)-1].Args[0].(*parse.IdentifierNode)
	return ok && name.Ident == "bytes"
}
