package proto

import (
	"bytes"
	"strconv"
)

// HTTP is the head of an HTTP/1 message (RFC 9112 §2.1): a request line
// (method SP target SP version) or a status line (version SP code SP reason),
// then a field a line, then an empty line. It is text: every token and every
// delimiter is a part of its own. What follows the head is data.
//
//	method SP target SP version CRLF  or  version SP code SP reason CRLF
//	*( name ":" OWS value OWS CRLF )
//	CRLF
//
// The view is over a whole head, or as much of it as its segment holds.
type HTTP []byte

// FirstLine is the request or status line without its end.
func (h HTTP) FirstLine() []byte {
	line, _, _ := bytes.Cut(h, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}

// Response tells a response from a request.
func (h HTTP) Response() bool { return bytes.HasPrefix(h, []byte("HTTP/")) }

// Status is the code of a response, 0 of a request.
func (h HTTP) Status() int {
	_, rest, _ := bytes.Cut(h.FirstLine(), []byte(" "))
	code, _, _ := bytes.Cut(rest, []byte(" "))
	if n, err := strconv.Atoi(string(code)); err == nil && h.Response() && n >= 0 {
		return n
	}
	return 0
}

func textTable(id, ref string) *Table {
	return &Table{ID: id, Fields: []Field{{ID: id, Kind: Text, Ref: ref}}}
}

var (
	httpTable = Table{ID: "http", Fields: []Field{
		{ID: "http.request", Kind: Computed, Ref: "RFC 9112 §3", derive: func(f *Frame, layer int) (uint64, bool) {
			return 1, !HTTP(f.Header(layer)).Response()
		}},
		{ID: "http.response", Kind: Computed, Ref: "RFC 9112 §4", derive: func(f *Frame, layer int) (uint64, bool) {
			return 1, HTTP(f.Header(layer)).Response()
		}},
		{ID: "http.response.code", Kind: Computed, Ref: "RFC 9110 §15", derive: func(f *Frame, layer int) (uint64, bool) {
			code := HTTP(f.Header(layer)).Status()
			return uint64(code), code > 0
		}},
	}}
	httpDelimiter = &Table{ID: "http.delimiter", Fields: []Field{{ID: "http.delimiter", Kind: Bytes, Ref: "RFC 9112 §2.1"}}}
	httpName      = textTable("http.header.name", "RFC 9110 §5.1")
	httpOther     = textTable("http.header.value", "RFC 9110 §5.5")
	httpRequest   = [...]*Table{
		textTable("http.request.method", "RFC 9110 §9"),
		textTable("http.request.uri", "RFC 9112 §3.2"),
		textTable("http.request.version", "RFC 9112 §2.3"),
	}
	httpResponse = [...]*Table{
		textTable("http.response.version", "RFC 9112 §2.3"),
		textTable("http.response.status", "RFC 9112 §4"),
		textTable("http.response.phrase", "RFC 9112 §4"),
	}
	// httpHeaders are the fields that have names of their own.
	httpHeaders = []struct {
		name  string
		table *Table
	}{
		{"accept", textTable("http.accept", "RFC 9110 §12.5.1")},
		{"accept-encoding", textTable("http.accept_encoding", "RFC 9110 §12.5.3")},
		{"accept-language", textTable("http.accept_language", "RFC 9110 §12.5.4")},
		{"cache-control", textTable("http.cache_control", "RFC 9111 §5.2")},
		{"connection", textTable("http.connection", "RFC 9110 §7.6.1")},
		{"content-encoding", textTable("http.content_encoding", "RFC 9110 §8.4")},
		{"content-length", textTable("http.content_length_header", "RFC 9110 §8.6")},
		{"content-type", textTable("http.content_type", "RFC 9110 §8.3")},
		{"cookie", textTable("http.cookie", "RFC 6265 §4.2")},
		{"date", textTable("http.date", "RFC 9110 §6.6.1")},
		{"host", textTable("http.host", "RFC 9110 §7.2")},
		{"last-modified", textTable("http.last_modified", "RFC 9110 §8.8.2")},
		{"location", textTable("http.location", "RFC 9110 §10.2.2")},
		{"referer", textTable("http.referer", "RFC 9110 §10.1.3")},
		{"server", textTable("http.server", "RFC 9110 §10.2.4")},
		{"set-cookie", textTable("http.set_cookie", "RFC 6265 §4.1")},
		{"transfer-encoding", textTable("http.transfer_encoding", "RFC 9112 §6.1")},
		{"user-agent", textTable("http.user_agent", "RFC 9110 §10.1.5")},
	}
	httpMethods = []string{"GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "CONNECT ", "OPTIONS ", "TRACE ", "PATCH "}
)

func init() {
	extra := append([]*Table{httpDelimiter, httpName, httpOther}, httpRequest[:]...)
	extra = append(extra, httpResponse[:]...)
	for _, h := range httpHeaders {
		extra = append(extra, h.table)
	}
	register(ProtoHTTP, protocol{id: "http", table: &httpTable, extra: extra, decode: decodeHTTP, parts: httpParts})
	for _, port := range []uint16{80, 1900, 2710, 2869, 3128, 3132, 5985, 8080, 8088, 11371} { // as Wireshark
		registerTCPPort(port, ProtoHTTP)
	}
}

// decodeHTTP takes a segment that begins a message; one from the middle of it is
// data.
func decodeHTTP(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	b := f.data[off:end]
	if !httpBegins(b) {
		return ProtoData, off, end
	}
	head := uint32(len(b))
	if i := bytes.Index(b, []byte("\r\n\r\n")); i >= 0 {
		head = uint32(i) + 4
	}
	f.add(ProtoHTTP, off, head, end)
	if off+head == end {
		return NoProto, end, end
	}
	if !HTTP(b).Response() && httpBegins(b[head:]) {
		return ProtoHTTP, off + head, end // requests one after the other (RFC 9112 §9.3.2)
	}
	return ProtoData, off + head, end
}

func httpBegins(b []byte) bool {
	if len(b) == 0 || b[0] < 'C' || b[0] > 'T' { // most segments, in one look
		return false
	}
	if bytes.HasPrefix(b, []byte("HTTP/1.")) {
		return true
	}
	for _, m := range httpMethods {
		if len(b) >= len(m) && string(b[:len(m)]) == m {
			return true
		}
	}
	return false
}

func httpParts(dst []Part, h []byte, l *Layer) []Part {
	w := tokens{dst: append(dst, Part{Table: &httpTable, Off: l.Off}), b: h, base: l.Off}
	line := &httpRequest
	if HTTP(h).Response() {
		line = &httpResponse
	}
	w.until(line[0], " ")
	w.until(line[1], " ")
	w.until(line[2], "")
	for w.at < len(w.b) {
		w.header()
	}
	return w.dst
}

// tokens lays tables over the tokens of text, line by line.
type tokens struct {
	dst  []Part
	b    []byte
	at   int
	base uint32
}

func (w *tokens) token(t *Table, n int) {
	if n > 0 {
		w.dst = append(w.dst, Part{Table: t, Off: w.base + uint32(w.at), Len: uint32(n)})
		w.at += n
	}
}

// line is the rest of the line, and how many bytes its end has.
func (w *tokens) line() (text []byte, end int) {
	rest := w.b[w.at:]
	i := bytes.IndexByte(rest, '\n')
	switch {
	case i < 0: // cut: perhaps between the bytes of its end
		text = bytes.TrimSuffix(rest, []byte("\r"))
		return text, len(rest) - len(text)
	case i > 0 && rest[i-1] == '\r':
		return rest[:i-1], 2
	}
	return rest[:i], 1
}

// until lays t over the bytes before mark in this line, and a delimiter over it;
// without a mark, over the rest of the line and its end.
func (w *tokens) until(t *Table, mark string) {
	text, end := w.line()
	if mark != "" {
		i := bytes.Index(text, []byte(mark))
		if i < 0 {
			w.token(t, len(text))
			return
		}
		w.token(t, i)
		w.token(httpDelimiter, len(mark))
		return
	}
	w.token(t, len(text))
	w.token(httpDelimiter, end)
}

// header lays tables over a field line: name, colon and spaces, value, end.
func (w *tokens) header() {
	text, end := w.line()
	colon := bytes.IndexByte(text, ':')
	if colon < 0 {
		w.token(httpOther, len(text))
		w.token(httpDelimiter, end)
		return
	}
	value := colon + 1
	for value < len(text) && (text[value] == ' ' || text[value] == '\t') {
		value++
	}
	table := httpOther
	for _, h := range httpHeaders {
		if len(h.name) == colon && bytes.EqualFold(text[:colon], []byte(h.name)) {
			table = h.table
		}
	}
	w.token(httpName, colon)
	w.token(httpDelimiter, value-colon)
	w.token(table, len(text)-value)
	w.token(httpDelimiter, end)
}

// HTTP is the head of the frame's HTTP message.
func (f *Frame) HTTP() (HTTP, bool) { return f.view(ProtoHTTP) }
