package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"netquiz/locales"
)

func dictionaryOf(t testing.TB, lang locales.Lang) *dictionary {
	t.Helper()
	e, _, _ := inProcess(lang)
	d, err := e.dictionary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Every field is shown at work, by a frame that is right.
func TestEveryFieldHasAnExample(t *testing.T) {
	d := dictionaryOf(t, locales.Korean)
	for _, x := range d.entries {
		if x.kind == aField && d.examples.fields[x.id] == nil {
			t.Errorf("no example shows %s (%s)", x.id, x.fields[0].Table().ID)
		}
	}
	for _, x := range d.examples.all {
		for _, p := range x.frame.Problems() {
			if p.Code.Broken() {
				t.Errorf("%s: %s %v", strings.TrimSpace(x.text), p.Code, p.Field)
			}
		}
	}
}

// Every page fits its screen, and says what it has to say.
func TestEveryEntryFits(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, width := range []int{40, 80} {
			t.Run(fmt.Sprint(lang, width), func(t *testing.T) {
				t.Setenv("COLUMNS", fmt.Sprint(width))
				d := dictionaryOf(t, lang)
				step := 1
				if testing.Short() {
					step = 4
				}
				for i := 0; i < len(d.entries); i += step {
					x := d.entries[i]
					var out bytes.Buffer
					d.e.out = &out
					if err := d.show(x, nil); err != nil {
						t.Fatalf("%s: %v", x.id, err)
					}
					if strings.Contains(out.String(), "⟦") {
						t.Errorf("%s lacks a message:\n%s", x.id, out.String())
					}
					for line := range strings.Lines(out.String()) {
						line = strings.TrimSuffix(line, "\n")
						if w := ansi.StringWidth(line); w > width && strings.Contains(strings.TrimSpace(line), " ") {
							t.Errorf("%s: %d cells: %q", x.id, w, line)
						}
					}
				}
			})
		}
	}
}

// Each entry is found by its id and by whatever it is called, in either language,
// and, where its name is Korean, by its initial consonants.
func TestEntriesAreFound(t *testing.T) {
	d := dictionaryOf(t, locales.Korean)
	for _, x := range d.entries {
		for _, term := range append([]string{x.id, x.name, locales.Chosung(x.name)}, x.words...) {
			if _, ok := x.fits(term); !ok {
				t.Errorf("%q does not find %s", term, x.id)
			}
		}
	}
	for i := 0; i < len(d.entries); i += 25 {
		x := d.entries[i]
		if best := d.find(x.id)[0]; best.entry.id != x.id {
			t.Errorf("%s finds %s first", x.id, best.entry.id)
		}
	}
}

func TestJSONOfEntries(t *testing.T) {
	d := dictionaryOf(t, locales.English)
	var out bytes.Buffer
	d.e.out = &out
	if err := d.json(d.find("")); err != nil {
		t.Fatal(err)
	}
	lines := json.NewDecoder(&out)
	for _, h := range d.find("") {
		var j entryJSON
		if err := lines.Decode(&j); err != nil {
			t.Fatal(err)
		}
		if j.ID != h.entry.id || j.Kind != h.entry.kind || j.Name == "" {
			t.Errorf("%s is %+v", h.entry.id, j)
		}
		if j.Kind == aField && (j.Example == nil || j.About == "") {
			t.Errorf("%s has no example or no explanation", j.ID)
		}
	}
}

// Every header, option and record has a name of its own, in both languages.
func TestEveryTableHasAName(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		for _, x := range dictionaryOf(t, lang).entries {
			if x.table != nil && strings.Contains(x.id, ".") && strings.EqualFold(x.name, x.id) {
				t.Errorf("%s has no name in %s: ref.table.%s", x.id, lang, x.id)
			}
		}
	}
}

// What people say leads to what it is called here.
func TestWhatPeopleSay(t *testing.T) {
	d := dictionaryOf(t, locales.Korean)
	for term, id := range map[string]string{
		"시퀀스 번호": "sequence-number", "ACK 번호": "acknowledgment-number", "응답 번호": "acknowledgment-number", "조각화": "fragmentation",
		"윈도 업데이트": "window-update", "연결 수립": "three-way-handshake", "연결 종료": "connection-close", "검사합": "checksum", "퍼즈": "fuzzing",
		"flow control": "flow-control", "신": "tcp.flags.syn", "ttl": "ip.ttl", "MSS": "mss", "dport": "tcp.dstport", "3-way handshake": "three-way-handshake",
		"window": "window", "ISN": "isn", "공유기": "nat", "NAT": "nat", "RTT": "rtt", "pcp": "vlan.priority", "df": "ip.flags.df", "ㅊㅋㅅ": "checksum",
	} {
		if best := d.find(term)[0].entry; best.id != id {
			t.Errorf("%s leads to %s, not %s", term, best.id, id)
		}
	}
}
