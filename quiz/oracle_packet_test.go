package quiz

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net"
	"net/netip"
	"testing"

	"netquiz/proto"
)

// placesOf are where fields lie in a frame of Ethernet, IPv4 without options and
// TCP, as RFC 894, RFC 791 and RFC 9293 draw it: first byte, bytes.
var placesOf = map[string][2]int{
	"eth.dst": {0, 6}, "eth.src": {6, 6}, "eth.type": {12, 2},
	"ip.version": {14, 1}, "ip.hdr_len": {14, 1}, "ip.len": {16, 2}, "ip.id": {18, 2}, "ip.ttl": {22, 1}, "ip.proto": {23, 1}, "ip.checksum": {24, 2},
	"ip.src": {26, 4}, "ip.dst": {30, 4},
	"tcp.srcport": {34, 2}, "tcp.dstport": {36, 2}, "tcp.seq_raw": {38, 4}, "tcp.ack_raw": {42, 4}, "tcp.hdr_len": {46, 1},
	"tcp.window_size_value": {48, 2}, "tcp.checksum": {50, 2}, "tcp.urgent_pointer": {52, 2},
}

func bytesAt(b []byte, id string) []byte {
	p := placesOf[id]
	return b[p[0] : p[0]+p[1]]
}

func numberAt(b []byte, id string) uint64 {
	var n uint64
	for _, c := range bytesAt(b, id) {
		n = n<<8 | uint64(c)
	}
	return n
}

// asEthernet are the bytes of an IPv4 packet as if its link were Ethernet, where
// placesOf counts from.
func asEthernet(p *proto.Packet) []byte {
	if p.Link == 1 {
		return p.Bytes
	}
	return append(make([]byte, 14), p.Bytes[linkLen[p.Link]:]...)
}

// onesSum is the ones' complement sum of 16-bit words, the slow and plain way.
func onesSum(b []byte) uint16 {
	var sum uint32
	for i := 0; i < len(b); i += 2 {
		w := uint32(b[i]) << 8
		if i+1 < len(b) {
			w |= uint32(b[i+1])
		}
		if sum += w; sum > 0xffff {
			sum = sum&0xffff + 1
		}
	}
	return uint16(sum)
}

func init() {
	frame := func(q *Question, i int) []byte { return asEthernet(&q.Frames[i].Packet) }
	oracles["packet.layers"] = func(t *testing.T, q *Question, _ []segment) Value {
		list := append(List(nil), q.Options...)
		at := func(v Value) int {
			if f, ok := v.(FieldName); ok {
				return placesOf[f.ID][0]
			}
			return map[string]int{"part-eth": 0, "part-ip": 14, "part-tcp": 34, "part-data": 54, "part-fcs": 9999}[v.(Label).ID]
		}
		for i := range list {
			for j := i; j > 0 && at(list[j]) < at(list[j-1]); j-- {
				list[j], list[j-1] = list[j-1], list[j]
			}
		}
		return list
	}
	oracles["packet.locate"] = func(t *testing.T, q *Question, _ []segment) Value {
		id := q.About[0].Field.ID
		b := bytesAt(frame(q, 0), id)
		switch {
		case asks(q, "which"):
			var from, to int
			if n, _ := fmt.Sscanf(string(arg(q, "Where").(Literal)), "0x%X–0x%X", &from, &to); n < 2 {
				to = from
			}
			behind := 14 - linkLen[q.Frames[0].Packet.Link]
			from, to = from+behind, to+behind
			for name, p := range placesOf {
				if p[0] == from && p[0]+p[1]-1 == to && name != "ip.version" {
					return FieldName{field(name)}
				}
			}
			return nil
		case asks(q, "number"):
			return Number{N: numberAt(frame(q, 0), id)}
		case len(b) == 6:
			return Literal(net.HardwareAddr(b).String())
		}
		return Literal(netip.AddrFrom4([4]byte(b)).String())
	}
	oracles["packet.ihl"] = func(t *testing.T, q *Question, shown []segment) Value {
		if asks(q, "byte") {
			return Octets{byte(4<<4 | arg(q, "Header").(int)/4)}
		}
		return octets(shown[0].header - shown[0].ip)
	}
	oracles["packet.data-offset"] = func(t *testing.T, q *Question, shown []segment) Value {
		if asks(q, "options") {
			return octets(len(shown[0].options))
		}
		return octets(shown[0].offset)
	}
	oracles["packet.data-length"] = func(t *testing.T, q *Question, shown []segment) Value { return octets(shown[0].data) }
	oracles["packet.padding"] = func(t *testing.T, q *Question, _ []segment) Value {
		if asks(q, "needed") {
			return octets(60 - 54 - arg(q, "Data").(int))
		}
		return octets(60 - 14 - int(numberAt(frame(q, 0), "ip.len")))
	}
	oracles["packet.byte-order"] = func(t *testing.T, q *Question, _ []segment) Value {
		id, f := q.About[0].Field.ID, frame(q, 0)
		b := bytesAt(f, id)
		switch {
		case id == "ipv6.plen":
			b = f[18:20]
		case f[14]>>4 == 6: // whose header is longer
			b = bytesAt(f[20:], id)
		}
		if asks(q, "bytes") {
			return Octets(b)
		}
		return Number{N: uint64(binary.BigEndian.Uint16(b))}
	}
	oracles["packet.ip-checksum"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := bytes.Clone(frame(q, 0))
		if asks(q, "covers") {
			if onesSum(b[14:34]) != 0xffff {
				t.Error("the header does not sum to 0xffff")
			}
			return label("sum-ip-header")
		}
		if asks(q, "router") {
			b[22]--
		}
		b[24], b[25] = 0, 0
		return word(uint64(^onesSum(b[14:34])))
	}
	oracles["packet.tcp-checksum"] = func(t *testing.T, q *Question, shown []segment) Value {
		// What changes the sum belongs to it.
		sums := func(b []byte) (ip, tcp uint16) {
			end := 14 + int(numberAt(b, "ip.len"))
			pseudo := append(bytes.Clone(b[26:34]), 0, b[23], byte((end-34)>>8), byte(end-34))
			return onesSum(b[14:34]), onesSum(append(pseudo, b[34:end]...))
		}
		b := frame(q, 0)
		ip, tcp := sums(b)
		if asks(q, "nat") {
			b = bytes.Clone(b)
			b[29] ^= 0x55
			if i, c := sums(b); i != ip && c != tcp {
				return label("renew-both")
			}
			return nil
		}
		var right List
		for _, o := range q.Options {
			changed := bytes.Clone(b)
			changed[placesOf[o.(FieldName).ID][0]] ^= 0x55
			if _, c := sums(changed); c != tcp {
				right = append(right, o)
			}
		}
		return right
	}
	oracles["packet.checksum"] = func(t *testing.T, q *Question, shown []segment) Value {
		b := frame(q, 0)
		switch {
		case asks(q, "right"):
			return word(uint64(onesSum(b[14:34])))
		case asks(q, "sent"):
			return octets(shown[0].data + shown[0].offset + shown[0].header - shown[0].ip)
		case asks(q, "words"):
			two := append(word(arg(q, "A").(Hex).N), word(arg(q, "B").(Hex).N)...)
			return word(uint64(^onesSum(two)))
		}
		return Octets{b[13+int(numberAt(b, "ip.len"))], 0}
	}
	oracles["packet.udp-checksum"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := frame(q, 0)
		switch {
		case asks(q, "means") && b[23] == 17 && b[40] == 0 && b[41] == 0:
			return label("not-computed")
		case asks(q, "zero"):
			return word(0xffff)
		case asks(q, "where"):
			return label("udp-over-ipv4")
		}
		return nil
	}
	oracles["packet.hop"] = func(t *testing.T, q *Question, _ []segment) Value {
		if asks(q, "mac") {
			return Literal(net.HardwareAddr(bytesAt(frame(q, 0), q.About[0].Field.ID)).String())
		}
		changes := map[string]bool{"eth.dst": true, "eth.src": true, "ip.ttl": true, "ip.checksum": true}
		var right List
		for _, o := range q.Options {
			if changes[o.(FieldName).ID] {
				right = append(right, o)
			}
		}
		return right
	}
	oracles["packet.ttl"] = func(t *testing.T, q *Question, _ []segment) Value {
		ttl := uint64(frame(q, 0)[22])
		switch {
		case asks(q, "arrives"):
			return Number{N: ttl - uint64(arg(q, "Routers").(int))}
		case asks(q, "passed"):
			return Number{ttl - uint64(frame(q, 1)[22]), "routers"}
		}
		return Number{ttl - 1, "routers"}
	}
	oracles["packet.demux"] = func(t *testing.T, q *Question, _ []segment) Value {
		means := map[string]string{
			"eth.type 2048": "IPv4", "eth.type 2054": "ARP", "eth.type 34525": "IPv6",
			"ip.proto 1": "ICMP", "ip.proto 6": "TCP", "ip.proto 17": "UDP",
			"tcp.dstport 80": "HTTP", "tcp.dstport 443": "TLS", "udp.dstport 53": "DNS",
		}
		var list List
		for _, o := range q.Options {
			n, _ := size(of(o, "Value").(Value))
			list = append(list, Literal(means[fmt.Sprint(of(o, "Field").(*proto.Field).ID, " ", n)]))
		}
		return list
	}
	oracles["packet.flag-bits"] = func(t *testing.T, q *Question, _ []segment) Value {
		flags := map[string]uint64{"RFC 9293": 8, "RFC 9768": 9}
		switch {
		case asks(q, "flags"):
			return Number{flags[arg(q, "RFC").(string)], "bits"}
		case asks(q, "reserved"):
			return Number{16 - 4 - flags[arg(q, "RFC").(string)], "bits"}
		}
		return Flags(arg(q, "Value").(Hex).N)
	}
	oracles["packet.fcs"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := frame(q, 0)
		fcs := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(b[:len(b)-4]))
		if right := bytes.Equal(fcs, b[len(b)-4:]); right == asks(q, "wrong") {
			t.Errorf("that the frame ends in its FCS is %v", right)
		}
		switch {
		case asks(q, "what"):
			return label("crc-of-frame")
		case asks(q, "value"):
			return Octets(fcs)
		}
		return label("frame-dropped")
	}
	oracles["packet.fault"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := frame(q, 0)
		var wrong []string
		if b[14]>>4 != 4 {
			wrong = append(wrong, "ip.version")
		}
		if b[14]&15 < 5 {
			wrong = append(wrong, "ip.hdr_len")
		}
		if int(numberAt(b, "ip.len")) > len(b)-14 {
			wrong = append(wrong, "ip.len")
		}
		if b[46]>>4 < 5 {
			wrong = append(wrong, "tcp.hdr_len")
		}
		if len(wrong) != 1 {
			t.Errorf("wrong are %v", wrong)
			return nil
		}
		if q.Kind == Choice {
			return FieldName{field(wrong[0])}
		}
		p := placesOf[wrong[0]]
		return Spot{field(wrong[0]), p[0], p[0] + p[1]}
	}
}
