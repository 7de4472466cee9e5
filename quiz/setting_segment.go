package quiz

import (
	"time"

	"netquiz/proto/sim"
)

// lossy is a download at the server of which one segment gets lost, so that
// duplicate acknowledgments and a retransmission follow.
var lossy = setting(func(n int) sim.Options {
	return sim.Options{
		Client:   sim.End{NoTimestamps: n%2 == 0, NoDelayedACK: n%3 == 0, MSS: pick(n, 0, 1400, 1200)},
		Server:   sim.End{NoTimestamps: n%2 == 0, NoSACK: n%4 == 0},
		Response: pick(n, 18000, 24000, 30000),
		RTT:      time.Duration(pick(n, 20, 40, 80)) * time.Millisecond,
		Drop:     []int{8 + n%5},
		Tap:      sim.AtServer,
	}
})

// unannounced is a request of which the client announces no MSS.
var unannounced = setting(func(n int) sim.Options {
	return sim.Options{
		Client:   sim.End{NoMSS: true, NoTimestamps: true},
		Server:   sim.End{NoTimestamps: true, MSS: pick(n, 0, 1400, 1360)},
		Response: pick(n, 1500, 2600, 4000, 5300),
	}
})

// bothIPs is a short request over IPv4 or IPv6.
var bothIPs = setting(func(n int) sim.Options {
	return sim.Options{IPv6: n%2 == 1, Response: 600, Client: sim.End{NoTimestamps: n%3 == 0}}
})
