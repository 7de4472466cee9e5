package fuzz

import "netquiz/proto"

// reading is a frame read by plain code, straight from the standards. It shares
// nothing with the codec: what both find must be the same.
type reading struct {
	p        *proto.Packet
	b        []byte
	limit    int  // where captured content ends, without an announced FCS
	stream   int  // where the bytes of a stream end around a DNS message; 0: it is alone
	wire     int  // where the content declared so far ends, captured or not
	quoted   bool // within what an ICMP error quotes
	unknown  bool // nothing is said of what follows: it is not read here, or cannot be read
	tells    bool // there is one problem more, at least
	nLayers  int
	nFaults  int
	address  addresses
	at       *proto.Frame // what the codec found, to tell what it knows and this does not
	layers   [proto.MaxLayers]plainLayer
	problems [proto.MaxProblems]fault
}

type plainLayer struct {
	proto         proto.Proto
	off, hdr, end int
	status        proto.Status
}

// fault is a problem that the frame must have. Want counts for sums alone: it
// is the right one.
type fault struct {
	code  proto.Code
	field string // "" if it is in no field
	off   int
	want  uint64
}

// addresses are where those of a pseudo-header lie.
type addresses struct {
	src, dst int
	header   int // the destination in the header: dst, but under source routing
	size     int // bytes of one
	whole    bool
}

func (w *reading) addressed(off, size int, whole bool) {
	w.address = addresses{off, off + size, off + size, size, whole}
}

// declare is where content ends that a length says ends at stop, and whether all
// of it is there.
func (w *reading) declare(field string, off, stop, end int) (int, bool) {
	switch {
	case stop > w.wire && w.quoted:
		return end, false
	case stop > w.wire:
		w.fault(proto.BadLength, field, off)
	case stop > end:
		w.wire = stop
		w.fault(proto.Truncated, field, off)
	default:
		w.wire, end = stop, stop
	}
	return end, end == w.wire
}

// reader reads one protocol's header at off; content ends at end. It tells what
// follows where, and where that ends.
type reader func(w *reading, off, end int) (next proto.Proto, nextOff, nextEnd int)

// read reads the frame that f decoded last.
func (w *reading) read(f *proto.Frame) {
	if end := w.headers(f); !w.unknown {
		w.tail(end)
	}
}

// headers reads what the frame carries, and tells where it ends.
func (w *reading) headers(f *proto.Frame) (end int) {
	p := f.Packet()
	w.p, w.b, w.at = p, p.Bytes, f
	w.quoted, w.unknown, w.tells, w.stream, w.nLayers, w.nFaults = false, false, false, 0, 0, 0
	w.wire = max(p.Length, len(p.Bytes))
	if fcs := max(int(p.FCS), 0); w.wire >= 14+fcs { // in less there is no frame to check
		w.wire -= fcs
	}
	w.limit = min(w.wire, len(p.Bytes))
	next, off := w.first(), 0
	for end = w.limit; next != proto.NoProto && !w.unknown; {
		if w.nLayers == proto.MaxLayers-4 && next != proto.ProtoData {
			w.fault(proto.TooDeep, "", off)
			next = proto.ProtoData
		}
		read := kinds[next].read
		if w.foreign() || read == nil {
			w.unknown = true
			break
		}
		next, off, end = read(w, off, end)
	}
	return end
}

// first is what frames of the link begin with.
func (w *reading) first() proto.Proto {
	for _, start := range roots {
		if start.link != w.p.Link {
			continue
		}
		if start.link != proto.LinkRaw {
			return start.proto
		}
		return ipVersion(w.b[:w.limit])
	}
	if w.p.Link == proto.LinkLoop {
		return proto.ProtoLoop
	}
	return proto.ProtoData
}

// ipVersion is what a packet is by its first four bits.
func ipVersion(b []byte) proto.Proto {
	if len(b) > 0 {
		switch b[0] >> 4 {
		case 4:
			return proto.ProtoIPv4
		case 6:
			return proto.ProtoIPv6
		}
	}
	return proto.ProtoData
}

// foreign tells that the codec found a protocol here that is not read here.
func (w *reading) foreign() bool {
	found := w.at.Layers()
	return w.nLayers < len(found) && kinds[found[w.nLayers].Proto].read == nil
}

func (w *reading) layer(p proto.Proto, off, hdr, end int) *plainLayer {
	l := &w.layers[w.nLayers]
	l.proto, l.off, l.hdr, l.end, l.status = p, off, hdr, end, proto.StatusNone
	w.nLayers++
	return l
}

func (w *reading) fault(c proto.Code, field string, off int) { w.wrong(c, field, off, 0) }

func (w *reading) wrong(c proto.Code, field string, off int, want uint64) {
	if w.nFaults < len(w.problems) {
		w.problems[w.nFaults] = fault{c, field, off, want}
		w.nFaults++
	}
}

// lost gives up: a header is cut off, or says what cannot be. How much of it is
// still read is the codec's own affair; that it tells something is wrong is not,
// but in what an ICMP error quotes, which is cut by its nature.
func (w *reading) lost() (proto.Proto, int, int) {
	w.unknown, w.tells = true, !w.quoted
	return proto.NoProto, 0, 0
}

// tail reads what follows the content that the headers declare.
func (w *reading) tail(end int) {
	end = w.behind(end)
	guessed := w.p.FCS < 0 && w.limit-end >= 4 && len(w.b) >= 64 && w.p.Length <= len(w.b) &&
		w.nLayers > 0 && w.layers[0].proto == proto.ProtoEthernet && plainFCS(w.b[:len(w.b)-4]) == last4(w.b)
	if guessed {
		w.limit -= 4
	}
	if end < w.limit {
		if n := min(proto.MinFrame, w.limit) - end; w.rest() != proto.ProtoRest && w.limit >= proto.MinFrame && n > 0 && allZero(w.b[end:end+n]) {
			w.layer(proto.ProtoPadding, end, n, end+n)
			end += n
		}
		if end < w.limit {
			w.layer(w.rest(), end, w.limit-end, w.limit)
		}
	}
	if w.limit == len(w.b) {
		return
	}
	l := w.layer(proto.ProtoFCS, w.limit, len(w.b)-w.limit, len(w.b))
	switch {
	case l.hdr != 4 || w.p.Length > len(w.b):
		l.status = proto.StatusUnverified
	case guessed || plainFCS(w.b[:w.limit]) == last4(w.b):
		l.status = proto.StatusGood
	default:
		l.status = proto.StatusBad
		w.wrong(proto.BadFCS, "eth.fcs", w.limit, uint64(plainFCS(w.b[:w.limit])))
	}
}

// behind is what the link carries behind the innermost length: bytes of an IP
// packet that the UDP datagram in it leaves over.
func (w *reading) behind(end int) int {
	i := 0
	for i < w.nLayers-1 && link(w.layers[i].proto) {
		i++
	}
	if l := w.layers[i]; end < l.end {
		w.layer(proto.ProtoRest, end, l.end-end, l.end)
		return l.end
	}
	return end
}

func link(p proto.Proto) bool {
	switch p {
	case proto.ProtoEthernet, proto.ProtoSLL, proto.ProtoSLL2, proto.ProtoNull, proto.ProtoLoop, proto.ProtoVLAN, proto.ProtoServiceVLAN:
		return true
	}
	return false
}

// rest is what bytes behind all that is declared are: of the innermost header of
// the link.
func (w *reading) rest() proto.Proto {
	i := 0
	for i+1 < w.nLayers && link(w.layers[i+1].proto) {
		i++
	}
	switch w.layers[i].proto {
	case proto.ProtoEthernet, proto.ProtoServiceVLAN:
		return proto.ProtoTrailer
	case proto.ProtoVLAN:
		return proto.ProtoVLANTrailer
	case proto.ProtoSLL, proto.ProtoSLL2:
		return proto.ProtoSLLTrailer
	}
	return proto.ProtoRest
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
