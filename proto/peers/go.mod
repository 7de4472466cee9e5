module netquiz/proto/peers

go 1.26.0

require netquiz v0.0.0

require (
	github.com/gopacket/gopacket v1.7.7
	pgregory.net/rapid v1.3.0
)

require golang.org/x/net v0.62.0

replace netquiz => ../..
