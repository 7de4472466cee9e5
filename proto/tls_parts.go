package proto

import "encoding/binary"

// Handshake messages and extensions that have a layout of their own (RFC 8446
// §4).
const (
	tlsHelloRequest = 0
	tlsClientHello  = 1
	tlsServerHello  = 2

	tlsServerName = 0
	tlsALPN       = 16
	tlsTicket     = 35
	tlsSupported  = 43
)

func tlsParts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &tlsTable, Off: l.Off, Len: TLSRecordLen})
	w := pieces{dst: dst, b: h, at: TLSRecordLen, base: l.Off}
	whole := len(h) == TLSRecordLen+TLS(h).Len()
	switch rest := len(h) - TLSRecordLen; {
	case TLS(h).ContentType() == tlsApplicationData:
		w.fixed(tlsData, rest)
	case TLS(h).ContentType() == tlsChangeCipherSpec && rest == 1:
		w.fixed(tlsChange, 1)
	case TLS(h).ContentType() == tlsAlert && rest == 2 && whole:
		w.fixed(tlsAlertTable, 2)
	case TLS(h).ContentType() == tlsHandshake && plainHandshake(h[TLSRecordLen:], TLS(h).Len()):
		for w.at < len(h) {
			w.message()
		}
	}
	w.fixed(tlsEncrypted, len(h)-w.at)
	return w.dst
}

// plainHandshake tells the first handshake message of a record of n bytes from
// one that is already encrypted: its type is known and it fits its record, and a
// hello request, which is all zeros, is alone.
func plainHandshake(b []byte, n int) bool {
	if len(b) < 4 || tlsMessages.Name(uint64(b[0])) == "" || b[1] != 0 {
		return false
	}
	size := 4 + int(binary.BigEndian.Uint16(b[2:]))
	return size <= n && (b[0] != tlsHelloRequest || size == n)
}

// message lays tables over one handshake message.
func (w *pieces) message() {
	rest := w.b[w.at:]
	if len(rest) < 4 {
		w.fixed(tlsBody, len(rest))
		return
	}
	stop := min(len(w.b), w.at+4+(int(rest[1])<<16|int(binary.BigEndian.Uint16(rest[2:]))))
	w.fixed(tlsMessage, 4)
	inner := pieces{dst: w.dst, b: w.b[:stop], at: w.at, base: w.base}
	switch rest[0] {
	case tlsClientHello:
		inner.clientHello()
	case tlsServerHello:
		inner.serverHello()
	}
	inner.fixed(tlsBody, stop-inner.at)
	w.dst, w.at = inner.dst, stop
}

func (w *pieces) clientHello() {
	if w.fixed(tlsHello, 34) && w.counted(tlsSession) && w.list(tlsSuitesLen, 2, tlsSuite, 2) &&
		w.list(tlsCompressionLen, 1, tlsCompression, 1) && w.fixed(tlsExtensionsLen, 2) {
		w.extensions(true)
	}
}

func (w *pieces) serverHello() {
	if w.fixed(tlsHello, 34) && w.counted(tlsSession) && w.fixed(tlsSuite, 2) && w.fixed(tlsCompression, 1) &&
		w.fixed(tlsExtensionsLen, 2) {
		w.extensions(false)
	}
}

func (w *pieces) extensions(client bool) {
	for {
		kind, n, ok := w.codeAndSize()
		if !ok {
			return
		}
		stop := w.at + 4 + n
		switch {
		case kind == tlsServerName && n >= 5:
			w.fixed(tlsSNI, 4+n)
		case kind == tlsALPN && n >= 2:
			w.fixed(tlsALPNHead, 6)
			for w.at < stop && w.at+1+int(w.b[w.at]) <= stop && w.string(tlsALPNName) {
			}
		case kind == tlsSupported && client && n >= 1:
			w.fixed(tlsSupportedHead, 5)
			for w.at+2 <= stop {
				w.fixed(tlsSupportedVersion, 2)
			}
		case kind == tlsSupported && !client && n == 2:
			w.fixed(tlsSelected, 6)
		case kind == tlsTicket || tlsExtensions.Name(uint64(kind)) == "":
			w.fixed(tlsUnknown, 4+n)
		default:
			w.fixed(tlsExtension, 4+n)
		}
		if w.at < stop {
			w.fixed(&undecoded, stop-w.at)
		}
	}
}

// counted lays a table over a length of one byte and what it counts.
func (w *pieces) counted(t *Table) bool {
	return w.at < len(w.b) && w.fixed(t, 1+int(w.b[w.at]))
}

// list lays a table over a length of size bytes, and another over each item that
// it counts.
func (w *pieces) list(head *Table, size int, item *Table, each int) bool {
	if w.at+size > len(w.b) {
		return false
	}
	n := int(w.b[w.at])
	if size == 2 {
		n = int(binary.BigEndian.Uint16(w.b[w.at:]))
	}
	if w.at+size+n > len(w.b) || n%each != 0 {
		return false
	}
	w.fixed(head, size)
	for range n / each {
		w.fixed(item, each)
	}
	return true
}
