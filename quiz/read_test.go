package quiz

import (
	"errors"
	"fmt"
	"testing"

	"golang.org/x/text/unicode/norm"

	"netquiz/locales"
	"netquiz/proto"
)

// Answers are read however people write them.
func TestRead(t *testing.T) {
	l := locales.New(locales.Korean)
	synack := Flags(proto.SYN | proto.ACK)
	choice := Question{Kind: Choice, Answer: synack, Options: []Value{Flags(proto.ACK), synack, Flags(proto.SYN)}}
	several := Question{Kind: Several, Answer: List{label("client"), label("server")},
		Options: []Value{label("client"), label("both"), label("server")}}
	number := Question{Kind: Quantity, Answer: octets(1460)}
	mere := Question{Kind: Quantity, Answer: Number{N: 1001}}
	hex := Question{Kind: Hexadec, Answer: Octets{0x1b, 0x58}}
	flags := Question{Kind: Content, Answer: synack}
	name := Question{Kind: Content, Answer: Literal("www.example.com")}
	order := Question{Kind: Order, Answer: List{label("server"), label("client"), label("both")},
		Options: []Value{label("client"), label("server"), label("both")}}
	match := Question{Kind: Match, Answer: List{Literal("B"), Literal("A")}, Options: []Value{label("client"), label("server")},
		Partners: []Value{Literal("A"), Literal("B")}}
	fault := Question{Kind: Fault, Answer: Spot{field("ip.ttl"), 22, 23}}
	for _, test := range []struct {
		q     *Question
		right []string
		none  []string // no answers at all
	}{
		{&choice, []string{"2", "2번", "2.", "2)", " ２ ", "SYN+ACK", "ack, syn", "synack", "0x12", "신과 애크"}, []string{"", "4", "0", "핑"}},
		{&several, []string{"1,3", "3 1", "1·3", "1, 3번", "클라이언트, 서버", "ㅋㄹㅇㅇㅌ ㅅㅂ"}, []string{"", "1 4", "x"}},
		{&number, []string{"1460", "1,460", "1 460", "1460바이트", "1,460 바이트", "1460B", "1460 bytes", "초당 1,460바이트", "1460 B/s", "0x5b4", "0X5B4", "１４６０", "1_460"}, []string{"", "백", "12x", "0x"}},
		{&mere, []string{"1001", "1,001번", "0x3e9"}, []string{"-"}},
		{&hex, []string{"1b58", "1B 58", "0x1b58", "0x1b 0x58", "1b:58", `\x1b\x58`, "1b-58", "1b,58"}, []string{"", "1b5", "zz"}},
		{&flags, []string{"SYN+ACK", "ACK+SYN", "syn, ack", "SYNACK", "SYN | ACK", "신, 애크", "SYN과 ACK", "0x12"}, []string{"", "SYM", "12"}},
		{&name, []string{"www.example.com", "WWW.Example.COM", " www.example.com "}, nil},
		{&order, []string{"2 1 3", "2,1,3", "213", "2 → 1 → 3", "2>1>3", "2번 1번 3번"}, []string{"", "2 1", "2 2 3", "2 1 4"}},
		{&match, []string{"2 1", "21", "a2 b1", "a:2, b=1", "A2 B1"}, []string{"", "2 2", "h2 1", "2 3"}},
		{&fault, []string{"0x16", "22", "ip.ttl", "IP.TTL", "ttl", "수명(TTL)"}, []string{"", "없는 것"}},
	} {
		for _, line := range test.right {
			for form, line := range map[string]string{"NFC": norm.NFC.String(line), "NFD": norm.NFD.String(line)} {
				v, err := test.q.Read(line, l)
				if err != nil || !test.q.Mark(v).Right {
					t.Errorf("%s: %q (%s) is read as %v, %v", test.q.Kind, line, form, v, err)
				}
			}
		}
		for _, line := range test.none {
			var unclear *UnclearError
			if v, err := test.q.Read(line, l); !errors.As(err, &unclear) || unclear.Kind != test.q.Kind {
				t.Errorf("%s: %q is read as %v, %v", test.q.Kind, line, v, err)
			}
		}
	}
}

// Whatever is typed, reading and marking end in an answer or in an error.
func FuzzRead(f *testing.F) {
	for _, line := range []string{
		"2", "1,3", "0x", "18446744073709551616", "\xff", "ᄀ", "1-2-3", "netquiz build syn", "ㅎㅇ", "0x0000000000000000000001",
	} {
		for which := range uint16(3 * Levels) {
			f.Add(line, 31*which)
		}
	}
	l := locales.New(locales.Korean)
	var questions []*Question
	for _, k := range Skills() {
		for seed := range uint64(Levels) {
			questions = append(questions, k.Question(seed))
		}
	}
	f.Fuzz(func(t *testing.T, line string, which uint16) {
		q := questions[int(which)%len(questions)]
		v, err := q.Read(line, l)
		if (v == nil) == (err == nil) {
			t.Fatalf("%s: %q gives %v, %v", q.ID(), line, v, err)
		}
		if err == nil {
			q.Mark(v)
			v.In(l)
		}
	})
}

// The answer that JSON gives is read as the right one, in the same language, where
// it is not put together of several.
func TestJSONAnswersAreRead(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		l := locales.New(lang)
		for _, k := range Skills() {
			for seed := range uint64(4 * Levels) {
				q := k.Question(seed)
				switch q.Kind {
				case Several, Order, Match, Build:
					continue
				}
				line := fmt.Sprint(q.Document(l).Answer)
				if v, err := q.Read(line, l); err != nil || !q.Mark(v).Right {
					t.Errorf("%s: %s: %q is read as %v, %v", lang, q.ID(), line, v, err)
				}
			}
		}
	}
}
