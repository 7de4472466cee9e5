package capture

import (
	"encoding/binary"
	"io"

	"netquiz/proto"
)

// A pcapng file (draft-ietf-opsawg-pcapng) is a row of blocks, in sections that
// each have a byte order and interfaces of their own:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                          Block Type                           |
//	|                      Block Total Length                       |
//	/                           Block Body                          /
//	|                      Block Total Length                       |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// Options are a 16-bit code, a 16-bit length, and as many bytes, padded to 32 bits.
const (
	blockInterface = 1
	blockPacket    = 2 // obsolete
	blockSimple    = 3
	blockEnhanced  = 6
	blockSection   = 0x0a0d0d0a

	byteOrderMagic = 0x1a2b3c4d
	blockLeast     = 12
	maxBlock       = MaxFrame + 1<<18 // of a block that holds a packet, with its options

	optEnd      = 0
	optComment  = 1
	optTSResol  = 9
	optFCSLen   = 13
	optTSOffset = 14
	optFlags    = 2 // of a packet: bits 5 to 8 are the bytes of its FCS

	maxInterfaces = 1 << 16
)

type pcapngReader struct {
	in         *window
	order      binary.ByteOrder
	interfaces []iface
}

// iface is what an interface description says of its packets.
type iface struct {
	link proto.LinkType
	fcs  int8
	snap uint32
	clock
}

func (s *pcapngReader) next(p *proto.Packet) error {
	for {
		kind, size, err := s.block()
		if err != nil {
			return err
		}
		if !known(kind) {
			if err := s.skipBlock(size); err != nil {
				return err
			}
			continue
		}
		if size > maxBlock {
			return s.bad(BlockTooLong, maxBlock, int64(size))
		}
		b := s.in.peek(size)
		if len(b) < size {
			return s.in.ended(size, len(b))
		}
		if again := int(s.order.Uint32(b[size-4:])); again != size {
			return s.bad(BadBlock, int64(size), int64(again))
		}
		if err := s.read(kind, b[8:size-4], p); err != nil {
			return err
		}
		s.in.skip(size)
		if kind != blockSection && kind != blockInterface {
			return nil
		}
	}
}

// known tells whether blocks of that kind are read, and not passed over.
func known(kind uint32) bool {
	switch kind {
	case blockSection, blockInterface, blockEnhanced, blockSimple, blockPacket:
		return true
	}
	return false
}

func (s *pcapngReader) read(kind uint32, body []byte, p *proto.Packet) error {
	switch kind {
	case blockSection:
		return s.section(body)
	case blockInterface:
		return s.describe(body)
	case blockSimple:
		return s.simple(body, p)
	}
	if len(body) < 20 {
		return s.bad(BadBlock, 32, int64(len(body)+12))
	}
	n := s.order.Uint32(body)
	if kind == blockPacket { // which counts drops in the other half
		n = uint32(s.order.Uint16(body))
	}
	i, err := s.iface(n)
	if err != nil {
		return err
	}
	return s.packet(p, i, body[4:])
}

// block reads the type and the length of the next block, and, of a section
// header, the byte order; it skips nothing.
func (s *pcapngReader) block() (kind uint32, size int, err error) {
	b := s.in.peek(blockLeast)
	if len(b) < blockLeast {
		if len(b) == 0 && s.in.err == io.EOF {
			return 0, 0, io.EOF
		}
		return 0, 0, s.in.ended(blockLeast, len(b))
	}
	if binary.BigEndian.Uint32(b) == blockSection {
		switch {
		case binary.LittleEndian.Uint32(b[8:]) == byteOrderMagic:
			s.order = binary.LittleEndian
		case binary.BigEndian.Uint32(b[8:]) == byteOrderMagic:
			s.order = binary.BigEndian
		default:
			return 0, 0, s.bad(BadByteOrder, byteOrderMagic, int64(binary.BigEndian.Uint32(b[8:])))
		}
	}
	if s.order == nil {
		return 0, 0, s.bad(BadByteOrder, byteOrderMagic, 0)
	}
	total := s.order.Uint32(b[4:])
	if total < blockLeast || total%4 != 0 {
		return 0, 0, s.bad(BadBlock, blockLeast, int64(total))
	}
	return s.order.Uint32(b), int(total), nil
}

// skipBlock passes over a block of any size, but for its second length.
func (s *pcapngReader) skipBlock(size int) error {
	at := s.in.off
	for left := size - 4; left > 0; {
		b := s.in.peek(min(left, windowSize/2))
		if len(b) == 0 {
			return s.cut(at, size)
		}
		s.in.skip(len(b))
		left -= len(b)
	}
	b := s.in.peek(4)
	if len(b) < 4 {
		s.in.skip(len(b))
		return s.cut(at, size)
	}
	if again := int(s.order.Uint32(b)); again != size {
		return &Error{Reason: BadBlock, Offset: at, Wanted: int64(size), Had: int64(again)}
	}
	s.in.skip(4)
	return nil
}

// cut is the error of a block that began at a place and goes on past the end.
func (s *pcapngReader) cut(at int64, size int) error {
	e := s.in.ended(size, int(s.in.off-at)).(*Error)
	e.Offset = at
	return e
}

func (s *pcapngReader) bad(r Reason, wanted, had int64) error {
	return &Error{Reason: r, Offset: s.in.off, Wanted: wanted, Had: had}
}

func (s *pcapngReader) section(body []byte) error {
	if len(body) < 16 {
		return s.bad(BadBlock, 28, int64(len(body)+12))
	}
	if major := s.order.Uint16(body[4:]); major != 1 {
		return s.bad(BadVersion, 1<<16, int64(major)<<16|int64(s.order.Uint16(body[6:])))
	}
	s.interfaces = s.interfaces[:0]
	return nil
}

func (s *pcapngReader) describe(body []byte) error {
	if len(body) < 8 {
		return s.bad(BadBlock, 20, int64(len(body)+12))
	}
	if len(s.interfaces) == maxInterfaces {
		return s.bad(NoInterface, maxInterfaces, maxInterfaces)
	}
	i := iface{link: proto.LinkType(s.order.Uint16(body)), fcs: proto.FCSUnknown, snap: s.order.Uint32(body[4:]), clock: clock{resol: microseconds}}
	for o := (options{order: s.order, rest: body[8:]}); o.next(); {
		switch {
		case o.code == optTSResol && len(o.value) == 1:
			i.resol = o.value[0]
		case o.code == optTSOffset && len(o.value) == 8:
			i.offset = int64(s.order.Uint64(o.value))
		case o.code == optFCSLen && len(o.value) == 1:
			i.fcs = int8(min(o.value[0], 127))
		}
	}
	s.interfaces = append(s.interfaces, i)
	return nil
}

// packet reads time, lengths, bytes and options of a packet.
func (s *pcapngReader) packet(p *proto.Packet, i *iface, body []byte) error {
	size := s.order.Uint32(body[8:])
	if err := s.fits(size, len(body)-16); err != nil {
		return err
	}
	p.Bytes = body[16 : 16+size : 16+size]
	p.Length = int(s.order.Uint32(body[12:]))
	p.Time = i.time(uint64(s.order.Uint32(body))<<32 | uint64(s.order.Uint32(body[4:])))
	p.Link, p.FCS = i.link, i.fcs
	for o := (options{order: s.order, rest: body[16+padded(int(size)):]}); o.next(); {
		switch {
		case o.code == optComment && p.Comment == "":
			p.Comment = string(o.value)
		case o.code == optComment:
			p.Comment += "," + string(o.value)
		case o.code == optFlags && len(o.value) == 4:
			if n := s.order.Uint32(o.value) >> 5 & 15; n != 0 {
				p.FCS = int8(n)
			}
		}
	}
	return nil
}

// simple is a packet of the first interface, without a time. How much of it was
// captured follows from the interface's snapshot length.
func (s *pcapngReader) simple(body []byte, p *proto.Packet) error {
	if len(body) < 4 {
		return s.bad(BadBlock, 16, int64(len(body)+12))
	}
	i, err := s.iface(0)
	if err != nil {
		return err
	}
	wire := s.order.Uint32(body)
	size := wire
	if i.snap != 0 {
		size = min(size, i.snap)
	}
	if err := s.fits(size, len(body)-4); err != nil {
		return err
	}
	p.Bytes = body[4 : 4+size : 4+size]
	p.Length = int(wire)
	p.Link, p.FCS = i.link, i.fcs
	return nil
}

func (s *pcapngReader) fits(size uint32, room int) error {
	if size > MaxFrame {
		return s.bad(FrameTooLong, MaxFrame, int64(size))
	}
	if padded(int(size)) > room {
		return s.bad(BadBlock, int64(size), int64(room))
	}
	return nil
}

func (s *pcapngReader) iface(n uint32) (*iface, error) {
	if int64(n) >= int64(len(s.interfaces)) {
		return nil, s.bad(NoInterface, int64(n), int64(len(s.interfaces)))
	}
	return &s.interfaces[n], nil
}

func padded(n int) int { return (n + 3) &^ 3 }
