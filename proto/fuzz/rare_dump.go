package fuzz

import (
	"bytes"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// dumps are the forms of text that a frame comes back from as it was.
var dumps = [...]capture.Kind{capture.Hex, capture.XXD, capture.C, capture.Python, capture.Base64}

// dump writes the frame as text and reads it back.
func (r *rare) dump(c *Case, v *verdict) {
	if len(c.Packet.Bytes) == 0 {
		return // text of nothing is no frame
	}
	for _, kind := range dumps {
		var text bytes.Buffer
		w, err := capture.NewWriter(&text, kind)
		if err == nil {
			err = w.Write(&c.Packet)
		}
		var back proto.Packet
		if err == nil {
			var in *capture.Reader
			if in, err = capture.NewReader(&text, kind); err == nil {
				err = in.Next(&back)
			}
		}
		if err != nil || !bytes.Equal(back.Bytes, c.Packet.Bytes) {
			v.fail(Failure{Oracle: Written, Where: kind.String()})
		}
	}
}
