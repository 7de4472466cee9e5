package quiz

import "netquiz/proto/sim"

// closing is a short connection that ends in one of the usual ways.
var closing = setting(func(n int) sim.Options {
	return sim.Options{
		Client:   sim.End{NoTimestamps: n%2 == 0},
		Server:   sim.End{NoTimestamps: n%2 == 0},
		Response: pick(n, 500, 900, 2400, 1300, 3100),
		Close:    pick(n, sim.CloseByFour, sim.CloseByThree, sim.CloseByFour, sim.CloseSimultaneously),
		CloseBy:  pick(n/4, sim.Client, sim.Server),
	}
})

// halfClosing is a connection that the client closes on its side while the
// response is still to come.
var halfClosing = setting(func(n int) sim.Options {
	return sim.Options{
		Client:   sim.End{NoTimestamps: n%2 == 0},
		Server:   sim.End{NoTimestamps: n%2 == 0},
		Response: pick(n, 2000, 3500, 5000),
		Close:    sim.CloseHalf,
	}
})

// refusing is a connection that nobody listens for.
var refusing = setting(func(n int) sim.Options {
	return sim.Options{
		Client: sim.End{MSS: pick(n, 0, 1400), NoTimestamps: n%2 == 0},
		Open:   sim.OpenRefused,
	}
})
