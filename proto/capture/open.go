package capture

import "io"

// open makes the source of an input whose form is known.
func open(d *detected) (source, error) {
	switch d.kind {
	case PCAP, PCAPNano:
		return newPCAPReader(d.in)
	case JSON:
		return &jsonReader{in: d.in, content: -1}, nil
	}
	return &hexReader{in: d.in}, nil
}

func refused(in *window) string { return "" }

func textKind(in *window) Kind {
	for {
		for _, c := range in.rest() {
			switch c {
			case ' ', '\t', '\r', '\n':
				continue
			case '{':
				return JSON
			}
			return Hex
		}
		if !in.more() {
			return Auto
		}
	}
}

var _ io.Reader = (*window)(nil)
