package filter

import "strings"

// parser reads an expression from left to right.
type parser struct {
	text  string
	at    int
	depth int
}

func (p *parser) space() {
	for p.at < len(p.text) && isSpace(p.text[p.at]) {
		p.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// take skips the sign if it comes next.
func (p *parser) take(sign string) bool {
	if strings.HasPrefix(p.text[p.at:], sign) {
		p.at += len(sign)
		return true
	}
	return false
}

// word skips the word if it comes next, and ends there.
func (p *parser) word(w string) bool {
	end := p.at + len(w)
	if !strings.HasPrefix(p.text[p.at:], w) || end < len(p.text) && inWord(p.text[end]) {
		return false
	}
	p.at = end
	return true
}

func inWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || isDigit(c) || c == '_' || c == '.'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// atom skips a name, a number or an address, without its prefix length.
func (p *parser) atom() string {
	start := p.at
	if n := dashed(p.text[start:]); n > 0 {
		p.at += n
		return p.text[start:p.at]
	}
	for p.at < len(p.text) {
		c := p.text[p.at]
		if !inWord(c) && c != ':' || c == '.' && strings.HasPrefix(p.text[p.at:], "..") {
			break
		}
		p.at++
	}
	word := p.text[start:p.at]
	if addressLike(word) && p.at+1 < len(p.text) && p.text[p.at] == '/' && isDigit(p.text[p.at+1]) {
		for p.at++; p.at < len(p.text) && isDigit(p.text[p.at]); p.at++ {
		}
	}
	return p.text[start:p.at]
}

// dashed is the length of a MAC address written with dashes, 0 if none is there.
func dashed(s string) int {
	const n = 6*3 - 1
	if len(s) < n || len(s) > n && (inWord(s[n]) || s[n] == '-') {
		return 0
	}
	for i := range n {
		if i%3 == 2 && s[i] != '-' || i%3 != 2 && !isHex(s[i]) {
			return 0
		}
	}
	return n
}

func addressLike(word string) bool {
	return strings.Contains(word, ":") || strings.Count(word, ".") == 3 && isDigit(word[0])
}

// token is what stands at byte at, for an error.
func (p *parser) token(at int) string {
	if at >= len(p.text) {
		return ""
	}
	end := at
	for end < len(p.text) && (inWord(p.text[end]) || p.text[end] == ':') {
		end++
	}
	for end < min(at+3, len(p.text)) && strings.IndexByte("=!<>&|^~", p.text[end]) >= 0 && !inWord(p.text[at]) {
		end++
	}
	for end == at || end < len(p.text) && p.text[end]&0xc0 == 0x80 {
		end++
	}
	return p.text[at:end]
}

func (p *parser) fail(r Reason, at int) *Error {
	return &Error{Reason: r, Offset: at, Token: p.token(at)}
}

// quoted reads a string from its quote on. Escapes are those of C; in a raw
// string, and in a regular expression, only the quote has one.
func (p *parser) quoted(raw bool) (string, *Error) {
	start := p.at
	quote := p.text[p.at]
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		if c == quote {
			p.at++
			return b.String(), nil
		}
		if c != '\\' || p.at+1 == len(p.text) {
			b.WriteByte(c)
			continue
		}
		p.at++
		if raw {
			if p.text[p.at] != quote {
				b.WriteByte('\\')
			}
			b.WriteByte(p.text[p.at])
			continue
		}
		p.escape(&b)
	}
	return "", &Error{Reason: Unclosed, Offset: start, Token: p.text[start : start+1]}
}

// escape reads the escape whose backslash stands before; p.at stays on its last byte.
func (p *parser) escape(b *strings.Builder) {
	c := p.text[p.at]
	if i := strings.IndexByte(`abfnrtv`, c); i >= 0 {
		b.WriteByte("\a\b\f\n\r\t\v"[i])
		return
	}
	base, most := 0, 0
	if c == 'x' {
		base, most = 16, 2
	} else if c >= '0' && c <= '7' {
		base, most = 8, 3
		p.at--
	}
	v, n := 0, 0
	for n < most && p.at+1 < len(p.text) {
		d := digit(p.text[p.at+1])
		if d >= base {
			break
		}
		v = v*base + d
		p.at++
		n++
	}
	if n == 0 {
		b.WriteByte(c)
		return
	}
	b.WriteByte(byte(v))
}

func digit(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case isHex(c):
		return int(c|0x20-'a') + 10
	}
	return 99
}
