package fuzz

// Strategy is a way to make cases.
type Strategy uint8

// The strategies. Mix takes turns: of 16 cases 6 are generated, 5 attacked, 4
// mutated, and 1 is raw.
const (
	Mix      Strategy = iota
	Generate          // build a model that was drawn
	Attack            // build one and change one thing of it
	Mutate            // change some of a real frame
	Raw               // bytes alone
	numStrategies
)

var strategyNames = [numStrategies]string{"mix", "generate", "attack", "mutate", "raw"}

// String is the strategy's name: "attack".
func (s Strategy) String() string {
	if s < numStrategies {
		return strategyNames[s]
	}
	return ""
}

// ParseStrategy is the strategy of that name.
func ParseStrategy(name string) (Strategy, bool) {
	for s, n := range strategyNames {
		if n == name {
			return Strategy(s), true
		}
	}
	return 0, false
}

// turns spreads the strategies of a mix over 16 cases.
var turns = [16]Strategy{
	Generate, Attack, Mutate, Generate, Attack, Generate, Mutate, Attack,
	Generate, Mutate, Attack, Generate, Raw, Mutate, Attack, Generate,
}

func (s Strategy) of(i uint64) Strategy {
	if s == Mix {
		return turns[i&15]
	}
	return s
}
