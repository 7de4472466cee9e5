package flow

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"netquiz/locales"
)

// Everything that can be said has a name, and a sentence that its facts fill.
func TestEverythingHasItsMessage(t *testing.T) {
	c := &Conversation{Server: netip.MustParseAddrPort("192.0.2.80:80")}
	rows := []Row{
		{Conversation: c, FromClient: true, Seq: 1, Ack: 1, RawSeq: 1000, RawAck: 0xffffffff, Len: 1460, Answers: 3, Name: "www.example.com"},
		{Conversation: c},
	}
	happenings := []Event{
		{Got: 1461, Want: 1, Frame: 7, Count: 2, After: 20 * time.Millisecond},
		{Got: -1, Want: -1},
	}
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		l := locales.New(lang)
		check := func(id string, args ...any) {
			t.Helper()
			if text := l.T(id, args...); !l.Has(id) || strings.Contains(text, "⟦") || strings.Contains(text, "invalid") {
				t.Errorf("%s: %s says %q", lang, id, text)
			}
		}
		for _, p := range Phases() {
			check("flow.phase." + p.String())
		}
		for _, e := range Endings() {
			check("flow.ending." + e.String())
		}
		for _, p := range []Party{TheClient, TheServer} {
			check("flow.party." + p.String())
		}
		for _, s := range Steps() {
			for _, r := range rows {
				check("flow.step."+s.String(), r.Args()...)
				check("flow.why."+s.String(), r.Args()...)
			}
		}
		for _, k := range EventKinds() {
			check("flow.event." + k.String())
			for _, e := range happenings {
				check("flow.event_why."+k.String(), e.Args()...)
			}
		}
	}
}

// Names are JSON's, and no two are alike.
func TestNamesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Steps() {
		if name := "step " + s.String(); seen[name] || s.String() == "" {
			t.Errorf("step %d is called %q", s, s)
		} else {
			seen[name] = true
		}
	}
	for _, k := range EventKinds() {
		if name := "event " + k.String(); seen[name] || k.String() == "" {
			t.Errorf("event %d is called %q", k, k)
		} else {
			seen[name] = true
		}
	}
	if len(Phases()) != int(numPhases) {
		t.Errorf("%d of %d phases are listed", len(Phases()), numPhases)
	}
}
