package locales

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		name string
		in   any
		want string
	}{
		{"zero", 0, "0"},
		{"three digits", 999, "999"},
		{"four digits", 1000, "1,000"},
		{"a 16-bit field", uint16(65535), "65,535"},
		{"a 32-bit field", uint32(4294967295), "4,294,967,295"},
		{"the largest uint64", uint64(math.MaxUint64), "18,446,744,073,709,551,615"},
		{"the smallest int64", int64(math.MinInt64), "-9,223,372,036,854,775,808"},
		{"negative of six digits", -123456, "-123,456"},
		{"a fraction", 1234.5678, "1,234.5678"},
		{"a small fraction", 0.25, "0.25"},
		{"infinity", math.Inf(1), "+Inf"},
		{"a named integer", time.Duration(1000), "1,000"},
		{"no number", "SYN", "SYN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := New(Korean).Number(c.in); got != c.want {
				t.Errorf("Number(%v) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		name   string
		in     time.Duration
		ko, en string
	}{
		{"none", 0, "0초", "0 s"},
		{"nanoseconds", 999, "999 ns", "999 ns"},
		{"microseconds", 1500, "1.5 µs", "1.5 µs"},
		{"milliseconds", 20 * time.Millisecond, "20 ms", "20 ms"},
		{"milliseconds with decimals", 1234567, "1.235 ms", "1.235 ms"},
		{"just under a second", 999_999_700, "1초", "1 s"},
		{"seconds", 1500 * time.Millisecond, "1.5초", "1.5 s"},
		{"just under a minute", 59_999_900_000, "1분", "1 min"},
		{"minutes", 125 * time.Second, "2분 5초", "2 min 5 s"},
		{"just under an hour", time.Hour - time.Millisecond, "1시간", "1 h"},
		{"hours", 90 * time.Minute, "1시간 30분", "1 h 30 min"},
		{"many hours", 3000 * time.Hour, "3,000시간", "3,000 h"},
		{"negative", -20 * time.Millisecond, "-20 ms", "-20 ms"},
		{"the smallest", math.MinInt64, "-2,562,047시간 47분", "-2,562,047 h 47 min"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := New(Korean).Duration(c.in); got != c.ko {
				t.Errorf("ko: Duration(%v) = %q, want %q", c.in, got, c.ko)
			}
			if got := New(English).Duration(c.in); got != c.en {
				t.Errorf("en: Duration(%v) = %q, want %q", c.in, got, c.en)
			}
		})
	}
}

func TestBytesAndSize(t *testing.T) {
	for _, c := range []struct {
		name         string
		in           int64
		ko, en, size string
	}{
		{"none", 0, "0바이트", "0 bytes", "0 B"},
		{"one", 1, "1바이트", "1 byte", "1 B"},
		{"a full segment", 1460, "1,460바이트", "1,460 bytes", "1,460 B"},
		{"the last that is counted out", 9999, "9,999바이트", "9,999 bytes", "9,999 B"},
		{"a window", 65535, "65,535바이트", "65,535 bytes", "65.5 kB"},
		{"a round amount", 20000, "20,000바이트", "20,000 bytes", "20 kB"},
		{"just under the next unit", 999_950, "999,950바이트", "999,950 bytes", "1 MB"},
		{"a large amount", 1_500_000, "1,500,000바이트", "1,500,000 bytes", "1.5 MB"},
		{"the largest", math.MaxInt64, "9,223,372,036,854,775,807바이트", "9,223,372,036,854,775,807 bytes", "9.2 EB"},
		{"negative", -20000, "-20,000바이트", "-20,000 bytes", "-20 kB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ko, en := New(Korean), New(English)
			if got := ko.Bytes(c.in); got != c.ko {
				t.Errorf("ko: Bytes(%d) = %q, want %q", c.in, got, c.ko)
			}
			if got := en.Bytes(c.in); got != c.en {
				t.Errorf("en: Bytes(%d) = %q, want %q", c.in, got, c.en)
			}
			for _, l := range []*Localizer{ko, en} {
				if got := l.Size(c.in); got != c.size {
					t.Errorf("%s: Size(%d) = %q, want %q", l.Lang(), c.in, got, c.size)
				}
			}
		})
	}
}

// A grouped number is the plain one once its commas are gone.
func TestNumberKeepsDigits(t *testing.T) {
	l := New(Korean)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		grouped := l.Number(n)
		for i, part := range strings.Split(strings.TrimPrefix(grouped, "-"), ",") {
			if len(part) != 3 && (i > 0 || len(part) > 3 || part == "") {
				t.Fatalf("Number(%d) = %q", n, grouped)
			}
		}
		if plain, want := strings.ReplaceAll(grouped, ",", ""), strconv.FormatInt(n, 10); plain != want {
			t.Fatalf("Number(%d) = %q", n, grouped)
		}
	})
}
