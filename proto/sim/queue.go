package sim

// queue is a line of bytes, first in, first out. It grows to the most it ever
// had to hold and no further.
type queue struct {
	buf  []byte
	head int
}

func (q *queue) len() int { return len(q.buf) - q.head }

// bytes are all the bytes, valid until the next write.
func (q *queue) bytes() []byte { return q.buf[q.head:] }

func (q *queue) write(p []byte) {
	if q.head > 0 && len(q.buf)+len(p) > cap(q.buf) {
		q.buf = q.buf[:copy(q.buf, q.buf[q.head:])]
		q.head = 0
	}
	q.buf = append(q.buf, p...)
}

func (q *queue) drop(n int) {
	if q.head += n; q.head == len(q.buf) {
		q.buf, q.head = q.buf[:0], 0
	}
}
