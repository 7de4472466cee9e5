package peers

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

// peer decodes with gopacket's fastest interface and does the checks that
// Frame.Decode does: FCS, header checksum, transport checksum.
type peer struct {
	parser  *gopacket.DecodingLayerParser
	decoded []gopacket.LayerType

	eth     layers.Ethernet
	vlan    layers.Dot1Q
	ip4     layers.IPv4
	ip6     layers.IPv6
	tcp     layers.TCP
	udp     layers.UDP
	dns     layers.DNS
	payload gopacket.Payload
}

func newPeer() *peer {
	p := &peer{decoded: make([]gopacket.LayerType, 0, 16)}
	p.parser = gopacket.NewDecodingLayerParser(layers.LayerTypeEthernet,
		&p.eth, &p.vlan, &p.ip4, &p.ip6, &p.tcp, &p.udp, &p.dns, &p.payload)
	p.parser.IgnoreUnsupported = true
	return p
}

var (
	errFCS = errors.New("FCS")
	errSum = errors.New("checksum")
)

// check decodes frame, which ends in an FCS, and verifies its sums.
func (p *peer) check(frame []byte) error {
	body := frame[:len(frame)-4]
	if crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(frame[len(frame)-4:]) {
		return errFCS
	}
	if err := p.parser.DecodeLayers(body, &p.decoded); err != nil {
		return err
	}
	var src, dst []byte
	for _, t := range p.decoded {
		switch t {
		case layers.LayerTypeIPv4:
			if src, dst = p.ip4.SrcIP, p.ip4.DstIP; fold(sum(0, p.ip4.Contents)) != 0xffff {
				return errSum
			}
		case layers.LayerTypeIPv6:
			src, dst = p.ip6.SrcIP, p.ip6.DstIP
		case layers.LayerTypeTCP:
			if !right(layers.IPProtocolTCP, src, dst, p.tcp.Contents, p.tcp.Payload) {
				return errSum
			}
		case layers.LayerTypeUDP:
			if !right(layers.IPProtocolUDP, src, dst, p.udp.Contents, p.udp.Payload) {
				return errSum
			}
		}
	}
	return nil
}

// right verifies a transport's checksum. The layers' own VerifyChecksum copies
// and allocates; this is the same sum at its cheapest.
func right(protocol layers.IPProtocol, src, dst, header, payload []byte) bool {
	acc := uint64(protocol) + uint64(len(header)+len(payload))
	acc = sum(sum(acc, src), dst)
	return fold(sum(sum(acc, header), payload)) == 0xffff
}

// sum is a plain ones' complement sum, 32 bits at a time; data of odd length
// counts as followed by a zero byte.
func sum(acc uint64, b []byte) uint64 {
	for ; len(b) >= 4; b = b[4:] {
		acc += uint64(binary.BigEndian.Uint32(b))
	}
	if len(b) >= 2 {
		acc += uint64(binary.BigEndian.Uint16(b))
		b = b[2:]
	}
	if len(b) == 1 {
		acc += uint64(b[0]) << 8
	}
	return acc
}

func fold(acc uint64) uint16 {
	for acc>>16 != 0 {
		acc = acc>>16 + acc&0xffff
	}
	return uint16(acc)
}
