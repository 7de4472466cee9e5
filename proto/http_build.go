package proto

import (
	"cmp"
	"strconv"
	"strings"
)

// HTTPSpec builds the head of an HTTP/1.1 message: of a response if Status is
// not 0, else of a request. What follows the head is a Payload behind it; its
// length is told by a field of Header, which is not computed.
type HTTPSpec struct {
	Method  string // of a request; "" counts as GET
	Target  string // of a request; "" counts as /
	Version string // "" counts as HTTP/1.1
	Status  int    // three digits
	Reason  string // of a response; may be empty
	Header  []HTTPField
}

// HTTPField is a field line of an HTTP head: name, colon, space, value.
type HTTPField struct{ Name, Value string }

// Proto implements Spec.
func (s *HTTPSpec) Proto() Proto { return ProtoHTTP }

// appendTo refuses with a *ParseError what would not be read back as it is: line
// ends anywhere, spaces in a token, a colon in a name.
func (s *HTTPSpec) appendTo(b *building) {
	version := cmp.Or(s.Version, "HTTP/1.1")
	if s.Status != 0 {
		b.text(httpResponse[0], version, " \r\n")
		b.delimiter(" ")
		if s.Status < 100 || s.Status > 999 {
			b.err = &ParseError{&httpResponse[1].Fields[0], strconv.Itoa(s.Status)}
			return
		}
		b.text(httpResponse[1], strconv.Itoa(s.Status), " \r\n")
		b.delimiter(" ")
		b.text(httpResponse[2], s.Reason, "\r\n")
	} else {
		b.text(httpRequest[0], cmp.Or(s.Method, "GET"), " \r\n")
		b.delimiter(" ")
		b.text(httpRequest[1], cmp.Or(s.Target, "/"), " \r\n")
		b.delimiter(" ")
		b.text(httpRequest[2], version, " \r\n")
	}
	b.delimiter("\r\n")
	for _, f := range s.Header {
		b.text(httpName, f.Name, ": \t\r\n")
		b.delimiter(": ")
		b.text(httpOther, f.Value, "\r\n")
		b.delimiter("\r\n")
	}
	b.delimiter("\r\n")
}

func (b *building) delimiter(text string) { b.b = append(b.b, text...) }

// text appends the text of a table's only field, in which none of the bytes of
// without may stand.
func (b *building) text(t *Table, text, without string) {
	if strings.ContainsAny(text, without) && b.err == nil {
		b.err = &ParseError{&t.Fields[0], text}
		return
	}
	b.b = append(b.b, text...)
}
