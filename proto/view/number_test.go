package view

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Numbers are written as strconv and fmt write them, also at the powers of ten
// and of two, where their length changes.
func TestNumbers(t *testing.T) {
	hold := func(t interface{ Errorf(string, ...any) }, n uint64, columns int) {
		if got, want := string(appendNumber([]byte("x"), n)), "x"+strconv.FormatUint(n, 10); got != want {
			t.Errorf("%q, not %q", got, want)
		}
		if got, want := string(appendRight(nil, n, columns)), fmt.Sprintf("%*d", columns, n); got != want {
			t.Errorf("%q, not %q in %d columns", got, want, columns)
		}
		if got, want := string(appendDigits(nil, n%1e6, 6)), fmt.Sprintf("%06d", n%1e6); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	for bit := range 64 {
		hold(t, 1<<bit, 10)
		hold(t, 1<<bit-1, 10)
	}
	for power, i := uint64(1), 0; i < 20; power, i = power*10, i+1 {
		hold(t, power, 4)
		hold(t, power-1, 4)
		hold(t, power+1, 4)
	}
	hold(t, math.MaxUint64, 20)
	rapid.Check(t, func(t *rapid.T) {
		hold(t, rapid.Uint64().Draw(t, "n"), rapid.IntRange(1, 20).Draw(t, "columns"))
	})
}
