package fuzz

import (
	"bytes"

	"netquiz/proto"
)

func init() {
	register(proto.ProtoHTTP, protocol{make: func() Layer { return &HTTP{drawn: newPieces(httpMost)} }, read: readHTTP, weight: 3, under: []proto.Proto{proto.ProtoTCP}})
	known(&tcpPorts, proto.ProtoHTTP, 80, 1900, 2710, 2869, 3128, 3132, 5985, 8080, 8088, 11371)
}

// HTTP is the head of an HTTP message of a model, and what it carries.
type HTTP struct {
	Lines []string // without their ends; the empty one that ends the head is not among them
	Data  []byte
	drawn pieces
	bytes []byte
}

// Proto implements Layer.
func (l *HTTP) Proto() proto.Proto { return proto.ProtoHTTP }

var (
	httpFirst = [...]string{
		"GET / HTTP/1.1", "POST /form?a=b HTTP/1.0", "HEAD  HTTP/1.1", "HTTP/1.1 200 OK", "HTTP/1.0 404 Not Found",
		"HTTP/1.1 204 ", "GET /", "OPTIONS * HTTP/1.1",
	}
	httpLines = [...]string{
		"Host: www.example.com", "Content-Length: 0", "Accept:*/*", "X-Empty:", "Cookie: \t a=b; c=d", "no colon", ": no name",
		"Content-Type: text/html", "connection: keep-alive", "Location: /\xff",
	}
)

func (l *HTTP) draw(r *random, m *drawing) {
	l.Lines = append(l.Lines[:0], httpFirst[r.below(len(httpFirst))])
	for range r.below(5) {
		l.Lines = append(l.Lines, httpLines[r.below(len(httpLines))])
	}
	l.Data = noise[:r.below(20)]
	m.size += len(l.text())
}

// text is the message as it goes out.
func (l *HTTP) text() []byte {
	l.bytes = l.bytes[:0]
	for _, line := range l.Lines {
		l.bytes = append(append(l.bytes, line...), "\r\n"...)
	}
	l.bytes = append(l.bytes, "\r\n"...)
	return append(l.bytes, l.Data...)
}

func (l *HTTP) specs(dst []proto.Spec) []proto.Spec {
	text := l.text()
	if len(text) > len(l.drawn.bytes) {
		return append(dst, proto.Payload(text))
	}
	return append(dst, l.drawn.spec(copy(l.drawn.bytes, text)))
}

// httpMost is the longest message that is drawn, and more.
const httpMost = 512

func (l *HTTP) check(v *verdict, i int) {
	text := l.text()
	v.length(i, len(text)-len(l.Data))
	if !v.failed && string(v.frame.Payload(i)) != string(l.Data) {
		v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoHTTP, Field: "data.data", Off: int(v.frame.Layers()[i].Next())})
	}
}

var httpMethods = [...]string{"GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "CONNECT ", "OPTIONS ", "TRACE ", "PATCH ", "HTTP/1."}

func readHTTP(w *reading, off, end int) (proto.Proto, int, int) {
	b := w.b[off:end]
	if !httpBegins(b) {
		return proto.ProtoData, off, end
	}
	head := len(b)
	for at := 0; at+4 <= len(b); at++ {
		if string(b[at:at+4]) == "\r\n\r\n" {
			head = at + 4
			break
		}
	}
	w.layer(proto.ProtoHTTP, off, head, end)
	switch {
	case head == len(b):
		return proto.NoProto, end, end
	case !bytes.HasPrefix(b, []byte("HTTP/")) && httpBegins(b[head:]): // requests in a row (RFC 9112 §9.3.2)
		return proto.ProtoHTTP, off + head, end
	}
	return proto.ProtoData, off + head, end
}

func httpBegins(b []byte) bool {
	for _, m := range httpMethods {
		if bytes.HasPrefix(b, []byte(m)) {
			return true
		}
	}
	return false
}
