package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"netquiz/lessons"
	"netquiz/locales"
)

// met is the step of the course where each misconception is met and put right.
var met = map[string]string{
	"host-order":            "dns#3",
	"ttl-ttl":               "dns#5",
	"root-knows":            "dns#6",
	"dns-512-tcp":           "dns#7",
	"dns-udp-only":          "dns#7",
	"dns-tcp-same":          "dns#8",
	"descriptor-global":     "socket#3",
	"port-65535":            "socket#4",
	"accept-new-port":       "socket#6",
	"max-65535-clients":     "socket#6",
	"arp-remote":            "socket#7",
	"arp-in-ip":             "socket#8",
	"mac-is-server":         "socket#9",
	"hub-reads-mac":         "socket#10",
	"syn-opens-port":        "handshake#1",
	"flags-are-numbers":     "handshake#2",
	"isn-zero":              "handshake#3",
	"seq-only-grows":        "handshake#3",
	"synack-two-packets":    "handshake#4",
	"syn-consumes-none":     "handshake#5",
	"syn-no-data":           "handshake#5",
	"synack-acks-own":       "handshake#5",
	"ack-consumes-one":      "handshake#6",
	"third-has-syn":         "handshake#6",
	"mss-min":               "handshake#7",
	"two-way-enough":        "handshake#8",
	"checksum-corrects":     "segment#1",
	"segment-is-fragment":   "segment#2",
	"mss-is-mtu":            "segment#3",
	"mtu-has-eth":           "segment#3",
	"no-mss-1460":           "segment#4",
	"mss-counts-options":    "segment#4",
	"send-is-recv":          "segment#5",
	"seq-counts-segments":   "segment#5",
	"ack-is-last-byte":      "segment#6",
	"switch-rewrites-mac":   "packet#2",
	"ihl-bytes":             "packet#3",
	"offset-bytes":          "packet#4",
	"psh-record":            "packet#4",
	"six-flags":             "packet#4",
	"padding-is-data":       "packet#5",
	"checksum-one":          "packet#6",
	"ip-sum-covers-data":    "packet#6",
	"checksum-optional":     "packet#7",
	"checksum-tcp-only":     "packet#7",
	"odd-pad-sent":          "packet#7",
	"udp-zero":              "packet#7",
	"fcs-is-checksum":       "packet#8",
	"one-at-a-time":         "window#2",
	"window-fixed":          "window#3",
	"window-server-only":    "window#3",
	"window-counts-packets": "window#4",
	"scale-in-syn":          "window#5",
	"window-max-64k":        "window#5",
	"zero-window-dead":      "window#7",
	"ack-per-segment":       "window#8",
	"rwnd-is-cwnd":          "window#9",
	"dupack-three":          "window#10",
	"fin-stops-receiving":   "close#1",
	"close-always-four":     "close#2",
	"fin-consumes-none":     "close#3",
	"timewait-leftover":     "close#7",
	"timewait-server":       "close#7",
	"closewait-timewait":    "close#8",
	"rst-is-fin":            "close#10",
}

// told are misconceptions that no answer of their step has behind it; a note
// puts them right, in these words. The last stage asks about them.
var told = map[string]map[locales.Lang]string{
	"seq-only-grows": {"ko": "4,294,967,295 다음에는 0으로 돌아와요", "en": "After 4,294,967,295 comes 0"},
	"send-is-recv":   {"ko": "recv 한 번으로 나오지는 않아요", "en": "one send is not one segment, nor one recv"},
}

func TestEveryMisconceptionIsMet(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		steps := map[string]lessons.Step{}
		for _, stage := range stageNames() {
			l, err := lessons.Load(lang, stage)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range l.Steps {
				steps[fmt.Sprintf("%s#%d", stage, s.Number)] = s
			}
		}
		for _, key := range locales.New(lang).Keys("quiz") {
			miss, ok := strings.CutPrefix(key, "miss.")
			if !ok {
				continue
			}
			asked := slices.ContainsFunc(slices.Collect(maps.Values(steps)), func(s lessons.Step) bool { return behind(s, miss) })
			s, found := steps[met[miss]]
			phrase := told[miss][lang]
			switch {
			case !found:
				t.Errorf("%s: %s is met in %q, which is no step", lang, miss, met[miss])
			case !asked:
				t.Errorf("%s: %s is behind no answer of the course", lang, miss)
			case phrase != "" && !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(textOf(s), "\n>", "")), " "), phrase):
				t.Errorf("%v: does not say %q", s.Pos, phrase)
			case phrase == "" && !behind(s, miss):
				t.Errorf("%v: no answer has %s behind it", s.Pos, miss)
			}
		}
	}
}

// behind tells whether an answer in a step comes from a misconception.
func behind(s lessons.Step, miss string) bool {
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case lessons.Guess:
			for _, c := range b.Choices {
				if c.Miss == miss {
					return true
				}
			}
		case lessons.Try:
			for _, w := range b.Wrong {
				if w.Miss == miss {
					return true
				}
			}
		}
	}
	return false
}
