package flow

import (
	"time"

	"netquiz/proto"
)

// fields are those that prove events.
var fields = struct {
	srcPort, seq, ack, window, length *proto.Field
	arpTarget, echo, ndpTarget, echo6 *proto.Field
	fragment, fragment6               *proto.Field
	ident                             *proto.Field
}{
	srcPort:   fieldOf(proto.ProtoTCP, "tcp.srcport"),
	seq:       fieldOf(proto.ProtoTCP, "tcp.seq_raw"),
	ack:       fieldOf(proto.ProtoTCP, "tcp.ack_raw"),
	window:    fieldOf(proto.ProtoTCP, "tcp.window_size_value"),
	length:    fieldOf(proto.ProtoTCP, "tcp.len"),
	arpTarget: fieldOf(proto.ProtoARP, "arp.dst.proto_ipv4"),
	echo:      fieldOf(proto.ProtoICMP, "icmp.seq"),
	ndpTarget: fieldOf(proto.ProtoICMPv6, "icmpv6.nd.ns.target_address"),
	echo6:     fieldOf(proto.ProtoICMPv6, "icmpv6.echo.sequence_number"),
	fragment:  fieldOf(proto.ProtoIPv4, "ip.frag_offset"),
	fragment6: fieldOf(proto.ProtoFragment, "ipv6.fraghdr.offset"),
	ident:     fieldOf(proto.ProtoIPv4, "ip.id"),
}

func fieldOf(p proto.Proto, id string) *proto.Field {
	for _, t := range p.Tables() {
		for i := range t.Fields {
			if t.Fields[i].ID == id {
				return &t.Fields[i]
			}
		}
	}
	panic("flow: proto has no field " + id)
}

// segment is a TCP segment as the analysis sees it.
type segment struct {
	h        proto.TCP
	seq, ack uint32
	len      uint32 // bytes of data on the wire
	end      uint32 // sequence number behind all that it occupies: data, SYN and FIN
	flags    proto.TCPFlags
	window   uint16
}

// read reads the segment whose header is layer i, if its length can be.
func (s *segment) read(f *proto.Frame, i int) bool {
	l := &f.Layers()[i]
	h := proto.TCP(f.Header(i))
	whole, n := l.Wire-l.Off, uint32(h.HeaderLen())
	if n < proto.TCPMinLen || n > whole {
		return false
	}
	s.h, s.seq, s.ack, s.flags, s.window = h, h.Seq(), h.Ack(), h.Flags(), h.Window()
	s.len = whole - n
	s.end = s.seq + s.len
	if s.is(proto.SYN) {
		s.end++
	}
	if s.is(proto.FIN) {
		s.end++
	}
	return true
}

// nanoseconds is a time as a number that can be subtracted: 0 if it is not known.
func nanoseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func (s *segment) is(flag proto.TCPFlags) bool { return s.flags&flag != 0 }

// plain tells that it neither begins nor ends a connection.
func (s *segment) plain() bool { return s.flags&(proto.SYN|proto.FIN|proto.RST) == 0 }

// occupies tells that it takes sequence numbers.
func (s *segment) occupies() bool { return s.end != s.seq }

// fromClient tells whether who sent the first segment seen of a conversation is
// its client: who sends a SYN, or is not answered by SYN+ACK. In the middle of a
// conversation it is who has the greater port, as servers listen on small ones.
func (s *segment) fromClient() bool {
	if s.is(proto.SYN) {
		return !s.is(proto.ACK)
	}
	return s.h.SrcPort() >= s.h.DstPort()
}

// reuses tells whether it is the SYN of a new connection between the ends of c:
// one with another initial sequence number.
func (s *segment) reuses(c *Conversation, fromLow bool) bool {
	if s.flags&(proto.SYN|proto.ACK) != proto.SYN {
		return false
	}
	me := &c.Ends[ServerEnd]
	if fromLow == c.clientLow {
		me = &c.Ends[ClientEnd]
	}
	return me.sender.based && me.ISN != s.seq
}
