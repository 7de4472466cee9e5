package proto

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// buildQuick is quick for building: it makes what most frames are, Ethernet II |
// IPv4 without options or fragments | TCP | data, whole and right, and answers
// whether it did. Sums are taken of what is written, not of what was written:
// that is still on its way to memory.
func (p *Packet) buildQuick(layers []Spec) bool {
	if p.Link != LinkEthernet || len(layers) < 3 || len(layers) > 4 {
		return false
	}
	eth, isEthernet := layers[0].(*EthernetSpec)
	ip, isIPv4 := layers[1].(*IPv4Spec)
	tcp, isTCP := layers[2].(*TCPSpec)
	isData, data := true, Payload(nil)
	if len(layers) == 4 {
		data, isData = layers[3].(Payload)
	}
	if !isEthernet || !isIPv4 || !isTCP || !isData {
		return false
	}
	hdr := TCPMinLen + len(tcp.Options)
	total := IPv4MinLen + hdr + len(data)
	if eth.Type != 0 || ip.Protocol != 0 || ip.DSCP > 63 || ip.MoreFragments || ip.FragmentOffset != 0 || len(ip.Options) != 0 ||
		tcp.Flags > 0x1ff || hdr > TCPMaxLen || hdr%4 != 0 || total > 0xffff {
		return false
	}
	end := EthernetLen + total
	size := max(end, MinFrame)
	if p.FCS == 4 {
		size += 4
	}
	b := slices.Grow(p.Bytes[:0], size)[:size]

	src, dst := uint64(be32(ip.Src[:])), uint64(be32(ip.Dst[:]))
	where := uint64(0)
	if ip.DontFragment {
		where = 0x4000
	}
	shape := 0x4500 | uint64(ip.DSCP<<2|ip.ECN&3)
	life := uint64(total)<<48 | uint64(ip.ID)<<32 | where<<16 | uint64(ip.TTL)<<8 | IPProtoTCP
	ports := uint64(tcp.SrcPort)<<16 | uint64(tcp.DstPort)
	flags := uint64(hdr/4)<<12 | uint64(tcp.Flags)

	ipSum, c := bits.Add64(life, shape+src+dst, 0)
	tcpSum := src + dst + IPProtoTCP + uint64(hdr+len(data)) +
		ports + uint64(tcp.Seq) + uint64(tcp.Ack) + flags + uint64(tcp.Window) + uint64(tcp.Urgent)
	if len(tcp.Options)+len(data) > 0 {
		tcpSum += uint64(Fold(Sum(Sum(0, tcp.Options), data)))
	}

	h := (*[MinFrame]byte)(b)
	binary.BigEndian.PutUint64(h[:], uint64(be32(eth.Dst[:]))<<32|uint64(be16(eth.Dst[4:]))<<16|uint64(be16(eth.Src[:])))
	binary.BigEndian.PutUint64(h[8:], uint64(be32(eth.Src[2:]))<<32|EtherTypeIPv4<<16|shape)
	binary.BigEndian.PutUint64(h[16:], life)
	binary.BigEndian.PutUint64(h[24:], uint64(^fold(ipSum+c))<<48|src<<16|dst>>16)
	binary.BigEndian.PutUint64(h[32:], dst<<48|ports<<16|uint64(tcp.Seq)>>16)
	binary.BigEndian.PutUint64(h[40:], uint64(tcp.Seq)<<48|uint64(tcp.Ack)<<16|flags)
	binary.BigEndian.PutUint64(h[48:], uint64(tcp.Window)<<48|uint64(^fold(tcpSum))<<32|uint64(tcp.Urgent)<<16)
	binary.BigEndian.PutUint32(h[56:], 0)
	if len(tcp.Options)+len(data) > 0 {
		copy(b[EthernetLen+IPv4MinLen+TCPMinLen:], tcp.Options)
		copy(b[EthernetLen+IPv4MinLen+hdr:], data)
	}
	p.Bytes, p.Length = b, size
	if p.FCS == 4 {
		putFCS(b)
	}
	return true
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
