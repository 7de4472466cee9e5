package capture

import (
	"encoding/binary"
	"io"
	"time"

	"netquiz/proto"
)

// A pcap file (draft-ietf-opsawg-pcap) is a header of 24 bytes, then for each
// packet 16 bytes and what was captured of it, all in the byte order of the
// machine that wrote it:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                          Magic Number                         |
//	|         Major Version         |         Minor Version         |
//	|                           Reserved1                           |
//	|                           Reserved2                           |
//	|                            SnapLen                            |
//	| FCS |0|P|         0           |         Link-layer type       |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                      Timestamp (Seconds)                      |
//	|            Timestamp (Microseconds or nanoseconds)            |
//	|                    Captured Packet Length                     |
//	|                    Original Packet Length                     |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
const (
	pcapMicro     = 0xa1b2c3d4
	pcapNano      = 0xa1b23c4d
	pcapHeader    = 24
	pcapRecord    = 16
	pcapFCSKnown  = 1 << 26 // "P": the four bits above tell the FCS in 16-bit words
	pcapFCSShift  = 28
	pcapMajor     = 2
	pcapMinor     = 4
	pcapSwapUntil = 3 // before version 2.3 the two lengths stood the other way round
)

type pcapReader struct {
	in      *window
	order   binary.ByteOrder
	big     bool
	nano    bool
	swapped bool
	link    proto.LinkType
	fcs     int8
}

func newPCAPReader(in *window) (source, error) {
	h := in.peek(pcapHeader)
	if len(h) < pcapHeader {
		return nil, in.ended(pcapHeader, len(h))
	}
	s := &pcapReader{in: in, order: binary.LittleEndian, fcs: proto.FCSUnknown}
	magic := binary.LittleEndian.Uint32(h)
	if magic != pcapMicro && magic != pcapNano {
		s.order, s.big = binary.BigEndian, true
		magic = binary.BigEndian.Uint32(h)
	}
	s.nano = magic == pcapNano
	major, minor := s.order.Uint16(h[4:]), s.order.Uint16(h[6:])
	if major != pcapMajor || minor > pcapMinor {
		return nil, &Error{Reason: BadVersion, Offset: 4, Wanted: pcapMajor<<16 | pcapMinor, Had: int64(major)<<16 | int64(minor)}
	}
	s.swapped = minor < pcapSwapUntil
	word := s.order.Uint32(h[20:])
	s.link = proto.LinkType(word)
	if word&pcapFCSKnown != 0 {
		s.fcs = int8(word >> pcapFCSShift * 2)
	}
	in.skip(pcapHeader)
	return s, nil
}

func (s *pcapReader) next(p *proto.Packet) error {
	h := s.in.peek(pcapRecord)
	if len(h) < pcapRecord {
		if len(h) == 0 && s.in.err == io.EOF {
			return io.EOF
		}
		return s.in.ended(pcapRecord, len(h))
	}
	var sec, frac, size, wire uint32
	if s.big {
		sec, frac = binary.BigEndian.Uint32(h), binary.BigEndian.Uint32(h[4:])
		size, wire = binary.BigEndian.Uint32(h[8:]), binary.BigEndian.Uint32(h[12:])
	} else {
		sec, frac = binary.LittleEndian.Uint32(h), binary.LittleEndian.Uint32(h[4:])
		size, wire = binary.LittleEndian.Uint32(h[8:]), binary.LittleEndian.Uint32(h[12:])
	}
	if s.swapped {
		size, wire = wire, size
	}
	if size > MaxFrame {
		return &Error{Reason: FrameTooLong, Offset: s.in.off, Wanted: MaxFrame, Had: int64(size)}
	}
	all := pcapRecord + int(size)
	b := s.in.peek(all)
	if len(b) < all {
		return s.in.ended(all, len(b))
	}
	s.in.skip(all)
	ns := int64(frac)
	if !s.nano {
		ns *= 1000
	}
	p.Bytes = b[pcapRecord:all:all]
	p.Length = int(wire)
	p.Time = time.Unix(int64(sec), ns)
	p.Link, p.FCS = s.link, s.fcs
	return nil
}

type pcapWriter struct {
	w     io.Writer
	unit  time.Duration
	link  proto.LinkType
	fcs   int8
	begun bool
	buf   []byte
}

func (s *pcapWriter) Write(p *proto.Packet) error {
	s.buf = s.buf[:0]
	if !s.begun {
		if err := s.begin(p); err != nil {
			return err
		}
	}
	if p.Link != s.link || p.FCS != s.fcs {
		return &MixedError{Link: s.link, FCS: s.fcs, Packet: p}
	}
	if len(p.Bytes) > MaxFrame {
		return &Error{Reason: FrameTooLong, Frame: p.Number, Wanted: MaxFrame, Had: int64(len(p.Bytes))}
	}
	var sec, frac int64
	if !p.Time.IsZero() {
		sec, frac = p.Time.Unix(), int64(p.Time.Nanosecond())/int64(s.unit)
	}
	if sec < 0 || sec > 1<<32-1 {
		return &TimeError{p.Time}
	}
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(sec))
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(frac))
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(len(p.Bytes)))
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(p.WireLength()))
	s.buf = append(s.buf, p.Bytes...)
	_, err := s.w.Write(s.buf)
	return err
}

// begin takes link type and FCS of the file from its first packet.
func (s *pcapWriter) begin(p *proto.Packet) error {
	s.begun, s.link, s.fcs = true, p.Link, p.FCS
	word := uint32(p.Link)
	if p.FCS >= 0 {
		if p.FCS&1 != 0 || p.FCS > 30 {
			return &MixedError{Link: p.Link, FCS: 4, Packet: p}
		}
		word |= pcapFCSKnown | uint32(p.FCS/2)<<pcapFCSShift
	}
	magic := uint32(pcapMicro)
	if s.unit == time.Nanosecond {
		magic = pcapNano
	}
	s.header(magic, word)
	return nil
}

func (s *pcapWriter) header(magic, word uint32) {
	s.buf = binary.LittleEndian.AppendUint32(s.buf, magic)
	s.buf = binary.LittleEndian.AppendUint16(s.buf, pcapMajor)
	s.buf = binary.LittleEndian.AppendUint16(s.buf, pcapMinor)
	s.buf = append(s.buf, make([]byte, 8)...)
	s.buf = binary.LittleEndian.AppendUint32(s.buf, MaxFrame)
	s.buf = binary.LittleEndian.AppendUint32(s.buf, word)
}

// Close writes the header of a file without packets if none was written.
func (s *pcapWriter) Close() error {
	if s.begun {
		return nil
	}
	magic := uint32(pcapMicro)
	if s.unit == time.Nanosecond {
		magic = pcapNano
	}
	s.header(magic, uint32(proto.LinkEthernet))
	_, err := s.w.Write(s.buf)
	return err
}
