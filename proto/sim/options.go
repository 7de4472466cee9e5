package sim

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"netquiz/proto"
)

// Side is one of the two ends of a scene's connection.
type Side uint8

// The sides.
const (
	Client Side = iota
	Server
)

// Tap is a place where frames are observed.
type Tap uint8

// The taps.
const (
	AtClient   Tap = iota
	AtRouter       // on its way out of the client's network
	AtServer       // the web server's port
	AtResolver     // the port of the caching DNS server
)

// NameMode is how the client comes to know the server's address.
type NameMode uint8

// The ways.
const (
	NameByResolver NameMode = iota // it asks a caching server, which asks from the root on
	NameCached                     // it asks a caching server, which knows
	NameIterative                  // it asks from the root on by itself
	NameKnown                      // it does not ask
)

// OpenMode is how a connection comes to stand.
type OpenMode uint8

// The openings.
const (
	OpenByClient       OpenMode = iota
	OpenSimultaneously          // both ends connect to each other at one moment (RFC 9293 §3.5)
	OpenRefused                 // nobody listens: the SYN is answered with RST
)

// CloseMode is how a connection comes to an end.
type CloseMode uint8

// The closings.
const (
	CloseByFour         CloseMode = iota // FIN, ACK, FIN, ACK
	CloseByThree                         // the second FIN rides on the ACK of the first
	CloseHalf                            // the client sends FIN behind its last request and goes on receiving
	CloseSimultaneously                  // both FINs are on their way at once (RFC 9293 §3.6)
)

// Options sets up a scene. The zero Options is an ordinary web request.
type Options struct {
	Seed      uint64
	Client    End
	Server    End
	IPv6      bool
	NAT       bool          // the client's IPv4 address is private; its router's stands for it
	MTU       int           // of every link in bytes, 576 (IPv6: 1280) to 1500; 0: 1500
	PathMTU   int           // of the link behind the router, if smaller, 576 (IPv6: 1280) to 1500
	RTT       time.Duration // there and back, 0 to 1 minute; 0: 40 ms
	Bandwidth int           // bits a second, from 1000; 0: 100 Mbit/s
	Queue     int           // bytes that wait at each of the two routers, from 1000; 0: without bound
	Loss      float64       // share of frames lost behind the router, 0 to 1
	Reorder   float64       // share of frames overtaken there, 0 to 1
	Duplicate float64       // share of frames that arrive twice from there, 0 to 1
	Drop      []int         // numbers of frames that get lost behind the tap
	Tap       Tap

	Host      string // name or address of the web server; "": www.example.com
	Port      int    // 0: 80
	Path      string // "": /; printable ASCII without spaces
	Name      NameMode
	Alias     bool // the name is an alias of another
	NoName    bool // there is no such name
	Addresses int  // that the name has, 0 to 100; an answer with more than some 29 is too long for UDP

	Requests int  // over one connection, 0 to 1000; 0: 1
	Response int  // bytes of each body, 0 to 1 GiB
	Chunked  bool // the body comes in chunks, its length is not announced
	Open     OpenMode
	Close    CloseMode
	CloseBy  Side // who sends the first FIN; it is the client in a half-close
}

// usual fills in what stands for the usual.
func (o *Options) usual() {
	if o.Host == "" {
		o.Host = "www.example.com"
	}
	if o.Port == 0 {
		o.Port = 80
	}
	if o.Path == "" {
		o.Path = "/"
	}
	if o.RTT == 0 {
		o.RTT = 2 * usualDelay
	}
	if o.Bandwidth == 0 {
		o.Bandwidth = usualBandwidth
	}
}

// check finds what is out of its bounds.
func (o *Options) check() error {
	type bound struct {
		name               string
		value, least, most float64
	}
	leastMTU := 576.0 // what every host must take (RFC 791 §3.1); of IPv6 every link (RFC 8200 §5)
	if o.IPv6 {
		leastMTU = minMTU6
	}
	bounds := []bound{
		{"MTU", float64(o.MTU), leastMTU, 1500},
		{"PathMTU", float64(o.PathMTU), leastMTU, 1500},
		{"RTT", o.RTT.Seconds(), 0, 60},
		{"Bandwidth", float64(o.Bandwidth), 1000, 1e12},
		{"Queue", float64(o.Queue), 1000, 1 << 30},
		{"Loss", o.Loss, 0, 1},
		{"Reorder", o.Reorder, 0, 1},
		{"Duplicate", o.Duplicate, 0, 1},
		{"Port", float64(o.Port), 1, 65535},
		{"Addresses", float64(o.Addresses), 1, 100},
		{"Requests", float64(o.Requests), 1, 1000},
		{"Response", float64(o.Response), 0, 1 << 30},
	}
	for i, end := range []End{o.Client, o.Server} {
		name := []string{"Client.", "Server."}[i]
		bounds = append(bounds,
			bound{name + "MSS", float64(end.MSS), minMSS, 65495},
			bound{name + "Buffer", float64(end.Buffer), 1, 1 << 30},
			bound{name + "Scale", float64(end.Scale), 0, proto.MaxWindowScale},
			bound{name + "InitialWindow", float64(end.InitialWindow), 1, 10},
			bound{name + "ReadRate", float64(end.ReadRate), 1, 1e12})
	}
	for _, b := range bounds {
		// Zero stands for the usual value; not a number is in no bounds.
		if b.value != 0 && !(b.value >= b.least && b.value <= b.most) {
			return &OptionError{b.name, b.value, b.least, b.most}
		}
	}
	if strings.ContainsFunc(o.Path, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return &PathError{o.Path}
	}
	return nil
}

// authority is the Host of the requests (RFC 9110 §7.2).
func (o *Options) authority() string {
	host := o.Host
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() {
		host = "[" + host + "]"
	}
	if o.Port != 80 {
		host += ":" + strconv.Itoa(o.Port)
	}
	return host
}
