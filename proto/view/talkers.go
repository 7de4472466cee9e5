package view

import (
	"net/netip"
	"slices"

	"netquiz/proto"
)

// fromTo is the lanes a frame goes from and to, -1 where its host has none.
func (t *teller) fromTo(a Arrow) (from, to int) {
	src, dst, ok := talkers(a)
	if !ok {
		return -1, -1
	}
	return t.lane(src), t.lane(dst)
}

// talkers are the hosts a frame goes between: as its conversation tells, which
// knows whom a multicast asks for, or else as its addresses do.
func talkers(a Arrow) (src, dst netip.Addr, ok bool) {
	c := a.Row.Conversation
	switch {
	case c == nil || a.Row.Reported:
		return addresses(a.Frame)
	case a.Row.FromClient:
		return c.Client.Addr(), c.Server.Addr(), true
	}
	return c.Server.Addr(), c.Client.Addr(), true
}

func (t *teller) lane(a netip.Addr) int {
	return slices.IndexFunc(t.lanes, func(l Lane) bool { return l.Has(a) })
}

// pair names the hosts of a frame that goes from one lane to another.
func (t *teller) pair(a Arrow, from, to int) string {
	src, dst, _ := talkers(a)
	if from > to {
		from, to, src, dst = to, from, dst, src
	}
	if from < 0 || from == to {
		return ""
	}
	left, right := t.called(src), t.called(dst)
	if left == "" {
		left = t.lanes[from].title()
	}
	if right == "" {
		right = t.lanes[to].title()
	}
	return left + " ─ " + right
}

// outside names the hosts of a frame that goes to or from none of the lanes.
func (t *teller) outside(a Arrow) string {
	src, dst, ok := talkers(a)
	if !ok {
		return ""
	}
	return src.String() + " → " + dst.String() + " "
}

// Source is the address that a frame comes from.
func Source(f *proto.Frame) (netip.Addr, bool) {
	src, _, ok := addresses(f)
	return src, ok
}

// addresses are the first two addresses of the outermost header that has any:
// every such header gives the source first.
func addresses(f *proto.Frame) (src, dst netip.Addr, ok bool) {
	for i := range f.Layers() {
		var found []netip.Addr
		part := f.Parts(nil, i)[0]
		for j := range part.Table.Fields {
			field := &part.Table.Fields[j]
			if field.Kind != proto.IPv4Addr && field.Kind != proto.IPv6Addr {
				continue
			}
			if v, whole := f.Value(part, field); whole {
				a, _ := netip.AddrFromSlice(v.Bytes)
				found = append(found, a)
			}
		}
		if len(found) >= 2 {
			return found[0], found[1], true
		}
	}
	return src, dst, false
}
