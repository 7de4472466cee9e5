package capture

import "bytes"

// words are the bytes at the start of a line's rest, with where each word ends.
type words struct {
	text  []byte
	bytes []byte
	ends  []int // end of each word in the text
	sizes []int // bytes up to the end of each word
	stop  int   // where the first thing stands that is no word
}

// read reads as many words as there are. Text behind them may look like further
// words: resolve finds out.
func (w *words) read(form wordForm, text []byte) {
	w.text = append(w.text[:0], text...)
	w.bytes, w.ends, w.sizes = w.bytes[:0], w.ends[:0], w.sizes[:0]
	for at := 0; ; {
		start, end := wordAt(w.text, at)
		w.stop = start
		b, ok := form.word(w.bytes, w.text[start:end])
		if !ok || start == end {
			return
		}
		w.bytes = b
		w.ends, w.sizes = append(w.ends, end), append(w.sizes, len(b))
		at = end
	}
}

// wordAt is where the first word from at on begins and ends.
func wordAt(text []byte, at int) (start, end int) {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	for end = at; end < len(text) && text[end] != ' ' && text[end] != '\t'; {
		end++
	}
	return at, end
}

// spelled is how many words the text behind them spells, -1 if it spells none.
func (w *words) spelled() int {
	for k := len(w.ends) - 1; k >= 0; k-- {
		if rest := bytes.TrimSpace(w.text[w.ends[k]:]); len(rest) > 0 && spells(rest, w.bytes[:w.sizes[k]]) {
			return k
		}
	}
	return -1
}

// resolve is how many of the bytes are the line's, where no offset follows to
// tell: those that the text behind them spells; or that stand within the
// columns of the lines before; or all, if nothing else is there.
func (w *words) resolve(column int) (n int, ok bool) {
	if k := w.spelled(); k >= 0 {
		return w.sizes[k], true
	}
	if column == 0 {
		column = len(w.text)
		if w.stop < len(w.text) {
			column = w.wideGap()
		}
	}
	if w.stop <= column && w.stop < len(w.text) {
		return 0, false
	}
	for k, end := range w.ends {
		if end > column {
			break
		}
		n = w.sizes[k]
	}
	return n, n > 0
}

// wideGap is where the last two spaces in front of what is no word begin.
func (w *words) wideGap() int { return bytes.LastIndex(w.text[:w.stop], []byte("  ")) }

// exactly tells whether the line has n bytes: whether a word ends there, or, of
// a dump's last word, what is left of it is zero.
func (w *words) exactly(n int, form wordForm) (column int, ok bool) {
	for k, size := range w.sizes {
		if size < n {
			continue
		}
		if size > n && (form < reversed || len(bytes.Trim(w.bytes[n:size], "\x00")) > 0) {
			return 0, false
		}
		end := w.ends[k]
		rest := w.text[end:]
		return end, len(bytes.TrimSpace(rest)) == 0 || bytes.HasPrefix(rest, []byte("  ")) || spells(bytes.TrimSpace(rest), w.bytes[:n])
	}
	return 0, false
}

// spells tells whether text shows b as dumps do: what can be printed as it is,
// a point for the rest. Spaces do not count, nor bars around it.
func spells(text, b []byte) bool {
	if n := len(text); n >= 2 && (text[0] == '|' && text[n-1] == '|' || text[0] == '>' && text[n-1] == '<') {
		text = text[1 : n-1]
	}
	at := 0
	for _, c := range b {
		if c == ' ' {
			continue
		}
		for at < len(text) && text[at] == ' ' {
			at++
		}
		if at == len(text) || text[at] != printable(c) {
			return false
		}
		at++
	}
	return len(bytes.TrimSpace(text[at:])) == 0
}
