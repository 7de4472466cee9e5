package proto_test

import (
	"regexp"
	"strings"

	"netquiz/proto"
)

var odd = regexp.MustCompile(`[\x00-\x1f\x7f-\xff\\]|\x{fffd}`)

// textReasons are those of what TCP and UDP carry.
var textReasons = []difference{
	{"names are written as RFC 1035 §5.1 has it, and text in UTF-8 stays as it is, where tshark escapes or replaces each byte", func(c *cell) bool {
		return application(c) && odd.MatchString(c.ours+c.theirs)
	}},
	{"tshark looks for messages in no segment that it has seen before", func(c *cell) bool {
		return application(c) && c.theirs == "" && strings.HasSuffix(c.protocols, ":tcp")
	}},
	{"tshark finds protocols on other ports by guessing and by conversation, and reads a DNS message over TCP before all of it is there", func(c *cell) bool {
		switch field, _, _ := strings.Cut(c.field, "."); field {
		case "http":
			return c.frame.Find(proto.ProtoHTTP) < 0
		case "dns":
			return c.frame.Find(proto.ProtoDNS) < 0 || strings.HasPrefix(c.theirs, c.ours+",") && c.frame.Find(proto.ProtoDNSLength) >= 0
		case "tls":
			return c.frame.Find(proto.ProtoTLS) < 0
		}
		return false
	}},
	{"behind a name or a record that leaves its message, tshark goes on where this package stops", func(c *cell) bool {
		return strings.HasPrefix(c.field, "dns.") && (strings.Contains(c.expert, "Exception") || strings.Contains(c.expert, "Extraneous data") ||
			c.ours == "" && (has(c.frame, proto.BadLength) || text(c.frame, "dns.data") != ""))
	}},
	{"Wireshark lays out records and options that this package keeps as bytes, and calls the types that an NSEC record lists by the name of its own", func(c *cell) bool {
		return c.field == "dns.data" && len(c.ours) > len(c.theirs) || c.field == "dns.resp.type" && text(c.frame, "dns.data") != ""
	}},
	{"Wireshark has other names for the counts of an update", func(c *cell) bool {
		return strings.HasPrefix(c.field, "dns.count.") && c.theirs == "" && text(c.frame, "dns.flags.opcode") == "5"
	}},
	{"tshark takes a segment for HTTP only if a line of it is whole, and for a head only what goes before a line that is none", func(c *cell) bool {
		return strings.HasPrefix(c.field, "http.") && (c.theirs == "" || strings.HasPrefix(c.ours, c.theirs) || strings.TrimRight(c.theirs, ",") == c.ours)
	}},
	{"another request begins for tshark with a method alone, and behind line feeds without carriage returns", func(c *cell) bool {
		return strings.HasPrefix(c.field, "http.request") && strings.Count(c.theirs, ",") > strings.Count(c.ours, ",") ||
			strings.HasPrefix(c.field, "http.") && strings.Contains(c.expert, "Illegal characters found in header name")
	}},
	{"tshark reads the digits of a status as far as they are some", func(c *cell) bool {
		return c.field == "http.response.code" && c.ours == ""
	}},
	{"tshark shows no record that goes on in another segment", func(c *cell) bool {
		return strings.HasPrefix(c.field, "tls.") && (c.theirs == "" || strings.HasPrefix(c.ours, c.theirs+",")) && cutRecord(c.frame)
	}},
	{"a list that leaves what holds it is opaque, where tshark cuts it", func(c *cell) bool {
		return strings.HasPrefix(c.field, "tls.") && (strings.Contains(c.expert, "Vector length") || strings.Contains(c.expert, "vector"))
	}},
	{"once a conversation is known to be TLS 1.3, tshark calls the type of its records opaque", func(c *cell) bool {
		return c.field == "tls.record.content_type" && len(c.theirs) < len(c.ours)
	}},
}

// application tells whether the field is one of what TCP and UDP carry.
func application(c *cell) bool {
	return strings.HasPrefix(c.field, "dns.") || strings.HasPrefix(c.field, "http.") || strings.HasPrefix(c.field, "tls.")
}

// cutRecord tells whether the frame ends within a TLS record.
func cutRecord(f *proto.Frame) bool {
	last := false
	for i, l := range f.Layers() {
		if l.Proto == proto.ProtoTLS {
			h := proto.TLS(f.Header(i))
			last = len(h) < proto.TLSRecordLen+h.Len()
		}
	}
	return last
}
