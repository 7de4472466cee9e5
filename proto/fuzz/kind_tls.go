package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoTLS, protocol{read: readTLS})
	known(&tcpPorts, proto.ProtoTLS, 443, 853, 993, 995, 8443)
}

// readTLS reads one record (RFC 8446 §5.1): a known type, a version, and a length
// that a record may have.
func readTLS(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 5 {
		return proto.ProtoData, off, end
	}
	kind, major, minor, n := w.b[off], w.b[off+1], w.b[off+2], word(w.b, off+3)
	if kind < 20 || kind > 24 || major != 3 || minor > 4 || n > 16384+2048 {
		return proto.ProtoData, off, end
	}
	stop := min(end, off+5+n)
	w.layer(proto.ProtoTLS, off, stop-off, end)
	if stop == end {
		return proto.NoProto, end, end
	}
	return proto.ProtoTLS, stop, end
}
