package view

import "strings"

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
func (q *Sequence) divide(dst []byte, s *saying) []byte {
	if s.head == "" {
		return dst
	}
	if q.at == nil {
		head := para{{"── " + s.head + " ──", bold}}
		if s.ports != "" {
			head = head.add(" "+s.ports, dim)
		}
		return q.style.appendPara(dst, head, 0, 0)
	}
	dst = q.draw(dst, nil, true)
	return q.draw(dst, []piece{{0, fit(s.head, gutter-1), bold}, {q.at[0] + 2, s.ports, dim}}, true)
}

// stamp is the number and the time of a frame.
func (s *saying) stamp() string {
	dst := appendRight(nil, uint64(max(s.number, 0)), 5)
	dst = append(dst, ' ')
	if !s.timed {
		return string(dst)
	}
	return string(appendSeconds(dst, s.at, 10))
}

func (q *Sequence) manyLanes(dst []byte, s *saying) []byte {
	dst = q.divide(dst, s)
	stamp := piece{0, fit(s.stamp(), gutter-1), dim}
	if s.from < 0 || s.to < 0 || s.from == s.to {
		at := q.at[max(s.from, 0)] + 2
		return q.draw(dst, []piece{stamp, {at, fit("· "+s.label, q.right()-at), plain}}, true)
	}
	left, right, label := q.at[min(s.from, s.to)]+1, q.at[max(s.from, s.to)], s.label
	if Columns(label)+8 > right-left {
		at := q.reach(left+1, label)
		dst = q.draw(dst, []piece{stamp, {at, fit(label, q.right()-at), bold}}, true)
		stamp.text, label = "", ""
	}
	dst = q.draw(dst, []piece{stamp, {left, arrow(label, right-left, s.from < s.to, s.lost), s.ink()}}, true)
	for _, note := range q.notes(left, right, s) {
		dst = q.draw(dst, note, true)
	}
	if bar := q.bar(s, mostGauge); bar != "" {
		room := right - left - 4
		if over := Columns(bar) - room; over > 0 {
			bar = q.bar(s, max(mostGauge-over, leastGauge))
		}
		dst = q.draw(dst, []piece{{left + 3, fit(bar, room), dim}}, true)
	}
	for _, event := range s.events {
		dst = q.draw(dst, []piece{{left + 3, fit("! "+event, q.right()-left-3), alarming}}, true)
	}
	return dst
}

// right is the last column that text may reach into.
func (q *Sequence) right() int { return q.at[len(q.at)-1] }

func (s *saying) ink() ink {
	if s.lost {
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

// shaft is an arrow without room for anything in it.
func shaft(right, lost bool) string {
	switch {
	case lost && right:
		return "──×"
	case lost:
		return "×──"
	case right:
		return "──>"
	}
	return "<──"
}

// notes are the lines below an arrow: its caption, and the states that the left
// and the right end go into beside their lifelines, in one line if there is room.
func (q *Sequence) notes(left, right int, s *saying) (lines [][]piece) {
	fromLeft := s.from < s.to
	leftState, rightState := s.sender, s.receiver
	if !fromLeft {
		leftState, rightState = rightState, leftState
	}
	if s.caption == "" && leftState == "" && rightState == "" {
		return nil
	}
	var pieces []piece
	from, to := left+1, right-1
	caption := q.beside(from, to, fromLeft, s.caption)
	if leftState == "" && rightState == "" {
		return [][]piece{{caption}}
	}
	if leftState != "" {
		pieces = append(pieces, piece{from, leftState, telling})
		from += Columns(leftState) + 2
	}
	if rightState != "" {
		to -= Columns(rightState)
	}
	apart := false
	if room, wide := to-2-from, Columns(s.caption); wide > room {
		apart = true
	} else if wide > 0 {
		pieces = append(pieces, piece{from + (room-wide)/2, s.caption, dim})
	}
	if rightState != "" {
		pieces = append(pieces, piece{to, rightState, telling})
	}
	if lines = append(lines, pieces); apart {
		lines = append(lines, []piece{caption})
	}
	return lines
}

// beside is a caption at the end of an arrow that it starts from, going on past
// the other end where there is no room.
func (q *Sequence) beside(from, to int, fromLeft bool, caption string) piece {
	at := from + 2
	if !fromLeft {
		at = max(at, to-2-Columns(caption))
	}
	at = q.reach(at, caption+" ")
	return piece{at, fit(caption, q.right()-1-at), dim}
}

// reach is where text is to begin that would best begin at a column: further to
// the left where it would reach out of the drawing.
func (q *Sequence) reach(at int, text string) int {
	return max(min(at, q.right()-Columns(text)), q.at[0]+2)
}

// A gauge between lifelines is that many columns wide where there is room, and
// at least so many.
const mostGauge, leastGauge = 24, 4

// bar shows how much of the receiver's window is under way: it fills with data
// and drains with acknowledgments. It is "" where no data is concerned or the
// window is not known.
func (q *Sequence) bar(s *saying, columns int) string {
	if s.window < 0 {
		return ""
	}
	return q.style.L.T("view.sequence.window") + " " + gauge(s.flight, s.window, columns) + " " +
		q.style.L.Number(s.flight) + "/" + q.style.L.Number(s.window)
}

// gauge is a bar of columns that shows how much of room is taken; it is full
// where there is no room.
func gauge(taken, room, columns int) string {
	full := columns
	if room > 0 {
		full = min(columns, (max(taken, 0)*columns+room-1)/room)
	}
	return strings.Repeat("█", full) + strings.Repeat("░", columns-full)
}
