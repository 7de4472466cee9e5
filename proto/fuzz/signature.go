package fuzz

import (
	"cmp"
	"strings"

	"netquiz/proto"
)

// Signature names the fault: two cases with the same one most likely show the
// same fault, and one fault rarely shows under two. So it does not tell what is
// chance: whether a problem was missed or invented, whether a header is wrong or
// what lies behind it, or which of several protocols the same code reads.
func (f *Failure) Signature() string {
	switch f.Oracle {
	case Panicked, Written:
		return slug(f.Oracle.String(), f.Where)
	case Hung, Hoarded, Stale:
		return f.Oracle.String()
	case Tiled, Layered:
		p := f.Proto
		if behind(p) {
			p = proto.ProtoTrailer
		}
		return slug("shape", family(p.String()))
	case Judged:
		return "sum"
	case Decoded:
		return slug("value", f.Field)
	case Died:
		return slug("died", f.Where)
	case Mistaken, Imagined, Refused, Babbled, Reencoded:
		return slug(f.Oracle.String(), cmp.Or(f.Field, f.Proto.String(), f.Where))
	case Rebuilt:
		return slug("rebuild", f.Field)
	}
	place := f.Field
	if place == "" {
		place = f.Proto.String()
	}
	switch f.Code {
	case proto.BadLength, proto.Truncated, proto.BadOption:
		return slug("shape", family(protoOf(place)))
	case 0:
		if f.Where != "" {
			return slug("refused", place)
		}
		return slug("shape", family(place))
	case proto.BadFCS:
		return "sum-fcs"
	case proto.BadChecksum, proto.PartialChecksum, proto.NoChecksum:
		return "sum"
	}
	return slug("problem", f.Code.String(), family(place))
}

// families are what one piece of a codec usually reads.
var families = map[string]string{
	"tcp": "transport", "udp": "transport", "icmp": "transport", "icmpv6": "transport",
	"ipv6":         "ip",
	"ipv6.hopopts": "ipv6.ext", "ipv6.dstopts": "ipv6.ext", "ipv6.routing": "ipv6.ext",
	"eth.type": "ethertype", "vlan.etype": "ethertype", "eth": "ethertype", "vlan": "ethertype",
}

// protoOf is the protocol that a field belongs to.
func protoOf(field string) string {
	if s, err := proto.Select(field); err == nil {
		return s.Fields[0].Table().Proto.String()
	}
	return field
}

func family(place string) string {
	if f := families[place]; f != "" {
		return f
	}
	return place
}

// slug joins words into the name of a folder.
func slug(words ...string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '_', c == '-':
			return c
		}
		return '-'
	}, strings.TrimSuffix(strings.Join(words, "-"), "-"))
}

// behind tells whether p is what follows all content.
func behind(p proto.Proto) bool {
	switch p {
	case proto.ProtoPadding, proto.ProtoTrailer, proto.ProtoVLANTrailer, proto.ProtoSLLTrailer, proto.ProtoRest, proto.ProtoFCS:
		return true
	}
	return false
}

// blamed is the protocol whose header says what layer i is and where: the one
// before it; what lies behind all content is said by all of them together.
func (w *reading) blamed(i int, found []proto.Layer) proto.Proto {
	for _, p := range []proto.Proto{w.want(i), got(found, i)} {
		if byContent[p] {
			return p // it is known by how it begins
		}
	}
	switch {
	case behind(w.want(i)), behind(got(found, i)):
		return proto.ProtoTrailer
	case i > 0 && i <= len(found):
		return found[i-1].Proto
	case len(found) > 0:
		return found[0].Proto
	}
	return proto.NoProto
}

func (w *reading) want(i int) proto.Proto {
	if i < w.nLayers {
		return w.layers[i].proto
	}
	return proto.NoProto
}

func got(found []proto.Layer, i int) proto.Proto {
	if i < len(found) {
		return found[i].Proto
	}
	return proto.NoProto
}
