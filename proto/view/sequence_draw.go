package view

import (
	"strings"

	"netquiz/proto/flow"
)

// piece is text at a column of a line.
type piece struct {
	at   int
	text string
	ink  ink
}

// draw appends a line of pieces, which do not overlap, with the lifelines
// showing between them if they are to.
func (q *Sequence) draw(dst []byte, pieces []piece, lines bool) []byte {
	p := pen{Style: q.style, dst: dst}
	column := 0
	fill := func(to int) {
		for ; column < to; column++ {
			if lines && q.isLane(column) {
				p.write("│", dim)
			} else {
				p.write(" ", plain)
			}
		}
	}
	for _, piece := range pieces {
		if piece.text == "" {
			continue
		}
		fill(piece.at)
		p.write(piece.text, piece.ink)
		column += Columns(piece.text)
	}
	if lines {
		fill(q.at[len(q.at)-1] + 1)
	}
	return p.end()
}

func (q *Sequence) isLane(column int) bool {
	for _, at := range q.at {
		if at == column {
			return true
		}
	}
	return false
}

// headed is a text around the column of lane i, inside the drawing.
func (q *Sequence) headed(i int, text string, in ink) piece {
	gap := (q.at[len(q.at)-1] - q.at[0]) / (len(q.at) - 1)
	text = fit(text, gap-2)
	at := q.at[i] - Columns(text)/2
	switch i {
	case 0:
		at = q.at[i]
	case len(q.at) - 1:
		at = q.at[i] + 1 - Columns(text)
	}
	return piece{at, text, in}
}

// divide draws the head of a phase.
func (q *Sequence) divide(dst []byte) []byte {
	if q.phase == flow.Other {
		return dst
	}
	name := q.phase.String()
	name = q.word("flow.phase."+name, name)
	if q.at == nil {
		return q.style.appendPara(dst, para{{"── " + name + " ──", bold}}, 0, 0)
	}
	dst = q.draw(dst, nil, true)
	return q.draw(dst, []piece{{0, fit(name, gutter-1), bold}}, true)
}

// stamp is the number and the time of a frame.
func (q *Sequence) stamp(a Arrow) string {
	dst := appendRight(nil, uint64(max(a.Row.Number, 0)), 5)
	dst = append(dst, ' ')
	if a.Row.Time.IsZero() {
		return string(dst)
	}
	return string(appendSeconds(dst, a.Row.Time.Sub(q.Start), 10))
}

func (q *Sequence) manyLanes(dst []byte, a Arrow, from, to int, client, server string) []byte {
	stamp := piece{0, fit(q.stamp(a), gutter-1), dim}
	label := q.label(a)
	if from < 0 || to < 0 || from == to {
		at := q.at[max(from, 0)] + 2
		return q.draw(dst, []piece{stamp, {at, fit("· "+label, q.right()-at), plain}}, true)
	}
	left, right := q.at[min(from, to)]+1, q.at[max(from, to)]
	if Columns(label)+8 > right-left {
		dst = q.draw(dst, []piece{stamp, {left + 1, fit(label, q.right()-left-1), bold}}, true)
		stamp.text, label = "", ""
	}
	dst = q.draw(dst, []piece{stamp, {left, arrow(label, right-left, from < to, a.Lost), q.arrowInk(a)}}, true)
	if a.Row.FromClient != (from < to) { // the client stands on the right
		client, server = server, client
	}
	if note := q.note(left, right, from < to, q.caption(a), client, server); note != nil {
		dst = q.draw(dst, note, true)
	}
	if bar := q.bar(a.Row, 24); bar != "" {
		dst = q.draw(dst, []piece{{left + 2, fit(bar, right-left-3), dim}}, true)
	}
	for i := range a.Row.Events {
		dst = q.draw(dst, []piece{{left + 2, fit("! "+q.event(&a.Row.Events[i]), q.right()-left-2), alarming}}, true)
	}
	return dst
}

// right is the last column that text may reach into.
func (q *Sequence) right() int { return q.at[len(q.at)-1] }

func (q *Sequence) arrowInk(a Arrow) ink {
	if a.Lost {
		return alarming
	}
	return plain
}

// arrow is a line of columns with a label in it and its head at the right or
// left; that of a lost frame breaks off.
func arrow(label string, columns int, right, lost bool) string {
	if label != "" {
		label = " " + label + " "
	}
	rest := columns - Columns(label) - 1
	head := ">"
	if !right {
		head = "<"
	}
	if lost {
		head = "×"
	}
	if right {
		lead := min(2, rest)
		line := strings.Repeat("─", lead) + label
		if lost {
			return line + strings.Repeat("─", (rest-lead)/2) + head
		}
		return line + strings.Repeat("─", rest-lead) + head
	}
	tail := min(2, rest)
	if lost {
		gap := (rest - tail) / 2
		return spaces(gap) + head + strings.Repeat("─", rest-tail-gap) + label + strings.Repeat("─", tail)
	}
	return head + strings.Repeat("─", rest-tail) + label + strings.Repeat("─", tail)
}

// note is the line below an arrow: its caption, and the states that the left
// and the right end go into beside their lifelines.
func (q *Sequence) note(left, right int, fromLeft bool, caption, leftState, rightState string) []piece {
	if caption == "" && leftState == "" && rightState == "" {
		return nil
	}
	var pieces []piece
	from, to := left+1, right-1
	if leftState != "" {
		pieces = append(pieces, piece{from, leftState, telling})
		from += Columns(leftState) + 2
	}
	if rightState != "" {
		to -= Columns(rightState)
	}
	if room := to - 2 - from; caption != "" && room > 4 {
		caption = fit(caption, room)
		at := from
		if leftState == "" && rightState == "" {
			at = from + 2
			if !fromLeft {
				at = max(from, to-2-Columns(caption))
			}
		} else {
			at = from + (room-Columns(caption))/2
		}
		pieces = append(pieces, piece{at, caption, dim})
	}
	if rightState != "" {
		pieces = append(pieces, piece{to, rightState, telling})
	}
	return pieces
}

// bar shows how much of the receiver's window is under way: it fills with data
// and drains with acknowledgments. It is "" where no data is concerned or the
// window is not known.
func (q *Sequence) bar(r *flow.Row, columns int) string {
	if r.Conversation == nil {
		return ""
	}
	flight, window := 0, -1
	switch {
	case r.Len > 0:
		flight, window = r.InFlight, r.Receiver().Window
	case r.Step == flow.DataACK:
		flight, window = r.Receiver().InFlight(), r.Window
	}
	if window < 0 {
		return ""
	}
	full := columns
	if window > 0 {
		full = min(columns, (flight*columns+window-1)/window)
	}
	return q.style.L.T("view.sequence.window") + " " +
		strings.Repeat("█", full) + strings.Repeat("░", columns-full) + " " +
		q.style.L.Number(flight) + "/" + q.style.L.Number(window)
}

func (q *Sequence) event(e *flow.Event) string {
	name := e.Kind.String()
	return q.word("flow.event."+name, name)
}

// oneLane draws a frame where there is no room for lifelines.
func (q *Sequence) oneLane(dst []byte, a Arrow, from, to int, client, server string) []byte {
	const indent = 6
	head := "·"
	switch {
	case a.Lost:
		head = "──×"
	case from >= 0 && from < to:
		head = "──>"
	case to >= 0 && to < from:
		head = "<──"
	}
	line := para{}.add(strings.TrimLeft(q.stamp(a), " ")+" ", dim).add(head+" ", q.arrowInk(a)).add(q.label(a), bold)
	dst = q.style.appendPara(dst, line, 0, indent)
	more := func(text string, in ink) {
		if text != "" {
			dst = append(dst, spaces(indent)...)
			dst = q.style.appendPara(dst, para{{text, in}}, indent, indent)
		}
	}
	more(q.caption(a), plain)
	if client != "" || server != "" {
		more(q.style.L.T("view.sequence.states", "Client", orDash(client), "Server", orDash(server)), telling)
	}
	more(q.bar(a.Row, 10), dim)
	for i := range a.Row.Events {
		more("! "+q.event(&a.Row.Events[i]), alarming)
	}
	return dst
}

func orDash(state string) string {
	if state == "" {
		return "–"
	}
	return state
}
