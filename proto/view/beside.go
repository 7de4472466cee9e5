package view

import "time"

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
	if wide {
		p := pen{Style: b.Style, dst: dst}
		p.write(spaces(clock+1)+pad(fit(names[0], room), room)+"   ", bold)
		p.write(fit(names[1], room), bold)
		dst = p.end()
	}
	for len(runs[0])+len(runs[1]) > 0 {
		at, turns := b.next(&runs)
		for i, now := range turns {
			if now != nil && !wide {
				dst = b.alone(dst, at, names[i], now)
			}
		}
		if wide {
			dst = b.line(dst, at, room, turns)
		}
	}
	return dst
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

func (b Beside) line(dst []byte, at time.Duration, room int, turns [2]*Burst) []byte {
	p := pen{Style: b.Style, dst: dst}
	p.write(string(appendSeconds(nil, at, clock))+" ", dim)
	for i, now := range turns {
		if i > 0 {
			p.write(" │ ", dim)
		}
		if now == nil {
			p.write(spaces(room), plain)
			continue
		}
		p.write(pad(fit(now.text(), room), room), now.ink())
	}
	return p.end()
}

func (b Beside) alone(dst []byte, at time.Duration, name string, now *Burst) []byte {
	line := para{{string(appendSeconds(nil, at, 0)) + " ", dim}, {name + " ", bold}, {now.text(), now.ink()}}
	return b.appendPara(dst, line, 0, 6)
}

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
