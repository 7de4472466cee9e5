package view

import (
	"strings"
	"time"
)

// Burst is some frames of one kind, one right after the other.
type Burst struct {
	At         time.Duration // of the first, since the start
	FromClient bool
	Lost       bool   // does not arrive
	Caption    string // what they are
	Events     []string
}

// Beside draws two runs beside each other, time going down alike in both. Where
// there is no room for two columns, below 72, each line says whose it is.
type Beside struct{ Style }

// together is how far apart things may be that stand in one line.
const together = time.Millisecond / 2

// clock is the columns of a time.
const clock = 10

// Append appends the runs, whose names are short.
func (b Beside) Append(dst []byte, names [2]string, runs [2][]Burst) []byte {
	wide := b.width() >= lanesFrom
	room := (min(b.width(), mostColumns) - clock - 4) / 2
	stamps := len(appendSeconds(nil, end(runs), 0))
	if wide {
		p := pen{Style: b.Style, dst: dst}
		p.write(spaces(clock+1)+pad(fit(names[0], room), room)+"   ", bold)
		p.write(fit(names[1], room), bold)
		dst = p.end()
	}
	for len(runs[0])+len(runs[1]) > 0 {
		at, turns := b.next(&runs)
		if wide {
			dst = b.abreast(dst, at, room, turns)
		} else {
			dst = b.below(dst, string(appendSeconds(nil, at, stamps)), names, turns)
		}
	}
	return dst
}

// end is when the last of two runs begins its last burst.
func end(runs [2][]Burst) (at time.Duration) {
	for _, bursts := range runs {
		if n := len(bursts); n > 0 {
			at = max(at, bursts[n-1].At)
		}
	}
	return at
}

// next takes what comes next from each of the runs, and from both what comes at
// once.
func (b Beside) next(runs *[2][]Burst) (at time.Duration, turns [2]*Burst) {
	first := 0
	if len(runs[0]) == 0 || len(runs[1]) > 0 && runs[1][0].At < runs[0][0].At {
		first = 1
	}
	at = runs[first][0].At
	for i := range runs {
		if len(runs[i]) > 0 && runs[i][0].At-at < together {
			turns[i] = &runs[i][0]
			runs[i] = runs[i][1:]
		}
	}
	return at, turns
}

// abreast draws what comes at once in two columns, each broken to its room.
func (b Beside) abreast(dst []byte, at time.Duration, room int, turns [2]*Burst) []byte {
	var cells [2][]string
	for i, now := range turns {
		if now != nil {
			text := Style{}.wrap(nil, para{{now.text(), plain}}, room, 0, shaftColumns)
			cells[i] = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		}
	}
	stamp := string(appendSeconds(nil, at, clock))
	for row := range max(len(cells[0]), len(cells[1])) {
		p := pen{Style: b.Style, dst: dst}
		p.write(pad(stamp, clock)+" ", dim)
		stamp = ""
		for i, lines := range cells {
			if i > 0 {
				p.write(" │ ", dim)
			}
			if row < len(lines) {
				p.write(pad(lines[row], room), turns[i].ink())
			} else {
				p.write(spaces(room), plain)
			}
		}
		dst = p.end()
	}
	return dst
}

// below draws what comes at once one below the other, the time before the first.
func (b Beside) below(dst []byte, stamp string, names [2]string, turns [2]*Burst) []byte {
	for i, now := range turns {
		if now == nil {
			continue
		}
		line := para{{names[i] + " ", bold}, {now.text(), now.ink()}}
		column := Columns(stamp) + 1
		hang := spaces(column + Columns(names[i]) + 1 + shaftColumns)
		dst = b.paint(dst, stamp, dim)
		dst = b.appendPara(append(dst, ' '), line, column, len(hang), run{hang, plain})
		stamp = spaces(Columns(stamp))
	}
	return dst
}

// shaftColumns is what an arrow takes, with the space behind it.
const shaftColumns = 4

func (b *Burst) text() string {
	text := shaft(b.FromClient, b.Lost) + " " + b.Caption
	for _, event := range b.Events {
		text += " ! " + event
	}
	return text
}

func (b *Burst) ink() ink {
	if b.Lost || len(b.Events) > 0 {
		return alarming
	}
	return plain
}
