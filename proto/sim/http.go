package sim

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// appendBody appends bytes from to to of the body that the web server sends:
// lines of sixteen bytes with their number, so that any byte is known by its place.
func appendBody(dst []byte, from, to int) []byte {
	for from < to {
		line := []byte("<p>00000000</p>\n")
		for at, n := 10, from/16; n > 0 && at > 2; at, n = at-1, n/10 {
			line[at] = byte('0' + n%10)
		}
		piece := line[from%16 : min(16, from%16+to-from)]
		dst = append(dst, piece...)
		from += len(piece)
	}
	return dst
}

func request(host, path string, last bool) []byte {
	connection := ""
	if last {
		connection = "Connection: close\r\n"
	}
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n%s\r\n", path, host, connection)
}

// Response is what a web client has received of one response.
type Response struct {
	Status int
	Length int  // bytes of body announced; -1: not announced
	Body   int  // bytes of body received
	Whole  bool // all of it has come
	Intact bool // every byte so far was the one that the server sent
}

// responseReader takes a response as it comes off the stream, in any pieces.
type responseReader struct {
	Response
	head []byte // the lines so far
	body bool   // the head is over
}

// take takes bytes off the stream and tells how many belong to the response.
func (r *responseReader) take(p []byte) int {
	n := 0
	if !r.body {
		had := len(r.head)
		r.head = append(r.head, p...)
		end := bytes.Index(r.head, []byte("\r\n\r\n"))
		if end < 0 {
			return len(p)
		}
		n = end + 4 - had
		r.readHead(string(r.head[:end]))
		p = p[n:]
	}
	if r.Length >= 0 {
		p = p[:min(len(p), r.Length-r.Body)]
	}
	r.Intact = r.Intact && bytes.Equal(p, appendBody(nil, r.Body, r.Body+len(p)))
	r.Body += len(p)
	r.Whole = r.Body == r.Length
	return n + len(p)
}

func (r *responseReader) readHead(head string) {
	r.body, r.Intact, r.Length = true, true, -1
	lines := strings.Split(head, "\r\n")
	if parts := strings.SplitN(lines[0], " ", 3); len(parts) > 1 {
		r.Status, _ = strconv.Atoi(parts[1])
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(name, "Content-Length") {
			if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
				r.Length = n
			}
		}
	}
}
