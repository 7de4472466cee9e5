package quiz

import (
	"time"

	"netquiz/proto/sim"
)

// download is a response of many segments at the server, where what is under way
// can be seen.
var download = setting(func(n int) sim.Options {
	return sim.Options{
		Client:   sim.End{Buffer: pick(n, 16384, 32768, 131072, 65535), Scale: pick(n, 0, 2, 7, 3), NoScale: n%4 == 0, NoTimestamps: n%3 == 0},
		Server:   sim.End{Scale: pick(n, 4, 7), InitialWindow: pick(n, 4, 10, 6), NoTimestamps: n%3 == 0},
		Response: pick(n, 18000, 26000, 40000),
		RTT:      time.Duration(pick(n, 20, 40, 80, 100)) * time.Millisecond,
		Tap:      sim.AtServer,
	}
})

// slow is a client whose program reads slowly from a small buffer, so that its
// window closes and opens.
var slow = setting(func(n int) sim.Options {
	mss := pick(n, 1460, 1400, 1200, 1000)
	return sim.Options{
		Client:   sim.End{MSS: mss, Buffer: 4 * mss, NoScale: true, NoTimestamps: true, ReadRate: pick(n, 8000, 3000, 700, 12000, 1500)},
		Server:   sim.End{NoTimestamps: true},
		Response: pick(n, 9000, 12000, 7000),
		RTT:      time.Duration(pick(n, 20, 40, 60)) * time.Millisecond,
	}
})
