package capture

import (
	"encoding/binary"
	"io"

	"netquiz/proto"
)

// pcapngWriter writes one section, little-endian, with an interface for each
// link type and FCS length as it meets them, times in nanoseconds.
type pcapngWriter struct {
	w          io.Writer
	begun      bool
	interfaces []iface
	buf        []byte
}

func (s *pcapngWriter) Write(p *proto.Packet) error {
	if len(p.Bytes) > MaxFrame {
		return &Error{Reason: FrameTooLong, Frame: p.Number, Wanted: MaxFrame, Had: int64(len(p.Bytes))}
	}
	var stamp int64
	if !p.Time.IsZero() {
		if stamp = p.Time.UnixNano(); stamp < 0 || p.Time.Year() > lastYear {
			return &TimeError{p.Time}
		}
	}
	s.buf = s.buf[:0]
	s.begin()
	n := s.iface(p)
	at := s.open(blockEnhanced)
	s.put(uint32(n), uint32(stamp>>32), uint32(stamp), uint32(len(p.Bytes)), uint32(p.WireLength()))
	s.bytes(p.Bytes)
	if comment := p.Comment; comment != "" {
		s.option(optComment, []byte(comment[:min(len(comment), 1<<16-1)]))
		s.put(optEnd)
	}
	s.close(at)
	_, err := s.w.Write(s.buf)
	return err
}

// lastYear is the last that 64 bits of nanoseconds, with a sign, reach.
const lastYear = 2261

// Close writes the section header of a file without packets.
func (s *pcapngWriter) Close() error {
	s.buf = s.buf[:0]
	s.begin()
	_, err := s.w.Write(s.buf)
	return err
}

func (s *pcapngWriter) begin() {
	if s.begun {
		return
	}
	s.begun = true
	at := s.open(blockSection)
	s.put(byteOrderMagic, 1, 0xffffffff, 0xffffffff) // version 1.0, a section of unknown length
	s.close(at)
}

// iface is the number of the packet's interface, which is described before it
// is first used.
func (s *pcapngWriter) iface(p *proto.Packet) int {
	for n := range s.interfaces {
		if i := &s.interfaces[n]; i.link == p.Link && i.fcs == p.FCS {
			return n
		}
	}
	s.interfaces = append(s.interfaces, iface{link: p.Link, fcs: p.FCS})
	at := s.open(blockInterface)
	s.put(uint32(p.Link), MaxFrame)
	s.option(optTSResol, []byte{nanoseconds})
	if p.FCS >= 0 {
		s.option(optFCSLen, []byte{byte(p.FCS)})
	}
	s.put(optEnd)
	s.close(at)
	return len(s.interfaces) - 1
}

func (s *pcapngWriter) open(kind uint32) (at int) {
	at = len(s.buf)
	s.put(kind, 0)
	return at
}

func (s *pcapngWriter) close(at int) {
	size := uint32(len(s.buf) - at + 4)
	s.put(size)
	binary.LittleEndian.PutUint32(s.buf[at+4:], size)
}

func (s *pcapngWriter) put(words ...uint32) {
	for _, w := range words {
		s.buf = binary.LittleEndian.AppendUint32(s.buf, w)
	}
}

func (s *pcapngWriter) option(code uint16, value []byte) {
	s.put(uint32(len(value))<<16 | uint32(code))
	s.bytes(value)
}

// bytes appends b, padded to 32 bits.
func (s *pcapngWriter) bytes(b []byte) {
	s.buf = append(s.buf, b...)
	s.buf = append(s.buf, make([]byte, padded(len(b))-len(b))...)
}
