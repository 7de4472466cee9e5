package quiz

import "netquiz/proto"

// withIPOptions is an IPv4 packet with n bytes of options that do nothing, a
// multiple of 4 up to 40; false if it is no such packet.
func withIPOptions(p proto.Packet, n int) (proto.Packet, bool) {
	if n == 0 {
		return p, true
	}
	end := contentEnd(&p)
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	ip, ok := f.IPv4()
	if !ok || len(ip) != proto.IPv4MinLen || end > 1500-n {
		return p, false
	}
	const at = proto.EthernetLen + proto.IPv4MinLen
	b := append([]byte(nil), p.Bytes[:at]...)
	for range n {
		b = append(b, 1) // no operation (RFC 791 §3.1)
	}
	b = append(b, p.Bytes[at:end]...)
	b[proto.EthernetLen] += byte(n / 4)
	made := proto.Packet{Bytes: b, Link: p.Link, Time: p.Time, Number: p.Number}
	for len(made.Bytes) < proto.MinFrame {
		made.Bytes = append(made.Bytes, 0)
	}
	made.Length = len(made.Bytes)
	return made, proto.Seal(&made, len(b), proto.KeepNone) == nil
}
