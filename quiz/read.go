package quiz

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"netquiz/locales"
	"netquiz/proto"
)

// UnclearError is a line that is no answer of the kind that is asked for.
type UnclearError struct {
	Kind Kind
	Line string
	Most int // options there are
}

func (e *UnclearError) Error() string { return fmt.Sprintf("%q is no %s", e.Line, e.Kind) }

// Read reads a typed answer: forgiving about spaces, commas, units, case and
// Unicode form. It fails with *UnclearError.
func (q *Question) Read(line string, l *locales.Localizer) (Value, error) {
	line = strings.TrimSpace(norm.NFKC.String(line))
	var v Value
	switch q.Kind {
	case Choice:
		v = q.readChoice(line, l)
	case Several:
		v = q.readSeveral(line, l)
	case Quantity:
		v = readNumber(line, q.Answer)
	case Hexadec:
		v = readOctets(line)
	case Content:
		v = readContent(line, q.Answer)
	case Order, Match:
		v = q.readOrder(line)
	case Build:
		if b, ok := readOctets(line).(Octets); ok {
			v = Made{Frame: b}
		}
	case Fault:
		v = q.readSpot(line, l)
	}
	if v == nil {
		return nil, &UnclearError{q.Kind, line, len(q.Options)}
	}
	return v, nil
}

// Pick is the answer of somebody who picked options by their indices.
func (q *Question) Pick(indices ...int) Value {
	var list List
	for _, i := range indices {
		list = append(list, q.Options[i])
	}
	switch q.Kind {
	case Choice:
		return list[0]
	case Several:
		return inOrder(q.Options, list)
	}
	return list
}

// Number is the number that an option has for people, 0 if it is none.
func (q *Question) Number(option Value) int { return indexOf(q.Options, option) + 1 }

// readChoice reads the number of an option, what it says, or enough of that to
// tell it from the others.
func (q *Question) readChoice(line string, l *locales.Localizer) Value {
	if n, err := strconv.Atoi(strings.TrimRight(line, ".)번")); err == nil && n >= 1 && n <= len(q.Options) {
		return q.Options[n-1]
	}
	if i := q.named(line, l); i >= 0 {
		return q.Options[i]
	}
	var v Value
	switch q.Answer.(type) {
	case Number, Hex:
		v = readNumber(line, q.Answer)
	case Flags:
		v = readContent(line, q.Answer)
	}
	if v != nil {
		if i := indexOf(q.Options, v); i >= 0 {
			return q.Options[i]
		}
	}
	return nil
}

// named is the option that text means, −1 for none.
func (q *Question) named(text string, l *locales.Localizer) int {
	if text == "" {
		return -1
	}
	found, count := -1, 0
	for i, o := range q.Options {
		option := norm.NFKC.String(o.In(l))
		switch {
		case !locales.MatchKorean(text, option):
		case locales.MatchKorean(option, text):
			return i
		default:
			found = i
			count++
		}
	}
	if count != 1 {
		return -1
	}
	return found
}

// readSeveral reads numbers of options, "0" for none of them.
func (q *Question) readSeveral(line string, l *locales.Localizer) Value {
	if line == "0" {
		return List{}
	}
	var chosen List
	for _, word := range strings.FieldsFunc(line, separates) {
		o := q.readChoice(word, l)
		if o == nil {
			return nil
		}
		chosen = append(chosen, o)
	}
	if chosen == nil {
		return nil
	}
	return inOrder(q.Options, chosen)
}

func separates(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;/·>→-", r) }

// readOrder reads the numbers of all options, each once: "2 1 3", "2,1,3", "213".
func (q *Question) readOrder(line string) Value {
	from := q.Options
	if q.Kind == Match {
		from = q.Partners
	}
	if q.Kind == Match {
		line = strings.Map(q.unlettered, line)
	}
	words := strings.FieldsFunc(line, separates)
	if len(words) == 1 && len(from) < 10 {
		words = strings.Split(words[0], "")
	}
	if len(words) != len(from) {
		return nil
	}
	var list List
	for _, word := range words {
		n, err := strconv.Atoi(strings.TrimRight(word, ".)번"))
		if err != nil || n < 1 || n > len(from) || indexOf(list, from[n-1]) >= 0 {
			return nil
		}
		list = append(list, from[n-1])
	}
	return list
}

// units are what people write behind a number; what another one ends with comes
// after it.
var units = []string{
	"바이트/초", "바이트", "비트", "세그먼트", "밀리초", "초", "개", "번", "홉", "프레임", "배",
	"bytes/s", "bytes", "byte", "octets", "octet", "bits", "bit", "segments", "segment", "hops", "hop", "frames", "frame",
	"routers", "router", "seconds", "second", "b/s", "ms", "s", "b",
}

// readNumber reads a number in decimal or as 0x…, with separators and a unit; if
// the answer is written in hexadecimal, so may this one be without 0x.
func readNumber(line string, like Value) Value {
	text := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(",_'", r) {
			return -1
		}
		return r
	}, line))
	base := 10
	if _, ok := like.(Hex); ok {
		base, text = 16, strings.TrimSuffix(text, "h")
	}
	if digits, ok := strings.CutPrefix(text, "0x"); ok {
		text, base = digits, 16
	}
	if base == 10 {
		text = strings.TrimPrefix(text, "초당")
		for _, unit := range units {
			if trimmed, ok := strings.CutSuffix(text, unit); ok {
				text = trimmed
				break
			}
		}
	}
	n, err := strconv.ParseUint(text, base, 64)
	if err != nil {
		return nil
	}
	switch like := like.(type) {
	case Hex:
		return Hex{n, like.Digits}
	case Number:
		return Number{n, like.Unit}
	}
	return Number{N: n}
}

// ReadNumber reads a number as an answer says it: in decimal, perhaps with
// separators and a unit, or as 0x…. It is false for anything else.
func ReadNumber(line string) (n uint64, ok bool) {
	v, ok := readNumber(norm.NFKC.String(line), Number{}).(Number)
	return v.N, ok
}

// ReadBytes reads bytes in hexadecimal as an answer says them, nil for anything
// else.
func ReadBytes(line string) []byte {
	b, _ := readOctets(norm.NFKC.String(line)).(Octets)
	return b
}

// readOctets reads bytes in hexadecimal, with or without 0x, \x and separators.
func readOctets(line string) Value {
	text := strings.NewReplacer("0x", "", "0X", "", `\x`, "", " ", "", ",", "", ":", "", "-", "", "\t", "").Replace(line)
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 {
		return nil
	}
	return Octets(b)
}

// readContent reads what a field holds: flags by their names in any order, or as
// the number they make; anything else as it is written, without regard to case.
func readContent(line string, like Value) Value {
	if _, ok := like.(Flags); ok {
		return readFlags(line)
	}
	return Literal(strings.ToLower(strings.Join(strings.Fields(line), "")))
}

// spoken are the names of flags, also as Koreans spell them.
var spoken = map[string]proto.TCPFlags{
	"SYN": proto.SYN, "신": proto.SYN, "ACK": proto.ACK, "애크": proto.ACK, "에크": proto.ACK, "액": proto.ACK,
	"FIN": proto.FIN, "핀": proto.FIN, "RST": proto.RST, "RESET": proto.RST, "리셋": proto.RST,
	"PSH": proto.PSH, "PUSH": proto.PSH, "푸시": proto.PSH, "URG": proto.URG, "ECE": proto.ECE, "CWR": proto.CWR, "AE": proto.AE,
}

func readFlags(line string) Value {
	if n, ok := readNumber(line, Number{}).(Number); ok && strings.HasPrefix(strings.ToLower(line), "0x") && n.N < 0x200 {
		return Flags(n.N)
	}
	words := strings.FieldsFunc(strings.ToUpper(line), func(r rune) bool { return !unicode.IsLetter(r) })
	var flags proto.TCPFlags
	for _, word := range words {
		for word != "" {
			f, rest := leadingFlag(word)
			if f == 0 {
				return nil
			}
			flags, word = flags|f, rest
		}
	}
	if flags == 0 {
		return nil
	}
	return Flags(flags)
}

// leadingFlag is the flag that a word starts with: also of words written in one,
// SYNACK, and with Korean particles between, SYN과.
func leadingFlag(word string) (flag proto.TCPFlags, rest string) {
	longest := ""
	for name := range spoken {
		if strings.HasPrefix(word, name) && len(name) > len(longest) {
			longest = name
		}
	}
	rest = word[len(longest):]
	for _, particle := range []string{"과", "와", "하고", "랑"} {
		rest = strings.TrimPrefix(rest, particle)
	}
	return spoken[longest], rest
}

// unlettered drops what people put before a partner's number: a2 b1 c3.
func (q *Question) unlettered(r rune) rune {
	if at := int(unicode.ToLower(r) - 'a'); at >= 0 && at < len(q.Options) || r == ':' || r == '=' {
		return ' '
	}
	return r
}

// readSpot reads a field's id or name, or the offset of one of its bytes.
func (q *Question) readSpot(line string, l *locales.Localizer) Value {
	right := q.Answer.(Spot)
	if n, ok := readNumber(line, Number{}).(Number); ok {
		if at := int(n.N); at >= right.From && at < right.To {
			return right
		}
		return Spot{From: int(n.N), To: int(n.N) + 1}
	}
	name := FieldName{right.Field}.In(l)
	if locales.MatchKorean(line, name) && locales.MatchKorean(name, line) || strings.EqualFold(line, right.Field.ID) {
		return right
	}
	s, err := proto.Select(strings.ToLower(line))
	if err != nil {
		return nil
	}
	if s.Fields[0].ID == right.Field.ID {
		return right
	}
	return Spot{Field: s.Fields[0]}
}
