package quiz

import "netquiz/proto/sim"

// Names that are set aside for examples (RFC 2606).
var hosts = []string{"www.example.com", "blog.example.net", "shop.example.org", "api.example.com", "news.example.net", "img.example.org", "m.example.com"}

// naming is a request whose name a resolver finds out.
var naming = setting(func(n int) sim.Options {
	return sim.Options{
		Host: pick(n, hosts...), Alias: n%3 == 2, Addresses: pick(n, 1, 2, 3, 1), Response: 500,
		Client: sim.End{NoTimestamps: n%2 == 0},
	}
})

// iterating is a request whose name the client finds out itself, from the root
// down.
var iterating = setting(func(n int) sim.Options {
	return sim.Options{Host: pick(n, hosts...), Name: sim.NameIterative, Alias: n%3 == 2, Response: 500}
})

// truncating is a request whose name has so many addresses that the answer is cut
// and asked for again over TCP.
var truncating = setting(func(n int) sim.Options {
	return sim.Options{Host: pick(n, hosts...), Addresses: 32 + 2*(n%17), Response: 500, Client: sim.End{NoTimestamps: n%2 == 0}}
})
