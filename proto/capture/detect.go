package capture

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
)

// detected is what an input turned out to be.
type detected struct {
	in     *window
	kind   Kind
	zipped bool
	source source
}

const maxWrappings = 3 // gzip within gzip, and the like

func detect(in *window, kind Kind) (*detected, error) {
	d := &detected{in: in, kind: kind}
	for range maxWrappings {
		if head := in.peek(2); len(head) < 2 || head[0] != 0x1f || head[1] != 0x8b || kind == Raw {
			break
		}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, &Error{Reason: Unreadable, Err: err}
		}
		in = newWindow(z)
		d.in, d.zipped = in, true
	}
	if len(in.peek(1)) == 0 {
		if in.err != io.EOF {
			return nil, in.ended(1, 0)
		}
		return nil, ErrEmpty
	}
	if kind != Auto {
		return d, nil
	}
	if d.kind = binaryKind(in.peek(4)); d.kind != Auto {
		return d, nil
	}
	if name := refused(in); name != "" {
		return nil, &FormatError{name, bytes.Clone(in.peek(16))}
	}
	if d.kind = textKind(in); d.kind == Auto {
		return nil, &FormatError{"", bytes.Clone(in.peek(16))}
	}
	return d, nil
}

func binaryKind(head []byte) Kind {
	if len(head) < 4 {
		return Auto
	}
	switch binary.BigEndian.Uint32(head) {
	case pcapMicro, 0xd4c3b2a1:
		return PCAP
	case pcapNano, 0x4d3cb2a1:
		return PCAPNano
	case 0x0a0d0d0a:
		return PCAPNG
	}
	return Auto
}
