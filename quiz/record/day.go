package record

import "time"

// Day is a date in the learner's own calendar, counted in days from 1 January
// 1970. The same moment may be a different Day in another time zone; an answer
// keeps the zone it was given in, and with it its Day.
type Day int32

// DayOf returns the date that t shows in its own location.
func DayOf(t time.Time) Day {
	year, month, day := t.Date()
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Date returns the day's midnight in UTC, for its year, month and weekday.
func (d Day) Date() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns the day as 2026-11-22.
func (d Day) String() string { return d.Date().Format(time.DateOnly) }

// MarshalText writes the day as 2026-11-22.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// storable tells whether the nanoseconds since 1970 of t fit the record: those
// of other centuries overflow.
func storable(t time.Time) bool { return 1970 <= t.UTC().Year() && t.UTC().Year() <= 2200 }
