package capture

import (
	"math/bits"
	"time"
)

// clock is the unit and the start of an interface's timestamps: if_tsresol and
// if_tsoffset of pcapng.
type clock struct {
	resol  byte  // digits of a second, or, with the high bit set, binary digits
	offset int64 // seconds to add
}

const (
	microseconds = 6
	nanoseconds  = 9
	binaryUnits  = 0x80
)

// time is the moment of a count of units, to the nanosecond below.
func (c *clock) time(units uint64) time.Time {
	var sec, ns uint64
	switch n := int(c.resol &^ binaryUnits); {
	case c.resol == microseconds:
		sec, ns = units/1e6, units%1e6*1000
	case c.resol&binaryUnits != 0:
		sec, ns = binarySeconds(units, n)
	case n <= 19:
		unit := uint64(1)
		for range n {
			unit *= 10
		}
		sec = units / unit
		hi, lo := bits.Mul64(units%unit, 1e9)
		ns, _ = bits.Div64(hi, lo, unit)
	default: // less than two seconds in all
		for ; n > nanoseconds && units > 0; n-- {
			units /= 10
		}
		sec, ns = units/1e9, units%1e9
	}
	return time.Unix(int64(sec)+c.offset, int64(ns))
}

// binarySeconds parts a count of 2^-n seconds, n up to 127.
func binarySeconds(units uint64, n int) (sec, ns uint64) {
	if n < 64 {
		sec = units >> n
		units &= 1<<n - 1
	}
	hi, lo := bits.Mul64(units, 1e9)
	if n >= 64 {
		return sec, hi >> (n - 64)
	}
	return sec, hi<<(64-n) | lo>>n
}
