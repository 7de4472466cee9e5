package proto

import "encoding/binary"

// Extension is a header of hop-by-hop or destination options (RFC 8200 §4.3,
// §4.6), whose diagram stands in ipv6_ext.go. The view is over a whole header, as
// Frame.HopByHop and Frame.DestOpts give it.
type Extension []byte

// NextHeader is the number of the protocol behind the header.
func (h Extension) NextHeader() uint8 { return h[0] }

// HeaderLen is the length of the header in bytes, 8 at least.
func (h Extension) HeaderLen() int { return 8 + 8*int(h[1]) }

// Options are the options of the header, padding included.
func (h Extension) Options() IPv6Options { return IPv6Options(h[2:len(h):len(h)]) }

// Routing is a routing header (RFC 8200 §4.4). The view is over a whole header,
// as Frame.Routing gives it.
type Routing []byte

// NextHeader is the number of the protocol behind the header.
func (h Routing) NextHeader() uint8 { return h[0] }

// HeaderLen is the length of the header in bytes, 8 at least.
func (h Routing) HeaderLen() int { return 8 + 8*int(h[1]) }

// Type tells what the header holds: 0 a source route, 4 segments.
func (h Routing) Type() uint8 { return h[2] }

// SegmentsLeft is how many of the nodes it lists are still to be visited.
func (h Routing) SegmentsLeft() uint8 { return h[3] }

// Fragment is a fragment header (RFC 8200 §4.5). The view is over a whole
// header, as Frame.Fragment gives it.
type Fragment []byte

// NextHeader is the number of the protocol that the first fragment begins with.
func (h Fragment) NextHeader() uint8 { return h[0] }

// Offset is where in the packet the fragment belongs, in bytes.
func (h Fragment) Offset() int { return int(binary.BigEndian.Uint16(h[2:4]) &^ 7) }

// More tells that other fragments follow.
func (h Fragment) More() bool { return h[3]&1 != 0 }

// ID is the same in all fragments of a packet.
func (h Fragment) ID() uint32 { return binary.BigEndian.Uint32(h[4:8]) }

// HopByHop is the frame's outermost hop-by-hop options header.
func (f *Frame) HopByHop() (Extension, bool) { return f.wholeExtension(ProtoHopByHop) }

// DestOpts is the frame's outermost destination options header.
func (f *Frame) DestOpts() (Extension, bool) { return f.wholeExtension(ProtoDestOpts) }

// Routing is the frame's outermost routing header.
func (f *Frame) Routing() (Routing, bool) { return f.wholeExtension(ProtoRouting) }

// Fragment is the frame's outermost fragment header of IPv6.
func (f *Frame) Fragment() (Fragment, bool) { return f.view(ProtoFragment) }

// wholeExtension is the outermost header of p if all of it is there.
func (f *Frame) wholeExtension(p Proto) ([]byte, bool) {
	h, ok := f.view(p)
	return h, ok && len(h) == 8+8*int(h[1])
}
