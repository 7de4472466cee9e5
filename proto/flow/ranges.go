package flow

// before tells whether sequence number a comes before b, modulo 2^32 (RFC 9293
// §3.4). Of two that are 2^31 apart neither does.
func before(a, b uint32) bool { return b-a-1 < 1<<31-1 }

// maxRanges is how many separate ranges of sequence numbers are remembered of
// one end: more holes at once than a window usually has losses.
const maxRanges = 16

// ranges are sequence numbers, as up to maxRanges disjoint ranges [from, to) in
// order. They span less than 2^31. Where there was no room, some in vague are in
// them that should not be.
type ranges struct {
	n     int
	r     [maxRanges][2]uint32
	vague [2]uint32
}

// empty tells that nothing is in s, nor vague.
func (s *ranges) empty() bool { return s.n == 0 && s.vague == [2]uint32{} }

// add includes [from, to). It fails where there is no room for one more range.
func (s *ranges) add(from, to uint32) bool {
	if !before(from, to) {
		return true
	}
	i := 0
	for i < s.n && before(s.r[i][1], from) {
		i++
	}
	j := i
	for j < s.n && !before(to, s.r[j][0]) {
		if before(s.r[j][0], from) {
			from = s.r[j][0]
		}
		if before(to, s.r[j][1]) {
			to = s.r[j][1]
		}
		j++
	}
	if j > i { // it joins those from i to j
		s.r[i] = [2]uint32{from, to}
		s.n = i + 1 + copy(s.r[i+1:], s.r[j:s.n])
		return true
	}
	if s.n == maxRanges {
		return false
	}
	copy(s.r[i+1:s.n+1], s.r[i:s.n])
	s.r[i] = [2]uint32{from, to}
	s.n++
	return true
}

// stretch includes all from the end of the highest range up to to.
func (s *ranges) stretch(to uint32) {
	if s.n > 0 && before(s.r[s.n-1][1], to) {
		s.blur(s.r[s.n-1][1], to)
		s.r[s.n-1][1] = to
	}
}

func (s *ranges) blur(from, to uint32) {
	if v := &s.vague; v[0] == v[1] {
		*v = [2]uint32{from, to}
	} else {
		if before(from, v[0]) {
			v[0] = from
		}
		if before(v[1], to) {
			v[1] = to
		}
	}
}

// sure tells whether a number in s ought to be there.
func (s *ranges) sure(seq uint32) bool { return seq-s.vague[0] >= s.vague[1]-s.vague[0] }

// remove takes [from, to) out; in the middle of a range, where there is no room
// for one more, it only becomes vague.
func (s *ranges) remove(from, to uint32) {
	if !before(from, to) {
		return
	}
	for i := 0; i < s.n; i++ {
		lo, hi := s.r[i][0], s.r[i][1]
		if !before(from, hi) || !before(lo, to) {
			continue
		}
		cutLow, cutHigh := !before(lo, from), !before(to, hi)
		switch {
		case cutLow && cutHigh:
			s.n = i + copy(s.r[i:], s.r[i+1:s.n])
			i--
		case cutLow:
			s.r[i][0] = to
		case cutHigh:
			s.r[i][1] = from
		case s.n < maxRanges:
			copy(s.r[i+2:s.n+1], s.r[i+1:s.n])
			s.r[i][1], s.r[i+1] = from, [2]uint32{to, hi}
			s.n++
		default:
			s.blur(from, to)
		}
	}
}

// below takes out all that lies before the sequence number to.
func (s *ranges) below(to uint32) {
	if !before(to, s.vague[1]) {
		s.vague = [2]uint32{}
	}
	for s.n > 0 && before(s.r[0][0], to) {
		if before(to, s.r[0][1]) {
			s.r[0][0] = to
			return
		}
		s.n = copy(s.r[:], s.r[1:s.n])
	}
}

// overlaps tells whether any of [from, to) is in s.
func (s *ranges) overlaps(from, to uint32) bool {
	for i := range s.r[:s.n] {
		if before(from, to) && before(from, s.r[i][1]) && before(s.r[i][0], to) {
			return true
		}
	}
	return false
}

// size is how many sequence numbers are in s.
func (s *ranges) size() uint32 {
	var n uint32
	for _, r := range s.r[:s.n] {
		n += r[1] - r[0]
	}
	return n
}
