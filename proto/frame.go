package proto

// MaxLayers is how many headers a Frame tells apart. A longer chain of them is
// shown as data, with the problem TooDeep; the last places are kept for data,
// padding and FCS.
const MaxLayers = 32

const deepest = MaxLayers - 4

// Status is the verdict on a layer's checksum or FCS, with tshark's numbers.
type Status uint8

// The verdicts.
const (
	StatusBad        Status = 0
	StatusGood       Status = 1
	StatusUnverified Status = 2 // not all the bytes are there, or not asked for, or left to the network card
	StatusNotPresent Status = 3 // UDP's "not computed"
	StatusIllegal    Status = 4 // absent where it must not be
	StatusNone       Status = 5 // the layer has no sum
)

// Layer is one header of a frame. Layers lie side by side and cover the frame.
type Layer struct {
	Off    uint32 // first byte in the frame
	Hdr    uint32 // bytes of header, options included; all bytes of data, padding and FCS
	End    uint32 // end of header and payload, clamped to what the headers around it declare and to the bytes there are
	Wire   uint32 // the same end without regard to the bytes there are: beyond End where the capture cut the frame
	Proto  Proto
	Status Status
	Quoted bool // it is part of a packet that an ICMP error quotes
}

// Next is the first byte after the header.
func (l *Layer) Next() uint32 { return l.Off + l.Hdr }

// set fills in l. It does so piece by piece: a composite is built aside and
// copied, and the copy waits for the stores.
func (l *Layer) set(p Proto, s Status, off, hdr, end, wire uint32) {
	l.Off, l.Hdr, l.End, l.Wire = off, hdr, end, wire
	l.Proto, l.Status, l.Quoted = p, s, false
}

// Check says which sums Frame.Decode verifies.
type Check uint8

// What there is to verify. Lengths are checked always.
const (
	CheckHeader    Check = 1 << iota // IPv4 header checksums
	CheckTransport                   // TCP, UDP, ICMP and the like
	CheckFCS
	CheckNone Check = 0
	CheckAll        = CheckHeader | CheckTransport | CheckFCS
)

// Frame tells what the headers in a packet's bytes are. The zero Frame is
// ready; it may be used again and again and keeps nothing of the packet before.
// It refers to the packet's bytes, which must stay as they are meanwhile.
type Frame struct {
	packet *Packet
	data   []byte

	check     Check
	quoted    bool
	guessed   bool
	nLayers   uint8
	nProblems uint8
	limit     uint32 // end of the captured bytes that can be content: without FCS
	wire      uint32 // end of the innermost length declared so far, without regard to the bytes there are
	stream    uint32 // end of the stream's bytes around a DNS message; 0: it is alone
	addrs     network
	text      []byte // room to try out computed text
	parts     []Part // room for Selector.Values

	layers   [MaxLayers]Layer
	problems [MaxProblems]Problem
}

// Decode finds the layers and the problems of p. It is total: any bytes give
// layers that cover them. It does not allocate.
func (f *Frame) Decode(p *Packet, check Check) {
	f.packet, f.data = p, p.Bytes
	f.check = check
	f.quoted, f.guessed = false, false
	f.nLayers, f.nProblems = 0, 0
	f.stream = 0
	f.limit, f.wire = limits(p)
	if p.Link == LinkEthernet {
		if next, off, end, ok := f.quick(check); ok {
			if next != NoProto {
				end = f.decodeRest(f.decodeHeaders(next, off, end))
			}
			f.decodeTail(end)
			return
		}
	}
	f.decodeTail(f.decodeRest(f.decodeHeaders(linkProto(p.Link), 0, f.limit)))
}

// limits are where the content of p ends, without its FCS: of the bytes there
// are, and on the wire.
func limits(p *Packet) (limit, wire uint32) {
	wire = uint32(p.WireLength())
	if fcs := uint32(max(p.FCS, 0)); wire >= EthernetLen+fcs { // no FCS in what is shorter
		wire -= fcs
	}
	return min(wire, uint32(len(p.Bytes))), wire
}

// linkProto is what frames of the link type begin with: data, if it is unknown.
func linkProto(link LinkType) Proto {
	if int(link) < len(linkTypes) && linkTypes[link] != NoProto {
		return linkTypes[link]
	}
	return ProtoData
}

// decodeHeaders goes from header to header and answers where the innermost
// declared content ends.
func (f *Frame) decodeHeaders(next Proto, off, end uint32) uint32 {
	for next != NoProto {
		if f.nLayers >= deepest && next != ProtoData {
			f.problem(TooDeep, nil, off, uint64(f.nLayers), deepest, nil)
			next = ProtoData
		}
		next, off, end = protocols[next].decode(f, off, end)
	}
	return end
}

func (f *Frame) add(p Proto, off, hdr, end uint32) *Layer {
	l := &f.layers[f.nLayers&(MaxLayers-1)]
	l.set(p, StatusNone, off, hdr, end, f.wire)
	l.Quoted = f.quoted
	f.nLayers++
	return l
}

// problem notes one against the layer that is being decoded, which must have
// been added.
func (f *Frame) problem(c Code, field *Field, off uint32, got, want uint64, limitedBy *Field) {
	if f.nProblems < MaxProblems {
		f.problems[f.nProblems] = Problem{c, max(f.nLayers, 1) - 1, field, off, got, want, limitedBy}
		f.nProblems++
	}
}

// short adds a layer whose header is cut off by end, and notes it.
func (f *Frame) short(p Proto, off, end uint32) (Proto, uint32, uint32) {
	f.add(p, off, end-off, end)
	f.cut(off, end-off, protocols[p].min, Problem{})
	return NoProto, end, end
}

// cut notes that at off there are have of the need bytes, or records, that a
// header has: because the capture cut the frame, or because a length promises
// more than there is. That length is the field of lie, with what it says and
// what it could be at most; without a field, the header just breaks off. What an
// ICMP error quotes is cut by its nature.
func (f *Frame) cut(off, have, need uint32, lie Problem) {
	switch {
	case f.quoted:
	case f.packet.Length > len(f.data):
		f.problem(Truncated, nil, off, uint64(have), uint64(need), nil)
	case lie.Field == nil:
		f.problem(BadLength, nil, off, uint64(have), uint64(need), nil)
	default:
		f.problem(BadLength, lie.Field, lie.Off, lie.Got, lie.Want, lie.LimitedBy)
	}
}

// Packet is the packet decoded last.
func (f *Frame) Packet() *Packet { return f.packet }

// Bytes are the bytes of the packet decoded last.
func (f *Frame) Bytes() []byte { return f.data }

// Layers are the layers of the frame, outermost first, valid until the next Decode.
func (f *Frame) Layers() []Layer { return f.layers[:f.nLayers:f.nLayers] }

// Problems are what is wrong with the frame, valid until the next Decode.
func (f *Frame) Problems() []Problem { return f.problems[:f.nProblems:f.nProblems] }

// FCSGuessed tells that nobody announced the frame's FCS: its last four bytes
// fit it and no header claims them.
func (f *Frame) FCSGuessed() bool { return f.guessed }

// Header is the header of layer i, with no room to append.
func (f *Frame) Header(i int) []byte {
	l := &f.layers[i]
	return f.data[l.Off:l.Next():l.Next()]
}

// Payload is what layer i carries, with no room to append.
func (f *Frame) Payload(i int) []byte {
	l := &f.layers[i]
	return f.data[l.Next():l.End:l.End]
}

// Find is the index of the outermost layer of p that is not quoted, -1 if none.
func (f *Frame) Find(p Proto) int {
	for i := range f.Layers() {
		if f.layers[i].Proto == p && !f.layers[i].Quoted {
			return i
		}
	}
	return -1
}

// view is the outermost header of p if it is whole.
func (f *Frame) view(p Proto) ([]byte, bool) {
	i := f.Find(p)
	if i < 0 || f.layers[i].Hdr < protocols[p].min {
		return nil, false
	}
	return f.Header(i), true
}
