package proto

// Part is one Table laid over some bytes of a layer: the fixed header, then
// options, extensions and records. The parts of a layer lie side by side and
// cover its header.
type Part struct {
	Table *Table
	Off   uint32 // first byte in the frame
	Len   uint32 // bytes there are; less than the table's when the header is cut off
	Depth uint8  // 0: the header itself; 1: an option, a record; 2: inside one
	Layer uint8
}

// undecoded holds bytes of a header that no table explains: what follows an
// option whose length cannot be, or the rest of a header that is cut off.
var undecoded = Table{ID: "undecoded", Fields: []Field{{ID: "undecoded", Kind: Bytes}}}

// Undecoded is the field of bits that no other field explains.
var Undecoded = &undecoded.Fields[0]

func init() { undecoded.own(NoProto) }

// Parts appends the parts of layer i to dst.
func (f *Frame) Parts(dst []Part, i int) []Part {
	l := &f.layers[i]
	def := &protocols[l.Proto]
	start := len(dst)
	if l.Hdr < def.min || def.parts == nil {
		dst = append(dst, Part{Table: def.table, Off: l.Off, Len: l.Hdr})
	} else {
		dst = def.parts(dst, f.Header(i), l)
	}
	if def.adapt != nil {
		def.adapt(f, i, dst[start:])
	}
	for j := start; j < len(dst); j++ {
		dst[j].Layer = uint8(i)
	}
	return dst
}

// Bytes are the bytes of p in the frame, with no room to append.
func (f *Frame) PartBytes(p Part) []byte {
	return f.data[p.Off : p.Off+p.Len : p.Off+p.Len]
}

// Width is how many bits the field has in a part of n bytes, and whether all
// of them are there.
func (f *Field) width(n uint32) (bits uint32, ok bool) {
	bit, all := uint32(f.Bit), 8*n
	if f.Width != 0 {
		return uint32(f.Width), bit+uint32(f.Width) <= all
	}
	return all - min(bit, all), bit <= all
}
