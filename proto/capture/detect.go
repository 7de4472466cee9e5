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
	wide   int // characters of a line of base64, bytes of a line of hex, that goes on in the next; 0: none does
}

const maxWrappings = 3 // gzip within gzip, and the like

func detect(in *window, kind Kind) (*detected, error) {
	d := &detected{in: in, kind: kind}
	if err := d.unpack(); err != nil {
		return nil, err
	}
	if len(d.in.peek(1)) == 0 {
		if d.in.err != io.EOF {
			return nil, d.in.ended(1, 0)
		}
		return nil, ErrEmpty
	}
	if kind == Raw {
		return d, nil
	}
	binary := binaryKind(d.in.peek(4))
	if binary == Auto {
		d.decodeText()
	}
	switch kind {
	case Auto:
		return d, d.find(binary)
	case PCAP, PCAPNano:
		if head := d.in.peek(4); len(head) == 4 && binary != PCAP && binary != PCAPNano {
			return nil, d.unknown(refused(d.in.rest()))
		}
		if binary != Auto {
			d.kind = binary
		}
	case HexBlock:
		d.wide = -1
	case Base64:
		_, d.wide = textKind(d.in)
	}
	return d, nil
}

func (d *detected) find(binary Kind) error {
	if d.kind = binary; binary != Auto {
		return nil
	}
	if name := refused(d.in.rest()); name != "" {
		return d.unknown(name)
	}
	if d.kind, d.wide = textKind(d.in); d.kind == Auto {
		return d.unknown("")
	}
	return nil
}

func (d *detected) unknown(name string) error {
	head := d.in.rest()
	return &FormatError{name, bytes.Clone(head[:min(16, len(head))])}
}

// unpack puts what gzip packed in the place of the input.
func (d *detected) unpack() error {
	for range maxWrappings {
		if !bytes.Equal(d.in.peek(2), []byte{0x1f, 0x8b}) || d.kind == Raw {
			break
		}
		z, err := gzip.NewReader(d.in)
		if err != nil {
			return &Error{Reason: Unreadable, Err: err}
		}
		d.in, d.zipped = newWindow(z), true
	}
	return nil
}

// decodeText makes UTF-8 without a byte-order mark of the input's text.
func (d *detected) decodeText() {
	head := d.in.peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		d.in.skip(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		d.in.skip(2)
		d.in = newWindow(&utf16Reader{in: d.in, order: binary.LittleEndian})
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		d.in.skip(2)
		d.in = newWindow(&utf16Reader{in: d.in, order: binary.BigEndian})
	}
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
	case blockSection:
		return PCAPNG
	}
	return Auto
}

// open makes the source of an input whose form is known.
func (d *detected) open() (source, error) {
	switch d.kind {
	case PCAP, PCAPNano:
		return newPCAPReader(d.in)
	case PCAPNG:
		return &pcapngReader{in: d.in}, nil
	case JSON:
		return &jsonReader{in: d.in, content: -1}, nil
	case Hex, HexBlock:
		return &hexReader{in: d.in, block: d.wide}, nil
	case Base64:
		return &base64Reader{in: d.in, wide: d.wide}, nil
	case C, Go, Python, Array:
		return &literalReader{in: d.in}, nil
	case Raw:
		return &rawReader{in: d.in}, nil
	}
	return &dumpReader{in: d.in, kind: d.kind}, nil
}
