package main

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
	"netquiz/proto/view"
)

// castFrames is how many frames are read ahead to find out who the main hosts are.
const castFrames = 4096

// cast finds the lanes of a diagram: the client and the server that most is
// said between, and between them whoever gave them names and the way out. Other
// servers of that client share its server's lane.
type cast struct {
	l     *locales.Localizer
	names map[netip.Addr]string  // of simulated hosts
	links map[netip.Addr][6]byte // link address that frames from an address came from
	warns []netip.Addr           // who reported errors
	talks []*flow.Conversation
	lanes [3]view.Lane
}

const (
	clientLane = iota
	helperLane
	serverLane
)

// lanesOf are the lanes of what the first frames of the traffic tell.
func (e *env) lanesOf(t *traffic, first []sim.Event) []view.Lane {
	c := &cast{l: e.text, names: map[netip.Addr]string{}, links: map[netip.Addr][6]byte{}}
	if t.scene != nil {
		for _, h := range t.scene.Hosts() {
			for _, at := range h.Interfaces {
				for _, p := range at.Addrs {
					c.names[p.Addr()] = h.Name
				}
			}
		}
	}
	tracker := flow.New()
	var frame proto.Frame
	for i := range first {
		frame.Decode(&first[i].Packet, proto.CheckNone)
		c.hear(&frame, tracker.Add(&frame))
	}
	c.talks = tracker.Conversations()
	return c.choose()
}

// hear notes which link address speaks for which address.
func (c *cast) hear(f *proto.Frame, row *flow.Row) {
	if row.Reported || row.Conversation == nil && row.Step != flow.NoStep {
		if from, ok := view.Source(f); ok && !slices.Contains(c.warns, from) {
			c.warns = append(c.warns, from)
		}
		return
	}
	eth, ok := f.Ethernet()
	if !ok || row.Conversation == nil {
		return
	}
	if row.FromClient {
		c.links[row.Conversation.Client.Addr()] = eth.Src()
	} else {
		c.links[row.Conversation.Server.Addr()] = eth.Src()
	}
}

func (c *cast) choose() []view.Lane {
	main := c.main()
	if main == nil {
		return nil
	}
	client, server := main.Client.Addr(), main.Server.Addr()
	c.take(clientLane, client, cmp.Or(c.names[client], "client"))
	c.take(serverLane, server, cmp.Or(c.names[server], "server"))
	for _, v := range c.talks {
		if v.Phase != flow.ARP && c.isClient(v.Client.Addr(), client) {
			c.take(clientLane, v.Client.Addr(), "client")
		}
		if !asks(v) && main.Host.Name != "" && main.Host.Name == v.Host.Name {
			c.take(serverLane, v.Server.Addr(), "server")
		}
	}
	for _, v := range c.talks {
		if asks(v) {
			c.help(v)
		}
	}
	for _, v := range c.talks {
		if !asks(v) && c.lanes[clientLane].Has(v.Client.Addr()) {
			c.take(serverLane, v.Server.Addr(), "server")
		}
	}
	for _, a := range c.warns {
		c.take(helperLane, a, cmp.Or(c.names[a], "gateway"))
	}
	return slices.DeleteFunc(c.lanes[:], func(l view.Lane) bool { return l == nil })
}

// isClient tells whether an address is another one of the client's: it speaks
// from the same link address, and begins what it says. That of a router, which
// many hosts speak from, answers too.
func (c *cast) isClient(a, client netip.Addr) bool {
	link, ok := c.links[client]
	return ok && c.links[a] == link && !slices.ContainsFunc(c.talks, func(v *flow.Conversation) bool {
		return v.Phase != flow.ARP && c.links[v.Server.Addr()] == link
	})
}

// main is the conversation with the most frames: of TCP if there is any, else
// of others that are no questions for names or link addresses.
func (c *cast) main() (best *flow.Conversation) {
	rank := func(v *flow.Conversation) int {
		switch {
		case v.Proto == proto.ProtoTCP:
			return 2
		case asks(v):
			return 0
		}
		return 1
	}
	frames := func(v *flow.Conversation) int { return v.Ends[0].Frames + v.Ends[1].Frames }
	for _, v := range c.talks {
		if !placeable(v.Client.Addr()) || !placeable(v.Server.Addr()) {
			continue
		}
		if best == nil || rank(v) > rank(best) || rank(v) == rank(best) && frames(v) > frames(best) {
			best = v
		}
	}
	return best
}

// asks tells whether a conversation asks for a name or for a link address.
func asks(v *flow.Conversation) bool { return v.Phase == flow.Name || v.Phase == flow.ARP }

// placeable tells whether an address is one host's.
func placeable(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// take gives a host a place in a lane, unless it has one somewhere. A helper that
// helps in another way too is called by both.
func (c *cast) take(lane int, a netip.Addr, role string) {
	if !placeable(a) {
		return
	}
	name := c.l.T("trace.host." + role)
	for i, l := range c.lanes {
		for j := range l {
			if h := &l[j]; h.Addr == a {
				if i == helperLane && lane == helperLane && !strings.Contains(h.Name, name) {
					h.Name += " · " + name
				}
				return
			}
		}
	}
	c.lanes[lane] = append(c.lanes[lane], view.Host{Name: name, Addr: a})
}

// help puts whoever answers the main hosts' questions between them.
func (c *cast) help(v *flow.Conversation) {
	helper, to := v.Client.Addr(), v.Server.Addr()
	near := func(a netip.Addr) bool { return c.lanes[clientLane].Has(a) || c.lanes[serverLane].Has(a) }
	if near(helper) == near(to) {
		return
	}
	if near(helper) {
		helper = to
	}
	name := c.names[helper]
	if v.Phase == flow.ARP {
		c.take(helperLane, helper, cmp.Or(name, "gateway"))
		return
	}
	if name == "router" { // it is asked for names, too
		name = ""
	}
	c.take(helperLane, helper, cmp.Or(name, "resolver"))
}
