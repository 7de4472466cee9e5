package capture

import "encoding/binary"

// options walks a list of options. It ends at opt_endofopt, or, as some writers
// leave that out, with the bytes; an option that overruns them ends it too.
type options struct {
	order binary.ByteOrder
	rest  []byte
	code  uint16
	value []byte
}

func (o *options) next() bool {
	if len(o.rest) < 4 {
		return false
	}
	o.code = o.order.Uint16(o.rest)
	end := 4 + int(o.order.Uint16(o.rest[2:]))
	if o.code == optEnd || end > len(o.rest) {
		return false
	}
	o.value = o.rest[4:end]
	o.rest = o.rest[min(padded(end), len(o.rest)):]
	return true
}
