package proto

import "encoding/binary"

// TLS is a TLS record (RFC 8446 §5.1), of which those in the middle of the way
// see the header alone, and of a ClientHello (§4.1.2) also the name of the server
// that is asked for (SNI, RFC 6066 §3):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|      Type     |            Version            |     Length    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|   (Length)    |
//	+-+-+-+-+-+-+-+-+
//
// The view is over a record, or as much of it as its segment holds.
type TLS []byte

// TLSRecordLen is the length of a record's header in bytes.
const TLSRecordLen = 5

// ContentType is what the record carries: 22 for a handshake, 23 for what the
// application said.
func (h TLS) ContentType() uint8 { return h[0] }

// Version is the protocol version in the record, frozen at 0x0303 (TLS 1.2) or
// below for whatever is spoken since.
func (h TLS) Version() uint16 { return binary.BigEndian.Uint16(h[1:3]) }

// Len is the length of what the record carries, in bytes.
func (h TLS) Len() int { return int(binary.BigEndian.Uint16(h[3:5])) }

// maxTLSRecord is the most a record carries (RFC 5246 §6.2.3).
const maxTLSRecord = 1<<14 + 2048

const (
	tlsHandshake   = 22
	tlsClientHello = 1
	tlsServerName  = 0
)

var (
	tlsTypes = &Enum{
		{20, "change_cipher_spec"}, {21, "alert"}, {22, "handshake"}, {23, "application_data"}, {24, "heartbeat"},
	}
	tlsVersions = &Enum{{0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"}, {0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}}
	tlsMessages = &Enum{
		{0, "hello_request"}, {1, "client_hello"}, {2, "server_hello"}, {4, "new_session_ticket"}, {8, "encrypted_extensions"},
		{11, "certificate"}, {12, "server_key_exchange"}, {13, "certificate_request"}, {14, "server_hello_done"},
		{15, "certificate_verify"}, {16, "client_key_exchange"}, {20, "finished"},
	}
	tlsExtensions = &Enum{
		{0, "server_name"}, {5, "status_request"}, {10, "supported_groups"}, {11, "ec_point_formats"},
		{13, "signature_algorithms"}, {16, "application_layer_protocol_negotiation"}, {18, "signed_certificate_timestamp"},
		{21, "padding"}, {23, "extended_master_secret"}, {27, "compress_certificate"}, {35, "session_ticket"},
		{41, "pre_shared_key"}, {42, "early_data"}, {43, "supported_versions"}, {45, "psk_key_exchange_modes"}, {51, "key_share"},
		{65281, "renegotiation_info"},
	}

	tlsTable = Table{ID: "tls", Fields: []Field{
		{ID: "tls.record.content_type", Width: 8, Kind: EnumValue, Enum: tlsTypes, Ref: "RFC 8446 §5.1"},
		{ID: "tls.record.version", Bit: 8, Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsVersions, Ref: "RFC 8446 §5.1"},
		{ID: "tls.record.length", Bit: 24, Width: 16, Kind: Length, Ref: "RFC 8446 §5.1"},
	}}
	tlsOpaque = Table{ID: "tls.app_data", Fields: []Field{
		{ID: "tls.app_data", Kind: Bytes, Ref: "RFC 8446 §5.2"},
	}}
	tlsMessage = Table{ID: "tls.handshake", Fields: []Field{
		{ID: "tls.handshake.type", Width: 8, Kind: EnumValue, Enum: tlsMessages, Ref: "RFC 8446 §4"},
		{ID: "tls.handshake.length", Bit: 8, Width: 24, Kind: Length, Ref: "RFC 8446 §4"},
	}}
	tlsBody = Table{ID: "tls.handshake.body", Fields: []Field{
		{ID: "tls.handshake.body", Kind: Bytes, Ref: "RFC 8446 §4"},
	}}
	tlsHello = Table{ID: "tls.handshake.hello", Fields: []Field{
		{ID: "tls.handshake.version", Width: 16, Kind: EnumValue, Hex: 4, Enum: tlsVersions, Ref: "RFC 8446 §4.1.2"},
		{ID: "tls.handshake.random", Bit: 16, Width: 256, Kind: Bytes, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsSession = Table{ID: "tls.handshake.session_id", Fields: []Field{
		{ID: "tls.handshake.session_id_length", Width: 8, Kind: Length, Ref: "RFC 8446 §4.1.2"},
		{ID: "tls.handshake.session_id", Bit: 8, Kind: Bytes, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsCiphers = Table{ID: "tls.handshake.ciphersuites", Fields: []Field{
		{ID: "tls.handshake.cipher_suites_length", Width: 16, Kind: Length, Ref: "RFC 8446 §4.1.2"},
		{ID: "tls.handshake.ciphersuites", Bit: 16, Kind: Bytes, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsCompression = Table{ID: "tls.handshake.comp_methods", Fields: []Field{
		{ID: "tls.handshake.comp_methods_length", Width: 8, Kind: Length, Ref: "RFC 8446 §4.1.2"},
		{ID: "tls.handshake.comp_methods", Bit: 8, Kind: Bytes, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsExtensionsLen = Table{ID: "tls.handshake.extensions", Fields: []Field{
		{ID: "tls.handshake.extensions_length", Width: 16, Kind: Length, Ref: "RFC 8446 §4.1.2"},
	}}
	tlsExtension = Table{ID: "tls.handshake.extension", Fields: []Field{
		{ID: "tls.handshake.extension.type", Width: 16, Kind: EnumValue, Enum: tlsExtensions, Ref: "RFC 8446 §4.2"},
		{ID: "tls.handshake.extension.len", Bit: 16, Width: 16, Kind: Length, Ref: "RFC 8446 §4.2"},
		{ID: "tls.handshake.extension.data", Bit: 32, Kind: Bytes, Ref: "RFC 8446 §4.2"},
	}}
	tlsSNI = Table{ID: "tls.handshake.extension.server_name", Fields: []Field{
		{ID: "tls.handshake.extension.type", Width: 16, Kind: EnumValue, Enum: tlsExtensions, Ref: "RFC 8446 §4.2"},
		{ID: "tls.handshake.extension.len", Bit: 16, Width: 16, Kind: Length, Ref: "RFC 8446 §4.2"},
		{ID: "tls.handshake.extensions_server_name_list_len", Bit: 32, Width: 16, Kind: Length, Ref: "RFC 6066 §3"},
		{ID: "tls.handshake.extensions_server_name_type", Bit: 48, Width: 8, Kind: Uint, Ref: "RFC 6066 §3"},
		{ID: "tls.handshake.extensions_server_name_len", Bit: 56, Width: 16, Kind: Length, Ref: "RFC 6066 §3"},
		{ID: "tls.handshake.extensions_server_name", Bit: 72, Kind: Text, Ref: "RFC 6066 §3"},
	}}
)

func init() {
	register(ProtoTLS, protocol{
		id: "tls", table: &tlsTable, min: TLSRecordLen, decode: decodeTLS, parts: tlsParts,
		extra: []*Table{
			&tlsOpaque, &tlsMessage, &tlsBody, &tlsHello, &tlsSession, &tlsCiphers, &tlsCompression,
			&tlsExtensionsLen, &tlsExtension, &tlsSNI,
		},
	})
	for _, port := range []uint16{443, 853, 993, 995, 8443} {
		registerTCPPort(port, ProtoTLS)
	}
}

// decodeTLS takes record after record; a segment from the middle of one is data.
func decodeTLS(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < TLSRecordLen {
		return ProtoData, off, end
	}
	h := TLS(f.data[off:end])
	n := uint32(h.Len())
	if t := h.ContentType(); t < 20 || t > 24 || h[1] != 3 || h[2] > 4 || n > maxTLSRecord {
		return ProtoData, off, end
	}
	stop := min(end, off+TLSRecordLen+n)
	f.add(ProtoTLS, off, stop-off, end)
	if stop == end {
		return NoProto, end, end
	}
	return ProtoTLS, stop, end
}

// beginsClientHello tells a connection's first record from other data.
func beginsClientHello(b []byte) bool {
	return len(b) > TLSRecordLen && b[0] == tlsHandshake && b[1] == 3 && b[2] <= 4 && b[5] == tlsClientHello
}

func tlsParts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &tlsTable, Off: l.Off, Len: TLSRecordLen})
	w := pieces{dst: dst, b: h, at: TLSRecordLen, base: l.Off}
	if TLS(h).ContentType() != tlsHandshake || !plainHandshake(h[TLSRecordLen:]) {
		w.fixed(&tlsOpaque, len(h)-w.at)
		return w.dst
	}
	for w.at < len(h) {
		w.message()
	}
	return w.dst
}

// plainHandshake tells a handshake message from one that is already encrypted:
// its type is known and it fits its record.
func plainHandshake(b []byte) bool {
	return len(b) >= 4 && tlsMessages.Name(uint64(b[0])) != "" && b[1] == 0
}

// message lays tables over one handshake message.
func (w *pieces) message() {
	rest := w.b[w.at:]
	if !plainHandshake(rest) {
		w.fixed(&tlsOpaque, len(rest))
		return
	}
	stop := min(len(w.b), w.at+4+int(binary.BigEndian.Uint16(rest[2:])))
	hello := rest[0] == tlsClientHello
	w.fixed(&tlsMessage, 4)
	inner := pieces{dst: w.dst, b: w.b[:stop], at: w.at, base: w.base}
	if hello {
		inner.clientHello()
	}
	inner.fixed(&tlsBody, stop-inner.at)
	w.dst, w.at = inner.dst, stop
}

func (w *pieces) clientHello() {
	if !w.fixed(&tlsHello, 34) || !w.counted(&tlsSession, 1) || !w.counted(&tlsCiphers, 2) || !w.counted(&tlsCompression, 1) {
		return
	}
	if !w.fixed(&tlsExtensionsLen, 2) {
		return
	}
	for {
		kind, n, ok := w.codeAndSize()
		if !ok {
			return
		}
		table := &tlsExtension
		if kind == tlsServerName && n >= 5 {
			table = &tlsSNI
		}
		w.fixed(table, 4+n)
	}
}

// counted lays a table over a length of size bytes and what it counts.
func (w *pieces) counted(t *Table, size int) bool {
	if w.at+size > len(w.b) {
		return false
	}
	n := int(w.b[w.at])
	if size == 2 {
		n = int(binary.BigEndian.Uint16(w.b[w.at:]))
	}
	return w.fixed(t, size+n)
}

// TLS is the frame's first TLS record.
func (f *Frame) TLS() (TLS, bool) { return f.view(ProtoTLS) }
