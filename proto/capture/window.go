package capture

import (
	"bytes"
	"io"
)

const (
	windowSize = 128 << 10 // bytes read at once
	maxLine    = 4 << 20   // bytes of one line or JSON value
)

// window is a piece of the input: peeked at without copying, then skipped. What
// was peeked at stays as it is until the next peek.
type window struct {
	r       io.Reader
	buf     []byte
	at, end int   // buf[at:end] is not yet skipped
	off     int64 // where buf[at] lies in the input
	err     error // why nothing follows buf[end]
}

func newWindow(r io.Reader) *window { return &window{r: r, buf: make([]byte, windowSize)} }

// peek is the next n bytes, or fewer where the input ends.
func (w *window) peek(n int) []byte {
	if w.end-w.at < n {
		w.fill(n)
	}
	return w.buf[w.at:min(w.at+n, w.end)]
}

func (w *window) skip(n int) {
	w.at += n
	w.off += int64(n)
}

// unread gives back n bytes that were skipped last.
func (w *window) unread(n int) { w.skip(-n) }

func (w *window) fill(n int) {
	for w.end-w.at < n && w.more() {
	}
}

// more reads once, and tells whether anything came.
func (w *window) more() bool {
	if w.at > 0 {
		w.end = copy(w.buf, w.buf[w.at:w.end])
		w.at = 0
	}
	if w.end == len(w.buf) {
		w.buf = append(w.buf, make([]byte, len(w.buf))...)
	}
	for tries := 0; w.err == nil; tries++ {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		w.err = err
		if n > 0 {
			return true
		}
		if tries == 100 {
			w.err = io.ErrNoProgress
		}
	}
	return false
}

// rest is what has been read and not skipped.
func (w *window) rest() []byte { return w.buf[w.at:w.end] }

// line is the next line without its end, and skips it; io.EOF where none is
// left. It stays as it is until the next one.
func (w *window) line() ([]byte, error) {
	for seen := 0; ; {
		rest := w.rest()
		if i := bytes.IndexByte(rest[seen:], '\n'); i >= 0 {
			w.skip(seen + i + 1)
			return trimCR(rest[:seen+i]), nil
		}
		if seen = len(rest); seen > maxLine {
			return nil, &Error{Reason: BlockTooLong, Offset: w.off, Wanted: maxLine, Had: int64(seen)}
		}
		if w.more() {
			continue
		}
		if w.err != io.EOF {
			return nil, &Error{Reason: Unreadable, Offset: w.off + int64(seen), Err: w.err}
		}
		if seen == 0 {
			return nil, io.EOF
		}
		rest = w.rest()
		w.skip(seen)
		return trimCR(rest), nil
	}
}

func trimCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }

// Read hands the input on to what unpacks it.
func (w *window) Read(b []byte) (int, error) {
	if w.at == w.end && !w.more() {
		return 0, w.err
	}
	n := copy(b, w.rest())
	w.skip(n)
	return n, nil
}

// ended is the error of an input that ends after had of wanted bytes of what
// begins at the window's place.
func (w *window) ended(wanted, had int) error {
	e := &Error{Reason: Truncated, Offset: w.off, Wanted: int64(wanted), Had: int64(had)}
	if w.err != io.EOF {
		e.Err = w.err
		if w.err != io.ErrUnexpectedEOF {
			e.Reason = Unreadable
		}
	}
	return e
}
