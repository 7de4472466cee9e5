package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// phasesOf are the phases that --phase names, none if it is not given.
func phasesOf(c *cli.Context) (phases []flow.Phase, err error) {
	if !c.IsSet("phase") {
		return nil, nil
	}
	var names []string
	for _, p := range flow.Phases() {
		names = append(names, p.String())
	}
	for _, name := range strings.Split(c.String("phase"), ",") {
		i := slices.Index(names, strings.TrimSpace(name))
		if i < 0 {
			return nil, notOneOf("--phase", name, names)
		}
		phases = append(phases, flow.Phases()[i])
	}
	return phases, nil
}

// shows tells whether a phase is one of some; none are all.
func shows(phases []flow.Phase, p flow.Phase) bool {
	return phases == nil || slices.Contains(phases, p)
}

// only is a teller that is told of the frames of some phases.
type only struct {
	teller
	phases []flow.Phase
}

// only tells a teller of the frames that are to be shown. What a frame means may
// follow from others, so that those are not left out before.
func (t *traffic) only(to teller) teller { return only{to, t.phases} }

func (o only) tell(ev *sim.Event, f *proto.Frame, row *flow.Row) error {
	if !shows(o.phases, row.Phase) {
		return nil
	}
	return o.teller.tell(ev, f, row)
}
