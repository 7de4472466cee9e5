package record

var gradeNames = [...]string{Again: "again", Hard: "hard", Good: "good", Easy: "easy"}

// String returns "again", "hard", "good" or "easy", and "" for any other value.
func (g Grade) String() string {
	if int(g) < len(gradeNames) {
		return gradeNames[g]
	}
	return ""
}

// MarshalText writes what String returns.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what String returns, or fails with *InvalidError.
func (g *Grade) UnmarshalText(text []byte) error {
	for grade := Again; grade <= Easy; grade++ {
		if string(text) == gradeNames[grade] {
			*g = grade
			return nil
		}
	}
	return &InvalidError{Field: "grade", Value: string(text)}
}
