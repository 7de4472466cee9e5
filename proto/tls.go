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

// What records carry.
const (
	tlsChangeCipherSpec = 20
	tlsAlert            = 21
	tlsHandshake        = 22
	tlsApplicationData  = 23
)

func init() {
	register(ProtoTLS, protocol{
		id: "tls", table: &tlsTable, min: TLSRecordLen, decode: decodeTLS, parts: tlsParts,
		extra: tlsTables(),
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

// TLS is the frame's first TLS record.
func (f *Frame) TLS() (TLS, bool) { return f.view(ProtoTLS) }
