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

// endOfHead ends the head of a request or a response (RFC 9112 §2.1).
var endOfHead = []byte("\r\n\r\n")

const closeHeader = "Connection: close\r\n"

func appendRequest(dst []byte, host, path string, last bool) []byte {
	dst = fmt.Appendf(dst, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n", path, host)
	if last {
		dst = append(dst, closeHeader...)
	}
	return append(dst, "\r\n"...)
}

func appendResponseHead(dst []byte, size int, chunked, last bool) []byte {
	dst = append(dst, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"...)
	if chunked {
		dst = append(dst, "Transfer-Encoding: chunked\r\n"...)
	} else {
		dst = fmt.Appendf(dst, "Content-Length: %d\r\n", size)
	}
	if last {
		dst = append(dst, closeHeader...)
	}
	return append(dst, "\r\n"...)
}

// Response is what a web client has received of one response.
type Response struct {
	Status  int
	Length  int // bytes of body announced; -1: not announced
	Chunked bool
	Body    int  // bytes of body received
	Whole   bool // all of it has come
	Intact  bool // every byte so far was the one that the server sent
}

// responseReader takes a response as it comes off the stream, in any pieces.
type responseReader struct {
	Response
	line  []byte // what has come of the head, or of a chunk's line
	body  bool   // the head is over
	chunk int    // bytes of the chunk still to come; -1: its line comes first
}

// take takes bytes off the stream and tells how many belong to the response.
func (r *responseReader) take(p []byte) int {
	n := 0
	for n < len(p) && !r.Whole {
		switch {
		case !r.body:
			n += r.takeLine(p[n:], endOfHead, r.head)
		case r.Chunked && r.chunk < 0:
			n += r.takeLine(p[n:], endOfHead[:2], r.chunkLine)
		default:
			n += r.takeBody(p[n:])
		}
	}
	return n
}

// takeLine collects bytes up to end, and hands what lies before it to done.
func (r *responseReader) takeLine(p, end []byte, done func(string)) int {
	had := len(r.line)
	r.line = append(r.line, p...)
	at := bytes.Index(r.line, end)
	if at < 0 {
		return len(p)
	}
	text := string(r.line[:at])
	r.line = r.line[:0]
	done(text)
	return at + len(end) - had
}

func (r *responseReader) takeBody(p []byte) int {
	if r.Chunked {
		p = p[:min(len(p), r.chunk)]
		r.chunk -= len(p)
	} else if r.Length >= 0 {
		p = p[:min(len(p), r.Length-r.Body)]
	}
	r.Intact = r.Intact && bytes.Equal(p, appendBody(nil, r.Body, r.Body+len(p)))
	r.Body += len(p)
	if r.Chunked && r.chunk == 0 {
		r.chunk = -1
	}
	r.Whole = !r.Chunked && r.Body == r.Length
	return len(p)
}

func (r *responseReader) head(text string) {
	r.body, r.Intact, r.Length, r.chunk = true, true, -1, -1
	lines := strings.Split(text, "\r\n")
	if parts := strings.SplitN(lines[0], " ", 3); len(parts) > 1 {
		r.Status, _ = strconv.Atoi(parts[1])
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case strings.EqualFold(name, "Transfer-Encoding"):
			r.Chunked = strings.EqualFold(value, "chunked")
		case strings.EqualFold(name, "Content-Length"):
			if n, err := strconv.Atoi(value); err == nil && n >= 0 {
				r.Length = n
			}
		}
	}
	r.Whole = !r.Chunked && r.Length == 0
}

// chunkLine takes the line before a chunk, the empty one behind its data, and
// the one behind the last chunk (RFC 9112 §7.1; no extensions, no trailers).
func (r *responseReader) chunkLine(text string) {
	switch n, err := strconv.ParseUint(text, 16, 31); {
	case r.Length == 0:
		r.Whole = true
	case text == "":
	case err != nil:
		r.Intact = false
	case n == 0:
		r.Length = 0 // the last chunk; an empty line follows
	default:
		r.chunk = int(n)
	}
}
