package main

import (
	"io"
	"strings"
	"testing"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
	"netquiz/proto/view"
)

// names are what the lanes hold, a lane a word.
func lanesText(lanes []view.Lane) string {
	var all []string
	for _, l := range lanes {
		var hosts []string
		for _, h := range l {
			hosts = append(hosts, h.Name)
		}
		all = append(all, strings.Join(hosts, "+"))
	}
	return strings.Join(all, " | ")
}

func TestLanes(t *testing.T) {
	for name, c := range map[string]struct {
		options sim.Options
		want    string
	}{
		"usual":       {sim.Options{}, "client | home router+DNS server | server"},
		"known":       {sim.Options{Name: sim.NameKnown}, "client | home router | server"},
		"iterative":   {sim.Options{Name: sim.NameIterative}, "client | home router+root name server+TLD name server+authoritative name server | server"},
		"IPv6":        {sim.Options{IPv6: true}, "client | home router+DNS server | server"},
		"at a server": {sim.Options{Tap: sim.AtServer, Name: sim.NameKnown}, "client | server"},
		"behind NAT":  {sim.Options{Tap: sim.AtServer, NAT: true, Name: sim.NameKnown}, "home router | server"},
		"at DNS":      {sim.Options{Tap: sim.AtResolver}, "client | root name server+TLD name server+authoritative name server | DNS server"},
	} {
		t.Run(name, func(t *testing.T) {
			e, _, _ := inProcess(locales.English)
			traffic, err := simulated(c.options)
			if err != nil {
				t.Fatal(err)
			}
			got := lanesText(e.lanesOf(traffic, traffic.peek(t.Context(), castFrames)))
			// One host may do both: be the way out and know names.
			got = strings.ReplaceAll(got, "home router · DNS server", "home router+DNS server")
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// What was read ahead comes again, and after it the rest or the error.
func TestPeekLosesNothing(t *testing.T) {
	all := 0
	for range sim.Web(sim.Options{}) {
		all++
	}
	for _, ahead := range []int{0, 1, 7, 1000} {
		traffic, err := simulated(sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(traffic.peek(t.Context(), ahead)); n > ahead {
			t.Errorf("%d frames ahead, not %d", n, ahead)
		}
		n := 0
		for ev, err := range traffic.events(t.Context()) {
			if n++; err != nil || ev.Packet.Number != n {
				t.Fatalf("frame %d is %d, %v", n, ev.Packet.Number, err)
			}
		}
		if n != all {
			t.Errorf("%d frames, not %d", n, all)
		}
		var ev sim.Event
		if err := traffic.next(&ev); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
	}
}

// A conversation's phases hold all its frames, and all conversations with what
// belongs to none hold all frames.
func TestSummaryLosesNothing(t *testing.T) {
	e, _, _ := inProcess(locales.English)
	for _, o := range []sim.Options{{}, {Loss: 0.2, Seed: 3, Response: 30_000}, {IPv6: true, Name: sim.NameIterative}} {
		traffic, err := simulated(o)
		if err != nil {
			t.Fatal(err)
		}
		l := newLedger(e)
		var frame proto.Frame
		for ev := range traffic.events(t.Context()) {
			frame.Decode(&ev.Packet, proto.CheckNone)
			l.add(l.tracker.Add(&frame))
		}
		counted := l.outside
		for _, c := range l.tracker.Conversations() {
			phases := 0
			for i := range l.of(c).phases {
				phases += l.of(c).phases[i].frames
			}
			if ends := c.Ends[0].Frames + c.Ends[1].Frames; phases < ends {
				t.Errorf("conversation %d: %d frames in phases, %d from its ends", c.ID, phases, ends)
			}
			counted += phases
		}
		if counted != l.count || l.count == 0 {
			t.Errorf("%+v: %d frames in conversations, %d in all", o, counted, l.count)
		}
	}
}

func TestTalliesHaveRoom(t *testing.T) {
	for _, p := range flow.Phases() {
		if p >= numPhases {
			t.Errorf("no room for phase %v", p)
		}
	}
	for _, k := range flow.EventKinds() {
		if k >= numEvents {
			t.Errorf("no room for event %v", k)
		}
	}
	if len(flow.Endings()) > numEvents {
		t.Error("no room for the endings")
	}
}

// Every reason of a simulated host and every host has its words.
func TestWordsOfScenes(t *testing.T) {
	for _, lang := range []locales.Lang{locales.Korean, locales.English} {
		l := locales.New(lang)
		for _, r := range sim.Reasons() {
			if !l.Has("trace.reason." + r.String()) {
				t.Errorf("%s: nothing is said of reason %s", lang, r)
			}
		}
		s, err := sim.New(sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range s.Hosts() {
			if !l.Has("trace.host." + h.Name) {
				t.Errorf("%s: host %s has no name", lang, h.Name)
			}
		}
	}
}

// The choices of a scene stand in the order of their constants.
func TestChoicesOfScenes(t *testing.T) {
	for _, c := range []struct {
		values []string
		name   string
		value  int
	}{
		{sides, "client", int(sim.Client)}, {sides, "server", int(sim.Server)},
		{taps, "client", int(sim.AtClient)}, {taps, "router", int(sim.AtRouter)}, {taps, "server", int(sim.AtServer)}, {taps, "resolver", int(sim.AtResolver)},
		{nameWays, "recursive", int(sim.NameByResolver)}, {nameWays, "cached", int(sim.NameCached)}, {nameWays, "iterative", int(sim.NameIterative)},
		{openings, "client", int(sim.OpenByClient)}, {openings, "simultaneous", int(sim.OpenSimultaneously)}, {openings, "refused", int(sim.OpenRefused)},
		{closings, "four-way", int(sim.CloseByFour)}, {closings, "three-way", int(sim.CloseByThree)}, {closings, "half", int(sim.CloseHalf)}, {closings, "simultaneous", int(sim.CloseSimultaneously)},
	} {
		if c.value >= len(c.values) || c.values[c.value] != c.name {
			t.Errorf("%s stands elsewhere in %v", c.name, c.values)
		}
	}
}

func TestAmounts(t *testing.T) {
	for text, want := range map[string]int{
		"20k": 20_000, "20kB": 20_000, "1.5M": 1_500_000, "64KiB": 65536, "64Ki": 65536, "100Mbit/s": 100_000_000, "10 Mbps": 10_000_000,
		"0": 0, "1,460": 1460, "3000 bytes": 3000, "1G": 1_000_000_000, "2e3": 2000,
	} {
		if got, err := parseSize("response", text); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "k", "-1", "NaN", "1e30", "ten", "1k2", "inf", "0x10"} {
		if got, err := parseSize("response", text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}
