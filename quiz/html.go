package quiz

import (
	"fmt"
	"strings"
)

// MarkedHTML is frame i in hexadecimal as HTML, sixteen bytes a line, with the
// bytes that prove the answer in <mark>. It holds nothing but digits and tags.
func (q *Question) MarkedHTML(i int) string {
	p, left := brief(q.Frames[i].Packet)
	marked := make([]bool, len(p.Bytes))
	for _, a := range q.About {
		if a.Frame != i {
			continue
		}
		from, to := span(&q.Frames[i].Packet, a.Field)
		for at := from; at < min(to, len(marked)); at++ {
			marked[at] = true
		}
	}
	var b strings.Builder
	for at, octet := range p.Bytes {
		switch {
		case at > 0 && at%16 == 0:
			b.WriteString("<br>")
		case at > 0:
			b.WriteByte(' ')
		}
		if marked[at] {
			fmt.Fprintf(&b, "<mark>%02x</mark>", octet)
		} else {
			fmt.Fprintf(&b, "%02x", octet)
		}
	}
	if left > 0 {
		b.WriteString(" …")
	}
	return b.String()
}
