package locales

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Number writes an integer or a floating-point number for people, with a comma
// between thousands: 65,535; 1,234.5. A value of another kind is written as
// [fmt.Sprint] writes it.
func (l *Localizer) Number(v any) string {
	s, err := number(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return s
}

// Bytes writes an amount of bytes for a sentence: 1,460바이트, 1,460 bytes.
func (l *Localizer) Bytes(n int64) string {
	return l.Plural("unit.bytes", int(n))
}

// Size writes an amount of bytes where space is scarce: 1,460 B; from 10,000 on
// in powers of 1000 with at most one decimal, rounded: 20 kB, 1.5 MB.
func (l *Localizer) Size(n int64) string {
	if n > -10_000 && n < 10_000 {
		return l.T("unit.B", "V", group(strconv.FormatInt(n, 10)))
	}
	v := float64(n)
	units := []string{"unit.kB", "unit.MB", "unit.GB", "unit.TB", "unit.PB", "unit.EB"}
	u := -1
	for u < 0 || (math.Abs(v) >= 999.95 && u < len(units)-1) {
		v /= 1000
		u++
	}
	return l.T(units[u], "V", decimal(v, 1))
}

// Duration writes a span of time for people: 250 µs, 20 ms, 1.5초, 2분 5초,
// 1시간 30분. Below a minute it keeps at most three decimals, above an hour whole
// minutes; both are rounded.
func (l *Localizer) Duration(d time.Duration) string {
	if d < 0 {
		return "-" + l.Duration(-max(d, -math.MaxInt64))
	}
	d = roundForPeople(d)
	whole := func(n time.Duration) string { return group(strconv.FormatInt(int64(n), 10)) }
	pair := func(big string, n time.Duration, small string, m time.Duration) string {
		if m == 0 {
			return l.T(big, "V", whole(n))
		}
		return l.T(big, "V", whole(n)) + " " + l.T(small, "V", whole(m))
	}
	switch {
	case d == 0:
		return l.T("unit.s", "V", "0")
	case d < time.Microsecond:
		return l.T("unit.ns", "V", whole(d))
	case d < time.Millisecond:
		return l.T("unit.us", "V", decimal(float64(d)/1e3, 3))
	case d < time.Second:
		return l.T("unit.ms", "V", decimal(float64(d)/1e6, 3))
	case d < time.Minute:
		return l.T("unit.s", "V", decimal(d.Seconds(), 3))
	case d < time.Hour:
		return pair("unit.min", d/time.Minute, "unit.s", d%time.Minute/time.Second)
	}
	return pair("unit.h", d/time.Hour, "unit.min", d%time.Hour/time.Minute)
}

// roundForPeople rounds before the unit is chosen, so that 59.9996 s is a minute
// and not 60 s.
func roundForPeople(d time.Duration) time.Duration {
	switch {
	case d < time.Millisecond:
		return d
	case d < time.Second:
		return d.Round(time.Microsecond)
	case d < time.Minute:
		return d.Round(time.Millisecond)
	case d < time.Hour:
		return d.Round(time.Second)
	}
	return d.Round(time.Minute)
}

func number(v any) (string, error) {
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return group(strconv.FormatInt(r.Int(), 10)), nil
	case r.CanUint():
		return group(strconv.FormatUint(r.Uint(), 10)), nil
	case r.CanFloat():
		return group(strconv.FormatFloat(r.Float(), 'f', -1, 64)), nil
	}
	return "", fmt.Errorf("locales: %T is not a number", v)
}

func integer(v any) (int64, error) {
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return r.Int(), nil
	case r.CanUint() && r.Uint() <= math.MaxInt64:
		return int64(r.Uint()), nil
	}
	return 0, fmt.Errorf("locales: %T is not an amount", v)
}

// decimal writes v with at most places decimals and no zeros at the end.
func decimal(v float64, places int) string {
	s := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return group(s)
}

// group puts a comma between the thousands of a decimal number.
func group(s string) string {
	digits := strings.TrimLeft(s, "-")
	sign := s[:len(s)-len(digits)]
	digits, fraction, isFraction := strings.Cut(digits, ".")
	if strings.Trim(digits, "0123456789") != "" {
		return s // NaN, Inf
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if isFraction {
		digits += "." + fraction
	}
	return sign + digits
}
