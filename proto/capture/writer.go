package capture

import (
	"fmt"
	"io"
	"time"

	"netquiz/proto"
)

// Writer puts packets into one form. It writes each packet at once; give it a
// buffered writer where there are many.
type Writer interface {
	// Write puts down one packet, and keeps nothing of it.
	Write(p *proto.Packet) error
	// Close writes what the form ends with. It does not close what it writes to.
	Close() error
}

// MixedError is a packet of another link type or FCS than the file that it is
// to be written to: pcap knows one of each for all its packets.
type MixedError struct {
	Link   proto.LinkType // the file's
	FCS    int8
	Packet *proto.Packet
}

func (e *MixedError) Error() string {
	return fmt.Sprintf("capture: packet %d has link type %d and FCS %d, the file %d and %d",
		e.Packet.Number, e.Packet.Link, e.Packet.FCS, e.Link, e.FCS)
}

// TimeError is a time that the form cannot hold: pcap's end in 2106.
type TimeError struct{ Time time.Time }

func (e *TimeError) Error() string {
	return fmt.Sprintf("capture: %s does not fit", e.Time.Format(time.RFC3339))
}

// KindError is a kind that is only read.
type KindError struct{ Kind Kind }

func (e *KindError) Error() string { return fmt.Sprintf("capture: %s is not written", e.Kind) }

// NewWriter writes packets to w in the form kind; *KindError if it is only read.
func NewWriter(w io.Writer, kind Kind) (Writer, error) {
	switch kind {
	case PCAP:
		return &pcapWriter{w: w, unit: time.Microsecond}, nil
	case PCAPNano:
		return &pcapWriter{w: w, unit: time.Nanosecond}, nil
	case PCAPNG:
		return &pcapngWriter{w: w}, nil
	case JSON:
		return &textWriter{w: w, append: appendJSONPacket}, nil
	}
	if form := textForms[kind]; form != nil {
		return &textWriter{w: w, append: form}, nil
	}
	return nil, &KindError{kind}
}

// textWriter writes each packet by itself.
type textWriter struct {
	w      io.Writer
	append func(dst []byte, p *proto.Packet) []byte
	buf    []byte
}

func (s *textWriter) Write(p *proto.Packet) error {
	s.buf = s.append(s.buf[:0], p)
	_, err := s.w.Write(s.buf)
	return err
}

func (s *textWriter) Close() error { return nil }
