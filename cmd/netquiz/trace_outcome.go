package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto/sim"
)

// failures are the names of why a simulated client gave up.
var failures = []struct {
	err  error
	name string
}{
	{sim.ErrRefused, "refused"}, {sim.ErrReset, "reset"}, {sim.ErrTimeout, "timeout"},
	{sim.ErrNoName, "no_name"}, {sim.ErrNoAddress, "no_address"}, {sim.ErrNoAnswer, "no_answer"},
}

// outcome says how many frames there were and, of a scene, what the client has
// of them.
func (e *env) outcome(t *traffic, frames int, took time.Duration) error {
	lines := e.text.Plural("trace.outcome.frames", frames, "Took", took)
	if t.scene != nil {
		responses, err := t.scene.Responses()
		for _, r := range responses {
			lines += "\n" + e.response(r)
		}
		for _, f := range failures {
			if errors.Is(err, f.err) {
				lines += "\n" + e.text.T("trace.outcome."+f.name)
			}
		}
		lines += e.translations(t)
	}
	width := e.style().Width
	_, err := fmt.Fprintf(e.out, "\n%s\n", term.Wrap(lines, width))
	return err
}

// translations are what home routers made of addresses and ports, where that
// can be seen: behind them.
func (e *env) translations(t *traffic) (lines string) {
	if t.options.Tap == sim.AtClient {
		return ""
	}
	for _, h := range t.scene.Hosts() {
		for _, n := range h.Translations() {
			lines += "\n" + e.text.T("trace.outcome.nat", "Proto", strings.ToUpper(n.Proto.String()), "Inside", n.Inside.String(), "Outside", n.Outside.String())
		}
	}
	return lines
}

// response says what the client has of a response.
func (e *env) response(r sim.Response) string {
	if r.Whole {
		return e.text.T("trace.outcome.whole", "Status", r.Status, "Body", r.Body)
	}
	return e.text.T("trace.outcome.part", "Status", r.Status, "Body", r.Body, "Length", r.Length)
}
