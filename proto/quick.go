package proto

import (
	"encoding/binary"
	"math/bits"
)

// What the quick way asks of an IPv4 header, in little-endian words.
const (
	quickShape    = 0xffbf_0000_0000_00ff // version, IHL, flags but DF, and fragment offset
	quickProtocol = 0xff00
)

// quick decodes what most frames are: whole and right Ethernet II | IPv4
// without options or fragments | TCP. It answers false, having noted nothing,
// where a frame is anything else, and the headers are decoded one by one; what
// the two ways find is the same. It is to decoding what header prediction is to
// TCP: one pass of plain loads, no calls.
func (f *Frame) quick(check Check) (next Proto, off, end uint32, ok bool) {
	const ip, tcp = EthernetLen, EthernetLen + IPv4MinLen
	b := f.data[:f.limit]
	if len(b) < tcp+TCPMinLen || check&(CheckHeader|CheckTransport) != CheckHeader|CheckTransport {
		return NoProto, 0, 0, false
	}
	w0, w1, w2 := le64(b[ip:]), le64(b[ip+8:]), le64(b[ip+12:])
	if binary.BigEndian.Uint16(b[12:]) != EtherTypeIPv4 || w0&quickShape != 0x45 || w1&quickProtocol != IPProtoTCP<<8 {
		return NoProto, 0, 0, false
	}
	total := uint32(b[ip+2])<<8 | uint32(b[ip+3])
	hdr := uint32(b[tcp+12] >> 4 * 4)
	if end = ip + total; end > f.limit || total > linkMTU || hdr < TCPMinLen || tcp+hdr > end || b[tcp+12]&0xe != 0 {
		return NoProto, 0, 0, false
	}
	// The header once, from w0, the first half of w1 and w2; then the segment
	// with its pseudo-header, which is the addresses, w2, again.
	sum, c := bits.Add64(w0, w2, 0)
	sum, c = bits.Add64(sum, w1&0xffffffff, c)
	segment := b[tcp:end]
	whole, d := bits.Add64(w2, le64(segment), 0)
	whole, d = bits.Add64(whole, le64(segment[8:]), d)
	whole, d = bits.Add64(whole, uint64(le32(segment[16:]))+IPProtoTCP<<8+uint64(bits.ReverseBytes16(uint16(len(segment)))), d)
	whole += d
	if len(segment) > TCPMinLen {
		whole = Sum(whole, segment[TCPMinLen:])
	}
	if fold(sum+c) != 0xffff || fold(whole) != 0xffff {
		return NoProto, 0, 0, false
	}
	l := &f.layers
	l[0].set(ProtoEthernet, StatusNone, 0, EthernetLen, f.limit, f.wire)
	l[1].set(ProtoIPv4, StatusGood, ip, IPv4MinLen, end, end)
	l[2].set(ProtoTCP, StatusGood, tcp, hdr, end, end)
	f.nLayers = 3
	if hdr > TCPMinLen {
		f.checkTCPOptions(b[tcp:tcp+hdr], tcp)
	}
	if tcp+hdr < end {
		if next = tcpPayload(TCP(segment), tcp+hdr, end); next != ProtoData {
			f.wire = end
			return next, tcp + hdr, end, true
		}
	}
	l[3].set(ProtoData, StatusNone, tcp+hdr, end-tcp-hdr, end, end)
	f.nLayers = 4
	return NoProto, end, end, true
}

// sealQuick is quick for sealing: it seals b, the content of what most frames
// are, and answers whether it did.
func sealQuick(b []byte) bool {
	const ip, tcp = EthernetLen, EthernetLen + IPv4MinLen
	if len(b) < tcp+TCPMinLen || len(b) > ip+0xffff {
		return false
	}
	w0, w1, w2 := le64(b[ip:]), le64(b[ip+8:]), le64(b[ip+12:])
	if binary.BigEndian.Uint16(b[12:]) != EtherTypeIPv4 || w0&quickShape != 0x45 || w1&quickProtocol != IPProtoTCP<<8 {
		return false
	}
	// Lengths and sums are summed apart from what lies in their place.
	total := bits.ReverseBytes16(uint16(len(b) - ip))
	segment := b[tcp:]
	old := ^binary.LittleEndian.Uint16(segment[16:])
	sum, c := bits.Add64(w0&^0xffff_0000|uint64(total)<<16, w2, 0)
	sum, c = bits.Add64(sum, w1&0xffff, c)
	pseudo, d := bits.Add64(w2, uint64(old)+IPProtoTCP<<8+uint64(bits.ReverseBytes16(uint16(len(segment)))), 0)
	check := ^Fold(Sum(pseudo+d, segment))
	binary.LittleEndian.PutUint16(b[ip+2:], total)
	binary.BigEndian.PutUint16(b[ip+10:], ^Fold(sum+c))
	binary.BigEndian.PutUint16(segment[16:], check)
	return true
}

func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
