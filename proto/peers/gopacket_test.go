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
	ip4     layers.IPv4
	tcp     layers.TCP
	payload gopacket.Payload
}

func newPeer() *peer {
	p := &peer{decoded: make([]gopacket.LayerType, 0, 16)}
	p.parser = gopacket.NewDecodingLayerParser(layers.LayerTypeEthernet, &p.eth, &p.ip4, &p.tcp, &p.payload)
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
	for _, t := range p.decoded {
		switch t {
		case layers.LayerTypeIPv4:
			if fold(sum(0, p.ip4.Contents)) != 0xffff {
				return errSum
			}
		case layers.LayerTypeTCP:
			// The layer's own VerifyChecksum copies and allocates; this is the
			// same sum at its cheapest.
			n := len(p.tcp.Contents) + len(p.tcp.Payload)
			acc := sum(uint64(layers.IPProtocolTCP)+uint64(n), p.ip4.SrcIP)
			acc = sum(acc, p.ip4.DstIP)
			if fold(sum(sum(acc, p.tcp.Contents), p.tcp.Payload)) != 0xffff {
				return errSum
			}
		}
	}
	return nil
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
