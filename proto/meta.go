package proto

import "strconv"

// The frame itself is the first layer of tshark's output: what is known of a
// packet besides its bytes. It is no Layer; MetaPart holds its fields.
var metaTable = Table{ID: "frame", Fields: []Field{
	{ID: "frame.number", Kind: Computed, derive: func(f *Frame, _ int) (uint64, bool) {
		return uint64(f.packet.Number), f.packet.Number > 0
	}},
	{ID: "frame.len", Kind: Computed, derive: func(f *Frame, _ int) (uint64, bool) {
		return uint64(f.packet.WireLength()), true
	}},
	{ID: "frame.cap_len", Kind: Computed, derive: func(f *Frame, _ int) (uint64, bool) {
		return uint64(len(f.data)), true
	}},
	{ID: "frame.time_epoch", Kind: ComputedText, deriveText: appendEpoch},
	{ID: "frame.protocols", Kind: ComputedText, deriveText: appendProtocols},
	{ID: "frame.comment", Kind: ComputedText, deriveText: func(f *Frame, _ int, dst []byte) ([]byte, bool) {
		return append(dst, f.packet.Comment...), f.packet.Comment != ""
	}},
}}

func init() { register(ProtoFrame, protocol{id: "frame", table: &metaTable}) }

// MetaPart is the part whose table holds the frame.* fields; it has no bytes.
func (f *Frame) MetaPart() Part { return Part{Table: &metaTable} }

func appendEpoch(f *Frame, _ int, dst []byte) ([]byte, bool) {
	t := f.packet.Time
	if t.IsZero() {
		return dst, false
	}
	dst = strconv.AppendInt(dst, t.Unix(), 10)
	dst = append(dst, '.')
	for unit := 100_000_000; unit > 0; unit /= 10 {
		dst = append(dst, '0'+byte(t.Nanosecond()/unit%10))
	}
	return dst, true
}

func appendProtocols(f *Frame, _ int, dst []byte) ([]byte, bool) {
	for i := range f.Layers() {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, f.layers[i].Proto.String()...)
	}
	return dst, true
}
