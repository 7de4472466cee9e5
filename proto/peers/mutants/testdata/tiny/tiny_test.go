package tiny

import (
	"testing"

	_ "pgregory.net/rapid" // for its flags
)

func TestAll(t *testing.T) {
	if Clamp(9, 5) != 5 || Clamp(2, 5) != 2 || Wrap(1, 2) != 255 || Halves(12) != 2 || Halves(7) != 0 || Two != 2 || Greeting("") == "" {
		t.Fail()
	}
}
