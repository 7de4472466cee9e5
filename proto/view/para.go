package view

import "strings"

// run is a piece of text of one ink. Text is safe already.
type run struct {
	text string
	ink  ink
}

// para is text to be broken into lines at its spaces; Hangul words stay whole
// where a line can hold them.
type para []run

func (p para) add(text string, i ink) para { return append(p, run{text, i}) }

func (p para) join(more para) para { return append(p, more...) }

// word is what lies between two spaces: runs side by side.
type word struct {
	runs  []run
	width int
	space ink // of the space before it
}

func (p para) words() []word {
	var all []word
	var open word
	space := plain
	flush := func() {
		if open.runs != nil {
			open.space = space
			all = append(all, open)
			open = word{}
		}
	}
	for _, r := range p {
		for i, piece := range strings.Split(r.text, " ") {
			if i > 0 {
				flush()
				space = r.ink
			}
			if piece != "" {
				open.runs = append(open.runs, run{piece, r.ink})
				open.width += Columns(piece)
			}
		}
	}
	flush()
	return all
}

// leastRoom is how many columns a hanging indent must leave; one that leaves
// fewer becomes a small one.
const leastRoom = 26

// appendPara appends p broken to the style's width: the first line goes on at
// column at of the line that dst ends in, the others are indented by hang
// columns and begin with lead, which counts as part of them.
func (s Style) appendPara(dst []byte, p para, at, hang int, lead ...run) []byte {
	return s.wrap(dst, p, s.width(), at, hang, lead...)
}

// wrap is appendPara to a width of room columns.
func (s Style) wrap(dst []byte, p para, room, at, hang int, lead ...run) []byte {
	leading := 0
	for _, l := range lead {
		leading += Columns(l.text)
	}
	if room-hang < leastRoom && hang-leading > 4 {
		hang = leading + 4
	}
	newline := func() {
		dst = append(trimRight(dst), '\n')
		for _, l := range lead {
			dst = s.paint(dst, l.text, l.ink)
		}
		at = max(hang, leading)
		dst = append(dst, spaces(at-leading)...)
	}
	start := true
	for _, w := range p.words() {
		if !start {
			if at+1+w.width > room && (w.width <= room-hang || at+1 >= room) {
				newline()
			} else {
				dst = s.paint(dst, " ", onSpace(w.space))
				at++
			}
		} else if at+w.width > room && at > hang {
			newline()
		}
		start = false
		for _, r := range w.runs {
			for text := r.text; text != ""; {
				head := text
				if n := Columns(text); at+n > room {
					if room-at < 2 {
						newline()
					}
					head, text = splitAt(text, room-at)
					at += Columns(head)
				} else {
					text = ""
					at += n
				}
				dst = s.paint(dst, head, r.ink)
				if text != "" {
					newline()
				}
			}
		}
	}
	return append(trimRight(dst), '\n')
}

// onSpace keeps of an ink what shows on a space.
func onSpace(i ink) ink {
	if i == marked || i == under {
		return i
	}
	return plain
}

func trimRight(dst []byte) []byte {
	for len(dst) > 0 && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// columns is the width of p on one line.
func (p para) columns() int {
	n := 0
	for i, w := range p.words() {
		n += w.width + min(i, 1)
	}
	return n
}
