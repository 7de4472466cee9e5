package sim

import (
	"bytes"
	"testing"
	"time"

	"netquiz/proto"
)

// FuzzForged puts a forged frame in the place of one that reaches the client or
// the server: bytes of it are replaced, its sums made right again. Whatever it
// says, nobody panics and the talk comes to an end.
func FuzzForged(f *testing.F) {
	const tcp = proto.EthernetLen + proto.IPv4MinLen
	type seed struct {
		frame, at uint8
		data      []byte
	}
	for _, s := range []seed{
		{4, tcp + 13, []byte{byte(proto.FIN | proto.ACK)}},                                             // a FIN that the other end knows nothing of: ACKs against ACKs
		{5, tcp + 13, []byte{byte(proto.RST)}},                                                         // a RST that is no answer to the SYN
		{5, tcp + 8, []byte{0, 0, 0, 0}},                                                               // a SYN+ACK that acknowledges nothing
		{5, tcp + 22, []byte{0, 0}},                                                                    // MSS 0
		{5, tcp + 20, []byte{2, 4, 0xff, 0xff, 3, 3, 15}},                                              // the largest MSS, a scale that cannot be
		{8, tcp + 13, []byte{byte(proto.SYN)}},                                                         // a SYN in a connection that stands
		{8, tcp + 4, []byte{0, 0, 0, 0}},                                                               // data from another time
		{8, tcp + 8, []byte{0xff, 0xff, 0xff, 0xff}},                                                   // an ACK of what was never sent
		{8, tcp + 12, []byte{0xf0}},                                                                    // a header longer than the segment
		{8, tcp + 14, []byte{0, 0}},                                                                    // no window
		{9, tcp + 20, []byte{1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 0}},                                     // a SACK block that ends before it begins
		{10, tcp + 13, []byte{byte(proto.FIN | proto.SYN | proto.RST | proto.ACK)}},                    // all flags
		{3, proto.EthernetLen + 28, []byte{0x80, 0x80}},                                                // an answer nobody asked for
		{3, proto.EthernetLen + 40, []byte{0xc0, 0x0c}},                                                // a name that points to itself
		{1, proto.EthernetLen + 22, bytes.Repeat([]byte{0}, 6)},                                        // ARP: nobody is there
		{8, proto.EthernetLen + 9, []byte{1}},                                                          // ICMP that is none
		{8, proto.EthernetLen + 20, []byte{3, 4, 0, 0, 0, 0, 0, 0, 0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6}}, // too big: MTU 0
	} {
		f.Add(s.frame, s.at, s.data, uint8(AtClient)) // the comments are about this one
		f.Add(s.frame, s.at, s.data, uint8(AtServer))
	}
	f.Fuzz(func(t *testing.T, number, at uint8, data []byte, tap uint8) {
		s, err := New(Options{Response: 4000})
		if err != nil {
			t.Fatal(err)
		}
		host := s.client
		if Tap(tap) == AtServer {
			host = s.server
		}
		seen, forged := uint8(0), []byte(nil)
		s.net.Tap(host, 0, func(_ time.Duration, outbound bool, frame Frame) bool {
			seen++
			if outbound || forged != nil || seen < number {
				return false
			}
			forged = forge(frame.Bytes, int(at), data)
			return true
		})
		delivered := false
		for range 100_000 {
			if !s.net.Step() {
				return
			}
			if forged != nil && !delivered {
				delivered = true
				host.Deliver(s.net.Now(), 0, Frame{Bytes: forged})
			}
		}
		t.Fatal("no end")
	})
}

// forge copies a frame with data from byte at on.
func forge(frame []byte, at int, data []byte) []byte {
	p := proto.Packet{Bytes: bytes.Clone(frame), Link: proto.LinkEthernet}
	if at < len(p.Bytes) {
		copy(p.Bytes[at:], data)
	}
	// A frame that cannot be sealed is delivered as it is.
	_ = proto.Seal(&p, len(p.Bytes), proto.KeepLengths)
	return p.Bytes
}
