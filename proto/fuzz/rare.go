package fuzz

import (
	"bytes"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// rareMask says which cases are held against the laws that take longer than all
// others together: one in 16384.
const rareMask = 1<<14 - 1

// rare holds what the laws that are seldom asked for need.
type rare struct {
	text   []byte
	again  []byte
	parts  []proto.Part
	reader bytes.Reader

	look func(*proto.Frame)
}

// check calls every accessor, takes the slow ways to what was found quickly, and
// reads back what is written for others.
func (r *rare) check(c *Case, v *verdict) {
	f := v.frame
	r.again = f.Rebuild(r.again[:0])
	if !bytes.Equal(r.again, c.Packet.Bytes) {
		v.fail(Failure{Oracle: Rebuilt, Where: "Frame.Rebuild"})
	}
	if n := len(c.Packet.Bytes); n >= 4 && plainFCS(c.Packet.Bytes[:n-4]) != slowFCS(c.Packet.Bytes[:n-4]) {
		v.fail(Failure{Oracle: Judged, Proto: proto.ProtoFCS, Field: "eth.fcs", Off: n - 4, Where: "crc32"})
	}
	for i := range f.Layers() {
		r.parts = f.Parts(r.parts[:0], i)
		for _, p := range r.parts {
			for k := range p.Table.Fields {
				if value, ok := f.Value(p, &p.Table.Fields[k]); ok {
					r.text = value.AppendText(r.text[:0])
				}
			}
		}
	}
	if !v.failed {
		r.json(c, v)
		r.dump(c, v)
		if r.look != nil {
			r.look(f)
		}
	}
}

// json writes the frame as JSON and reads it back.
func (r *rare) json(c *Case, v *verdict) {
	r.text = capture.AppendJSON(r.text[:0], v.frame)
	r.reader.Reset(r.text)
	in, err := capture.NewReader(&r.reader, capture.JSON)
	if err == nil {
		var back proto.Packet
		if err = in.Next(&back); err == nil && !bytes.Equal(back.Bytes, c.Packet.Bytes) {
			v.fail(Failure{Oracle: Written, Where: "json"})
		}
	}
	if err != nil {
		v.fail(Failure{Oracle: Written, Where: "json: " + err.Error()})
	}
}
