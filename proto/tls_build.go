package proto

import "encoding/binary"

// TLSSpec builds a TLS record around what it carries.
type TLSSpec struct {
	Type    uint8  // 22 for a handshake, 23 for what the application said
	Version uint16 // 0 counts as 0x0303 (TLS 1.2), which records of TLS 1.3 bear too
	Data    []byte // up to 65,535 bytes; more than 16,640 is none that RFC 8446 §5.1 allows
}

// Proto implements Spec.
func (s *TLSSpec) Proto() Proto { return ProtoTLS }

func (s *TLSSpec) appendTo(b *building) {
	at := b.record(s.Type, s.Version)
	b.b = append(b.b, s.Data...)
	b.count(tlsTable.field("tls.record.length"), at+3, 2)
}

// ClientHelloSpec builds a TLS record with the message that opens a connection
// (RFC 8446 §4.1.2): with the server's name, the application protocols and the
// versions, each in an extension that is left out if there is none.
type ClientHelloSpec struct {
	Random     [32]byte
	SessionID  []byte   // up to 32 bytes
	Suites     []uint16 // in the client's order; none counts as TLS_AES_128_GCM_SHA256
	ServerName string
	ALPN       []string // "h2", "http/1.1"
	Versions   []uint16 // in the client's order
}

// Proto implements Spec.
func (s *ClientHelloSpec) Proto() Proto { return ProtoTLS }

func (s *ClientHelloSpec) appendTo(b *building) {
	record := b.record(tlsHandshake, 0x0301) // as first flights bear (RFC 8446 §5.1)
	b.b = append(b.b, tlsClientHello, 0, 0, 0, 3, 3)
	b.b = append(b.b, s.Random[:]...)
	b.b = append(append(b.b, byte(len(s.SessionID))), s.SessionID...)
	if len(s.SessionID) > 32 && b.err == nil {
		b.err = &RangeError{&tlsSession.Fields[0], uint64(len(s.SessionID))}
	}
	suites := s.Suites
	if len(suites) == 0 {
		suites = []uint16{0x1301}
	}
	b.numbers(&tlsSuitesLen.Fields[0], 2, suites)
	b.b = append(b.b, 1, 0) // no compression
	extensions := b.lengthAt()
	s.extensions(b)
	b.count(&tlsExtensionsLen.Fields[0], extensions, 2)
	b.count(tlsMessage.field("tls.handshake.length"), record+TLSRecordLen+1, 3)
	b.count(tlsTable.field("tls.record.length"), record+3, 2)
}

func (s *ClientHelloSpec) extensions(b *building) {
	if s.ServerName != "" {
		at := b.helloExtension(tlsServerName)
		list := b.lengthAt()
		b.b = append(b.b, 0)
		name := b.lengthAt()
		b.b = append(b.b, s.ServerName...)
		b.count(tlsSNI.field("tls.handshake.extensions_server_name_len"), name, 2)
		b.count(tlsSNI.field("tls.handshake.extensions_server_name_list_len"), list, 2)
		b.count(&tlsExtension.Fields[1], at, 2)
	}
	if len(s.ALPN) > 0 {
		at := b.helloExtension(tlsALPN)
		list := b.lengthAt()
		for _, name := range s.ALPN {
			n := len(b.b)
			b.b = append(append(b.b, 0), name...)
			b.count(&tlsALPNName.Fields[0], n, 1)
		}
		b.count(tlsALPNHead.field("tls.handshake.extensions_alpn_len"), list, 2)
		b.count(&tlsExtension.Fields[1], at, 2)
	}
	if len(s.Versions) > 0 {
		at := b.helloExtension(tlsSupported)
		b.numbers(tlsSupportedHead.field("tls.handshake.extensions.supported_versions_len"), 1, s.Versions)
		b.count(&tlsExtension.Fields[1], at, 2)
	}
}

// record begins a record, and answers where.
func (b *building) record(kind uint8, version uint16) int {
	if version == 0 {
		version = 0x0303
	}
	at := len(b.b)
	b.b = append(b.b, kind, byte(version>>8), byte(version), 0, 0)
	return at
}

// helloExtension begins an extension, and answers where its length is.
func (b *building) helloExtension(kind uint16) int {
	b.b = binary.BigEndian.AppendUint16(b.b, kind)
	return b.lengthAt()
}

// lengthAt leaves room for a length of two bytes, and answers where.
func (b *building) lengthAt() int {
	b.b = append(b.b, 0, 0)
	return len(b.b) - 2
}

// count enters, in size bytes at at, how many bytes follow them.
func (b *building) count(f *Field, at, size int) {
	n := uint64(len(b.b) - at - size)
	if n>>(8*size) != 0 && b.err == nil {
		b.err = &RangeError{f, n}
	}
	for i := range size {
		b.b[at+i] = byte(n >> (8 * (size - 1 - i)))
	}
}

// numbers appends numbers of 16 bits behind a length of size bytes.
func (b *building) numbers(f *Field, size int, all []uint16) {
	at := len(b.b)
	b.b = append(b.b, make([]byte, size)...)
	for _, n := range all {
		b.b = binary.BigEndian.AppendUint16(b.b, n)
	}
	b.count(f, at, size)
}
