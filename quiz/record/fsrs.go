package record

import "math"

// Grade says how an answer went. The zero Grade is none.
type Grade uint8

// The four grades of FSRS. Again means wrong, the others right with more or less ease.
const (
	Again Grade = 1 + iota
	Hard
	Good
	Easy
)

// State is what FSRS-6 knows of one skill. The zero State is a skill never asked.
type State struct {
	Stability  float64 // days until the chance to recall falls to 0.9; 0.001 … 36,500
	Difficulty float64 // 1 (easy) … 10
	Last       Day     // of the last answer that counted
	Due        Day     // when it should be asked again
	Reps       int     // answers that counted, one a day at most
	Lapses     int     // times it was known and then missed
}

// Next returns the state after an answer of grade g (Again … Easy) on a day.
// It is FSRS-6 in its long-term mode, without fuzz, for a desired retention of
// 0.9: intervals are whole days, at least one, and a better grade is due at
// least a day later than a worse one.
func (s State) Next(g Grade, on Day) State { return defaults.next(s, g, on) }

// Retention returns the chance, 0 … 1, that the skill would be answered right
// on a day: 1 on the day of its last answer or before, 0 if it was never asked.
func (s State) Retention(on Day) float64 {
	if s.Reps == 0 {
		return 0
	}
	return defaults.retention(s, on)
}

// weights are the 21 parameters of FSRS-6, w₀ … w₂₀.
type weights [21]float64

var defaults = weights{
	0.212, 1.2931, 2.3065, 8.2956, // stability after the first answer, by grade
	6.4133, 0.8334, 3.0194, 0.001, // difficulty: first, its step, change by grade, pull back to easy
	1.8722, 0.1666, 0.796, // stability after recall
	1.4835, 0.0614, 0.2629, 1.6483, // stability after a lapse
	0.6014, 1.8729, // hard penalty, easy bonus
	0.5425, 0.0912, 0.0658, // within a day: unused in the long-term mode
	0.1542, // decay of the forgetting curve
}

const (
	minStability = 0.001
	maxStability = 36500
	maxInterval  = 36500
)

func (w *weights) next(s State, g Grade, on Day) State {
	var stability [Easy + 1]float64
	var interval [Easy + 1]Day
	for each := Again; each <= Easy; each++ {
		stability[each] = w.stability(s, each, on)
		// Stability is by definition the interval at the desired retention of 0.9.
		interval[each] = Day(min(max(1, math.Round(stability[each])), maxInterval))
	}
	interval[Again] = min(interval[Again], interval[Hard])
	for each := Hard; each <= Easy; each++ {
		interval[each] = max(interval[each], interval[each-1]+1)
	}

	after := State{
		Stability:  stability[g],
		Difficulty: w.difficulty(s, g),
		Last:       on,
		Due:        on + interval[g],
		Reps:       s.Reps + 1,
		Lapses:     s.Lapses,
	}
	if g == Again && s.Reps > 0 {
		after.Lapses++
	}
	return after
}

func (w *weights) stability(s State, g Grade, on Day) float64 {
	if s.Reps == 0 {
		return max(w[g-1], 0.1)
	}
	forgotten := 1 - w.retention(s, on)
	if g == Again {
		after := w[11] * math.Pow(s.Difficulty, -w[12]) * (math.Pow(s.Stability+1, w[13]) - 1) * math.Exp(forgotten*w[14])
		return max(min(bounded(after), s.Stability), minStability)
	}
	factor := 1.0
	switch g {
	case Hard:
		factor = w[15]
	case Easy:
		factor = w[16]
	}
	growth := math.Exp(w[8]) * (11 - s.Difficulty) * math.Pow(s.Stability, -w[9]) * (math.Exp(forgotten*w[10]) - 1)
	return bounded(s.Stability * (1 + growth*factor))
}

func (w *weights) difficulty(s State, g Grade) float64 {
	if s.Reps == 0 {
		return min(max(w.firstDifficulty(g), 1), 10)
	}
	// The nearer to 10, the smaller the step up.
	step := round8(-w[6] * (float64(g) - 3) * (10 - s.Difficulty) / 9)
	after := round8(w[7]*w.firstDifficulty(Easy) + (1-w[7])*(s.Difficulty+step))
	return min(max(after, 1), 10)
}

func (w *weights) firstDifficulty(g Grade) float64 {
	return round8(w[4] - math.Exp((float64(g)-1)*w[5]) + 1)
}

func (w *weights) retention(s State, on Day) float64 {
	elapsed := float64(max(on-s.Last, 0))
	factor := round8(math.Pow(0.9, -1/w[20]) - 1)
	return round8(math.Pow(1+factor*elapsed/s.Stability, -w[20]))
}

func bounded(stability float64) float64 {
	return round8(min(max(stability, minStability), maxStability))
}

// round8 keeps eight decimals, as the reference implementations do, so that
// replaying the same answers gives the same state on every machine.
func round8(x float64) float64 { return math.Round(x*1e8) / 1e8 }
