package quiz

import "netquiz/proto"

// Needs is what a scene must have for a skill to ask about it. Scenes of a
// setting have it all.
type Needs uint8

// What skills need.
const (
	Ethernet Needs = 1 << iota // headers of Ethernet, and what only its links have
	IPv4                       // headers of IPv4 and of no other IP
)

// lacks is what a packet leaves unmet.
func lacks(p *proto.Packet) (n Needs) {
	if p.Link != proto.LinkEthernet {
		n |= Ethernet
	}
	if overIPv6(p) {
		n |= IPv4
	}
	return n
}

// Missing is what keeps each of some skills from asking about each of some scenes;
// 0 if there is a skill that lacks nothing.
func Missing(skills []*Skill, scenes []*Scene) (all Needs) {
	for _, k := range skills {
		for _, s := range scenes {
			unmet := k.Needs & s.lacks
			if unmet == 0 {
				return 0
			}
			all |= unmet
		}
	}
	return all
}

// networkAt is where a packet's network header begins: behind the header of its
// link, which has no tags.
func networkAt(p *proto.Packet) int {
	switch p.Link {
	case proto.LinkRaw, proto.LinkIPv4, proto.LinkIPv6:
		return 0
	case proto.LinkLinuxSLL:
		return 16
	case proto.LinkLinuxSLL2:
		return 20
	}
	return proto.EthernetLen
}

func overIPv6(p *proto.Packet) bool {
	at := networkAt(p)
	return len(p.Bytes) > at && p.Bytes[at]>>4 == 6
}

// inIPv6 are the fields of IPv6 that say the same as those of IPv4.
var inIPv6 = map[string]string{"ip.src": "ipv6.src", "ip.dst": "ipv6.dst", "ip.proto": "ipv6.nxt"}

// fieldIn is the field with this id as a packet has it: what questions ask about
// an address of IPv4 they ask about one of IPv6 as well.
func fieldIn(p *proto.Packet, id string) *proto.Field {
	if same := inIPv6[id]; same != "" && overIPv6(p) {
		id = same
	}
	return field(id)
}
