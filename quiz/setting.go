package quiz

import (
	"math/rand/v2"
	"sync"

	"netquiz/proto"
	"netquiz/proto/sim"
)

// variants is how many conversations of a setting are simulated, each when it is
// first asked about.
const variants = 24

// Setting is a kind of conversation to ask about.
type Setting struct {
	options func(n int) sim.Options // of variant n
	bases   [variants]func() *base
}

// Scene is a conversation of the setting, with numbers fit for a level.
func (t *Setting) Scene(r *rand.Rand, level int) *Scene {
	b := t.bases[r.IntN(variants)]()
	return &Scene{base: b, dress: newDress(b, r, level)}
}

func setting(options func(n int) sim.Options) *Setting {
	t := &Setting{options: options}
	for n := range t.bases {
		t.bases[n] = sync.OnceValue(func() *base { return simulate(options(n), n) })
	}
	return t
}

// simulate runs a web request. Options out of bounds give an empty scene, which
// a test would find.
func simulate(o sim.Options, n int) *base {
	o.Seed = uint64(n)
	var packets []proto.Packet
	for p, err := range sim.Web(o) {
		if err != nil {
			break
		}
		packets = append(packets, p)
	}
	b := watch(packets)
	b.seams = seams(packets)
	b.far = sync.OnceValue(func() *base {
		o.Tap = sim.AtServer
		return simulate(o, n)
	})
	return b
}

// pick is one of a row of values, in turn.
func pick[T any](n int, values ...T) T { return values[n%len(values)] }

// ordinary is a web request in which nothing goes wrong.
var ordinary = setting(func(n int) sim.Options {
	return sim.Options{
		Client:   sim.End{MSS: pick(n, 0, 1400, 1360, 0, 1200), Scale: pick(n, 7, 2, 8, 6), Buffer: pick(n, 65535, 131072, 262144), NoTimestamps: n%2 == 0},
		Server:   sim.End{MSS: pick(n, 0, 1440, 0, 1380), Scale: pick(n, 7, 9, 5), Buffer: pick(n/2, 65535, 131072), NoTimestamps: n%2 == 0},
		Response: pick(n, 600, 3000, 4200, 9000),
		CloseBy:  pick(n/2, sim.Client, sim.Server),
		Close:    pick(n, sim.CloseByFour, sim.CloseByFour, sim.CloseByFour, sim.CloseByThree),
	}
})
