package sim

import (
	"iter"
	"net/netip"
	"slices"
	"time"

	"netquiz/proto"
)

// Start is when every simulation starts.
var Start = time.Date(2026, 11, 22, 5, 53, 0, 0, time.UTC)

// Event is a frame that passes the tap of a scene.
type Event struct {
	Packet   proto.Packet // Number from 1 on; Bytes are never changed again
	Host     string       // name of the host that made it
	Why      Reason       // why that host sent it
	Outbound bool         // it leaves the tapped host
	Lost     bool         // it goes no further
	// Ends are the sockets of what the frame belongs to, that of who asked first:
	// the one of the host that made the frame as it was right after, the other as
	// it is now. Zero: it belongs to none.
	Ends  [2]Socket
	Maker Side // whose of Ends made the frame
}

// Scene is a web request on its way.
type Scene struct {
	*internet
	browser *webClient
	drop    []int
	number  int     // of frames seen
	events  []Event // seen, not taken
}

// New sets up a scene. An option outside its bounds is an *OptionError.
func New(o Options) (*Scene, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.usual()
	if a, err := netip.ParseAddr(o.Host); err == nil {
		o.Name, o.IPv6 = NameKnown, a.Is6()
	} else if !validName(o.Host) {
		return nil, &HostError{o.Host}
	}
	net, err := newInternet(&o)
	if err != nil {
		return nil, err
	}
	s := &Scene{internet: net, drop: o.Drop}
	s.tap(o.Tap, s.watch)
	s.playWeb(&o)
	return s, nil
}

// playWeb starts the programs of a web request.
func (s *Scene) playWeb(o *Options) {
	addr, _ := s.server.addrOf(0, o.IPv6)
	at := netip.AddrPortFrom(addr, uint16(o.Port))
	server := &webServer{size: o.Response, chunked: o.Chunked, rate: o.Server.ReadRate}
	s.browser = &webClient{
		server: at, host: o.authority(), path: o.Path, requests: max(o.Requests, 1),
		closes: o.CloseBy == Client || o.Close == CloseHalf, half: o.Close == CloseHalf,
		reading: pace{rate: o.Client.ReadRate},
	}
	if o.Name != NameKnown {
		s.browser.server = netip.AddrPortFrom(netip.Addr{}, at.Port())
		s.browser.lookup = s.playNames(o, addr)
	}
	switch o.Open {
	case OpenByClient:
		server.socket = s.server.listen(server, at)
	case OpenSimultaneously:
		own, _ := s.client.addrOf(0, o.IPv6)
		s.browser.local = netip.AddrPortFrom(own, dynamicPort(s.client.key("crossing")))
		peer := s.browser.local
		if o.NAT && !o.IPv6 { // somebody has told both what they look like from outside (RFC 5128 §3.4)
			peer = s.router.bindOutside(proto.ProtoTCP, peer).Outside
		}
		s.browser.connected = func() {
			s.server.wake(&peerServer{server, at, peer}, s.client.now)
		}
	}
	if o.Close == CloseSimultaneously {
		s.browser.closing = func() {
			if w := server.worker; w != nil {
				w.leave = true
				s.server.wake(w, s.client.now)
			}
		}
	}
	s.client.wake(s.browser, 0)
}

// peerServer is a web server that does not listen but connects to its client.
type peerServer struct {
	*webServer
	local, remote netip.AddrPort
}

func (p *peerServer) run(h *Host) {
	p.worker = &webWorker{server: p.webServer, reading: pace{rate: p.rate}}
	p.worker.socket = h.connectFrom(p.worker, p.local, p.remote)
}

// Next runs the scene until the next frame passes the tap. It is false when
// both ends are closed and nothing will ever happen again.
func (s *Scene) Next() (Event, bool) {
	for len(s.events) == 0 {
		if !s.net.Step() {
			return Event{}, false
		}
	}
	e := s.events[0]
	s.events = s.events[:copy(s.events, s.events[1:])]
	return e, true
}

func (s *Scene) watch(now time.Duration, outbound bool, f Frame) (lost bool) {
	s.number++
	lost = slices.Contains(s.drop, s.number)
	e := Event{
		Packet: proto.Packet{
			Bytes: f.Bytes, Number: s.number, Length: len(f.Bytes),
			Time: Start.Add(now), Link: proto.LinkEthernet,
		},
		Host: f.Origin.Host, Why: f.Origin.Why, Outbound: outbound, Lost: lost,
	}
	e.Ends, e.Maker = s.ends(f.Origin)
	s.events = append(s.events, e)
	return lost
}

// ends are the sockets at both ends of what a frame belongs to, and whose made it.
func (s *Scene) ends(o *Origin) (ends [2]Socket, made Side) {
	if o.Socket.Proto == proto.NoProto {
		return ends, made
	}
	mirror := o.Socket // as the other end sees it, across NAT
	for _, t := range s.router.Translations() {
		switch {
		case t.Proto == mirror.Proto && t.Inside == mirror.Local:
			mirror.Local = t.Outside
		case t.Proto == mirror.Proto && t.Outside == mirror.Remote:
			mirror.Remote = t.Inside
		}
	}
	var peer *Host
	for _, h := range s.hosts {
		if h.isOwn(mirror.Remote.Addr()) {
			peer = h
		}
	}
	other := Server
	if o.Host != s.client.Name && (peer == s.client || !o.Socket.Active) {
		made, other = Server, Client
	}
	ends[made] = o.Socket
	if peer != nil {
		ends[other] = peer.peer(&mirror)
	}
	return ends, made
}

// peer is the host's socket at the other end of one.
func (h *Host) peer(of *Socket) Socket {
	if c := h.connection(of.Remote, of.Local); c != nil {
		return c.look()
	}
	if s := h.bound(of.Remote); s != nil && of.Proto == proto.ProtoUDP {
		return s.look()
	}
	if s := h.listener(of.Remote); s != nil {
		return s.look()
	}
	return Socket{}
}

// Host is the host at one side.
func (s *Scene) Host(side Side) *Host {
	if side == Client {
		return s.client
	}
	return s.server
}

// Hosts are all hosts of the scene: client, router, core (the provider's router),
// resolver (the caching DNS server), root, tld, authority and server.
func (s *Scene) Hosts() []*Host { return s.hosts }

// Responses are what the client has received so far, the last perhaps in part,
// and why it gave up if it did.
func (s *Scene) Responses() ([]Response, error) {
	all := slices.Clone(s.browser.received)
	if s.browser.asked {
		all = append(all, s.browser.current.Response)
	}
	return all, s.browser.err
}

// Events are all the frames that pass the tap from now on.
func (s *Scene) Events() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for e, ok := s.Next(); ok && yield(e); e, ok = s.Next() {
		}
	}
}

// Web runs a web request and yields what a capture at the tap would hold. The
// only error is that of New.
func Web(o Options) iter.Seq2[proto.Packet, error] {
	return func(yield func(proto.Packet, error) bool) {
		s, err := New(o)
		if err != nil {
			yield(proto.Packet{}, err)
			return
		}
		for e := range s.Events() {
			if !yield(e.Packet, nil) {
				return
			}
		}
	}
}
